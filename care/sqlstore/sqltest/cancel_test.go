package sqltest_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/sqlstore"
)

// TestGivenUp: callers give up at any moment. What was done is whole, nothing is left locked, and the store that
// they used, like that of another process, goes on.
func TestGivenUp(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b backend) {
		t.Helper()
		connect := b.database(t)
		one, two := b.open(t, connect, sqlstore.Config{}), b.open(t, connect, sqlstore.Config{})
		r := rand.New(rand.NewPCG(1, 8))
		rounds, most := 1500, 200*time.Microsecond
		if b.dialect == sqlstore.PostgreSQL { // a connection goes with each statement that is given up
			rounds, most = 30, 3*time.Millisecond
		}
		for i := range rounds {
			giveUp(t, one, i, time.Duration(r.Int64N(int64(most))))
			for _, s := range []*opened{two, one} {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				require.NoError(t, putPair(ctx, s, rounds+i), "round %d", i)
				cancel()
			}
		}
		require.NoError(t, two.View(t.Context(), func(r care.Reader) error {
			for i := range rounds {
				both, err := r.Contents([]care.Ref{pairOf(i, 0), pairOf(i, 1)})
				require.NoError(t, err)
				require.NotEqual(t, 1, len(both), "half of an Update is there")
			}
			return nil
		}))
	})
}

// giveUp does something, and gives up after a time.
func giveUp(t *testing.T, s care.Store, i int, after time.Duration) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	defer time.AfterFunc(after, cancel).Stop()
	err := []func() error{
		func() error { return putPair(ctx, s, i) },
		func() error { _, _, err := s.Claim(ctx, "q", 1, time.Second); return err },
		func() error {
			return s.View(ctx, func(r care.Reader) error { _, err := r.Feed("", 10); return err })
		},
	}[i%3]()
	if err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, care.ErrUnknownOutcome) {
		t.Errorf("round %d: %v", i, err)
	}
}

func pairOf(i, n int) care.Ref { return care.Ref(fmt.Sprintf("note:%d-%d", i, n)) }

// putPair stores two things in two statements.
func putPair(ctx context.Context, s care.Store, i int) error {
	return s.Update(ctx, []care.Key{"k"}, func(tx care.Tx) error {
		for n := range 2 {
			if err := tx.PutContents([]care.Content{{Ref: pairOf(i, n), Text: "words"}}); err != nil {
				return err
			}
			if _, err := tx.Contents([]care.Ref{pairOf(i, n)}); err != nil {
				return err
			}
		}
		return nil
	})
}
