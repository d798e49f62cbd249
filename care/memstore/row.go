package memstore

import (
	"encoding/json"
	"slices"

	"github.com/kindlydm/kindly/care"
)

// A row is a care.Row as it is kept, in half the room: times as numbers, what repeats as labels, what few
// have behind one pointer.
type row struct {
	ref      care.Ref
	author   care.AuthorID
	parent   care.Ref
	root     care.Ref
	thread   care.Ref // as it was put; it may have moved
	customer care.AuthorID
	conv     *conv // nil: in none; it may have been merged
	rare     *rareRow

	occurred, observed int64
	stampAt, revision  int64
	hash               uint64

	kind       uint32 // a label
	via        uint32 // a label, where it is one account
	visibility care.Visibility
	above      care.Above
	flags      flags
}

// A rareRow has what few rows have.
type rareRow struct {
	peer        care.AuthorID
	target      care.Ref
	account     care.AccountID // of the leg
	via         []care.AccountID
	more        *care.More
	assessments []care.Assessment
	native      json.RawMessage
	expires     int64
}

type flags uint8

const (
	flagBot flags = 1 << iota
	flagClaimed
	flagRemoved
	flagErased
)

func (f *flags) set(flag flags, on bool) {
	if on {
		*f |= flag
	}
}

func (f flags) has(flag flags) bool { return f&flag != 0 }

func (s *state) packRow(r *care.Row, c *conv) row {
	out := row{
		ref: r.Ref, author: r.Author, parent: r.Parent, root: r.Root, thread: r.Leg.Thread, customer: r.Leg.Customer,
		conv: c, occurred: pack(r.OccurredAt), observed: pack(r.ObservedAt),
		stampAt: pack(r.Stamp.At), revision: r.Stamp.Revision, hash: r.Stamp.Hash,
		kind: s.kinds.number(r.Kind), visibility: r.Visibility, above: r.Above,
	}
	if len(r.Via) == 1 {
		out.via = s.accounts.number(r.Via[0])
	}
	out.flags.set(flagBot, r.Bot)
	out.flags.set(flagClaimed, r.Claimed)
	out.flags.set(flagRemoved, r.Removed)
	out.flags.set(flagErased, r.Erased)
	out.rare = packRare(r)
	return out
}

func packRare(r *care.Row) *rareRow {
	if r.Peer == "" && r.Target == "" && r.Leg.Account == "" && len(r.Via) < 2 && r.More == nil &&
		r.Assessments == nil && r.Native == nil && r.ExpiresAt.IsZero() {
		return nil
	}
	out := &rareRow{
		peer: r.Peer, target: r.Target, account: r.Leg.Account, more: r.More,
		assessments: r.Assessments, native: r.Native, expires: pack(r.ExpiresAt),
	}
	if len(r.Via) > 1 {
		out.via = r.Via
	}
	return out
}

// unpackRow returns r with the thread and the conversation that it is in now.
func (s *state) unpackRow(r *row) care.Row {
	out := care.Row{
		Facts: care.Facts{
			Ref: r.ref, Kind: s.kinds.values[r.kind], Visibility: r.visibility, Author: r.author, Parent: r.parent, Root: r.root,
			Bot: r.flags.has(flagBot), Claimed: r.flags.has(flagClaimed), Removed: r.flags.has(flagRemoved),
			OccurredAt: unpack(r.occurred), ObservedAt: unpack(r.observed),
			Stamp: care.Stamp{Revision: r.revision, At: unpack(r.stampAt), Hash: r.hash},
		},
		Leg:   care.LegKey{Thread: s.moved.now(r.thread), Customer: r.customer},
		Above: r.above, Erased: r.flags.has(flagErased),
	}
	if r.via > 0 {
		out.Via = s.accounts.values[r.via : r.via+1 : r.via+1]
	}
	if r.conv != nil {
		out.Conversation = s.merged.now(r.conv).id
	}
	if r.rare != nil {
		r.rare.unpack(&out)
	}
	return out
}

func (r *rareRow) unpack(out *care.Row) {
	out.Peer, out.Target, out.Leg.Account, out.More = r.peer, r.target, r.account, r.more
	out.Assessments, out.Native, out.ExpiresAt = r.assessments, r.native, unpack(r.expires)
	if r.via != nil {
		out.Via = r.via
	}
}

func (r *row) present() bool { return r.kind != 0 }

// at is the time of the row's position, as care.Facts.At has it.
func (r *row) at() int64 {
	unsure := r.occurred == never || r.flags.has(flagClaimed) || r.occurred > r.observed
	if unsure && r.observed != never {
		return r.observed
	}
	return r.occurred
}

// expires is when the row is dropped.
func (r *row) expires() int64 {
	if r.present() || r.rare == nil {
		return never
	}
	return r.rare.expires
}

func (r *row) leg() care.LegKey {
	key := care.LegKey{Thread: r.thread, Customer: r.customer}
	if r.rare != nil {
		key.Account = r.rare.account
	}
	return key
}

// named returns what a row is linked to: its parents and its target, each once.
func (r *row) named() []care.Ref {
	if !r.present() || r.parent == "" && r.rare == nil {
		return nil
	}
	f := care.Facts{Parent: r.parent}
	if r.rare != nil {
		f.More, f.Target = r.rare.more, r.rare.target
	}
	refs := f.Parents()
	if f.Target != "" && !slices.Contains(refs, f.Target) {
		refs = append(slices.Clip(refs), f.Target)
	}
	return refs
}

// renamed returns r with to in the place of from.
func (r *row) renamed(from, to care.AuthorID) row {
	out := *r
	rename := func(id *care.AuthorID) {
		if *id == from {
			*id = to
		}
	}
	rename(&out.author)
	rename(&out.customer)
	if out.rare != nil {
		rare := *out.rare
		rename(&rare.peer)
		out.rare = &rare
	}
	return out
}
