package memstore

import (
	"cmp"
	"slices"
	"sort"

	"github.com/kindlydm/kindly/care"
)

// A conv is a conversation, also one that has no head yet, or that was merged.
type conv struct {
	id      care.ConversationID
	entries []entry // in fold order
	head    head
}

// An entry is one of row and event.
type entry struct {
	row   *row
	event *event
}

func (e entry) at() int64 {
	if e.row != nil {
		return e.row.at()
	}
	return e.event.at
}

func (e entry) pos() care.Pos {
	if e.row != nil {
		return care.Pos{At: unpack(e.row.at()), Class: care.ClassMention, Key: string(e.row.ref)}
	}
	return care.Pos{At: unpack(e.event.at), Class: care.ClassDecision, Key: e.event.id}
}

func (e entry) compare(f entry) int {
	if c := cmp.Compare(e.at(), f.at()); c != 0 {
		return c
	}
	return e.pos().Compare(f.pos())
}

// find returns the place of the first entry that is not before e.
func (c *conv) find(e entry) int {
	if n := len(c.entries); n == 0 || c.entries[n-1].compare(e) < 0 {
		return n
	}
	return sort.Search(len(c.entries), func(i int) bool { return c.entries[i].compare(e) >= 0 })
}

// insert puts e into c, or what c is part of now.
func (s *state) insert(c *conv, e entry) {
	c = s.merged.now(c)
	if c.entries == nil {
		first := s.room.firsts.new()
		first[0], c.entries = e, first[:]
		return
	}
	c.entries = slices.Insert(c.entries, c.find(e), e)
}

// remove takes e out, which is there.
func (c *conv) remove(e entry) {
	i := c.find(e)
	c.entries = slices.Delete(c.entries, i, i+1)
}

// union returns the entries of a and b, in a slice of its own.
func union(a, b []entry) []entry {
	out := make([]entry, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0].compare(b[0]) < 0 {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// conv returns the conversation that id is part of now; nil if nothing is known of it.
func (s *state) conv(id care.ConversationID) *conv {
	if c := s.convs.get(id); c != nil {
		return s.merged.now(c)
	}
	return nil
}

func (r reader) Entries(id care.ConversationID, after care.Pos, limit int) ([]care.Entry, error) {
	c := r.conv(id)
	if c == nil || limit <= 0 {
		return nil, nil
	}
	from := 0
	if !after.IsZero() {
		from = sort.Search(len(c.entries), func(i int) bool { return c.entries[i].pos().Compare(after) > 0 })
	}
	found := c.entries[from:min(len(c.entries), from+limit)]
	out := make([]care.Entry, len(found))
	for i, e := range found {
		out[i] = r.unpackEntry(e)
	}
	return out, nil
}

func (s *state) unpackEntry(e entry) care.Entry {
	if e.row != nil {
		r := s.unpackRow(e.row)
		return care.Entry{Row: &r}
	}
	ev := e.event.unpack()
	return care.Entry{Event: &ev}
}
