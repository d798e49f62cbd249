package desk

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/sla"
)

// cycle names a cycle of a clock, whichever policy judges it.
type cycle struct{ metric, mark string }

func cycleOf(c *sla.Clock) cycle { return cycle{string(c.Metric), c.ID} }

// told is what was last said of a cycle.
type told struct {
	state  sla.State
	due    time.Time
	policy string
	n      int // corrections
}

// judge finds what there is to say about the clocks of c after it was folded. What was only added to can have
// missed something; where it was folded again, what was said before may have been wrong.
func (p *picture) judge(c *convState, now time.Time) {
	if !c.again {
		for i := range c.ended {
			p.tellMissed(c, &c.ended[i])
		}
		return
	}
	said := c.said()
	is := p.desk.states(c, said, now)
	for i := range c.ended {
		if k := &c.ended[i]; is[cycleOf(k)] == sla.Missed && said[cycleOf(k)].state == "" {
			p.tellMissed(c, k)
		}
	}
	for of, was := range said {
		if is := is[of]; (was.state == sla.Missed) != (is == sla.Missed) {
			p.tellCorrected(c, of, was, is)
		}
	}
}

// doubts reports whether what came behind a head may show that it was wrong to say that something was missed: a
// cycle ended in time that was due by then, or was missed and is not any more, because it began to pause before.
func (d *Desk) doubts(before *care.Head, c *convState) bool {
	if before.Told.IsZero() {
		return false
	}
	for i := range c.ended {
		if k := &c.ended[i]; k.State != sla.Missed && !k.Due.After(before.Told) {
			return true
		}
	}
	var buf [2 * openClocks]sla.Clock
	at := before.Told.Add(time.Nanosecond)
	was := d.cfg.Policy.Open(before.Subject(), before.Track, at, buf[:0:openClocks])
	is := d.cfg.Policy.Open(c.head.Subject(), c.head.Track, at, buf[openClocks:openClocks])
	for i := range was {
		if was[i].State == sla.Missed && !slices.ContainsFunc(is, func(k sla.Clock) bool {
			return cycleOf(&k) == cycleOf(&was[i]) && k.State == sla.Missed
		}) && !slices.ContainsFunc(c.ended, func(k sla.Clock) bool { return cycleOf(&k) == cycleOf(&was[i]) }) {
			return true
		}
	}
	return false
}

// openClocks is how many clocks of a case can be open: one of each metric.
const openClocks = 5

// said returns what the verdicts among the entries say, the last of each cycle. They come in order of the due
// time that they are about; a cycle that was corrected, and missed another one after all, is missed.
func (c *convState) said() map[cycle]told {
	slices.SortStableFunc(c.told, func(a, b care.Event) int {
		return cmp.Or(a.At.Compare(b.At), -cmp.Compare(care.EventKind(a.Body), care.EventKind(b.Body)))
	})
	out := map[cycle]told{}
	for _, e := range c.told {
		switch b := e.Body.(type) {
		case care.Missed:
			if of := (cycle{b.Metric, b.Mark}); b.Due.After(out[of].due) {
				out[of] = told{sla.Missed, b.Due, b.Policy, out[of].n}
			}
		case care.Corrected:
			if of := (cycle{b.Metric, b.Mark}); out[of].n < b.N && !b.Due.Before(out[of].due) {
				out[of] = told{b.Is, b.Due, b.Policy, b.N}
			}
		}
	}
	return out
}

// states returns how all cycles that were folded stand. Open ones are looked at no earlier than what was said
// was true, whoever's clock that was.
func (d *Desk) states(c *convState, said map[cycle]told, now time.Time) map[cycle]sla.State {
	out := map[cycle]sla.State{}
	for i := range c.ended {
		out[cycleOf(&c.ended[i])] = c.ended[i].State
	}
	for _, was := range said {
		if after := was.due.Add(time.Nanosecond); after.After(now) {
			now = after
		}
	}
	for _, k := range d.cfg.Policy.Open(c.head.Subject(), c.head.Track, now, nil) {
		out[cycleOf(&k)] = k.State
	}
	return out
}

func (p *picture) tellMissed(c *convState, k *sla.Clock) {
	if k.State == sla.Missed {
		e := missed(&c.head, k)
		p.pending = append(p.pending, pendingEvent{id: e.ID, at: care.Pos{At: e.At}, conv: e.Conversation, body: e.Body})
	}
}

func (p *picture) tellCorrected(c *convState, of cycle, was told, is sla.State) {
	n := was.n + 1
	p.pending = append(p.pending, pendingEvent{
		id: fmt.Sprintf("corrected:%s:%s:%s:%d", c.head.ID, of.metric, of.mark, n), at: care.Pos{At: was.due}, conv: c.head.ID,
		body: care.Corrected{Metric: of.metric, Mark: of.mark, Due: was.due, Policy: was.policy, Was: was.state, Is: is, N: n},
	})
}

// missed is the same event, whoever finds first that a cycle was missed.
func missed(h *care.Head, c *sla.Clock) care.Event {
	if c.Due.After(h.Told) {
		h.Told = c.Due
	}
	return care.Event{
		ID:           fmt.Sprintf("missed:%s:%s:%s:%s:%d", h.ID, c.Metric, c.ID, c.Policy, c.Due.UnixNano()),
		Conversation: h.ID, At: c.Due, By: care.Actor{Kind: care.ActorDesk},
		Body: care.Missed{Metric: string(c.Metric), Mark: c.ID, Due: c.Due, Policy: c.Policy},
	}
}

func warned(id care.ConversationID, c *sla.Clock) care.Event {
	return care.Event{
		ID:           fmt.Sprintf("warned:%s:%s:%s:%s:%d:%s", id, c.Metric, c.ID, c.Policy, c.Due.UnixNano(), c.Warning),
		Conversation: id, At: c.Due, By: care.Actor{Kind: care.ActorDesk},
		Body: care.Warned{Metric: string(c.Metric), Mark: c.ID, Due: c.Due, Left: c.Warning, Policy: c.Policy},
	}
}
