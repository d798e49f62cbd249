package storetest_test

import (
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

func newClock() *clock { return &clock{now: time.Date(2026, time.March, 1, 9, 0, 0, 0, time.UTC)} }

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

func harness() storetest.Harness {
	clock := newClock()
	return storetest.Harness{
		Open:    func(storetest.TB) care.Store { return memstore.New(memstore.Config{Now: clock.Now}) },
		Advance: clock.Advance,
	}
}

func TestRun(t *testing.T) {
	t.Parallel()
	storetest.Run(t, harness())
}

// Without a clock to move, the kit waits for leases to end.
func TestRunInRealTime(t *testing.T) {
	t.Parallel()
	storetest.Run(t, storetest.Harness{
		Open: func(storetest.TB) care.Store { return memstore.New(memstore.Config{}) },
	})
}

func TestCompare(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		h := harness()
		storetest.Compare(t, seed, 100, h.Open(t), h.Open(t))
	}
}
