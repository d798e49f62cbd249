package desk_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
)

// A flaky store fails some Updates: before they are done, or after, when it says that it doesn't know.
type flaky struct {
	care.Store

	mu   sync.Mutex
	rand *rand.Rand
}

func (s *flaky) roll(n int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rand.IntN(n)
}

func (s *flaky) Update(ctx context.Context, keys []care.Key, fn func(care.Tx) error) error {
	switch s.roll(4) {
	case 0:
		return []error{care.ErrConflict, care.ErrUnavailable, care.ErrUnknownOutcome}[s.roll(3)]
	case 1:
		if err := s.Store.Update(ctx, keys, fn); err != nil {
			return err
		}
		return care.ErrUnknownOutcome
	}
	return s.Store.Update(ctx, keys, fn)
}

// TestFaults: whoever repeats what failed loses nothing and doubles nothing.
func TestFaults(t *testing.T) {
	t.Parallel()
	seeds(t, 30, func(seed uint64) {
		r := rand.New(rand.NewPCG(seed, 3))
		all := newWorld(r, true)
		if len(all) == 0 {
			return
		}
		want := playWith(t, nil, nil)
		want.clock.now = worldNow()
		want.take(all...)
		want.tick()

		got := playWith(t, nil, func(s care.Store) care.Store {
			return &flaky{Store: s, rand: rand.New(rand.NewPCG(seed, 4))}
		})
		got.clock.now = worldNow()
		got.all = want.all
		for _, indexes := range inOrder(len(all)) {
			repeat(t, func() error { _, err := got.Ingest(t.Context(), batch(all, indexes)); return err })
		}
		repeat(t, func() error {
			_, err := got.Tick(t.Context())
			got.clock.now = got.clock.now.Add(time.Minute) // what was claimed and not done is hidden for a while
			return err
		})
		got.clock.now = worldNow().Add(24 * time.Hour)
		want.clock.now = got.clock.now
		repeat(t, func() error { _, err := got.Tick(t.Context()); return err })
		want.tick()
		repeat(t, func() error { _, err := got.Rebuild(t.Context()); return err })
		rules := worldRules(got.reopen)
		rules.Policy = got.policy
		plain, err := desk.New(got.store, desk.Config{Accounts: worldAccounts(), Now: got.clock.Now, NewID: counter("d"), Policy: got.policy})
		require.NoError(t, err)
		require.NoError(t, audit(t.Context(), plain, got.store, &rules, got.clock.now), "seed %d", seed)
		require.Equal(t, want.canon(), got.canon(), "seed %d\n%s", seed, story(all, inOrder(len(all))))
		require.Equal(t, feedIDs(want), feedIDs(got), "seed %d\n%s", seed, story(all, inOrder(len(all))))
	})
}

func repeat(t *testing.T, fn func() error) {
	t.Helper()
	var err error
	for range 200 {
		if err = fn(); err == nil {
			return
		}
	}
	require.NoError(t, err, "again and again")
}

// feedIDs returns the ids of all announcements but of merges, which name what the desk named.
func feedIDs(p *played) []string {
	p.t.Helper()
	all, err := wholeFeed(p.t.Context(), p.Desk)
	require.NoError(p.t, err)
	var out []string
	for _, e := range all {
		if care.EventKind(e.Body) != "merged" {
			out = append(out, strings.Replace(e.ID, string(e.Conversation), "", 1)) // whose ids differ
		}
	}
	slices.Sort(out)
	return out
}
