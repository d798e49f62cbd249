package memstore

import (
	"slices"
	"time"

	"github.com/kindlydm/kindly/care"
)

func (t *tx) Expire(now time.Time, limit int) (int, error) {
	if err := inRange("expire", now); err != nil {
		return 0, t.fail(err)
	}
	at := pack(now)
	contents, rows, rejects := t.expiring.until(at, limit), t.stale.until(at, limit), t.rejects.stale.until(at, limit)
	for _, c := range contents {
		t.putContent(&care.Content{Ref: c.Ref, Stamp: c.Stamp, ExpiresAt: c.ExpiresAt, Gone: true})
	}
	for _, r := range rows {
		t.dropRow(r)
		t.gone = append(t.gone, r)
		t.rest(func(s *state) { s.addRow(r) })
	}
	for _, r := range rejects {
		t.rejects.drop(r)
		t.rest(func(s *state) { s.rejects.add(r) })
	}
	return len(contents) + len(rows) + len(rejects), nil
}

// RenameAuthor looks at every row and every event.
func (t *tx) RenameAuthor(from, to care.AuthorID) ([]care.Ref, error) {
	if from == "" || to == "" {
		return nil, t.fail(invalid("rename author", "from %.80q to %.80q", from, to))
	}
	if from == to {
		return nil, nil
	}
	for _, l := range t.legsBy(from) {
		key, c := l.key, l.conv
		t.rekey(key, care.LegKey{Thread: key.Thread, Account: key.Account, Customer: to}, c)
	}
	for i := range t.feed.n {
		t.renameEvent(t.feed.at(i), from, to)
	}
	return t.renameRows(from, to), nil
}

func (t *tx) renameRows(from, to care.AuthorID) []care.Ref {
	var refs []care.Ref
	var of []*row
	t.rows.all(func(r *row) {
		if r.author == from || r.customer == from || r.rare != nil && r.rare.peer == from {
			of = append(of, r)
		}
	})
	for _, r := range of {
		if r.author == from {
			refs = append(refs, r.ref)
		}
		t.putRow(r.renamed(from, to))
	}
	return refs
}

func (t *tx) renameEvent(e *event, from, to care.AuthorID) {
	was := e.body
	switch body := was.(type) {
	case care.Erased:
		if body.Author != from {
			return
		}
		e.body = care.Erased{Author: to}
	case care.Parted:
		by := func(k care.LegKey) bool { return k.Customer == from }
		if !slices.ContainsFunc(body.Legs, by) {
			return
		}
		body.Legs = slices.Clone(body.Legs)
		for i := range body.Legs {
			if by(body.Legs[i]) {
				body.Legs[i].Customer = to
			}
		}
		e.body = body
	default:
		return
	}
	t.rest(func(*state) { e.body = was })
}
