package care

import (
	"slices"
	"time"

	"github.com/kindlydm/kindly/sla"
)

// Rules are the settings of the fold. The same entries under the same rules give the same conversation.
type Rules struct {
	// Own are the ids under which our accounts write.
	Own map[AuthorID]AccountID
	// Reopen is how long after its resolution a customer's message still belongs to a case.
	Reopen time.Duration
	// Policy gives the clocks; nil: no clocks.
	Policy *sla.Policy
	_      struct{}
}

// Origin says who is speaking, seen from us. It follows from ids: never from text, timing or arrival.
type Origin string

// The origins.
const (
	OriginCustomer  Origin = "customer"
	OriginBystander Origin = "bystander" // has not addressed us in this thread
	OriginUs        Origin = "us"        // sent by this desk
	OriginElsewhere Origin = "elsewhere" // one of our accounts, through another tool; counts as an answer all the same
	OriginShare     Origin = "share"     // passes on what somebody said, without a word
)

// Fold folds entries, which are all behind base in fold order, onto base, and passes the cycles of clocks
// that end to ended, if it is not nil. It never fails from the beginning, where base is nil; it reports false
// where entries tell something new of what base has folded, or begin no case: then fold everything, and
// forget what ended was told.
func (r *Rules) Fold(base *Tail, entries []Entry, ended func(sla.Clock)) (Tail, bool) {
	f := r.folder(base, entries)
	f.ended = ended
	if base != nil && (!slices.Equal(f.tail.Silent, base.Silent) || slices.ContainsFunc(entries, f.revives)) {
		return Tail{}, false
	}
	f.all()
	if base != nil && f.tail.Base == nil {
		return Tail{}, false // what began the case is gone, so another base is wanted
	}
	return f.tail, true
}

// Step folds one entry behind t, and passes the cycles of clocks that it ends to ended, if it is not nil. It
// reports false, and leaves t as it was, where the entry asks for more than t remembers: then fold again from
// t.Base.
func (r *Rules) Step(t *Tail, e Entry, ended func(sla.Clock)) bool {
	if e.Pos().Compare(t.Last) <= 0 || !r.steps(t, e) {
		return false
	}
	f := folder{rules: r, tail: *t, entries: []Entry{e}, ended: ended}
	f.all()
	*t = f.tail
	return true
}

func (r *Rules) steps(t *Tail, e Entry) bool {
	if e.Event != nil {
		seen := seenBy(e.Event)
		return seen.IsZero() || seen.Last.Compare(t.Last) >= 0 && !t.Waiting.Observed.After(seen.Observed)
	}
	if e.Row.Removed || e.Row.Kind == KindShare || r.ours(e.Row) {
		return !e.Row.Removed && (e.Row.At().After(t.Withdrawn) || !r.answers(e.Row))
	}
	return addresses(e.Row) != slices.Contains(t.Silent, e.Row.Leg)
}

// A folder folds a stretch of entries. Beside the tail it remembers, for that stretch, what the tail
// only counts.
type folder struct {
	rules   *Rules
	tail    Tail
	entries []Entry
	asked   []*Row // what waits
	ended   func(sla.Clock)
	record  *recorder
}

func (r *Rules) folder(base *Tail, entries []Entry) *folder {
	f := &folder{rules: r, entries: entries}
	if base != nil {
		f.tail = *base
		f.tail.Base = nil
	}
	f.tail.Silent = r.silent(f.tail.Silent, entries)
	return f
}

// silent returns the legs, of those before and in entries, that have people in them who never addressed us.
func (r *Rules) silent(before []LegKey, entries []Entry) []LegKey {
	var out []LegKey
	loud := map[LegKey]bool{}
	for _, leg := range before {
		loud[leg] = false
	}
	for _, e := range entries {
		if e.Row != nil && e.Row.Kind != KindShare && !r.ours(e.Row) {
			loud[e.Row.Leg] = loud[e.Row.Leg] || addresses(e.Row)
		}
	}
	for leg, ok := range loud {
		if !ok {
			out = append(out, leg)
		}
	}
	slices.SortFunc(out, compareLegs)
	return out
}

// revives reports whether e is an answer from before a message was taken back that counts as withdrawn.
func (f *folder) revives(e Entry) bool {
	return e.Row != nil && f.rules.answers(e.Row) && !e.Row.At().After(f.tail.Withdrawn)
}

func (r *Rules) ours(row *Row) bool { _, ok := r.Own[row.Author]; return ok }

// answers reports whether row is an answer of ours that counts.
func (r *Rules) answers(row *Row) bool {
	return row.Kind != KindShare && r.ours(row) && counts(reply(row))
}

func addresses(row *Row) bool { return len(row.Via) > 0 || row.Visibility == Direct }

func (f *folder) all() {
	for i := range f.entries {
		f.fold(i)
	}
	f.tail.Due, f.tail.Next = f.due()
}

func (f *folder) fold(i int) {
	e := f.entries[i]
	if e.Event != nil && !Decision(e.Event.Body) { // a verdict follows from the rest
		f.note(e.Event)
		return
	}
	pos := e.Pos()
	f.tail.Advance(pos.At)
	if e.Row != nil {
		f.mention(i, e.Row)
	} else {
		f.decision(e.Event)
	}
	f.tail.Last = pos
}

func (f *folder) mention(i int, row *Row) {
	origin := f.origin(row)
	switch origin {
	case OriginShare:
		f.share(row)
	case OriginUs, OriginElsewhere:
		f.answered(row)
	case OriginBystander:
		f.bystander(row)
	case OriginCustomer:
		f.said(i, row)
	}
	if row.ObservedAt.After(f.tail.Observed) {
		f.tail.Observed = row.ObservedAt
	}
	if f.record != nil {
		f.record.line(origin, row)
	}
}

func (f *folder) origin(row *Row) Origin {
	switch {
	case row.Kind == KindShare:
		return OriginShare
	case f.rules.ours(row):
		return OriginElsewhere
	case slices.Contains(f.tail.Silent, row.Leg):
		return OriginBystander
	}
	return OriginCustomer
}

func (f *folder) share(row *Row) {
	f.tail.Shares++
	if row.More != nil {
		f.tail.Reach += row.More.Followers
	}
}

func (f *folder) bystander(row *Row) {
	if f.tail.Customer == "" {
		f.tail.Customer = row.Leg.Customer
	}
}

func (f *folder) said(i int, row *Row) {
	t := &f.tail
	asks := !f.withdrawn(i, row)
	if asks && f.opens(row) {
		t.begin(row.At(), f.rules.Policy)
		f.asked = nil
	}
	if t.In == 0 {
		t.Customer, t.Start = row.Author, row.Above
	}
	if t.Account == "" && len(row.Via) > 0 {
		t.Account = row.Via[0]
	}
	t.In++
	t.LastIn, t.Visibility = row.At(), row.Visibility
	if asks {
		f.ask(row)
		return
	}
	if row.Stamp.At.After(t.Withdrawn) {
		t.Withdrawn = row.Stamp.At
	}
	f.mark(sla.Mark{At: row.At(), Kind: sla.Turned, ID: string(row.Ref)}) // into another visibility, perhaps
}

// opens reports whether a customer's message begins a case.
func (f *folder) opens(row *Row) bool {
	t := &f.tail
	return t.Case == 0 || t.Status == StatusResolved && row.At().After(t.Resolved.Add(f.rules.Reopen))
}

// withdrawn reports whether row was taken back before our next answer, whatever that answers.
func (f *folder) withdrawn(i int, row *Row) bool {
	if !row.Removed {
		return false
	}
	for _, e := range f.entries[i+1:] {
		if e.Row != nil && f.rules.answers(e.Row) {
			return row.Stamp.At.Before(e.Row.At())
		}
	}
	return true
}

func (f *folder) ask(row *Row) {
	t := &f.tail
	t.Status, t.Snoozed, t.Resolved = t.ourTurn(), time.Time{}, time.Time{}
	t.wait(row)
	f.asked = append(f.asked, row)
	f.mark(sla.Mark{At: row.At(), Kind: sla.Asked, ID: string(row.Ref)})
}

func (f *folder) answered(row *Row) {
	t := &f.tail
	if t.Out == 0 {
		t.Account = f.rules.Own[row.Author]
	}
	t.Out++
	t.LastOut = row.At()
	if t.Case == 0 {
		return
	}
	reply := reply(row)
	if counts(reply) {
		t.Answered, t.Waiting, f.asked = true, Waiting{}, nil
		if t.Status != StatusResolved {
			t.Status, t.Snoozed = StatusPending, time.Time{}
		}
	}
	f.mark(sla.Mark{At: row.At(), Kind: sla.Answered, Reply: reply, ID: string(row.Ref)})
}

func reply(row *Row) sla.Reply {
	if row.Bot {
		return sla.Bot
	}
	return sla.Elsewhere
}

// What a program wrote without a person is no answer.
func counts(reply sla.Reply) bool { return reply != sla.Bot }

func (f *folder) decision(e *Event) {
	t := &f.tail
	t.Decided = t.Decided || e.By.Kind == ActorAgent
	switch b := e.Body.(type) {
	case Assigned:
		t.Team, t.Assignee = b.Team, b.Agent
	case Tagged:
		t.tag(b.Add, b.Remove)
		f.mark(sla.Mark{At: e.At, Kind: sla.Turned, ID: e.ID})
	case Snoozed:
		if t.Status.Allows(CommandSnooze) && len(f.unseen(b.Seen)) == 0 {
			t.Status, t.Snoozed = StatusSnoozed, b.Until
			f.mark(sla.Mark{At: e.At, Kind: sla.Turned, ID: e.ID})
		}
	case Resolved:
		if t.Status.Allows(CommandResolve) {
			f.resolve(e, b)
		}
	}
	f.note(e)
}

func (f *folder) note(e *Event) {
	if f.record != nil {
		f.record.event(e)
	}
}

// resolve ends the case, but for what its actor had not seen: that goes on waiting from its own time. Where
// the unseen has waited longest, its clocks run on as if nobody had resolved anything.
func (f *folder) resolve(e *Event, d Resolved) {
	t := &f.tail
	unseen := f.unseen(d.Seen)
	if len(unseen) > 0 && unseen[0] == f.asked[0] {
		f.waitOn(unseen)
		return
	}
	t.Waiting, f.asked = Waiting{}, nil
	t.Status, t.Resolved, t.Snoozed = StatusResolved, e.At, time.Time{}
	f.mark(sla.Mark{At: e.At, Kind: sla.Resolved, ID: e.ID})
	for _, row := range unseen {
		f.ask(row)
	}
}

// unseen returns what waits and was not covered by seen.
func (f *folder) unseen(seen Seen) []*Row {
	var out []*Row
	for _, row := range f.asked {
		if !seen.IsZero() && !seen.Covers(&row.Facts) {
			out = append(out, row)
		}
	}
	return out
}

// seenBy returns what the actor of a decision had looked at, where that matters.
func seenBy(e *Event) Seen {
	switch b := e.Body.(type) {
	case Resolved:
		return b.Seen
	case Snoozed:
		return b.Seen
	}
	return Seen{}
}

func (f *folder) waitOn(rows []*Row) {
	t := &f.tail
	t.Status, t.Snoozed = t.ourTurn(), time.Time{}
	t.Waiting, f.asked = Waiting{}, rows
	for _, row := range rows {
		t.wait(row)
	}
}

// mark writes down what happened, once the tail is as it leaves it.
func (f *folder) mark(m sla.Mark) {
	t := &f.tail
	if t.Case == 0 {
		return
	}
	m.Status, m.Until = string(t.Status), t.Snoozed
	if f.rules.Policy != nil {
		f.rules.Policy.Add(t.Subject(), &t.Track, m, f.ended)
	}
	if f.record != nil {
		f.record.mark(m)
	}
}

// due returns when a clock that runs is due, and when there is something to be said of one: that may be over. The
// fold does not know the present: a clock is due by the last version of the policy, also if it comes into force
// only later.
func (f *folder) due() (due, next time.Time) {
	if f.rules.Policy == nil || f.tail.Case == 0 {
		return due, next
	}
	var buf [5]sla.Clock
	at, subject := f.tail.Last.At, f.tail.Subject()
	_, from := f.rules.Policy.Former()
	if !from.After(at) {
		from = at
	}
	for _, c := range f.rules.Policy.Open(subject, f.tail.Track, from, buf[:0]) {
		if c.Due.Year() < farAway {
			due = earliest(due, c.Due)
		}
	}
	if f.tail.Status != StatusResolved {
		next = f.rules.Policy.Changes(at)
	}
	for _, c := range f.rules.Policy.Open(subject, f.tail.Track, at, buf[:0]) {
		switch {
		case c.State == sla.Missed:
			next = earliest(next, c.Due.Add(time.Nanosecond))
		case c.Warning > 0:
			next = earliest(next, c.AsOf)
		default:
			next = earliest(next, c.Next)
		}
	}
	if next.Year() >= farAway {
		next = time.Time{}
	}
	return due, next
}

// From this year on nothing is due: stores can't keep such a time, and nobody waits for it.
const farAway = 2200
