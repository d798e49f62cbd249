package desk

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/sla"
)

// cycle names a cycle of a clock, whichever policy judges it.
type cycle struct{ metric, mark string }

func cycleOf(c *sla.Clock) cycle { return cycle{string(c.Metric), c.ID} }

func (c cycle) compare(d cycle) int {
	return strings.Compare(c.mark+" "+c.metric, d.mark+" "+d.metric)
}

// told is what was last said of a cycle; nothing, if n is 0.
type told struct {
	state  sla.State
	due    time.Time
	policy string
	n      int
}

// judge says what there is to say about the clocks of c after it was folded. Where something was only added, it
// is enough to look at the cycles that ended, and at those that are overdue: what was added may have ended them,
// or given them time. Where it was folded again, all that was ever said may have been wrong.
func (p *picture) judge(c *convState, now time.Time) {
	if !c.again && len(c.ended) == 0 && len(c.head.Overdue) == 0 {
		return // as with most mentions
	}
	v := &verdicts{desk: p.desk, head: &c.head, now: now}
	if c.again {
		v.again(c.ended, c.told)
	} else {
		v.step(c.ended)
	}
	for _, e := range v.events {
		p.pending = append(p.pending, pendingEvent{id: e.ID, at: care.Pos{At: e.At}, conv: e.Conversation, body: e.Body})
	}
}

// verdicts says what is so of the clocks of a conversation, where something else was said before, or nothing.
type verdicts struct {
	desk   *Desk
	head   *care.Head
	now    time.Time
	events []care.Event
}

func (v *verdicts) step(ended []sla.Clock) {
	for i := range ended {
		k := &ended[i]
		at := v.overdue(cycleOf(k))
		switch was := v.was(at); {
		case at < 0 && k.State == sla.Missed:
			v.missed(k)
		case at >= 0 && k.State != sla.Missed:
			v.corrected(cycleOf(k), was, k.State)
		}
		v.drop(at)
		if v.stands(cycleOf(k)) && k.State == sla.Missed {
			v.keep(k, true)
		}
	}
	v.relook(ended)
}

// relook looks at what is overdue and did not end now, no earlier than it was due: who said so may have had
// another clock.
func (v *verdicts) relook(ended []sla.Clock) {
	for i := len(v.head.Overdue) - 1; i >= 0; i-- {
		o := v.head.Overdue[i]
		of := cycle{o.Metric, o.Mark}
		if slices.ContainsFunc(ended, func(k sla.Clock) bool { return cycleOf(&k) == of }) {
			continue
		}
		is := v.open(v.latest(o.Due))[of]
		switch {
		case is == sla.Missed, is == "" && o.Ended && v.stands(of):
			continue
		case of.metric != string(sla.TotalResolution) || of.mark == v.head.Track.Asked.ID: // else of a case before
			v.corrected(of, v.was(i), is)
		}
		v.drop(i)
	}
}

// stands reports whether a cycle that ended may go on again: what was said of it stands until then.
func (v *verdicts) stands(of cycle) bool {
	return of.metric == string(sla.TotalResolution) && v.head.Track.Settled && of.mark == v.head.Track.Asked.ID
}

func (v *verdicts) keep(k *sla.Clock, ended bool) {
	v.head.Overdue = append(slices.Clip(v.head.Overdue), care.Overdue{
		Metric: string(k.Metric), Mark: k.ID, Due: k.Due, Policy: k.Policy, Ended: ended,
	})
}

func (v *verdicts) latest(due time.Time) time.Time {
	if after := due.Add(time.Nanosecond); after.After(v.now) {
		return after
	}
	return v.now
}

// open returns the states of the open cycles.
func (v *verdicts) open(at time.Time) map[cycle]sla.State {
	out := map[cycle]sla.State{}
	var buf [openClocks]sla.Clock
	for _, k := range v.desk.cfg.Policy.Open(v.head.Subject(), v.head.Track, at, buf[:0]) {
		out[cycleOf(&k)] = k.State
	}
	return out
}

// openClocks is how many clocks of a case can be open: one of each metric.
const openClocks = 5

// again compares all cycles with all that was said. What is open, and of which nothing was said, is left to tick.
func (v *verdicts) again(ended []sla.Clock, events []care.Event) {
	said, is, open := saidIn(events), map[cycle]sla.State{}, v.open(v.now)
	for i := range ended {
		is[cycleOf(&ended[i])] = ended[i].State
	}
	for i := range ended {
		k := &ended[i]
		of := cycleOf(k)
		if _, runs := open[of]; !runs && is[of] == sla.Missed && said[of].n == 0 {
			v.missed(k)
			said[of] = told{sla.Missed, k.Due, k.Policy, v.head.Verdicts}
		}
	}
	v.head.Overdue = nil
	for _, of := range slices.SortedFunc(maps.Keys(said), cycle.compare) {
		was, is := said[of], is[of]
		ended := is == sla.Missed
		_, runs := open[of]
		if runs {
			is = v.open(v.latest(was.due))[of]
		}
		if (was.state == sla.Missed) != (is == sla.Missed) {
			v.corrected(of, was, is)
		}
		if (runs || v.stands(of)) && is == sla.Missed {
			v.head.Overdue = append(v.head.Overdue, care.Overdue{
				Metric: of.metric, Mark: of.mark, Due: was.due, Policy: was.policy, Ended: ended,
			})
		}
	}
}

// saidIn returns the last verdict of each cycle.
func saidIn(events []care.Event) map[cycle]told {
	out := map[cycle]told{}
	for _, e := range events {
		switch b := e.Body.(type) {
		case care.Missed:
			if of := (cycle{b.Metric, b.Mark}); b.N >= out[of].n { // equal, where a leg took the cycle along
				out[of] = told{sla.Missed, b.Due, b.Policy, b.N}
			}
		case care.Corrected:
			if of := (cycle{b.Metric, b.Mark}); b.N > out[of].n {
				out[of] = told{b.Is, b.Due, b.Policy, b.N}
			}
		}
	}
	return out
}

// overdue returns the place of a cycle among those that are overdue, or -1.
func (v *verdicts) overdue(of cycle) int {
	return slices.IndexFunc(v.head.Overdue, func(o care.Overdue) bool { return o.Metric == of.metric && o.Mark == of.mark })
}

func (v *verdicts) was(i int) told {
	if i < 0 {
		return told{}
	}
	o := v.head.Overdue[i]
	return told{state: sla.Missed, due: o.Due, policy: o.Policy}
}

// drop takes out what is overdue no more. The slice may be shared: it is made anew.
func (v *verdicts) drop(i int) {
	if i >= 0 {
		o := v.head.Overdue
		if v.head.Overdue = slices.Concat(o[:i], o[i+1:]); len(v.head.Overdue) == 0 {
			v.head.Overdue = nil
		}
	}
}

// tick says what time alone makes of open clocks, and returns when to look again.
func (v *verdicts) tick() time.Time {
	v.relook(nil)
	var next time.Time
	for _, k := range v.desk.cfg.Policy.Open(v.head.Subject(), v.head.Track, v.now, nil) {
		switch {
		case k.State == sla.Missed && v.overdue(cycleOf(&k)) < 0:
			v.missed(&k)
			v.keep(&k, false)
		case k.State == sla.Running && k.Warning > 0:
			v.events = append(v.events, v.warned(&k))
		}
		next = sooner(next, k.Next)
	}
	return sooner(next, v.desk.cfg.Policy.Changes(v.now))
}

func (v *verdicts) missed(k *sla.Clock) {
	v.head.Verdicts++
	v.say("missed", k.Due, care.Missed{Metric: string(k.Metric), Mark: k.ID, Due: k.Due, Policy: k.Policy, N: v.head.Verdicts})
}

func (v *verdicts) corrected(of cycle, was told, is sla.State) {
	v.head.Verdicts++
	v.say("corrected", was.due, care.Corrected{
		Metric: of.metric, Mark: of.mark, Due: was.due, Policy: was.policy, Was: was.state, Is: is, N: v.head.Verdicts,
	})
}

func (v *verdicts) say(kind string, at time.Time, body care.Body) {
	v.events = append(v.events, care.Event{
		ID:           fmt.Sprintf("%s:%s:%d", kind, v.head.ID, v.head.Verdicts),
		Conversation: v.head.ID, At: at, By: care.Actor{Kind: care.ActorDesk}, Body: body,
	})
}

// warned is the same event, whoever comes to it, and however often.
func (v *verdicts) warned(k *sla.Clock) care.Event {
	return care.Event{
		ID:           fmt.Sprintf("warned:%s:%s:%s:%d:%s", k.Metric, k.ID, k.Policy, k.Due.UnixNano(), k.Warning),
		Conversation: v.head.ID, At: k.AsOf, By: care.Actor{Kind: care.ActorDesk},
		Body: care.Warned{Metric: string(k.Metric), Mark: k.ID, Due: k.Due, Left: k.Warning, Policy: k.Policy},
	}
}
