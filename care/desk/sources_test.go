package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/sla"
)

// A tape is a source with feeds of messages; a cursor is how many of a feed were read.
type tape struct {
	name  string
	feeds map[string][]care.Mention
	rand  *rand.Rand    // in which order feeds are read, and in how large batches
	fails error         // comes at the end, if it is not nil
	stays bool          // waits for ctx at the end
	begun chan struct{} // closed with the first batch, if it is not nil
	after func()        // called when a batch is durable
	once  sync.Once
}

func (s *tape) Name() string { return s.name }

func (s *tape) Accounts() []care.Account { return worldAccounts() }

func (s *tape) Batches(ctx context.Context, cursors map[string]string) iter.Seq2[care.Batch, error] {
	return func(yield func(care.Batch, error) bool) {
		at := map[string]int{}
		for feed := range s.feeds {
			at[feed], _ = strconv.Atoi(cursors[feed])
		}
		names := slices.Sorted(maps.Keys(s.feeds))
		for len(names) > 0 {
			if ctx.Err() != nil {
				yield(care.Batch{}, ctx.Err())
				return
			}
			i := s.rand.IntN(len(names))
			feed := names[i]
			from := at[feed]
			to := min(from+1+s.rand.IntN(4), len(s.feeds[feed]))
			if from >= to {
				names = slices.Delete(names, i, i+1)
				continue
			}
			at[feed] = to
			if !yield(care.Batch{Mentions: s.feeds[feed][from:to], Feed: feed, Cursor: strconv.Itoa(to)}, nil) {
				return
			}
			if s.begun != nil {
				s.once.Do(func() { close(s.begun) })
			}
			if s.after != nil {
				s.after()
			}
		}
		if s.stays {
			<-ctx.Done()
			yield(care.Batch{}, ctx.Err())
		} else if s.fails != nil {
			yield(care.Batch{}, s.fails)
		}
	}
}

// tapeOf returns a source with n messages in each of three feeds.
func tapeOf(name string, n int, seed uint64) *tape {
	s := &tape{name: name, feeds: map[string][]care.Mention{}, rand: rand.New(rand.NewPCG(seed, 6))}
	for f := range 3 {
		feed := fmt.Sprint("f", f)
		for i := range n {
			id := fmt.Sprint(name, f, "x", i)
			m := *says(id, fmt.Sprint(1000+f), i, toUs).mention
			m.OccurredAt = m.OccurredAt.AddDate(-30, 0, 0) // a bubble's time begins in 2000
			m.ObservedAt = m.OccurredAt
			s.feeds[feed] = append(s.feeds[feed], m)
		}
	}
	return s
}

// durable checks that every cursor is behind nothing that is not stored, and returns how much is.
func (s *tape) durable(t *testing.T, store care.Store) int {
	t.Helper()
	n := 0
	require.NoError(t, store.View(context.WithoutCancel(t.Context()), func(r care.Reader) error {
		record, err := r.Record("cursors/" + s.name)
		require.NoError(t, err)
		cursors := map[string]string{}
		if len(record.Value) > 0 {
			require.NoError(t, json.Unmarshal(record.Value, &cursors))
		}
		for feed, all := range s.feeds {
			read, _ := strconv.Atoi(cursors[feed])
			var refs []care.Ref
			for _, m := range all[:read] {
				refs = append(refs, m.Ref)
			}
			rows, err := r.Mentions(refs)
			require.NoError(t, err)
			require.Len(t, rows, read, "the cursor of %s is ahead", feed)
			n += read
		}
		return nil
	}))
	return n
}

// TestRestarts stops Run behind any batch, over a store that fails, until everything was read.
func TestRestarts(t *testing.T) {
	t.Parallel()
	seeds(t, 8, func(seed uint64) {
		synctest.Test(t, func(t *testing.T) {
			store := memstore.New(memstore.Config{})
			r := rand.New(rand.NewPCG(seed, 7))
			source := tapeOf("s", 12, seed)
			total := 36
			for runs := 0; source.durable(t, store) < total; runs++ {
				require.Less(t, runs, 500)
				ctx, cancel := context.WithCancel(t.Context())
				left := r.IntN(4)
				source.after = func() {
					source.durable(t, store)
					if left--; left < 0 {
						cancel()
					}
				}
				d, err := desk.New(&flaky{Store: store, rand: r}, desk.Config{Sources: []care.Source{source}})
				require.NoError(t, err)
				require.NoError(t, d.Run(ctx))
				cancel()
			}
			d, err := desk.New(store, desk.Config{Accounts: worldAccounts()})
			require.NoError(t, err)
			got := map[string]int{}
			events, err := wholeFeed(t.Context(), d)
			require.NoError(t, err)
			for _, e := range events {
				if m, ok := e.Body.(care.Received); ok {
					got[string(m.Ref)]++
				}
			}
			require.Len(t, got, total)
			for ref, n := range got {
				require.Equal(t, 1, n, ref)
			}
			require.NoError(t, auditFeed(t.Context(), d))
		})
	})
}

// TestRunEnds: Run ends when its sources have, or when it is told to; one that fails stops no other, and
// nothing that was started goes on.
func TestRunEnds(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		change func(a, b *tape)
		stop   bool
		want   error
	}{
		"sources end":                      {func(_, _ *tape) {}, false, nil},
		"one fails, the other ends":        {func(a, _ *tape) { a.fails = broken }, false, broken},
		"one fails, the other is stopped":  {func(a, b *tape) { a.fails, b.stays = broken, true }, true, broken},
		"both are stopped":                 {func(a, b *tape) { a.stays, b.stays = true, true }, true, nil},
		"stopped where only one would end": {func(_, b *tape) { b.stays = true }, true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				store := memstore.New(memstore.Config{})
				a, b := tapeOf("a", 5, 1), tapeOf("b", 5, 2)
				c.change(a, b)
				d, err := desk.New(store, desk.Config{Sources: []care.Source{a, b}})
				require.NoError(t, err)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if c.stop {
					time.AfterFunc(time.Minute, cancel)
				}
				err = d.Run(ctx)
				if c.want == nil {
					require.NoError(t, err)
				} else {
					require.ErrorIs(t, err, c.want)
				}
				require.Equal(t, 15, a.durable(t, store))
				require.Equal(t, 15, b.durable(t, store))
			}) // which fails if a goroutine is left
		})
	}
}

// A slow store takes its time over the first claim, and counts who is in one.
type slow struct {
	care.Store

	claims, inside atomic.Int32
}

func (s *slow) Claim(ctx context.Context, queue string, n int, lease time.Duration) ([]care.Job, time.Time, error) {
	s.inside.Add(1)
	defer s.inside.Add(-1)
	if s.claims.Add(1) == 1 {
		<-time.After(time.Minute)
	}
	return s.Store.Claim(ctx, queue, n, lease)
}

// TestRunWaitsForTick: what Run started has ended when it returns, a tick that takes its time included.
func TestRunWaitsForTick(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &slow{Store: memstore.New(memstore.Config{})}
		source := tapeOf("s", 3, 1)
		source.stays = true
		d, err := desk.New(store, desk.Config{Sources: []care.Source{source}})
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		require.NoError(t, d.Run(ctx))
		require.Zero(t, store.inside.Load())
	})
}

// A refusing store refuses what brings a certain mention.
type refusing struct {
	care.Store

	ref care.Ref
	err error
}

func (s *refusing) Update(ctx context.Context, keys []care.Key, fn func(care.Tx) error) error {
	return s.Store.Update(ctx, keys, func(tx care.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		if rows, err := tx.Mentions([]care.Ref{s.ref}); err != nil || len(rows) > 0 {
			return errors.Join(err, s.err)
		}
		return nil
	})
}

// TestStoreRefuses: a source whose batch can't be stored ends there, and its cursor stays before it.
func TestStoreRefuses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, b := tapeOf("a", 8, 1), tapeOf("b", 8, 2)
		store := memstore.New(memstore.Config{})
		broken := errors.New("broken")
		d, err := desk.New(&refusing{Store: store, ref: a.feeds["f1"][4].Ref, err: broken}, desk.Config{Sources: []care.Source{a, b}})
		require.NoError(t, err)
		require.ErrorIs(t, d.Run(t.Context()), broken)
		require.Less(t, a.durable(t, store), 24)
		require.Equal(t, 24, b.durable(t, store))
	})
}

// TestEventsWakeUp: who waits for events of this desk needs not wait for a timer.
func TestEventsWakeUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		source := tapeOf("s", 1, 1)
		d, err := desk.New(memstore.New(memstore.Config{}), desk.Config{Accounts: worldAccounts(), TickEvery: time.Hour})
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		got := make(chan care.Posted, 1)
		ended := make(chan error, 1)
		go func() {
			for e, err := range d.Events(ctx, "") {
				if err != nil {
					ended <- err
					return
				}
				got <- e
			}
		}()
		synctest.Wait()
		_, err = d.Ingest(ctx, care.Batch{Mentions: source.feeds["f0"]})
		require.NoError(t, err)
		synctest.Wait()
		require.Len(t, got, 1)
		cancel()
		require.ErrorIs(t, <-ended, context.Canceled)
	})
}

// A tally counts Updates.
type tally struct {
	care.Store

	updates atomic.Int32
}

func (s *tally) Update(ctx context.Context, keys []care.Key, fn func(care.Tx) error) error {
	s.updates.Add(1)
	return s.Store.Update(ctx, keys, fn)
}

// TestCallersShareTransactions: who waits while a transaction runs is in the next one, up to 500 items.
func TestCallersShareTransactions(t *testing.T) {
	t.Parallel()
	for items, want := range map[int]int32{1: 2, 100: 2, 200: 4, 600: 6} {
		synctest.Test(t, func(t *testing.T) {
			gate := &gated{}
			count := &tally{}
			p := playWith(t, nil, func(s care.Store) care.Store {
				count.Store = s
				gate.Store = count
				return gate
			})
			gate.shut()
			for i := range 6 {
				go func() {
					var b care.Batch
					for k := range items {
						b.Mentions = append(b.Mentions, *says(fmt.Sprint(i*1000+k+1), "1", 0, toUs).mention)
					}
					taken, err := p.Ingest(t.Context(), b)
					if err != nil || taken.New != items {
						t.Errorf("%+v, %v", taken, err)
					}
				}()
				synctest.Wait()
			}
			gate.open()
			synctest.Wait()
			require.Equal(t, want, count.updates.Load(), "%d items each", items)
		})
	}
}

// TestRunLeavesNoGoroutine counts them for real.
func TestRunLeavesNoGoroutine(t *testing.T) { //nolint:paralleltest // goroutines of other tests would be counted
	before := runtime.NumGoroutine()
	for range 5 {
		source := tapeOf("s", 20, 3)
		source.stays, source.begun = true, make(chan struct{})
		ctx, cancel := context.WithCancel(t.Context())
		d, err := desk.New(memstore.New(memstore.Config{}), desk.Config{Sources: []care.Source{source}, TickEvery: time.Millisecond})
		require.NoError(t, err)
		ended := make(chan error)
		go func() { ended <- d.Run(ctx) }()
		<-source.begun
		_, err = d.Tick(ctx)
		require.NoError(t, err)
		cancel()
		require.NoError(t, <-ended)
	}
	for range 5000 { // one that has said its last word may still be there
		if runtime.NumGoroutine() <= before {
			return
		}
		<-time.After(time.Millisecond)
	}
	require.LessOrEqual(t, runtime.NumGoroutine(), before)
}

// TestIngestGivenUp: of callers that give up at any time, those that were told so are not stored, the others are.
func TestIngestGivenUp(t *testing.T) {
	t.Parallel()
	seeds(t, 12, func(seed uint64) {
		r := rand.New(rand.NewPCG(seed, 8))
		store := memstore.New(memstore.Config{})
		d, err := desk.New(store, desk.Config{Accounts: worldAccounts(), Now: worldNow})
		require.NoError(t, err)
		const callers = 24
		var errs [callers]error
		var batches [callers]care.Batch
		var all sync.WaitGroup
		for i := range callers {
			for k := range 1 + r.IntN(3) {
				batches[i].Mentions = append(batches[i].Mentions, *says(fmt.Sprint(i*10+k+1), fmt.Sprint(1000+i%3), 0, toUs).mention)
			}
			ctx, cancel := context.WithCancel(t.Context())
			if r.IntN(3) > 0 {
				pause := time.Duration(r.IntN(400)) * time.Microsecond
				time.AfterFunc(pause, cancel)
			}
			all.Go(func() {
				defer cancel()
				_, errs[i] = d.Ingest(ctx, batches[i])
			})
		}
		all.Wait()
		require.NoError(t, store.View(t.Context(), func(r care.Reader) error {
			for i, b := range batches {
				var refs []care.Ref
				for _, m := range b.Mentions {
					refs = append(refs, m.Ref)
				}
				rows, err := r.Mentions(refs)
				require.NoError(t, err)
				present := 0
				for k := range rows {
					if rows[k].Present() {
						present++
					}
				}
				if errs[i] == nil {
					require.Equal(t, len(refs), present, "seed %d: acknowledged", seed)
				} else {
					require.ErrorIs(t, errs[i], context.Canceled)
					require.Zero(t, present, "seed %d: given up", seed)
				}
			}
			return nil
		}))
	})
}

// TestFeedWhileWriting: who reads on from where he was sees every event once, while others write.
func TestFeedWhileWriting(t *testing.T) {
	t.Parallel()
	d, err := desk.New(memstore.New(memstore.Config{}), desk.Config{Accounts: worldAccounts(), Now: worldNow})
	require.NoError(t, err)
	const writers, each = 4, 40
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := range each {
				_, err := d.Ingest(ctx, care.Batch{Mentions: []care.Mention{*says(fmt.Sprint(w, "y", i), fmt.Sprint(1000+w), i, toUs).mention}})
				if err != nil {
					cancel()
				}
			}
		})
	}
	seen := map[string]int{}
	for e, err := range d.Events(ctx, "") {
		require.NoError(t, err)
		seen[e.ID]++
		if len(seen) == writers*each {
			break
		}
	}
	all.Wait()
	for id, n := range seen {
		require.Equal(t, 1, n, id)
	}
	events, err := wholeFeed(t.Context(), d)
	require.NoError(t, err)
	require.Len(t, events, writers*each)
}

// TestDesksTogether: several desks over one store take in one world at once, each a part or all of it.
func TestDesksTogether(t *testing.T) {
	t.Parallel()
	seeds(t, 20, func(seed uint64) {
		r := rand.New(rand.NewPCG(seed, 9))
		all := newWorld(r, true)
		if len(all) == 0 {
			return
		}
		want, err := outcome(t.Context(), all, inOrder(len(all)))
		require.NoError(t, err)
		now := worldNow()
		store := memstore.New(memstore.Config{Now: func() time.Time { return now }})
		var desks []*desk.Desk
		var works sync.WaitGroup
		for i := range 3 {
			d, err := desk.New(store, desk.Config{Accounts: worldAccounts(), Now: func() time.Time { return now }})
			require.NoError(t, err)
			desks = append(desks, d)
			p := scramble(r, len(all))
			works.Go(func() {
				for _, b := range p {
					if _, err := d.Ingest(t.Context(), batch(all, b)); err != nil {
						t.Errorf("desk %d: %v", i, err)
					}
				}
				if _, err := d.Tick(t.Context()); err != nil {
					t.Errorf("desk %d: %v", i, err)
				}
			})
		}
		works.Wait()
		_, err = desks[0].Tick(t.Context())
		require.NoError(t, err)
		rules := worldRules(72 * time.Hour)
		rules.Policy = sla.Default()
		require.NoError(t, audit(t.Context(), desks[1], store, &rules, now))
		got, err := canonical(t.Context(), desks[2], store, refsOf(all), sla.Default(), now)
		require.NoError(t, err)
		require.Equal(t, want.String(), got.String(), "seed %d\n%s", seed, story(all, inOrder(len(all))))
	})
}
