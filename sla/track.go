package sla

import (
	"slices"
	"time"
)

// Track is what has to be remembered of a case to go on judging it: a small
// value, made for keeping by the million, with a JSON form. The zero Track is a
// case in which nothing has happened. [Policy.Add] changes it; others should
// only store it.
//
// It holds facts and no deadlines: those follow from the policy each time. Its
// size grows with the number of pauses, and with nothing else.
type Track struct {
	// Asked is the customer's first message.
	Asked Point `json:"asked,omitzero"`
	// First is what the open cycle of FirstResponse started with.
	First Point `json:"first,omitzero"`
	// Waiting is the customer's oldest message without an answer that counts
	// for NextResponse.
	Waiting Point `json:"waiting,omitzero"`
	// Held is the holding reply that our next word is to follow, and HeldUntil
	// when it said that it will, if it did.
	Held      Point     `json:"held,omitzero"`
	HeldUntil time.Time `json:"held_until,omitzero"`
	// FirstClosed, NextClosed and UpdateClosed are how many cycles of
	// FirstResponse, NextResponse and Update have ended.
	FirstClosed  int32 `json:"first_closed,omitzero"`
	NextClosed   int32 `json:"next_closed,omitzero"`
	UpdateClosed int32 `json:"update_closed,omitzero"`
	// Answered is whether the first response was given.
	Answered bool `json:"answered,omitzero"`
	// Settled is whether the case was ever resolved.
	Settled bool `json:"settled,omitzero"`
	// Resolved is whether it is now.
	Resolved bool `json:"resolved,omitzero"`
	// Pauses are the stretches in a status in which any target of the policy
	// pauses, in order of time. Nobody writes to the slice.
	Pauses []Pause `json:"pauses,omitempty"`
}

// Same reports whether tr and other are the same.
func (tr *Track) Same(other *Track) bool {
	return tr.Asked == other.Asked && tr.First == other.First && tr.Waiting == other.Waiting &&
		tr.Held == other.Held && tr.HeldUntil.Equal(other.HeldUntil) &&
		tr.FirstClosed == other.FirstClosed && tr.NextClosed == other.NextClosed && tr.UpdateClosed == other.UpdateClosed &&
		tr.Answered == other.Answered && tr.Settled == other.Settled && tr.Resolved == other.Resolved &&
		slices.Equal(tr.Pauses, other.Pauses)
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
// The subject is that of the case as the mark is folded; one that the mark has
// goes first. If it changes, a cycle is judged by the targets of the subject
// with which it ends or is looked at. A cycle that ended stays as it was.
//
// Add allocates only where a pause begins or ends, or a cycle with pauses does.
// Calls for different tracks may be concurrent.
func (p *Policy) Add(s Subject, tr *Track, m Mark, closed func(Clock)) {
	if m.At.IsZero() {
		return
	}
	if m.Subject != nil {
		s = *m.Subject
	}
	j := p.judge(s, tr, m.At)
	switch m.Kind {
	case Asked:
		tr.asked(Point{j.at, m.ID})
	case Answered:
		tr.answered(&j, m, closed)
	case Resolved:
		tr.resolved(&j, closed)
	case Thanked, Turned:
	default:
		return
	}
	if m.Status != "" {
		tr.turned(j.at, m.Status, m.statusEnds(), p.pauses(m.Status))
	}
}

// statusEnds is when the status of the mark ends by itself.
func (m *Mark) statusEnds() time.Time {
	if m.Until.IsZero() || m.Kind == Answered && m.Reply == Holding {
		return time.Time{}
	}
	return m.Until.Round(0).UTC()
}

// Open appends to dst the cycles of a case that are open, as they stand at now,
// oldest first, and returns it. If no cycle has pauses and dst has room for
// them, at most one per metric, it allocates nothing.
func (p *Policy) Open(s Subject, tr Track, now time.Time, dst []Clock) []Clock {
	j := p.judge(s, &tr, now)
	n := len(dst)
	if tr.First.set() {
		dst = j.open(dst, FirstResponse, tr.FirstClosed+1, tr.First)
	}
	if tr.Answered && tr.Waiting.set() {
		dst = j.open(dst, NextResponse, tr.NextClosed+1, tr.Waiting)
	}
	if tr.Held.set() {
		dst = j.open(dst, Update, tr.UpdateClosed+1, tr.Held)
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
// is [Policy.Add] over the timeline and then [Policy.Open], with s until a mark
// has another subject. Marks later than now are left out, so a timeline can be
// looked at as of any instant; the marks left in keep their order, and are not
// sorted. A mark of a kind that it does not know changes nothing, and an answer
// without a known Reply counts for nothing.
func (p *Policy) Evaluate(s Subject, t Timeline, now time.Time) []Clock {
	var (
		tr    Track
		out   = make([]Clock, 0, metrics+len(t)/2) // an answer needs a question
		total Clock                                // resolved, and perhaps reopened since
	)
	closed := func(c Clock) {
		if c.Metric == TotalResolution {
			total = c
			return
		}
		out = insertByAge(out, c)
	}
	for _, m := range t {
		if m.At.After(now) {
			continue
		}
		p.Add(s, &tr, m, closed)
		if m.Subject != nil {
			s = *m.Subject
		}
	}
	var open [metrics]Clock
	for _, c := range p.Open(s, tr, now, open[:0]) {
		out = insertByAge(out, c)
		if c.Metric == TotalResolution {
			total = Clock{}
		}
	}
	if total.Cycle > 0 { // or reopened, and nothing is promised about that any more
		out = insertByAge(out, total)
	}
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

// answered ends responses only while somebody waits: an answer to nobody is not
// a first response.
func (tr *Track) answered(j *judge, m Mark, closed func(Clock)) {
	if tr.Waiting.set() && j.rule.counts(NextResponse, m.Reply) {
		tr.endNext(j, Met, closed)
	}
	if tr.First.set() && j.rule.counts(FirstResponse, m.Reply) {
		tr.endFirst(j, Met, closed)
		tr.Answered = true
	}
	if tr.Held.set() && (m.Reply == Holding || j.rule.counts(Update, m.Reply)) {
		tr.endUpdate(j, Met, closed)
	}
	if m.Reply == Holding && tr.Asked.set() && !tr.Resolved {
		tr.Held, tr.HeldUntil = Point{j.at, m.ID}, time.Time{}
		if m.Until.After(j.at) {
			tr.HeldUntil = m.Until.Round(0).UTC()
		}
	}
}

func (tr *Track) resolved(j *judge, closed func(Clock)) {
	if tr.First.set() {
		tr.endFirst(j, Cancelled, closed)
	}
	if tr.Waiting.set() {
		tr.endNext(j, Cancelled, closed)
	}
	if tr.Held.set() {
		tr.endUpdate(j, Cancelled, closed)
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

func (tr *Track) endFirst(j *judge, s State, closed func(Clock)) {
	tr.FirstClosed++
	j.end(FirstResponse, tr.FirstClosed, tr.First, s, closed)
	tr.First = Point{}
}

// endNext takes note that nobody waits any more. Before the first response
// there was no cycle that could end by it.
func (tr *Track) endNext(j *judge, s State, closed func(Clock)) {
	if tr.Answered {
		tr.NextClosed++
		j.end(NextResponse, tr.NextClosed, tr.Waiting, s, closed)
	}
	tr.Waiting = Point{}
}

func (tr *Track) endUpdate(j *judge, s State, closed func(Clock)) {
	tr.UpdateClosed++
	j.end(Update, tr.UpdateClosed, tr.Held, s, closed)
	tr.Held, tr.HeldUntil = Point{}, time.Time{}
}

// judge is a policy for one case at one instant.
type judge struct {
	policy *Policy
	rule   *rule // nil if nothing is promised
	at     time.Time
	change time.Time // when another version takes over
	pauses []Pause
	held   time.Time // until when
}

// judge drops the location and the monotonic reading of at, so that equal
// instants are equal.
func (p *Policy) judge(s Subject, tr *Track, at time.Time) judge {
	at = at.Round(0).UTC()
	begun := at
	if tr.Asked.set() {
		begun = tr.Asked.At
	}
	v := p.InForce(begun, at)
	return judge{policy: v, rule: v.rule(s), at: at, change: p.Changes(at), pauses: tr.Pauses, held: tr.HeldUntil}
}

func (j *judge) clock(t *Target, cycle int32, from Point) Clock {
	c := newClock(t, cycle, from, j.policy.tag)
	if t.Metric == Update && j.held.After(from.At) {
		c.promised(j.held, j.policy.always)
	}
	return c
}

// end passes on a cycle that ends. One that was missed before it was cancelled
// stays missed.
func (j *judge) end(m Metric, cycle int32, from Point, s State, closed func(Clock)) {
	t := j.rule.target(m)
	if t == nil || closed == nil {
		return
	}
	c := j.clock(t, cycle, from).stop(t, j.pauses, j.at)
	if s == Cancelled && c.State == Met {
		c.State = s
	}
	closed(c)
}

// open appends a cycle that runs.
func (j *judge) open(dst []Clock, m Metric, cycle int32, from Point) []Clock {
	t := j.rule.target(m)
	if t == nil {
		return dst
	}
	c := j.clock(t, cycle, from).open(t, j.pauses, j.at)
	c.Next = earliest(c.Next, j.change)
	return append(dst, c)
}
