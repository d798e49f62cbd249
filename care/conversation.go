package care

import (
	"cmp"
	"time"

	"github.com/kindlydm/kindly/sla"
)

// A Conversation is a head with everything that it was folded from, for reading.
type Conversation struct {
	Head
	Lines []Line // in fold order
	Cases []Case // oldest first
}

// A Line is one entry of a conversation, with what the fold found: a mention, a decision, or a verdict.
type Line struct {
	Entry
	Origin Origin // of a mention
	Case   int    // number of the case that it is in, from 1; 0: before any
	// Content is the words of a mention, or of a note, where they were asked for and are still there.
	Content Content
	// Missing are answers that the platform named and that never came.
	Missing []Ref
}

// A Case is a stretch of a conversation: from a customer's message to the resolution.
type Case struct {
	Number   int // from 1
	Started  time.Time
	Resolved time.Time // zero: not resolved, or reopened
	Status   Status
	Promised string      // tag of the policy that was in force when it began
	Subject  sla.Subject // what a policy matches on, as it was last
	// Timeline is what the clocks see, in fold order. A mark may stand behind a later one: a message that
	// became known only after a resolution keeps its own time. Marks have the subject where it changes.
	Timeline sla.Timeline
}

// Conversation folds entries, the whole of a conversation in fold order, into what people and reports
// read. Its head is what Fold gives.
func (r *Rules) Conversation(h Head, entries []Entry) *Conversation {
	f := r.folder(nil, entries)
	f.record = &recorder{tail: &f.tail}
	f.all()
	f.record.finish()
	h.Tail = f.tail
	return &Conversation{Head: h, Lines: f.record.lines, Cases: f.record.cases}
}

type recorder struct {
	tail  *Tail
	lines []Line
	cases []Case
}

func (r *recorder) line(origin Origin, row *Row) {
	r.lines = append(r.lines, Line{Entry: Entry{Row: row}, Origin: origin, Case: r.tail.Case})
}

func (r *recorder) event(e *Event) {
	r.lines = append(r.lines, Line{Entry: Entry{Event: e}, Case: r.tail.Case})
}

func (r *recorder) mark(m sla.Mark) {
	if len(r.cases) < r.tail.Case {
		r.finish()
		r.cases = append(r.cases, Case{Number: r.tail.Case, Started: r.tail.CaseAt, Promised: r.tail.Promised})
	}
	c := &r.cases[len(r.cases)-1]
	if s := r.tail.Subject(); len(c.Timeline) == 0 || !s.Same(c.Subject) {
		m.Subject, c.Subject = &s, s
	}
	c.Timeline = append(c.Timeline, m)
	c.Status, c.Resolved = r.tail.Status, r.tail.Resolved
}

// finish writes down how the case stands when the next begins, or at the end.
func (r *recorder) finish() {
	if len(r.cases) == 0 {
		return
	}
	c := &r.cases[len(r.cases)-1]
	if c.Number < r.tail.Case {
		c.Status = StatusClosed
		return
	}
	c.Status, c.Resolved = r.tail.Status, r.tail.Resolved
}

// Messages returns the mentions by customers, oldest first.
func (c *Conversation) Messages() []Line { return c.by(OriginCustomer) }

// Answers returns what we wrote, here or elsewhere, oldest first.
func (c *Conversation) Answers() []Line { return c.by(OriginUs, OriginElsewhere) }

func (c *Conversation) by(origins ...Origin) []Line {
	var out []Line
	for _, l := range c.Lines {
		for _, o := range origins {
			if l.Row != nil && l.Origin == o {
				out = append(out, l)
			}
		}
	}
	return out
}

// Clocks returns the cycles of all cases at now, oldest first; nil without a policy.
func (c *Conversation) Clocks(p *sla.Policy, now time.Time) []sla.Clock {
	var out []sla.Clock
	for _, k := range c.Cases {
		out = append(out, p.Evaluate(sla.Subject{}, k.Timeline, now)...)
	}
	return out
}

func compareLegs(a, b LegKey) int {
	return cmp.Or(cmp.Compare(a.Thread, b.Thread), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Customer, b.Customer))
}
