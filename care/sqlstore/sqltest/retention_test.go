package sqltest_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
)

// TestRetention: when the time to keep words is over, they are shown by nobody at once, and in no table a minute
// later, nor is the quarantine; what figures need stays, and no delivery brings words back.
func TestRetention(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b backend) {
		t.Helper()
		const n = 4
		y := newDiary(t, b, n, day)
		y.pass(day - time.Hour)
		before, full := y.figures(), y.tables()
		require.Equal(t, 6*n+n+n, y.shown(), "mentions, notes and bad items")
		require.NotEmpty(t, linesWith(full, secret(0)))
		y.clock.Advance(2 * time.Hour)
		require.Zero(t, y.shown(), "what is over was shown before a Tick")
		require.NotEmpty(t, linesWith(y.tables(), secret(0)), "nothing was to drop")
		y.pass(0)
		y.requireWordless(n, "over")
		require.Equal(t, before, y.figures())
		y.redeliver(y.mentions)
		require.Zero(t, y.shown())
		y.pass(time.Minute)
		y.requireWordless(n, "redelivered")
		require.Equal(t, before, y.figures())
	})
}

// shown returns of how many mentions, notes and bad items the desk shows words.
func (y *diary) shown() int {
	y.t.Helper()
	n := 0
	for h, err := range y.Queue(y.t.Context(), care.Query{Everything: true, Order: care.OrderStarted}) {
		require.NoError(y.t, err)
		c, err := y.Conversation(y.t.Context(), h.ID)
		require.NoError(y.t, err)
		for _, l := range c.Lines {
			if l.Content.Text+l.Content.Name+l.Content.Handle+string(l.Content.Raw) != "" {
				n++
			}
		}
	}
	rejects, _, err := y.Rejects(y.t.Context(), "", 1000)
	require.NoError(y.t, err)
	return n + len(rejects)
}

// requireWordless wants no words in any table. What an answer will need is kept with the mention.
func (y *diary) requireWordless(n int, when string) {
	y.t.Helper()
	left := y.tables()
	for i := range n {
		words := strings.ReplaceAll(left, `"{\"n\":\"`+secret(i)+`\"}"`, "")
		require.NotEqual(y.t, left, words, "what an answer will need")
		require.Empty(y.t, linesWith(words, secret(i)), when)
		require.NotEmpty(y.t, linesWith(left, person(i).Native()), "people stay")
	}
}

// TestPurgedTogether: desks of several processes purge one database at once. Each word is dropped once, one desk at
// a time has the job, and who took it and ended is followed by another.
func TestPurgedTogether(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b backend) {
		t.Helper()
		y := newDiary(t, b, 1, day)
		const n = 700
		require.NoError(t, y.store.Update(t.Context(), nil, func(tx care.Tx) error {
			var words []care.Content
			for i := range n {
				words = append(words, care.Content{Ref: number(i), Text: secret(0), ExpiresAt: y.clock.Now().Add(day)})
			}
			return tx.PutContents(words)
		}))
		y.pass(day - time.Hour) // what is missed was announced
		y.clock.Advance(2 * time.Hour)
		jobs, _, err := y.store.Claim(t.Context(), "purge", 1, 30*time.Second)
		require.NoError(t, err)
		require.Len(t, jobs, 1) // and that process ended
		y.pass(0)
		require.Greater(t, len(linesWith(y.tables(), secret(0))), n, "somebody else has the job")
		y.clock.Advance(time.Minute)
		require.Equal(t, int64(n+6+1+1), y.tickTogether(4), "words, a note, a bad item")
		require.ErrorIs(t, y.store.Update(t.Context(), nil, func(tx care.Tx) error { return tx.Finish(jobs[0], time.Time{}) }), care.ErrFenced)
		require.Zero(t, y.tickTogether(4))
		y.requireWordless(1, "over")
	})
}

// tickTogether returns how many things several desks did, each of which ticks until there is nothing to do.
func (y *diary) tickTogether(desks int) int64 {
	y.t.Helper()
	var done atomic.Int64
	var all sync.WaitGroup
	for range desks {
		d := y.colleague()
		all.Go(func() {
			for range 3 {
				n, err := d.Tick(y.t.Context())
				if err != nil {
					y.t.Error(err)
				}
				done.Add(int64(n))
			}
		})
	}
	all.Wait()
	return done.Load()
}
