package sla

import (
	"math"
	"slices"
	"time"
)

// Pause is a stretch of time in a status in which some target pauses. Its times
// are in UTC.
type Pause struct {
	Status string    `json:"status"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to,omitzero"` // may lie ahead; zero: nobody knows when
}

// over reports whether p has ended by an instant.
func (p *Pause) over(at time.Time) bool { return !p.To.IsZero() && !p.To.After(at) }

// turned notes that the case is in a status from an instant on, whatever was
// known of the time after it. Slices of pauses are shared between copies of a
// Track, so they are never written to.
func (tr *Track) turned(at time.Time, status string, until time.Time, pauses bool) {
	kept := len(tr.Pauses)
	for kept > 0 && !tr.Pauses[kept-1].From.Before(at) {
		kept--
	}
	cut := kept > 0 && !tr.Pauses[kept-1].over(at)
	if cut && kept == len(tr.Pauses) && tr.Pauses[kept-1].Status == status && tr.Pauses[kept-1].To.Equal(until) {
		return // it goes on
	}
	if !cut && !pauses && kept == len(tr.Pauses) {
		return
	}
	var out []Pause
	if out = append(out, tr.Pauses[:kept]...); cut {
		out[kept-1].To = at
	}
	if p := (Pause{Status: status, From: at, To: until}); pauses && !p.over(at) {
		out = append(out, p)
	}
	tr.Pauses = out
}

// during returns the pauses of a target between two instants, cut there; the
// second is zero for a cycle that is open.
func (t *Target) during(pauses []Pause, start, stop time.Time) []Pause {
	var out []Pause
	for i, p := range pauses {
		if !slices.Contains(t.Pause, p.Status) || p.over(start) || !stop.IsZero() && !p.From.Before(stop) {
			continue
		}
		if p.From.Before(start) {
			p.From = start
		}
		if !stop.IsZero() && !p.over(stop) {
			p.To = stop
		}
		if out == nil {
			out = make([]Pause, 0, len(pauses)-i)
		}
		out = append(out, p)
	}
	return out
}

// reach returns the earliest instant by which an amount of open time outside
// of pauses has passed since start. It is not known, and zero, where a pause
// has no end yet.
func (c *Calendar) reach(start time.Time, pauses []Pause, amount time.Duration) time.Time {
	for _, p := range pauses {
		ran := c.Between(start, p.From)
		if ran >= amount {
			break
		}
		if p.To.IsZero() {
			return time.Time{}
		}
		amount -= ran
		start = p.To
	}
	return c.Add(start, amount)
}

// paused returns the open time within pauses up to an instant.
func (c *Calendar) paused(pauses []Pause, at time.Time) time.Duration {
	var sum time.Duration
	for _, p := range pauses {
		if !p.over(at) {
			p.To = at
		}
		if sum += c.Between(p.From, p.To); sum < 0 { // more than a Duration holds
			return math.MaxInt64
		}
	}
	return sum
}
