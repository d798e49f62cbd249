package desk_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/sla"
)

// playWith is play with settings of its own, over a store that wrap, if it is not nil, stands before.
func playWith(t *testing.T, set func(*desk.Config), wrap func(care.Store) care.Store) *played {
	t.Helper()
	p := &played{t: t, clock: &clock{t0()}, policy: sla.Default(), reopen: 72 * time.Hour}
	p.store = memstore.New(memstore.Config{Now: p.clock.Now})
	cfg := desk.Config{Accounts: worldAccounts(), Now: p.clock.Now, NewID: counter("c"), Policy: p.policy}
	if set != nil {
		set(&cfg)
	}
	p.policy = cfg.Policy
	if cfg.Reopen != 0 {
		p.reopen = max(cfg.Reopen, 0)
	}
	store := p.store
	if wrap != nil {
		store = wrap(store)
	}
	d, err := desk.New(store, cfg)
	require.NoError(t, err)
	p.Desk = d
	return p
}

// tick does what is due, until nothing is.
func (p *played) tick() {
	p.t.Helper()
	_, err := p.Tick(p.t.Context())
	require.NoError(p.t, err)
}

// head returns the stored head of the conversation of the first message.
func (p *played) head() care.Head {
	p.t.Helper()
	id := p.in("1").ID
	var out care.Head
	require.NoError(p.t, p.store.View(p.t.Context(), func(r care.Reader) error {
		heads, err := r.Heads([]care.ConversationID{id})
		out = heads[0]
		return err
	}))
	return out
}

// events returns the bodies of one sort from the feed.
func events[B care.Body](p *played) []B {
	p.t.Helper()
	all, err := wholeFeed(p.t.Context(), p.Desk)
	require.NoError(p.t, err)
	var out []B
	for _, e := range all {
		if b, ok := e.Body.(B); ok {
			out = append(out, b)
		}
	}
	return out
}

// A doubtful store stores, and says that it doesn't know.
type doubtful struct {
	care.Store

	doubts atomic.Int32 // how often
}

func (s *doubtful) Update(ctx context.Context, keys []care.Key, fn func(care.Tx) error) error {
	err := s.Store.Update(ctx, keys, fn)
	if err == nil && s.doubts.Add(-1) >= 0 {
		return care.ErrUnknownOutcome
	}
	return err
}

// A gated store lets Updates in one by one, when it is told to.
type gated struct {
	care.Store

	mu     sync.Mutex
	closed chan struct{} // nil: open
}

func (s *gated) shut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = make(chan struct{})
}

func (s *gated) open() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.closed)
	s.closed = nil
}

func (s *gated) Update(ctx context.Context, keys []care.Key, fn func(care.Tx) error) error {
	s.mu.Lock()
	closed := s.closed
	s.mu.Unlock()
	if closed != nil {
		<-closed
	}
	return s.Store.Update(ctx, keys, fn)
}
