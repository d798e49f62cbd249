package sla

import (
	"cmp"
	"slices"
	"time"
)

// State is what has become of a cycle. It is stored, so none is ever renamed.
type State string

const (
	Running   State = "running"   // open, and not past due
	Met       State = "met"       // stopped, at the latest when due
	Missed    State = "missed"    // stopped after it was due, or open and past due
	Cancelled State = "cancelled" // the case was resolved without an answer, before it was due
)

// Clock is one cycle of one metric, as it stands at one instant. Its times are
// in UTC.
type Clock struct {
	Metric Metric
	// Cycle counts the cycles of the metric in the case, from 1.
	Cycle int
	// ID is that of the mark that started the cycle.
	ID string
	// State is Missed from the first instant after Due, also while the cycle
	// is still open: then Stop is zero and Elapsed goes on growing. A cycle
	// that was missed stays missed, however it ends.
	State State
	Start time.Time
	// Due is the last instant at which stopping meets the target. It is the
	// earliest by which the promised open time has passed, so a target that
	// runs out as the desk closes is due then and not when it opens again.
	Due time.Time
	// Stop is when the cycle ended. Zero while it is open.
	Stop time.Time
	// Elapsed is the open time since Start, and Remaining that until Due, both
	// by the target's calendar, and seen from Stop or, while open, from now.
	// Neither is ever negative.
	Elapsed, Remaining time.Duration
	// Next is the earliest later instant at which State changes by itself: one
	// nanosecond after Due for a running cycle, zero for any other. Who stores
	// it more coarsely must round up, or will look too early and find nothing.
	Next time.Time
	// Policy is the tag of the policy that judged; see [Policy.Tag].
	Policy string
}

// Urgent returns the open clock with the least open time remaining, of several
// the one due first: clocks past due come before all others. It reports false
// if none of cs is open.
func Urgent(cs []Clock) (Clock, bool) {
	var most Clock
	found := false
	for _, c := range cs {
		if c.Stop.IsZero() && (!found || compareUrgency(c, most) < 0) {
			most, found = c, true
		}
	}
	return most, found
}

func compareUrgency(a, b Clock) int {
	return cmp.Or(cmp.Compare(a.Remaining, b.Remaining), a.Due.Compare(b.Due), compareAge(a, b))
}

// sortByAge puts the oldest clock first.
func sortByAge(cs []Clock) { slices.SortFunc(cs, compareAge) }

func compareAge(a, b Clock) int {
	return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Metric.order(), b.Metric.order()), cmp.Compare(a.Cycle, b.Cycle))
}

// newClock starts cycle number cycle of a target.
func newClock(t *Target, cycle int32, from Point, policy string) Clock {
	return Clock{
		Metric: t.Metric,
		Cycle:  int(cycle),
		ID:     from.ID,
		Start:  from.At,
		Due:    t.Calendar.Add(from.At, t.Within),
		Policy: policy,
	}
}

// open judges a cycle that still runs at now.
func (c Clock) open(cal *Calendar, now time.Time) Clock {
	c.measure(cal, now)
	if c.State = Running; now.After(c.Due) {
		c.State = Missed
	} else {
		c.Next = c.Due.Add(time.Nanosecond)
	}
	return c
}

// stop judges a cycle that ends at an instant.
func (c Clock) stop(cal *Calendar, at time.Time) Clock {
	if at.Before(c.Start) {
		at = c.Start
	}
	c.Stop = at
	c.measure(cal, at)
	if c.State = Met; at.After(c.Due) {
		c.State = Missed
	}
	return c
}

func (c *Clock) measure(cal *Calendar, at time.Time) {
	c.Elapsed = cal.Between(c.Start, at)
	c.Remaining = cal.Between(at, c.Due)
}
