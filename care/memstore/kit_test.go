package memstore_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/care/storetest"
)

// A clock is moved by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func TestKit(t *testing.T) {
	t.Parallel()
	c := &clock{now: time.Date(2026, time.March, 1, 9, 0, 0, 0, time.UTC)}
	storetest.Run(t, storetest.Harness{
		Open:    func(storetest.TB) care.Store { return memstore.New(memstore.Config{Now: c.Now}) },
		Advance: c.Advance,
	})
}

// A hesitant store does each Update twice: first it fails at the end, then it is done. If nothing is left
// of the first time, the store is like any other.
type hesitant struct{ care.Store }

func (h hesitant) Update(ctx context.Context, keys []care.Key, fn func(care.Tx) error) error {
	failed := errors.New("not yet")
	err := h.Store.Update(ctx, keys, func(tx care.Tx) error {
		return errors.Join(fn(tx), failed)
	})
	if !errors.Is(err, failed) {
		return err
	}
	return h.Store.Update(ctx, keys, fn)
}

func TestUndoLeavesNothing(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		storetest.Compare(t, seed, 100, memstore.New(memstore.Config{}), hesitant{memstore.New(memstore.Config{})})
	}
}
