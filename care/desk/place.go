package desk

import (
	"slices"
	"time"

	"github.com/kindlydm/kindly/care"
)

// place gives s its thread, customer, leg and conversation, as they follow from what is known now, and
// then whatever hangs below it and depends on that.
func (p *picture) place(s *rowState, before *care.Row) error {
	if err := p.enter(s); err != nil {
		return err
	}
	if err := p.placeAlone(s, before); err != nil {
		return err
	}
	return p.placeBelow(s, map[care.Ref]bool{})
}

// enter joins the thread of s with those of its root, its parents and its children. A private mention is
// in no thread.
func (p *picture) enter(s *rowState) error {
	row := &s.row
	if row.Visibility == care.Direct {
		row.Leg.Thread = ""
		return nil
	}
	if row.Leg.Thread == "" {
		return p.enterThread(s)
	}
	return p.joinNeighbours(s)
}

// enterThread puts a new mention into its parent's thread, else one named after itself, and joins that
// with all others that it belongs to.
func (p *picture) enterThread(s *rowState) error {
	row := &s.row
	row.Leg.Thread = row.Ref
	for _, ref := range row.Parents() {
		parent, err := p.row(ref)
		if err != nil {
			return err
		}
		if t := parent.row.Leg.Thread; t != "" && parent.row.Present() {
			row.Leg.Thread = p.thread(t)
			break
		}
	}
	p.touched.refs[row.Leg.Thread] = true
	return p.joinNeighbours(s)
}

func (p *picture) joinNeighbours(s *rowState) error {
	if err := p.joinRoot(s, s.row.Root); err != nil {
		return err
	}
	below, err := p.linked(s.row.Ref)
	if err != nil {
		return err
	}
	for _, ref := range slices.Concat(s.row.Parents(), below) {
		other, err := p.row(ref)
		if err != nil {
			return err
		}
		if t := other.row.Leg.Thread; t != "" && other.row.Present() && (slices.Contains(s.row.Parents(), ref) || slices.Contains(other.row.Parents(), s.row.Ref)) {
			if err := p.unite(t, s.row.Leg.Thread); err != nil {
				return err
			}
		}
	}
	return nil
}

// joinRoot joins the thread of the platform's root. One that was not seen is noted as being in it.
func (p *picture) joinRoot(s *rowState, ref care.Ref) error {
	if ref == "" || ref == s.row.Ref || s.row.Leg.Thread == "" {
		return nil
	}
	root, err := p.row(ref)
	if err != nil {
		return err
	}
	if t := root.row.Leg.Thread; t != "" {
		return p.unite(t, s.row.Leg.Thread)
	}
	if !root.row.Present() {
		root.row.Ref, root.row.Leg.Thread, root.row.ExpiresAt = ref, s.row.Leg.Thread, time.Time{}
		p.mark(root)
	}
	return nil
}

// placeAlone gives s a leg and a conversation in its thread.
func (p *picture) placeAlone(s *rowState, before *care.Row) error {
	row := &s.row
	above, err := p.above(row)
	if err != nil {
		return err
	}
	row.Above = above
	if row.Kind == care.KindShare {
		return p.placeShare(s, before)
	}
	key, err := p.legKey(row)
	if err != nil {
		return err
	}
	row.Leg = key
	if key.Customer == "" {
		row.Conversation = ""
		return p.touch(s, before)
	}
	leg, err := p.ensureLeg(key)
	if err != nil {
		return err
	}
	row.Conversation = p.survivor(leg.leg.Conversation)
	return p.touch(s, before)
}

// placeShare puts a share into the conversation of what it passes on. It has no leg: nobody waits in it.
func (p *picture) placeShare(s *rowState, before *care.Row) error {
	s.row.Leg = care.LegKey{Thread: p.thread(s.row.Leg.Thread)}
	s.row.Conversation = ""
	if s.row.Target != "" {
		id, err := p.shared(s.row.Target)
		if err != nil {
			return err
		}
		s.row.Conversation = p.survivor(id)
	}
	return p.touch(s, before)
}

// shared returns the conversation of what is shared in the end, also by a share of a share.
func (p *picture) shared(ref care.Ref) (care.ConversationID, error) {
	for visited := map[care.Ref]bool{}; ref != "" && !visited[ref]; {
		visited[ref] = true
		s, err := p.row(ref)
		if err != nil || s.row.Kind != care.KindShare {
			return s.row.Conversation, err
		}
		ref = s.row.Target
	}
	return "", nil
}

func (p *picture) legKey(row *care.Row) (care.LegKey, error) {
	if row.Visibility == care.Direct {
		key := p.privateLeg(&row.Facts)
		if key.Customer != "" {
			return key, nil
		}
		parent, err := p.row(row.Parent)
		if err == nil && row.Parent != "" && parent.row.Visibility == care.Direct {
			key.Customer = parent.row.Leg.Customer
		}
		return key, err
	}
	customer, err := p.customer(row)
	return care.LegKey{Thread: p.thread(row.Leg.Thread), Customer: customer}, err
}

// privateLeg returns the account and the peer, as far as the mention itself tells.
func (p *picture) privateLeg(f *care.Facts) care.LegKey {
	if account, ours := p.desk.rules.Own[f.Author]; ours {
		return care.LegKey{Account: account, Customer: f.Peer}
	}
	return care.LegKey{Account: first(f.Via), Customer: f.Author}
}

// customer returns whose leg a public mention is in: its author's; for ours, the author of the nearest
// ancestor that is not ours. Unknown while a link to that one is missing. What stands above was placed
// before, so its customer is right; but for one that contradicts itself about its parent, which may have
// closed a cycle just now.
func (p *picture) customer(row *care.Row) (care.AuthorID, error) {
	if !p.ours(row.Author) {
		return row.Author, nil
	}
	sure := len(row.Parents()) < 2
	visited := map[care.Ref]bool{row.Ref: true}
	for ref := row.Parent; ref != "" && !visited[ref]; {
		visited[ref] = true
		s, err := p.row(ref)
		if err != nil {
			return "", err
		}
		switch sure = sure && len(s.row.Parents()) < 2; {
		case !s.row.Present() || s.row.Visibility == care.Direct:
			return "", nil
		case !p.ours(s.row.Author):
			return s.row.Author, nil
		case sure && s.row.Kind != care.KindShare:
			return s.row.Leg.Customer, nil
		}
		ref = s.row.Parent
	}
	return "", nil
}

func (p *picture) ours(a care.AuthorID) bool { _, ok := p.desk.rules.Own[a]; return ok }

func (p *picture) above(row *care.Row) (care.Above, error) {
	if row.Parent == "" {
		return care.AboveNone, nil
	}
	parent, err := p.row(row.Parent)
	switch {
	case err != nil:
		return 0, err
	case !parent.row.Present() || parent.row.Author == "":
		return care.AboveMissing, nil
	case p.ours(parent.row.Author):
		return care.AboveOurs, nil
	case parent.row.Author == row.Author:
		return care.AboveSelf, nil
	}
	return care.AboveOther, nil
}

// asOfNow returns row with the thread and conversation that it is part of by now.
func (p *picture) asOfNow(row care.Row) care.Row {
	row.Leg.Thread, row.Conversation = p.thread(row.Leg.Thread), p.survivor(row.Conversation)
	return row
}

// placeBelow places again what hangs below s, as far as s decides it: what stands above it, shares of it,
// and our own answers, whose customer is found through it. Shares may pass on each other in a circle, so
// above has those on the way here; and a share may be put into a conversation by what hangs below it, which
// its own shares then follow.
func (p *picture) placeBelow(s *rowState, above map[care.Ref]bool) error {
	above[s.row.Ref] = true
	defer delete(above, s.row.Ref)
	for {
		was := p.survivor(s.row.Conversation)
		if err := p.placeChildren(s, above); err != nil || was == p.survivor(s.row.Conversation) {
			return err
		}
	}
}

func (p *picture) placeChildren(s *rowState, above map[care.Ref]bool) error {
	below, err := p.linked(s.row.Ref)
	if err != nil {
		return err
	}
	for _, ref := range slices.Clone(below) {
		child, err := p.row(ref)
		if err != nil {
			return err
		}
		before := p.asOfNow(child.row)
		if err := p.placeAlone(child, &before); err != nil {
			return err
		}
		if child.row.Leg != before.Leg || child.row.Above != before.Above || child.row.Conversation != before.Conversation {
			p.mark(child)
		}
		share := child.row.Kind == care.KindShare && !above[ref]
		if before.Leg.Customer == child.row.Leg.Customer && !share {
			continue
		}
		if err := p.placeBelow(child, above); err != nil {
			return err
		}
	}
	return nil
}
