package memstore

import (
	"slices"
	"time"

	"github.com/kindlydm/kindly/care"
)

// A head is a care.Head as it is kept, in half the room. Without a version there is none.
type head struct {
	version int64
	started int64 // its place in OrderStarted

	last                    int64
	lastKey                 string
	customer                care.AuthorID
	caseAt, lastIn, lastOut int64
	since, seen             int64 // of what waits
	observed                int64
	dueAt, nextAt           int64
	track                   track
	rare                    *rareHead

	account, status   uint32 // labels
	promised          uint32 // label
	waits, cases      uint32
	in, out           uint32
	class             care.Class
	visibility        care.Visibility
	start             care.Above
	answered, decided bool
}

// A rareHead has what few heads have.
type rareHead struct {
	snoozed, resolved time.Time
	withdrawn         time.Time
	shares, reach     int
	team, assignee    string
	tags              []string
	silent            []care.LegKey
	base              *care.Tail
	track             *care.Tail // of its track, what track has no room for
	verdicts          int
	overdue           []care.Overdue
}

// A track is the sla.Track of a head as it is kept.
type track struct {
	asked, first, waiting       point
	firstClosed, nextClosed     int32
	answered, settled, resolved bool
}

type point struct {
	at int64
	id string
}

func (s *state) packHead(h *care.Head) head {
	return head{
		version: h.Version, last: pack(h.Last.At), class: h.Last.Class, lastKey: h.Last.Key, customer: h.Customer,
		caseAt: pack(h.CaseAt), lastIn: pack(h.LastIn), lastOut: pack(h.LastOut),
		observed: pack(h.Observed),
		since:    pack(h.Waiting.Since), seen: pack(h.Waiting.Observed), waits: uint32(h.Waiting.Count),
		dueAt: pack(h.Due), nextAt: pack(h.Next), promised: s.policies.number(h.Promised), track: packTrack(h), rare: packRareHead(h),
		account: s.accounts.number(h.Account), status: s.statuses.number(h.Status),
		cases: uint32(h.Case), in: uint32(h.In), out: uint32(h.Out),
		visibility: h.Visibility, start: h.Start, answered: h.Answered, decided: h.Decided,
	}
}

func packTrack(h *care.Head) track {
	t := &h.Track
	return track{
		asked: point{pack(t.Asked.At), t.Asked.ID}, first: point{pack(t.First.At), t.First.ID},
		waiting:     point{pack(t.Waiting.At), t.Waiting.ID},
		firstClosed: t.FirstClosed, nextClosed: t.NextClosed,
		answered: t.Answered, settled: t.Settled, resolved: t.Resolved,
	}
}

func packRareHead(h *care.Head) *rareHead {
	t := &h.Tail
	track, overdue := packRareTrack(t), slices.Clone(h.Overdue)
	for i := range overdue {
		overdue[i].Due = utc(overdue[i].Due)
	}
	if t.Snoozed.IsZero() && t.Resolved.IsZero() && t.Withdrawn.IsZero() && t.Shares == 0 && t.Reach == 0 && t.Team == "" && t.Assignee == "" &&
		t.Tags == nil && t.Silent == nil && t.Base == nil && track == nil && h.Verdicts == 0 && overdue == nil {
		return nil
	}
	return &rareHead{
		snoozed: utc(t.Snoozed), resolved: utc(t.Resolved), withdrawn: utc(t.Withdrawn), shares: t.Shares, reach: t.Reach,
		team: t.Team, assignee: t.Assignee, tags: t.Tags, silent: t.Silent, base: t.Base,
		track: track, verdicts: h.Verdicts, overdue: overdue,
	}
}

func packRareTrack(t *care.Tail) *care.Tail {
	var out care.Tail
	is, was := &out.Track, &t.Track
	is.Held, is.HeldUntil, is.UpdateClosed, is.Pauses = was.Held, utc(was.HeldUntil), was.UpdateClosed, slices.Clone(was.Pauses)
	is.Held.At = utc(is.Held.At)
	for i := range is.Pauses {
		p := &is.Pauses[i]
		p.From, p.To = utc(p.From), utc(p.To)
	}
	if is.Same(&(&care.Tail{}).Track) {
		return nil
	}
	return &out
}

func (s *state) unpackHead(c *conv) care.Head {
	h := &c.head
	out := care.Head{ID: c.id, Version: h.version, Tail: care.Tail{
		Last:     care.Pos{At: unpack(h.last), Class: h.class, Key: h.lastKey},
		Customer: h.customer, Account: s.accounts.values[h.account], Visibility: h.visibility, Start: h.start,
		Answered: h.answered, Decided: h.decided, Status: s.statuses.values[h.status],
		Case: int(h.cases), CaseAt: unpack(h.caseAt),
		Observed: unpack(h.observed),
		Waiting:  care.Waiting{Since: unpack(h.since), Count: int(h.waits), Observed: unpack(h.seen)},
		LastIn:   unpack(h.lastIn), LastOut: unpack(h.lastOut), In: int(h.in), Out: int(h.out),
		Due: unpack(h.dueAt), Next: unpack(h.nextAt), Promised: s.policies.values[h.promised],
	}}
	h.track.unpack(&out.Tail)
	if r := h.rare; r != nil {
		r.unpack(&out.Tail)
		out.Verdicts, out.Overdue = r.verdicts, r.overdue
	}
	return out
}

func (r *rareHead) unpack(t *care.Tail) {
	t.Snoozed, t.Resolved, t.Withdrawn = r.snoozed, r.resolved, r.withdrawn
	t.Shares, t.Reach = r.shares, r.reach
	t.Team, t.Assignee, t.Tags, t.Silent, t.Base = r.team, r.assignee, r.tags, r.silent, r.base
	if r.track != nil {
		is, was := &t.Track, &r.track.Track
		is.Held, is.HeldUntil, is.UpdateClosed, is.Pauses = was.Held, was.HeldUntil, was.UpdateClosed, was.Pauses
	}
}

func (t *track) unpack(out *care.Tail) {
	o := &out.Track
	o.Asked.At, o.Asked.ID = unpack(t.asked.at), t.asked.id
	o.First.At, o.First.ID = unpack(t.first.at), t.first.id
	o.Waiting.At, o.Waiting.ID = unpack(t.waiting.at), t.waiting.id
	o.FirstClosed, o.NextClosed = t.firstClosed, t.nextClosed
	o.Answered, o.Settled, o.Resolved = t.answered, t.settled, t.resolved
}

func (s *state) unanswered(h *head) bool {
	t := care.Tail{Status: s.statuses.values[h.status], Waiting: care.Waiting{Count: int(h.waits)}}
	return t.Unanswered()
}

// headInRange refuses what a head can't hold.
func headInRange(h *care.Head) error {
	const op = "put heads"
	for _, n := range []int{h.Case, h.In, h.Out, h.Waiting.Count} {
		if n < 0 || n > 1<<31 {
			return invalid(op, "conversation %.80q: count %d is out of range", h.ID, n)
		}
	}
	return inRange(op, h.Last.At, h.CaseAt, h.Snoozed, h.Resolved, h.Withdrawn, h.Observed, h.Waiting.Since, h.Waiting.Observed,
		h.LastIn, h.LastOut, h.Due, h.Next, h.Track.Asked.At, h.Track.First.At, h.Track.Waiting.At, h.Track.Held.At, h.Track.HeldUntil)
}
