package desk_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
)

// A purged store counts how often somebody drops what is over, and lets something happen before who has the
// job gets to it.
type purged struct {
	care.Store

	turns  atomic.Int32
	before func()
}

func (s *purged) Claim(ctx context.Context, queue string, n int, lease time.Duration) ([]care.Job, time.Time, error) {
	jobs, now, err := s.Store.Claim(ctx, queue, n, lease)
	if queue == "purge" && s.before != nil {
		s.before()
	}
	return jobs, now, err
}

func (s *purged) Update(ctx context.Context, keys []care.Key, fn func(care.Tx) error) error {
	return s.Store.Update(ctx, keys, func(tx care.Tx) error { return fn(purgedTx{tx, s}) })
}

type purgedTx struct {
	care.Tx

	s *purged
}

func (t purgedTx) Expire(now time.Time, limit int) (int, error) {
	t.s.turns.Add(1)
	return t.Tx.Expire(now, limit)
}

// expiring is a desk that keeps words for an hour, with n messages and n bad items of the first minute.
func expiring(t *testing.T, n int) (*played, *purged) {
	t.Helper()
	store := &purged{}
	p := playWith(t, func(c *desk.Config) { c.Keep = time.Hour }, func(s care.Store) care.Store {
		store.Store = s
		return store
	})
	for i := range n {
		p.take(says(fmt.Sprint(1000+i), fmt.Sprint(7000+i), 0, toUs), says(fmt.Sprint(5000+i), "7", 0, func(m *care.Mention) { m.Kind = "" }))
	}
	return p, store
}

// colleague is another desk over the same store.
func (p *played) colleague(s care.Store, with ...func(*desk.Config)) *desk.Desk {
	p.t.Helper()
	cfg := desk.Config{Accounts: worldAccounts(), Now: p.clock.Now, NewID: counter("d"), Policy: p.policy}
	for _, change := range with {
		change(&cfg)
	}
	d, err := desk.New(s, cfg)
	require.NoError(p.t, err)
	return d
}

// kept returns how many mentions have their words, and how many bad items there are, in the store itself.
func (p *played) kept() (words, rejects int) {
	p.t.Helper()
	require.NoError(p.t, p.store.View(p.t.Context(), func(r care.Reader) error {
		contents, err := r.Contents(refsOf(p.all))
		require.NoError(p.t, err)
		for _, c := range contents {
			if c.Text != "" {
				words++
			}
		}
		all, _, err := r.Rejects("", 100_000)
		rejects = len(all)
		return err
	}))
	return words, rejects
}

// TestPurgeAtOnce: one Tick drops all that is over, however much it is.
func TestPurgeAtOnce(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 99, 100, 101, 350} {
		p, _ := expiring(t, n)
		p.at(60)
		done, err := p.Tick(t.Context())
		require.NoError(t, err)
		require.Equal(t, 3*n, done, "words, bad items, and a missed target for each")
		words, rejects := p.kept()
		require.Zero(t, words)
		require.Zero(t, rejects)
	}
}

// TestPurgeTogether: many desks tick at once, and each thing is dropped once. Then nobody looks for a minute.
func TestPurgeTogether(t *testing.T) {
	t.Parallel()
	const n, desks = 450, 8
	p, store := expiring(t, n)
	p.at(59)
	p.tick() // announces what is missed
	p.at(61)
	var done atomic.Int64
	var all sync.WaitGroup
	for range desks {
		d := p.colleague(store)
		all.Go(func() {
			for range 3 {
				got, err := d.Tick(t.Context())
				if err != nil {
					t.Error(err)
				}
				done.Add(int64(got))
			}
		})
	}
	all.Wait()
	require.Equal(t, int64(2*n), done.Load())
	turns := store.turns.Load()
	for range desks {
		_, err := p.colleague(store).Tick(t.Context())
		require.NoError(t, err)
	}
	require.Equal(t, turns, store.turns.Load(), "there was a turn within the minute")
	p.at(62)
	p.tick()
	require.Equal(t, turns+1, store.turns.Load())
}

// TestPurgeFenced: who was away for so long that another desk took over drops nothing.
func TestPurgeFenced(t *testing.T) {
	t.Parallel()
	p, store := expiring(t, 3)
	p.at(61)
	other := p.colleague(p.store)
	store.before = func() {
		store.before = nil
		p.clock.now = p.clock.now.Add(time.Minute) // the lease is over
		jobs, _, err := p.store.Claim(t.Context(), "purge", 1, time.Minute)
		require.NoError(t, err)
		require.Len(t, jobs, 1)
	}
	p.tick()
	words, rejects := p.kept()
	require.Equal(t, 3, words)
	require.Equal(t, 3, rejects)
	_, err := other.Tick(t.Context())
	require.NoError(t, err)
	words, _ = p.kept()
	require.Equal(t, 3, words, "somebody else has the job")
	p.clock.now = p.clock.now.Add(time.Minute)
	_, err = other.Tick(t.Context())
	require.NoError(t, err)
	words, rejects = p.kept()
	require.Zero(t, words)
	require.Zero(t, rejects)
}

// TestPurgeMadeOnce: a new desk makes the job where it is not there, leaves it alone where it is, and where
// it could not be made, the next Tick makes it.
func TestPurgeMadeOnce(t *testing.T) {
	t.Parallel()
	p, store := expiring(t, 2)
	out := errors.New("out of order")
	gate := &refusing{Store: store, ref: "twitter:1000", err: out}
	first := p.colleague(gate)
	p.at(59)
	_, err := first.Tick(t.Context())
	require.ErrorIs(t, err, out)
	gate.err = nil
	p.clock.now = p.clock.now.Add(30 * time.Second)
	_, err = first.Tick(t.Context()) // makes it, and has the first turn
	require.NoError(t, err)
	p.at(60)
	_, err = p.colleague(store).Tick(t.Context())
	require.NoError(t, err)
	words, _ := p.kept()
	require.Equal(t, 2, words, "a new desk moved the turn")
	p.clock.now = p.clock.now.Add(30 * time.Second)
	_, err = p.colleague(store).Tick(t.Context())
	require.NoError(t, err)
	words, _ = p.kept()
	require.Zero(t, words)
}

// TestPurgeClock: a desk whose clock is ahead shows nothing that is over by it, and takes nothing from others.
func TestPurgeClock(t *testing.T) {
	t.Parallel()
	p, store := expiring(t, 1)
	var judged atomic.Int32
	ahead := p.colleague(store, func(c *desk.Config) {
		c.Now = func() time.Time { return p.clock.now.Add(24 * time.Hour) }
		c.Slow = []care.Annotator{func(context.Context, care.Mention) (care.Assessment, error) {
			judged.Add(1)
			return care.Assessment{By: "mood@1"}, nil
		}}
	})
	require.NoError(t, store.Store.Update(t.Context(), nil, func(tx care.Tx) error {
		return tx.PutJobs([]care.Job{{Queue: "slow", Key: "twitter:1000", At: p.clock.now}})
	}))
	p.at(10)
	_, err := ahead.Tick(t.Context())
	require.NoError(t, err)
	c, err := ahead.Conversation(t.Context(), p.in("1000").ID)
	require.NoError(t, err)
	require.True(t, c.Lines[0].Content.Gone)
	rejects, _, err := ahead.Rejects(t.Context(), "", 10)
	require.NoError(t, err)
	require.Empty(t, rejects)
	require.Zero(t, judged.Load(), "words that are over were given to an annotator")
	words, bad := p.kept()
	require.Equal(t, 1, words)
	require.Equal(t, 1, bad)
}
