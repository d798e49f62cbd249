package sla

import "time"

// Track is what has to be remembered of a case to go on judging it: a small
// value, made for keeping by the million, with a JSON form. The zero Track is a
// case in which nothing has happened. [Policy.Add] changes it; others should
// only store it.
//
// It holds facts and no deadlines: those follow from the policy each time.
type Track struct {
	// Asked is the customer's first message.
	Asked Point `json:"asked,omitzero"`
	// First is what the open cycle of FirstResponse started with.
	First Point `json:"first,omitzero"`
	// Waiting is the customer's oldest message without an answer that counts
	// for NextResponse.
	Waiting Point `json:"waiting,omitzero"`
	// FirstClosed and NextClosed are how many cycles of FirstResponse and
	// NextResponse have ended.
	FirstClosed int32 `json:"first_closed,omitzero"`
	NextClosed  int32 `json:"next_closed,omitzero"`
	// Answered is whether the first response was given.
	Answered bool `json:"answered,omitzero"`
	// Settled is whether the case was ever resolved.
	Settled bool `json:"settled,omitzero"`
	// Resolved is whether it is now.
	Resolved bool `json:"resolved,omitzero"`
}

// Point is a mark that a [Track] remembers: its instant, in UTC, and its ID.
type Point struct {
	At time.Time `json:"at"`
	ID string    `json:"id,omitzero"`
}

func (p Point) set() bool { return !p.At.IsZero() }

// Add folds the next mark of a case into its track and calls closed, if it is
// not nil, with each cycle that the mark ends, before Add returns. A total
// resolution that is reopened and resolved again is passed once more, with the
// same Metric and Cycle; the later one replaces the earlier.
//
// The subject is that of the case as the mark is folded. If it changes, a cycle
// is judged by the targets of the subject with which it ends or is looked at.
// A cycle that ended stays as it was.
//
// Add allocates nothing. Calls for different tracks may be concurrent.
func (p *Policy) Add(s Subject, tr *Track, m Mark, closed func(Clock)) {
	if m.At.IsZero() {
		return
	}
	j := p.judge(s, m.At)
	switch m.Kind {
	case Asked:
		tr.asked(Point{j.at, m.ID})
	case Answered:
		tr.answered(j, m.By, closed)
	case Resolved:
		tr.resolved(j, closed)
	}
}

// Open appends to dst the cycles of a case that are open, as they stand at now,
// oldest first, and returns it. It allocates nothing if dst has room for them,
// at most one per metric.
func (p *Policy) Open(s Subject, tr Track, now time.Time, dst []Clock) []Clock {
	j := p.judge(s, now)
	n := len(dst)
	if tr.First.set() {
		dst = j.open(dst, FirstResponse, tr.FirstClosed+1, tr.First)
	}
	if tr.Answered && tr.Waiting.set() {
		dst = j.open(dst, NextResponse, tr.NextClosed+1, tr.Waiting)
	}
	if tr.Asked.set() && !tr.Settled {
		dst = j.open(dst, FirstResolution, 1, tr.Asked)
	}
	if tr.Asked.set() && !tr.Resolved {
		dst = j.open(dst, TotalResolution, 1, tr.Asked)
	}
	sortByAge(dst[n:])
	return dst
}

// Evaluate returns all cycles of a case as they stand at now, oldest first. It
// is [Policy.Add] over the timeline and then [Policy.Open]. Marks later than
// now are left out, so a timeline can be looked at as of any instant; the marks
// left in keep their order.
func (p *Policy) Evaluate(s Subject, t Timeline, now time.Time) []Clock {
	var (
		tr    Track
		out   []Clock
		total Clock // resolved, and perhaps reopened since
	)
	for _, m := range t {
		if m.At.After(now) {
			continue
		}
		p.Add(s, &tr, m, func(c Clock) {
			if c.Metric == TotalResolution {
				total = c
				return
			}
			out = append(out, c)
		})
	}
	if tr.Resolved && total.Cycle > 0 {
		out = append(out, total)
	}
	out = p.Open(s, tr, now, out)
	sortByAge(out)
	return out
}

func (tr *Track) asked(p Point) {
	if !tr.Asked.set() {
		tr.Asked = p
	}
	if !tr.Answered && !tr.First.set() {
		tr.First = p
	}
	if !tr.Waiting.set() {
		tr.Waiting = p
	}
	tr.Resolved = false
}

// answered changes nothing while nobody waits: an answer to nobody is not a
// first response.
func (tr *Track) answered(j judge, by By, closed func(Clock)) {
	if tr.Waiting.set() && j.rule.counts(NextResponse, by) {
		tr.endNext(j, Met, closed)
	}
	if tr.First.set() && j.rule.counts(FirstResponse, by) {
		tr.endFirst(j, Met, closed)
		tr.Answered = true
	}
}

func (tr *Track) resolved(j judge, closed func(Clock)) {
	if tr.First.set() {
		tr.endFirst(j, Cancelled, closed)
	}
	if tr.Waiting.set() {
		tr.endNext(j, Cancelled, closed)
	}
	if !tr.Asked.set() || tr.Resolved {
		return
	}
	if !tr.Settled {
		j.end(FirstResolution, 1, tr.Asked, Met, closed)
	}
	j.end(TotalResolution, 1, tr.Asked, Met, closed)
	tr.Settled, tr.Resolved = true, true
}

func (tr *Track) endFirst(j judge, s State, closed func(Clock)) {
	tr.FirstClosed++
	j.end(FirstResponse, tr.FirstClosed, tr.First, s, closed)
	tr.First = Point{}
}

// endNext takes note that nobody waits any more. Before the first response
// there was no cycle that could end by it.
func (tr *Track) endNext(j judge, s State, closed func(Clock)) {
	if tr.Answered {
		tr.NextClosed++
		j.end(NextResponse, tr.NextClosed, tr.Waiting, s, closed)
	}
	tr.Waiting = Point{}
}

// judge is a policy for one subject at one instant.
type judge struct {
	tag  string
	rule *rule // nil if nothing is promised
	at   time.Time
}

// judge drops the location and the monotonic reading of at, so that equal
// instants are equal.
func (p *Policy) judge(s Subject, at time.Time) judge {
	return judge{tag: p.tag, rule: p.rule(s), at: at.Round(0).UTC()}
}

// end passes on a cycle that ends. One that was missed before it was cancelled stays missed.
func (j judge) end(m Metric, cycle int32, from Point, s State, closed func(Clock)) {
	t := j.rule.target(m)
	if t == nil || closed == nil {
		return
	}
	c := newClock(t, cycle, from, j.tag).stop(t.Calendar, j.at)
	if s == Cancelled && c.State == Met {
		c.State = s
	}
	closed(c)
}

// open appends a cycle that runs.
func (j judge) open(dst []Clock, m Metric, cycle int32, from Point) []Clock {
	t := j.rule.target(m)
	if t == nil {
		return dst
	}
	return append(dst, newClock(t, cycle, from, j.tag).open(t.Calendar, j.at))
}
