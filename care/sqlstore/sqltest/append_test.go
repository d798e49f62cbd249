package sqltest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/sqlstore"
)

// TestAppendAgain gives an event that comes again in one Update its first place.
func TestAppendAgain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b backend) {
		t.Helper()
		s := b.fresh(t, sqlstore.Config{})
		named := func(ids ...string) []care.Event {
			var out []care.Event
			for _, id := range ids {
				out = append(out, care.Event{ID: id, Conversation: "c", At: time.Unix(1, 0), By: care.Agent("ann"), Body: care.Assigned{Agent: id}})
			}
			return out
		}
		require.NoError(t, s.Update(t.Context(), nil, func(tx care.Tx) error { return tx.Append(named("x", "y", "z")) }))
		_, err := s.db.ExecContext(t.Context(), "ANALYZE") // another plan
		require.NoError(t, err)
		require.NoError(t, s.Update(t.Context(), nil, func(tx care.Tx) error {
			for _, ids := range [][]string{{"a", "b"}, {"c", "a"}, {"d", "b"}} {
				if err := tx.Append(named(ids...)); err != nil {
					return err
				}
			}
			return nil
		}))
		var got []string
		require.NoError(t, s.View(t.Context(), func(r care.Reader) error {
			events, err := r.Feed("", 100)
			for _, e := range events {
				got = append(got, e.ID)
			}
			return err
		}))
		require.Equal(t, []string{"x", "y", "z", "a", "b", "c", "d"}, got)
	})
}
