package memstore

import (
	"slices"

	"github.com/kindlydm/kindly/care"
)

// A link holds the present rows that name a mention, which itself may be unknown.
type link struct {
	ref  care.Ref
	rows []*row
}

// setRow puts what to says in the place of r; r is in the table before and after.
func (s *state) setRow(r *row, to row) {
	if samePlaces(r, &to) {
		*r = to
		return
	}
	s.displaceRow(r)
	*r = to
	s.placeRow(r)
}

func samePlaces(a, b *row) bool {
	return a.conv == b.conv && a.at() == b.at() && a.expires() == b.expires() && slices.Equal(a.named(), b.named())
}

func (s *state) addRow(r *row) {
	s.rows.add(r)
	s.placeRow(r)
}

func (s *state) dropRow(r *row) {
	s.displaceRow(r)
	s.rows.remove(r)
}

func (s *state) placeRow(r *row) {
	for _, ref := range r.named() {
		l := s.links.get(ref)
		if l == nil {
			l = &link{ref: ref}
			s.links.add(l)
		}
		l.rows = append(l.rows, r)
	}
	if r.conv != nil {
		s.insert(r.conv, entry{row: r})
	}
	if at := r.expires(); at != never {
		s.stale.insert(at, r)
	}
}

func (s *state) displaceRow(r *row) {
	for _, ref := range r.named() {
		l := s.links.get(ref)
		if l.drop(r); len(l.rows) == 0 {
			s.links.remove(l)
		}
	}
	if r.conv != nil {
		s.merged.now(r.conv).remove(entry{row: r})
	}
	if at := r.expires(); at != never {
		s.stale.remove(at, r)
	}
}

// drop looks from the end: what is taken back came last.
func (l *link) drop(r *row) {
	for i := len(l.rows) - 1; ; i-- {
		if l.rows[i] == r {
			l.rows = slices.Delete(l.rows, i, i+1)
			return
		}
	}
}

func (r reader) Mentions(refs []care.Ref) ([]care.Row, error) {
	found := make([]*row, 0, len(refs))
	for _, ref := range refs {
		if row := r.rows.get(ref); row != nil {
			found = append(found, row)
		}
	}
	return r.unpackRows(found), nil
}

func (r reader) Links(refs []care.Ref) ([]care.Row, error) {
	var found []*row
	for _, ref := range refs {
		if l := r.links.get(ref); l != nil {
			found = append(found, l.rows...)
		}
	}
	if len(refs) > 1 {
		found = once(found)
	}
	return r.unpackRows(found), nil
}

func (s *state) unpackRows(found []*row) []care.Row {
	out := make([]care.Row, len(found))
	for i, r := range found {
		out[i] = s.unpackRow(r)
	}
	return out
}

// once returns each of all once, in their order.
func once[T comparable](all []T) []T {
	if len(all) < 2 {
		return all
	}
	seen := make(map[T]bool, len(all))
	return slices.DeleteFunc(all, func(v T) bool {
		was := seen[v]
		seen[v] = true
		return was
	})
}
