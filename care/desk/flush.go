package desk

import (
	"math"
	"slices"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/sla"
)

// convState is a conversation that a transaction changes.
type convState struct {
	head  care.Head
	old   int64        // stored version; 0: none yet
	added []care.Entry // behind what was folded, or not
	whole bool         // fold it again from the beginning
	wrote bool         // something in it is written that the fold doesn't read
	from  care.Pos     // else, if not zero: what was changed first
	ended []sla.Clock  // by the fold, in its order
	told  []care.Event // verdicts among what was folded again; see verdict.go
	again bool         // it was folded again
}

// before reports whether c survives a merge with d.
func (c *convState) before(d *convState) bool {
	if c.head.Decided != d.head.Decided {
		return c.head.Decided
	}
	if (c.old == 0) != (d.old == 0) {
		return c.old != 0
	}
	return c.head.ID < d.head.ID
}

func (c *convState) next() care.Head {
	c.head.Version = c.old + 1
	return c.head
}

// changedAt notes that something at pos is not as it was when it was folded.
func (c *convState) changedAt(pos care.Pos) {
	if c.from.IsZero() || pos.Compare(c.from) < 0 {
		c.from = pos
	}
}

// touch tells the conversations of s, now and before, what changed in them.
func (p *picture) touch(s *rowState, before *care.Row) error {
	was, is := p.survivor(before.Conversation), p.survivor(s.row.Conversation)
	if was != "" && was != is {
		c, err := p.conv(was)
		if err != nil {
			return err
		}
		c.changedAt(before.Pos())
	}
	if is == "" {
		return nil
	}
	c, err := p.conv(is)
	if err != nil {
		return err
	}
	switch {
	case was != is:
		c.added = append(c.added, care.Entry{Row: &s.row})
	case !sameToFold(before, &s.row):
		c.changedAt(before.Pos())
		c.changedAt(s.row.Pos())
	default:
		c.wrote = true // the head's next version keeps others from writing the same row
	}
	return nil
}

// sameToFold reports whether the fold reads the same in a and b.
func sameToFold(a, b *care.Row) bool {
	return (a.Kind == care.KindShare) == (b.Kind == care.KindShare) && a.Visibility == b.Visibility && a.Author == b.Author &&
		a.Bot == b.Bot && first(a.Via) == first(b.Via) && a.Removed == b.Removed && a.Above == b.Above &&
		a.Leg == b.Leg && a.At().Equal(b.At()) && a.ObservedAt.Equal(b.ObservedAt) && followers(a) == followers(b) &&
		(!a.Removed || a.Stamp == b.Stamp)
}

func followers(r *care.Row) int {
	if r.More == nil {
		return 0
	}
	return r.More.Followers
}

// flush writes everything, folds what was touched, and plans what falls due.
func (p *picture) flush(now time.Time) error {
	if err := p.writeRows(); err != nil {
		return err
	}
	if err := p.writeLegs(); err != nil {
		return err
	}
	if err := p.writeHeads(now); err != nil {
		return err
	}
	if err := p.append(); err != nil { // last: a store may take turns over the feed from here to the commit
		return err
	}
	if len(p.rejects) == 0 {
		return nil
	}
	return p.tx.PutRejects(p.rejects)
}

func (p *picture) writeRows() error {
	rows, jobs := p.out.rows[:0], p.out.jobs[:0]
	defer func() { p.out.rows, p.out.jobs = rows, jobs }()
	for _, s := range p.dirty.rows {
		s.row.Leg.Thread = p.thread(s.row.Leg.Thread)
		s.row.Conversation = p.survivor(s.row.Conversation)
		rows = append(rows, s.row)
		if p.wantsSlow(s) {
			jobs = append(jobs, care.Job{Queue: slowQueue, Key: string(s.row.Ref), At: s.row.ObservedAt})
		}
	}
	if len(rows) > 0 {
		if err := p.tx.PutMentions(rows); err != nil {
			return err
		}
	}
	if err := p.writeContents(); err != nil || len(jobs) == 0 {
		return err
	}
	return p.tx.PutJobs(jobs)
}

func (p *picture) writeContents() error {
	out := p.out.contents[:0]
	for _, c := range p.dirty.contents {
		out = append(out, c.content)
	}
	p.out.contents = out
	if len(out) == 0 {
		return nil
	}
	return p.tx.PutContents(out)
}

// wordless reports whether c keeps nothing: not even that something was taken back.
func wordless(c *care.Content) bool {
	return c.Text == "" && c.Handle == "" && c.Name == "" && c.Place == "" && c.URL == "" && len(c.Media) == 0 &&
		len(c.Raw) == 0 && !c.Gone && c.Stamp.Hash != math.MaxInt64
}

func (p *picture) append() error {
	events := p.out.events[:0]
	defer func() { p.out.events = events }()
	// A cycle that a leg took along is none any more in one conversation, and missed in the other: that comes last.
	slices.SortStableFunc(p.pending, func(a, b pendingEvent) int { return a.place() - b.place() })
	for _, e := range p.pending {
		conv := e.conv
		if e.of != nil {
			conv = e.of.row.Conversation
		}
		events = append(events, care.Event{ID: e.id, Conversation: p.survivor(conv), At: e.at.At, By: care.Actor{Kind: care.ActorDesk}, Body: e.body})
	}
	if len(events) == 0 {
		return nil
	}
	return p.tx.Append(events)
}

func (e *pendingEvent) place() int {
	if _, ok := e.body.(care.Missed); ok {
		return 1
	}
	return 0
}

// writeHeads folds what was touched. Conversations come in the order of their ids: so do their locks.
func (p *picture) writeHeads(now time.Time) error {
	heads, jobs := p.out.heads[:0], p.out.jobs[:0]
	defer func() { p.out.heads, p.out.jobs = heads, jobs }()
	for _, id := range p.sortedConvs() {
		c := p.convs[id]
		before, track, subject := dueJob(&c.head), c.head.Track, c.head.Subject()
		if err := p.fold(c); err != nil {
			return err
		}
		p.judge(c, now)
		c.head.Advance(now)
		heads = append(heads, c.next())
		if job := dueJob(&c.head); !job.At.Equal(before.At) || !track.Same(&c.head.Track) || !subject.Same(c.head.Subject()) {
			jobs = append(jobs, job)
			p.soonest = sooner(p.soonest, job.At)
		}
	}
	if len(heads) == 0 {
		return nil
	}
	if err := p.tx.PutHeads(heads); err != nil || len(jobs) == 0 {
		return err
	}
	return p.tx.PutJobs(jobs)
}

func (p *picture) sortedConvs() []care.ConversationID {
	var ids []care.ConversationID
	for id, c := range p.convs {
		if c.whole || c.wrote || len(c.added) > 0 || !c.from.IsZero() {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// fold brings the head up to date: step by step where what came is behind it, else again from where
// something changed.
func (p *picture) fold(c *convState) error {
	slices.SortFunc(c.added, func(a, b care.Entry) int { return a.Pos().Compare(b.Pos()) })
	if !c.whole && c.from.IsZero() && p.step(c) {
		return nil
	}
	for _, e := range c.added {
		c.changedAt(e.Pos())
	}
	base := c.head.Base
	if c.whole || base == nil || c.from.Compare(base.Last) <= 0 {
		base = nil
	}
	return p.refold(c, base)
}

func (p *picture) step(c *convState) bool {
	tail := c.head.Tail
	for _, e := range c.added {
		if !p.desk.rules.Step(&tail, e, c.end) {
			c.ended = nil
			return false
		}
	}
	c.head.Tail = tail
	return true
}

// refold folds what is stored behind base, which keeps being the base.
func (p *picture) refold(c *convState, base *care.Tail) error {
	var after care.Pos
	if base != nil {
		after = base.Last
	}
	entries, err := entriesOf(p.r, c.head.ID, after)
	if err != nil {
		return err
	}
	c.ended, c.told, c.again = nil, nil, true
	tail, ok := p.desk.rules.Fold(base, entries, c.end)
	if !ok {
		return p.refold(c, nil)
	}
	c.head.Tail = tail
	for _, e := range entries {
		if e.Event != nil && !care.Decision(e.Event.Body) {
			c.told = append(c.told, *e.Event)
		}
	}
	return nil
}

// end notes that a cycle of a clock ended.
func (c *convState) end(k sla.Clock) { c.ended = append(c.ended, k) }

const pageSize = 1000

// entriesOf reads all entries of a conversation behind after.
func entriesOf(r care.Reader, id care.ConversationID, after care.Pos) ([]care.Entry, error) {
	var all []care.Entry
	for {
		page, err := r.Entries(id, after, pageSize)
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
		if len(page) < pageSize {
			return all, nil
		}
		after = page[len(page)-1].Pos()
	}
}
