package desk

import (
	"context"
	"sync"
	"time"
)

// alarm is the one timer of Run: it wakes the ticker when the store's earliest job is due, or sooner, when a
// transaction of this desk planned something for before that.
type alarm struct {
	mu      sync.Mutex
	until   time.Time // when the ticker wants to be woken; zero: it is awake
	planned time.Time // the earliest that was planned since it woke
	ring    chan struct{}
}

func newAlarm() *alarm { return &alarm{ring: make(chan struct{}, 1)} }

// plan is called after the commit of something that is due at an instant, by the store's clock.
func (a *alarm) plan(at time.Time) {
	if at.IsZero() {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.until.IsZero() {
		a.planned = sooner(a.planned, at)
		return
	}
	if at.Before(a.until) {
		select {
		case a.ring <- struct{}{}:
		default:
		}
	}
}

// wake says that from here on the ticker looks at the store.
func (a *alarm) wake() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.until, a.planned = time.Time{}, time.Time{}
}

// sleep waits until an instant, which is so far away, unless something is planned for before that.
func (a *alarm) sleep(ctx context.Context, until time.Time, pause time.Duration) {
	a.mu.Lock()
	a.until = until
	early := !a.planned.IsZero() && a.planned.Before(until)
	a.mu.Unlock()
	if early || pause <= 0 {
		return
	}
	t := time.NewTimer(pause)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	case <-a.ring:
	}
}
