package sqltest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/sqlstore"
)

// TestClosed: nothing begins after Close, which waits for what runs.
func TestClosed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b backend) {
		t.Helper()
		s := b.fresh(t, sqlstore.Config{})
		inside, closed := make(chan bool), make(chan error, 1)
		go func() {
			<-inside
			closed <- s.Close()
		}()
		require.NoError(t, s.Update(t.Context(), nil, func(tx care.Tx) error {
			close(inside)
			select {
			case err := <-closed:
				t.Error("Close did not wait", err)
			case <-time.After(50 * time.Millisecond):
			}
			return tx.PutJobs([]care.Job{{Queue: "q", Key: "k", At: time.Unix(1, 0)}})
		}))
		require.NoError(t, <-closed)
		require.ErrorIs(t, s.Update(t.Context(), nil, func(care.Tx) error { return nil }), care.ErrClosed)
		_, _, err := s.Claim(t.Context(), "q", 1, time.Hour)
		require.ErrorIs(t, err, care.ErrClosed)
	})
}
