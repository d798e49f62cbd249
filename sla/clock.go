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
	Paused    State = "paused"    // open, not past due, and in a status in which the target pauses
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
	// that was missed stays missed, however it ends; unless a policy that it
	// follows, or another subject, gives it more time.
	State State
	Start time.Time
	// Due is the last instant at which stopping meets the target. It is the
	// earliest by which the promised open time has passed outside of pauses, so
	// a target that runs out as the desk closes is due then and not when it
	// opens again. Zero while a pause lasts of which nobody knows the end.
	Due time.Time
	// Stop is when the cycle ended. Zero while it is open.
	Stop time.Time
	// AsOf is the instant at which the cycle stands so: Stop or, while it is
	// open, now.
	AsOf time.Time
	// Within is the open time that was promised, and Calendar counts it.
	Within   time.Duration
	Calendar *Calendar `json:"-"`
	// Pauses are the stretches in which the cycle stood still, in order of
	// time, between Start and Stop. The slice is not to be written to.
	Pauses []Pause
	// Elapsed is the open time outside of pauses between Start and AsOf, and
	// Paused that within them. Remaining is how much of Within is left. None is
	// ever negative.
	Elapsed, Paused, Remaining time.Duration
	// Warning is the latest of the target's warnings that the open cycle has
	// come to, as open time before Due. Zero before the first.
	Warning time.Duration
	// Next is the earliest later instant at which State, Warning or Policy
	// changes by itself: for a running cycle one nanosecond after Due or
	// sooner. Zero if there is none. Who stores it more coarsely must round up,
	// or will look too early and find nothing.
	Next time.Time
	// Policy is the tag of the policy that judged; see [Policy.Tag].
	Policy string
}

// Urgent returns the open clock with the least open time remaining, of several
// the one due first: clocks past due come before all others, and paused ones
// behind them. It reports false if none of cs is open.
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
	switch {
	case a.State != Paused && b.State == Paused:
		return -1
	case a.State == Paused && b.State != Paused:
		return 1
	}
	return cmp.Or(cmp.Compare(a.Remaining, b.Remaining), a.Due.Compare(b.Due), compareAge(a, b))
}

// sortByAge puts the oldest clock first.
func sortByAge(cs []Clock) { slices.SortFunc(cs, compareAge) }

// insertByAge puts c behind all that are as old.
func insertByAge(cs []Clock, c Clock) []Clock {
	i := len(cs)
	for i > 0 && compareAge(c, cs[i-1]) < 0 {
		i--
	}
	return slices.Insert(cs, i, c)
}

func compareAge(a, b Clock) int {
	return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Metric.order(), b.Metric.order()), cmp.Compare(a.Cycle, b.Cycle))
}

// newClock starts cycle number cycle of a target.
func newClock(t *Target, cycle int32, from Point, policy string) Clock {
	return Clock{
		Metric: t.Metric, Cycle: int(cycle), ID: from.ID, Start: from.At,
		Within: t.Within, Calendar: t.Calendar, Policy: policy,
	}
}

// promised makes c due at an instant, whatever the hour: it is measured in real
// time.
func (c *Clock) promised(until time.Time, always *Calendar) {
	c.Due, c.Within, c.Calendar = until, until.Sub(c.Start), always
}

// open judges a cycle that still runs at now.
func (c Clock) open(t *Target, pauses []Pause, now time.Time) Clock {
	c.measure(t, pauses, time.Time{}, now)
	pause, paused := c.pauseAt(now)
	switch {
	case !c.Due.IsZero() && now.After(c.Due):
		c.State = Missed
		return c
	case paused:
		c.State, c.Next = Paused, pause.To
	default:
		c.State, c.Next = Running, c.nextPause(now)
	}
	if !c.Due.IsZero() { // which is known in a pause that begins as it comes, or that has an end
		c.Next = earliest(c.Next, c.Due.Add(time.Nanosecond))
	}
	c.warn(t, now)
	return c
}

// nextPause returns when the next pause begins; zero if none will.
func (c *Clock) nextPause(now time.Time) time.Time {
	for _, p := range c.Pauses {
		if p.From.After(now) {
			return p.From
		}
	}
	return time.Time{}
}

// stop judges a cycle that ends at an instant. It was due, if it is paused then,
// as though the pause ended.
func (c Clock) stop(t *Target, pauses []Pause, at time.Time) Clock {
	if at.Before(c.Start) {
		at = c.Start
	}
	c.Stop = at
	c.measure(t, pauses, at, at)
	if c.State = Met; at.After(c.Due) {
		c.State = Missed
	}
	return c
}

// measure finds when the cycle is due, if it was not promised for an instant,
// and how much has passed.
func (c *Clock) measure(t *Target, pauses []Pause, stop, at time.Time) {
	start := c.Calendar.passed(c.Start)
	promised := !c.Due.IsZero()
	if !promised && len(pauses) > 0 {
		c.Pauses = t.during(pauses, c.Start, stop)
	}
	switch {
	case promised:
	case len(c.Pauses) == 0:
		c.Due = c.Calendar.after(start, c.Within).UTC()
	default:
		c.Due = c.Calendar.reach(c.Start, c.Pauses, c.Within)
	}
	c.AsOf = at
	if at.After(c.Start) {
		c.Paused = c.Calendar.paused(c.Pauses, at)
		c.Elapsed = max(0, c.Calendar.passed(at).since(start)-c.Paused)
	}
	c.Remaining = max(0, c.Within-c.Elapsed)
}

// pauseAt returns the pause in which the cycle is.
func (c *Clock) pauseAt(at time.Time) (Pause, bool) {
	for _, p := range c.Pauses {
		if !at.Before(p.From) && !p.over(at) {
			return p, true
		}
	}
	return Pause{}, false
}

// warn finds the warnings before and after now. One comes at the first instant
// that is open: nobody is to be woken by what could have been said at closing
// time.
func (c *Clock) warn(t *Target, now time.Time) {
	for _, before := range t.Warn {
		at := c.Start
		if before < c.Within {
			at = c.Calendar.reach(c.Start, c.Pauses, c.Within-before)
		}
		if at.IsZero() {
			return
		}
		if at = c.Calendar.NextOpen(at); at.After(now) {
			c.Next = earliest(c.Next, at)
			return
		}
		c.Warning = before
	}
}

// earliest returns the earlier of two instants, zero being none.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
