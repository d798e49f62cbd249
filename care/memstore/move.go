package memstore

import (
	"math"

	"github.com/kindlydm/kindly/care"
)

func (t *tx) MoveThread(from, into care.Ref) error {
	if from == "" || into == "" {
		return t.fail(invalid("move thread", "from %.80q into %.80q", from, into))
	}
	from, into = t.moved.now(from), t.moved.now(into)
	if from == into {
		return nil
	}
	for _, l := range t.legsOf(from, math.MaxInt) {
		key, c := l.key, l.conv
		t.rekey(key, care.LegKey{Thread: into, Account: key.Account, Customer: key.Customer}, c)
	}
	n := len(t.moved.members[from])
	t.moved.move(from, into)
	t.rest(func(s *state) { s.moved.back(from, into, n) })
	return nil
}

// rekey moves a leg from one key to another; a leg that is there stays.
func (t *tx) rekey(from, into care.LegKey, c *conv) {
	t.putLeg(from, nil)
	if t.legs.get(into) == nil {
		t.putLeg(into, c)
	}
}

func (t *tx) Merge(from, into care.ConversationID) error {
	if from == "" || into == "" {
		return t.fail(invalid("merge", "from %.80q into %.80q", from, into))
	}
	f, i := t.makeConv(from), t.makeConv(into)
	if f == i {
		return nil
	}
	t.replaceHead(f, head{})
	fs, is := f.entries, i.entries
	i.entries, f.entries = union(is, fs), nil
	n := len(t.merged.members[f])
	t.merged.move(f, i)
	t.rest(func(s *state) {
		s.merged.back(f, i, n)
		f.entries, i.entries = fs, is
	})
	return nil
}

func (t *tx) MoveLegs(legs []care.LegKey, into care.ConversationID) error {
	if into == "" {
		return t.fail(invalid("move legs", "into no conversation"))
	}
	to := t.makeConv(into)
	for _, key := range legs {
		l := t.legs.get(t.legNow(key))
		if l == nil {
			continue
		}
		from := t.merged.now(l.conv)
		t.putLeg(l.key, to)
		if from != to {
			t.moveRows(l.key, from, to)
		}
	}
	return nil
}

func (t *tx) moveRows(key care.LegKey, from, to *conv) {
	var rows []*row
	for _, e := range from.entries {
		if e.row != nil && t.legNow(e.row.leg()) == key {
			rows = append(rows, e.row)
		}
	}
	for _, r := range rows {
		moved := *r
		moved.conv = to
		t.putRow(moved)
	}
}
