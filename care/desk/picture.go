package desk

import (
	"slices"
	"time"

	"github.com/kindlydm/kindly/care"
)

// picture is what one transaction has read and will write. Reading ahead in bulk only saves round trips:
// whatever is missing is read when it is asked for. Pictures are used again, since a busy desk would
// otherwise make more garbage than anything it keeps.
type picture struct {
	desk *Desk
	r    care.Reader
	tx   care.Tx // nil while planning

	rows     map[care.Ref]*rowState
	contents map[care.Ref]*contentState
	links    map[care.Ref]*links // present mentions that answer or pass on a ref; complete
	legs     map[care.LegKey]*legState
	fresh    map[care.Ref][]*legState // made here, by thread
	convs    map[care.ConversationID]*convState
	moved    map[care.Ref]care.Ref // threads that became part of another here
	merged   map[care.ConversationID]care.ConversationID
	touched  turns
	pending  []pendingEvent
	rejects  []care.Reject
	soonest  time.Time // of what was planned

	dirty        changes
	rowArena     arena[rowState]
	contentArena arena[contentState]
	legArena     arena[legState]
	convArena    arena[convState]
	out          buffers
}

// look returns an empty picture of what r reads; tx is nil where nothing will be written.
func (d *Desk) look(r care.Reader, tx care.Tx) *picture {
	p, ok := d.pictures.Get().(*picture)
	if !ok {
		p = &picture{
			rows: map[care.Ref]*rowState{}, contents: map[care.Ref]*contentState{}, links: map[care.Ref]*links{},
			legs: map[care.LegKey]*legState{}, fresh: map[care.Ref][]*legState{}, convs: map[care.ConversationID]*convState{},
			moved: map[care.Ref]care.Ref{}, merged: map[care.ConversationID]care.ConversationID{},
			touched: turns{refs: map[care.Ref]bool{}, legs: map[care.LegKey]bool{}},
		}
	}
	p.desk, p.r, p.tx = d, r, tx
	return p
}

// done gives p back. Nothing of it may be used any more.
func (p *picture) done() {
	d := p.desk
	p.desk, p.r, p.tx = nil, nil, nil
	clear(p.rows)
	clear(p.contents)
	clear(p.links)
	clear(p.legs)
	clear(p.fresh)
	clear(p.convs)
	clear(p.moved)
	clear(p.merged)
	clear(p.touched.refs)
	clear(p.touched.legs)
	p.pending, p.rejects, p.soonest = empty(p.pending), nil, time.Time{}
	p.dirty = changes{empty(p.dirty.rows), empty(p.dirty.contents), empty(p.dirty.legs)}
	p.rowArena.reset()
	p.contentArena.reset()
	p.legArena.reset()
	p.convArena.reset()
	d.pictures.Put(p)
}

// prefetch reads what items will most likely ask for.
func (p *picture) prefetch(items []item) error {
	refs, own := p.out.refs[:0], make([]care.Ref, 0, len(items))
	for i := range items {
		refs = items[i].named(refs)
		own = append(own, items[i].facts.Ref)
	}
	p.out.refs = refs
	if err := p.readRows(refs); err != nil {
		return err
	}
	if err := p.readLinks(p.absent(own)); err != nil || p.tx == nil {
		return err
	}
	if err := p.readContents(own); err != nil {
		return err
	}
	return p.readConversations(items)
}

// absent returns those of refs that arrive with this transaction: what hangs below the others was placed
// when they did, and may be much.
func (p *picture) absent(refs []care.Ref) []care.Ref {
	out := make([]care.Ref, 0, len(refs))
	for _, r := range refs {
		if !p.rows[r].row.Present() {
			out = append(out, r)
		}
	}
	return out
}

func (p *picture) readRows(refs []care.Ref) error {
	missing := refs[:0]
	for _, r := range refs {
		if p.rows[r] == nil {
			p.addRow(r, rowState{})
			missing = append(missing, r)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	rows, err := p.r.Mentions(missing)
	for i := range rows {
		*p.rows[rows[i].Ref] = rowState{row: rows[i], stored: true}
	}
	return err
}

func (p *picture) readLinks(refs []care.Ref) error {
	if len(p.links) > 0 {
		refs = slices.DeleteFunc(slices.Clone(refs), func(r care.Ref) bool { _, ok := p.links[r]; return ok })
	}
	if len(refs) == 0 {
		return nil
	}
	rows, err := p.r.Links(refs)
	for _, r := range refs {
		p.links[r] = &links{}
	}
	for i := range rows {
		row := &rows[i]
		if p.rows[row.Ref] == nil {
			p.addRow(row.Ref, rowState{row: *row, stored: true})
		}
		p.link(row)
	}
	return err
}

// link notes row under what it names, where that is being watched: what arrives later in this transaction
// read its links from the store, which doesn't have row yet.
func (p *picture) link(row *care.Row) {
	for _, to := range row.Parents() {
		p.linkTo(to, row.Ref)
	}
	if row.Target != "" {
		p.linkTo(row.Target, row.Ref)
	}
}

func (p *picture) linkTo(to, from care.Ref) {
	if l := p.links[to]; l != nil && !l.has[from] {
		if l.has == nil {
			l.has = map[care.Ref]bool{}
		}
		l.has[from], l.refs = true, append(l.refs, from)
	}
}

func (p *picture) readContents(refs []care.Ref) error {
	contents, err := p.r.Contents(refs)
	for _, c := range contents {
		s := p.contentArena.next()
		s.content, s.stored = c, true
		p.contents[c.Ref] = s
	}
	for _, r := range refs {
		if p.contents[r] == nil {
			p.contents[r] = p.contentArena.next()
		}
	}
	return err
}

// readConversations reads the legs that public customers' mentions will have, and their heads.
func (p *picture) readConversations(items []item) error {
	var keys []care.LegKey
	for i := range items {
		if key, ok := p.likelyLeg(&items[i].facts); ok {
			keys = append(keys, key)
		}
	}
	if err := p.readLegs(keys); err != nil {
		return err
	}
	var ids []care.ConversationID
	for _, s := range p.rows {
		ids = append(ids, s.row.Conversation)
	}
	for _, l := range p.legs {
		ids = append(ids, l.leg.Conversation)
	}
	return p.readHeads(ids)
}

func (p *picture) likelyLeg(f *care.Facts) (care.LegKey, bool) {
	if f.Visibility == care.Direct {
		return p.privateLeg(f), true
	}
	for _, ref := range [...]care.Ref{f.Ref, f.Parent, f.Root} {
		if s := p.rows[ref]; s != nil && s.row.Leg.Thread != "" {
			return care.LegKey{Thread: s.row.Leg.Thread, Customer: f.Author}, f.Author != ""
		}
	}
	return care.LegKey{}, false
}

func (p *picture) readLegs(keys []care.LegKey) error {
	keys = slices.DeleteFunc(keys, func(k care.LegKey) bool { return p.legs[k] != nil })
	if len(keys) == 0 {
		return nil
	}
	legs, err := p.r.Legs(keys)
	for _, l := range legs {
		s := p.legArena.next()
		s.leg, s.exists = l, true
		p.legs[l.LegKey] = s
	}
	for _, k := range keys {
		if p.legs[k] == nil {
			s := p.legArena.next()
			s.leg.LegKey = k
			p.legs[k] = s
		}
	}
	return err
}

func (p *picture) readHeads(ids []care.ConversationID) error {
	slices.Sort(ids)
	ids = slices.DeleteFunc(slices.Compact(ids), func(id care.ConversationID) bool { return id == "" || p.convs[id] != nil })
	if len(ids) == 0 {
		return nil
	}
	heads, err := p.r.Heads(ids)
	for _, h := range heads {
		if p.convs[h.ID] == nil {
			p.addConv(h, h.Version)
		}
		if len(ids) == 1 && h.ID != ids[0] {
			p.merged[ids[0]] = h.ID
		}
	}
	return err
}

func (p *picture) addRow(ref care.Ref, s rowState) {
	at := p.rowArena.next()
	*at = s
	p.rows[ref] = at
}

// mark has s written.
func (p *picture) mark(s *rowState) {
	if !s.dirty {
		s.dirty = true
		p.touched.refs[s.row.Ref] = true
		p.dirty.rows = append(p.dirty.rows, s)
	}
}

func (p *picture) putContent(s *contentState, c care.Content) {
	s.content = c
	if !s.dirty {
		s.dirty = true
		p.dirty.contents = append(p.dirty.contents, s)
	}
}

func (p *picture) markLeg(l *legState) {
	if !l.dirty {
		l.dirty = true
		p.dirty.legs = append(p.dirty.legs, l)
	}
}

func (p *picture) addConv(h care.Head, old int64) *convState {
	c := p.convArena.next()
	c.head, c.old = h, old
	p.convs[h.ID] = c
	return c
}

func (p *picture) row(ref care.Ref) (*rowState, error) {
	if s := p.rows[ref]; s != nil {
		return s, nil
	}
	err := p.readRows([]care.Ref{ref})
	return p.rows[ref], err
}

func (p *picture) content(ref care.Ref) (*contentState, error) {
	if s := p.contents[ref]; s != nil {
		return s, nil
	}
	err := p.readContents([]care.Ref{ref})
	return p.contents[ref], err
}

func (p *picture) linked(ref care.Ref) ([]care.Ref, error) {
	if _, ok := p.links[ref]; !ok {
		if err := p.readLinks([]care.Ref{ref}); err != nil {
			return nil, err
		}
		for _, s := range p.dirty.rows {
			if s.row.Present() {
				p.link(&s.row)
			}
		}
	}
	return p.links[ref].refs, nil
}

func (p *picture) leg(key care.LegKey) (*legState, error) {
	if err := p.readLegs([]care.LegKey{key}); err != nil {
		return nil, err
	}
	return p.legs[key], nil
}

// conv returns the conversation that id is part of now.
func (p *picture) conv(id care.ConversationID) (*convState, error) {
	id = p.survivor(id)
	if c := p.convs[id]; c != nil {
		return c, nil
	}
	if err := p.readHeads([]care.ConversationID{id}); err != nil {
		return nil, err
	}
	if c := p.convs[p.survivor(id)]; c != nil {
		return c, nil
	}
	return nil, &care.Error{Code: care.CodeNotFound}
}

func (p *picture) survivor(id care.ConversationID) care.ConversationID {
	for {
		into, ok := p.merged[id]
		if !ok {
			return id
		}
		id = into
	}
}

// thread returns the thread that label is part of now.
func (p *picture) thread(label care.Ref) care.Ref {
	for {
		into, ok := p.moved[label]
		if !ok {
			return label
		}
		label = into
	}
}

func (p *picture) announce(id string, of *rowState, body care.Body) {
	p.pending = append(p.pending, pendingEvent{id: id, at: of.row.Pos(), of: of, body: body})
}
