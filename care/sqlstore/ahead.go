package sqlstore

import (
	"github.com/kindlydm/kindly/care"
)

// ahead remembers of refs, when they are read as mentions, whether they name threads: for most of a batch
// they don't, and what a desk asks next of each of them is then known without asking the database. It holds
// for one transaction, in which nobody else moves threads whose keys it names.
type ahead struct {
	free map[care.Ref]bool // never moved, nothing moved into it, and without legs
}

func (a *ahead) used(thread care.Ref) { delete(a.free, thread) }

func (a *ahead) forget() { a.free = nil }

const lookMentions = `SELECT k.value, CASE WHEN {exists kindly_moved a: a.desk = $1 AND a.thread = k.value}
			OR {exists kindly_moved a: a.desk = $1 AND a.into_thread = k.value}
			OR {exists kindly_leg l: l.desk = $1 AND l.thread = k.value} THEN 1 ELSE 0 END,
		COALESCE(m.ref, ''), COALESCE(m.author, ''), COALESCE(m.peer, ''), COALESCE(m.parent, ''), COALESCE(m.target, ''),
		COALESCE(t.into_thread, m.thread, ''), COALESCE(m.account, ''), COALESCE(m.customer, ''),
		COALESCE(m.conversation, ''), COALESCE(m.present, 0), COALESCE(m.at, 0), COALESCE(m.body, 'null')
	FROM {list $2 k}
	{leftjoin kindly_mention m: m.desk = $1 AND m.ref = k.value}
	{leftjoin kindly_moved t: t.desk = $1 AND t.thread = m.thread}`

// Mentions also looks ahead.
func (t *tx) Mentions(refs []care.Ref) ([]care.Row, error) {
	if t.ahead.free == nil {
		t.ahead.free = make(map[care.Ref]bool, len(refs))
	}
	var out []care.Row
	err := t.each("mentions", lookMentions, func(rows scanner) error {
		var ref care.Ref
		var used int
		row, err := scanMention(rows, &ref, &used)
		if row.Ref != "" {
			out = append(out, row)
		}
		if t.ahead.used(ref); used == 0 && ref != "" {
			t.ahead.free[ref] = true
		}
		return err
	}, list(t.dialect, refs))
	return out, err
}

// unknown returns those of threads of which nothing was learnt ahead.
func (a *ahead) unknown(threads []care.Ref) []care.Ref {
	var out []care.Ref
	for _, ref := range threads {
		if !a.free[ref] {
			out = append(out, ref)
		}
	}
	return out
}

// Threads asks only of those that are not known ahead.
func (t *tx) Threads(threads []care.Ref) ([]care.Ref, error) {
	if len(t.ahead.unknown(threads)) == 0 {
		return append([]care.Ref(nil), threads...), nil
	}
	return t.reader.Threads(threads)
}

// ThreadLegs asks only where that is not known ahead.
func (t *tx) ThreadLegs(thread care.Ref, limit int) ([]care.Leg, error) {
	if len(t.ahead.unknown([]care.Ref{thread})) == 0 {
		return nil, nil
	}
	return t.reader.ThreadLegs(thread, limit)
}

// Legs asks only of those whose threads are not known ahead.
func (t *tx) Legs(keys []care.LegKey) ([]care.Leg, error) {
	var ask []care.LegKey
	for _, k := range keys {
		if !t.ahead.free[k.Thread] {
			ask = append(ask, k)
		}
	}
	return t.reader.Legs(ask)
}
