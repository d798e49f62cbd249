package sqlstore

import (
	"github.com/kindlydm/kindly/care"
)

// keysOf is a list of keys of legs.
func (r *reader) keysOf(keys []care.LegKey) string {
	b := r.batch()
	for _, k := range keys {
		if keyStorable(k) {
			b.row().str(string(k.Thread)).str(string(k.Account)).str(string(k.Customer))
		}
	}
	return b.text()
}

func keyStorable(k care.LegKey) bool {
	return storable(string(k.Thread)) && storable(string(k.Account)) && storable(string(k.Customer))
}

const nowKeys = `(SELECT COALESCE(t.into_thread, x.thread) AS thread, x.account, x.customer
	FROM {rows $2 x: thread text, account text, customer text}
	{leftjoin kindly_moved t: t.desk = $1 AND t.thread = x.thread})`

// Legs implements [care.Reader].
func (r *reader) Legs(keys []care.LegKey) ([]care.Leg, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	return r.legs("legs", `SELECT l.thread, l.account, l.customer, l.conversation FROM `+nowKeys+` AS k
		{join kindly_leg l: l.desk = $1 AND l.thread = k.thread AND l.account = k.account AND l.customer = k.customer}`, r.keysOf(keys))
}

// ThreadLegs implements [care.Reader].
func (r *reader) ThreadLegs(thread care.Ref, limit int) ([]care.Leg, error) {
	if limit <= 0 {
		return nil, nil
	}
	return r.legs("thread legs", `SELECT l.thread, l.account, l.customer, l.conversation FROM (
			SELECT DISTINCT COALESCE(t.into_thread, k.value) AS thread FROM {list $2 k}
			{leftjoin kindly_moved t: t.desk = $1 AND t.thread = k.value}) AS now
		{join kindly_leg l: l.desk = $1 AND l.thread = now.thread} WHERE now.thread <> '' LIMIT $3`, list(r.dialect, []care.Ref{thread}), limit)
}

func (r *reader) legs(op, query string, args ...any) ([]care.Leg, error) {
	var out []care.Leg
	err := r.each(op, query, func(rows scanner) error {
		var l care.Leg
		err := rows.Scan(&l.Thread, &l.Account, &l.Customer, &l.Conversation)
		out = append(out, l)
		return err
	}, args...)
	return out, err
}

// PutLegs implements [care.Tx].
func (t *tx) PutLegs(legs []care.Leg) error {
	const op = "put legs"
	b := t.batch()
	for _, l := range lastOfEach(legs, func(l *care.Leg) care.LegKey { return l.LegKey }) {
		if l.Conversation == "" || !keyStorable(l.LegKey) || !storable(string(l.Conversation)) {
			return t.refuse(invalid(op, "leg %.200q in conversation %.80q", l.LegKey, l.Conversation))
		}
		b.row().str(string(l.Thread)).str(string(l.Account)).str(string(l.Customer)).str(string(l.Conversation))
		t.ahead.used(l.Thread)
	}
	return t.put(write{op: op, table: "kindly_leg", statement: upsertLegs, rows: b})
}

// Two keys of one batch may be the same by now; one of their conversations stands.
const upsertLegs = `INSERT INTO kindly_leg (desk, thread, account, customer, conversation)
	SELECT $1, COALESCE(t.into_thread, x.thread), x.account, x.customer, MAX(COALESCE(c.into_id, x.conversation))
	FROM {rows $2 x: thread text, account text, customer text, conversation text}
	{leftjoin kindly_moved t: t.desk = $1 AND t.thread = x.thread}
	{leftjoin kindly_merged c: c.desk = $1 AND c.id = x.conversation} WHERE true
	GROUP BY COALESCE(t.into_thread, x.thread), x.account, x.customer
	ON CONFLICT (desk, thread, account, customer) DO UPDATE SET conversation = excluded.conversation`
