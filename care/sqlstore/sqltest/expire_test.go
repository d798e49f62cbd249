package sqltest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/sqlstore"
)

// TestExpireBeside expires what another transaction is keeping at that moment: a mention that was only named so
// far becomes present, and words get more time. Both must stay.
func TestExpireBeside(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b backend) {
		t.Helper()
		connect := b.database(t)
		a, other := b.open(t, connect, sqlstore.Config{}), b.open(t, connect, sqlstore.Config{})
		at := func(minute int) time.Time { return time.Date(2026, 3, 1, 9, minute, 0, 0, time.UTC) }
		named := care.Row{Facts: care.Facts{Ref: "twitter:1", Removed: true, ObservedAt: at(0)}, ExpiresAt: at(5)}
		said := care.Row{Facts: care.Facts{Ref: "twitter:1", Kind: care.KindPost, Author: "twitter:9", OccurredAt: at(0), ObservedAt: at(6)}, Conversation: "c"}
		words := care.Content{Ref: "twitter:2", Text: "still needed", ExpiresAt: at(5)}
		put := func(row care.Row, until time.Time) func(care.Tx) error {
			words.ExpiresAt = until
			return func(tx care.Tx) error {
				if err := tx.PutMentions([]care.Row{row}); err != nil {
					return err
				}
				return tx.PutContents([]care.Content{words})
			}
		}
		require.NoError(t, a.Update(t.Context(), nil, put(named, at(5))))

		keep, expired := put(said, at(50)), make(chan error, 1)
		require.NoError(t, a.Update(t.Context(), nil, func(tx care.Tx) error {
			if err := keep(tx); err != nil {
				return err
			}
			if _, err := tx.Mentions([]care.Ref{"twitter:1"}); err != nil { // it is written by now
				return err
			}
			go func() {
				expired <- other.Update(t.Context(), nil, func(tx care.Tx) error {
					_, err := tx.Expire(at(10), 100)
					return err
				})
			}()
			select {
			case err := <-expired:
				expired <- err
			case <-time.After(200 * time.Millisecond): // the other waits
			}
			return nil
		}))
		require.NoError(t, <-expired)
		require.NoError(t, a.View(t.Context(), func(r care.Reader) error {
			rows, err := r.Mentions([]care.Ref{"twitter:1"})
			require.NoError(t, err)
			require.Len(t, rows, 1)
			require.True(t, rows[0].Present())
			kept, err := r.Contents([]care.Ref{"twitter:2"})
			require.Len(t, kept, 1)
			require.Equal(t, "still needed", kept[0].Text)
			return err
		}))
	})
}
