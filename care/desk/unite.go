package desk

import (
	"cmp"
	"slices"

	"github.com/kindlydm/kindly/care"
)

// unite makes one thread of two, and one conversation of any two that have a leg of one customer in them.
func (p *picture) unite(a, b care.Ref) error {
	a, b = p.thread(a), p.thread(b)
	if a == b {
		return nil
	}
	p.touched.refs[a], p.touched.refs[b] = true, true
	from, smaller, err := p.fewer(a, b)
	if err != nil {
		return err
	}
	if smaller == b {
		a, b = b, a
	}
	if err := p.writeLegs(); err != nil {
		return err
	}
	if err := p.tx.MoveThread(a, b); err != nil {
		return err
	}
	p.moved[a] = b
	return p.moveLegs(from, b)
}

// fewer returns all legs of that one of two threads which has fewer, as far as it takes to know: what is
// moved is the smaller, and a thread of thousands is not read for one that joins it.
func (p *picture) fewer(a, b care.Ref) ([]care.Leg, care.Ref, error) {
	for limit := 16; ; limit *= 16 {
		for _, thread := range [...]care.Ref{a, b} {
			legs, err := p.legsOf(thread, limit)
			if err != nil || len(legs) < limit {
				return legs, thread, err
			}
		}
	}
}

// legsOf returns up to limit legs of a thread, and those of this transaction.
func (p *picture) legsOf(thread care.Ref, limit int) ([]care.Leg, error) {
	legs, err := p.r.ThreadLegs(thread, limit)
	if err != nil {
		return nil, err
	}
	for _, l := range p.fresh[thread] {
		if l.dirty && l.exists && !slices.ContainsFunc(legs, func(m care.Leg) bool { return m.LegKey == l.leg.LegKey }) {
			legs = append(legs, l.leg)
		}
	}
	slices.SortFunc(legs, func(x, y care.Leg) int { return cmp.Compare(x.Customer, y.Customer) })
	return legs, nil
}

// makeLeg notes a leg that is not stored yet.
func (p *picture) makeLeg(l *legState, key care.LegKey, conv care.ConversationID) {
	l.leg, l.exists = care.Leg{LegKey: key, Conversation: conv}, true
	p.markLeg(l)
	if key.Thread == "" {
		p.touched.legs[key] = true
		return
	}
	p.fresh[key.Thread] = append(p.fresh[key.Thread], l)
}

// moveLegs gives legs, of a thread that is gone, their place in another.
func (p *picture) moveLegs(legs []care.Leg, into care.Ref) error {
	if err := p.readHeadsOf(legs); err != nil {
		return err
	}
	for _, l := range legs {
		old, err := p.leg(l.LegKey)
		if err != nil {
			return err
		}
		old.leg, old.exists = care.Leg{LegKey: l.LegKey}, false
		key := care.LegKey{Thread: into, Customer: l.Customer}
		now, err := p.leg(key)
		if err != nil {
			return err
		}
		if !now.exists {
			p.makeLeg(now, key, p.survivor(l.Conversation))
		}
		if err := p.foldMoved(l.Conversation); err != nil {
			return err
		}
		if err := p.merge(l.Conversation, now.leg.Conversation); err != nil {
			return err
		}
	}
	return nil
}

func (p *picture) readHeadsOf(legs []care.Leg) error {
	ids := make([]care.ConversationID, 0, len(legs))
	for _, l := range legs {
		ids = append(ids, p.survivor(l.Conversation))
	}
	return p.readHeads(ids)
}

// foldMoved folds a conversation again whose tail remembers legs by the name of a thread that is gone.
func (p *picture) foldMoved(id care.ConversationID) error {
	c, err := p.conv(id)
	if err == nil && len(c.head.Silent) > 0 {
		c.whole = true
	}
	return err
}

// ensureLeg returns the leg with key; a new one is in a conversation of its own.
func (p *picture) ensureLeg(key care.LegKey) (*legState, error) {
	l, err := p.leg(key)
	if err != nil || l.exists {
		return l, err
	}
	id := care.ConversationID(p.desk.cfg.NewID())
	p.addConv(care.Head{ID: id}, 0)
	p.makeLeg(l, key, id)
	return l, nil
}

func (p *picture) writeLegs() error {
	legs := p.out.legs[:0]
	for _, l := range p.dirty.legs {
		l.dirty = false
		if l.exists {
			l.leg.Conversation = p.survivor(l.leg.Conversation)
			legs = append(legs, l.leg)
		}
	}
	p.dirty.legs, p.out.legs = empty(p.dirty.legs), legs
	clear(p.fresh) // they are read from the store from now on
	if len(legs) == 0 {
		return nil
	}
	return p.tx.PutLegs(legs)
}

// merge makes one conversation of two. The one that people decided in stays, else the older one.
func (p *picture) merge(x, y care.ConversationID) error {
	a, err := p.conv(x)
	if err != nil {
		return err
	}
	b, err := p.conv(y)
	if err != nil || a == b {
		return err
	}
	if b.before(a) {
		a, b = b, a
	}
	return p.absorb(b, a, care.Merged{From: b.head.ID})
}

// disown has the legs written again that may have been stored with a conversation that never will be.
func (p *picture) disown(id care.ConversationID) {
	var legs []*legState
	for _, l := range p.legs {
		if l.exists && l.leg.Conversation == id {
			legs = append(legs, l)
		}
	}
	slices.SortFunc(legs, func(a, b *legState) int {
		return cmp.Or(cmp.Compare(a.leg.Thread, b.leg.Thread), cmp.Compare(a.leg.Account, b.leg.Account), cmp.Compare(a.leg.Customer, b.leg.Customer))
	})
	for _, l := range legs {
		p.markLeg(l)
	}
}

// absorb makes from a part of into, and says so with body.
func (p *picture) absorb(from, into *convState, body care.Body) error {
	p.merged[from.head.ID] = into.head.ID
	delete(p.convs, from.head.ID)
	into.added = append(into.added, from.added...)
	if !from.from.IsZero() {
		into.changedAt(from.from)
	}
	if from.old == 0 {
		p.disown(from.head.ID)
		return nil
	}
	into.whole = true
	into.head.Verdicts = max(into.head.Verdicts, from.head.Verdicts)
	if err := p.tx.Merge(from.head.ID, into.head.ID); err != nil {
		return err
	}
	if err := p.tx.PutJobs([]care.Job{{Queue: dueQueue, Key: string(from.head.ID)}}); err != nil {
		return err
	}
	id := care.EventKind(body) + ":" + string(from.head.ID) + ":" + string(into.head.ID)
	p.pending = append(p.pending, pendingEvent{id: id, at: into.head.Last, conv: into.head.ID, body: body})
	return nil
}
