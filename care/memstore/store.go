package memstore

import (
	"bytes"
	"context"
	"sync"
	"time"

	"github.com/kindlydm/kindly/care"
)

// Config has the settings of a [Store].
type Config struct {
	// Now is the store's clock, which Claim goes by. Where it goes back, the store's stands still. Defaults
	// to time.Now.
	Now func() time.Time
	_   struct{}
}

// Store is a [care.Store] in memory. Make one with [New].
type Store struct {
	now func() time.Time

	mu    sync.RWMutex
	state *state
	log   undo // of the Update that runs
	clock time.Time
}

var _ care.Store = (*Store)(nil)

// New returns an empty store.
func New(cfg Config) *Store {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	return &Store{now: cfg.Now, state: newState()}
}

// Update implements [care.Store]. It runs fn once, after every Update that began before; keys don't
// matter to it.
func (s *Store) Update(ctx context.Context, _ []care.Key, fn func(care.Tx) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	t := &tx{reader: reader{s.state}, log: &s.log}
	// Deferred, so that a panic and runtime.Goexit in fn leave no trace either.
	defer func() { t.end(s.state) }()
	if err := fn(t); err != nil {
		return err
	}
	if t.failed != nil {
		return t.failed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	t.done = true
	return nil
}

// View implements [care.Store].
func (s *Store) View(ctx context.Context, fn func(care.Reader) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	return fn(reader{s.state})
}

// Claim implements [care.Store].
func (s *Store) Claim(ctx context.Context, queue string, n int, lease time.Duration) ([]care.Job, time.Time, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, time.Time{}, err
	}
	if now := s.now().Round(0).UTC(); now.After(s.clock) {
		s.clock = now
	}
	return s.state.claim(queue, n, s.clock, lease), s.clock, nil
}

// Load implements [care.State].
func (s *Store) Load(ctx context.Context, key string) ([]byte, int64, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r := s.state.records[key]
	return bytes.Clone(r.Value), r.Version, ctx.Err()
}

// Save implements [care.State]. The values are those of Record and PutRecord.
func (s *Store) Save(ctx context.Context, key string, value []byte, rev int64) (int64, error) {
	err := s.Update(ctx, nil, func(tx care.Tx) error {
		return tx.PutRecord(care.Record{Key: key, Version: rev + 1, Value: bytes.Clone(value)})
	})
	if err != nil {
		return 0, err
	}
	return rev + 1, nil
}
