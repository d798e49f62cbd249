package sqlstore

import (
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"github.com/kindlydm/kindly/care"
)

// A rowBody is what of a row no column has.
type rowBody struct {
	care.Row

	Ref          *struct{} `json:"ref,omitempty"`
	Author       *struct{} `json:"author,omitempty"`
	Peer         *struct{} `json:"peer,omitempty"`
	Parent       *struct{} `json:"parent,omitempty"`
	Target       *struct{} `json:"target,omitempty"`
	Leg          *struct{} `json:"leg,omitempty"`
	Conversation *struct{} `json:"conversation,omitempty"`
	Native       bytesText `json:"native,omitzero"`
}

const mentionColumns = `m.ref, m.author, m.peer, m.parent, m.target, COALESCE(t.into_thread, m.thread), m.account, m.customer,
	m.conversation, m.present, m.at, m.body`

// The plans begin with the list and look each ref up by the primary key, in both databases.
const selectMentions = `SELECT ` + mentionColumns + ` FROM {list $2 k}
	{join kindly_mention m: m.desk = $1 AND m.ref = k.value}
	{leftjoin kindly_moved t: t.desk = $1 AND t.thread = m.thread}`

// Mentions implements [care.Reader].
func (r *reader) Mentions(refs []care.Ref) ([]care.Row, error) {
	return r.mentions("mentions", selectMentions, list(r.dialect, refs))
}

func (r *reader) mentions(op, query string, args ...any) ([]care.Row, error) {
	var out []care.Row
	err := r.each(op, query, func(rows scanner) error {
		row, err := scanMention(rows)
		out = append(out, row)
		return err
	}, args...)
	return out, err
}

func scanMention(rows scanner, also ...any) (care.Row, error) {
	var b rowBody
	var body sql.RawBytes
	var present, at int64
	r := &b.Row
	also = append(also, &r.Ref, &r.Author, &r.Peer, &r.Parent, &r.Target, &r.Leg.Thread, &r.Leg.Account, &r.Leg.Customer,
		&r.Conversation, &present, &at, &body)
	err := rows.Scan(also...)
	if err == nil {
		err = json.Unmarshal(body, &b)
	}
	if err == nil && r.Ref != "" && (r.Present() != (present == 1) || pack(r.At()) != at) {
		err = errors.New("its columns say that it is something else than its body does")
	}
	r.Native = json.RawMessage(b.Native)
	return *r, in("kindly_mention", r.Ref, err)
}

// Each of the three indexes gives its part; what kindly_parent says may be out of date.
const selectLinks = `SELECT ` + mentionColumns + ` FROM (
		SELECT c.ref FROM {list $2 k} {join kindly_mention c: c.desk = $1 AND c.parent = k.value AND c.parent <> '' AND c.present = 1}
		UNION SELECT c.ref FROM {list $2 k} {join kindly_mention c: c.desk = $1 AND c.target = k.value AND c.target <> '' AND c.present = 1}
		UNION SELECT c.ref FROM {list $2 k} {join kindly_parent c: c.desk = $1 AND c.parent = k.value}
	) AS found
	{join kindly_mention m: m.desk = $1 AND m.ref = found.ref}
	{leftjoin kindly_moved t: t.desk = $1 AND t.thread = m.thread}`

// Links implements [care.Reader].
func (r *reader) Links(refs []care.Ref) ([]care.Row, error) {
	rows, err := r.mentions("links", selectLinks, list(r.dialect, refs))
	asked := make(map[care.Ref]bool, len(refs))
	for _, ref := range refs {
		asked[ref] = true
	}
	return slices.DeleteFunc(rows, func(row care.Row) bool { return !row.Present() || !names(&row, asked) }), err
}

func names(row *care.Row, asked map[care.Ref]bool) bool {
	return row.Target != "" && asked[row.Target] || slices.ContainsFunc(row.Parents(), func(p care.Ref) bool { return asked[p] })
}

const upsertMentions = `INSERT INTO kindly_mention (desk, ref, present, at, thread, account, customer, conversation, author, peer,
		parent, target, expires, body)
	SELECT $1, x.ref, x.present, x.at, x.thread, x.account, x.customer, COALESCE(c.into_id, x.conversation), x.author, x.peer,
		x.parent, x.target, x.expires, x.body
	FROM {rows $2 x: ref text, present bigint, at bigint, thread text, account text, customer text, conversation text,
		author text, peer text, parent text, target text, expires bigint, body text}
	{leftjoin kindly_merged c: c.desk = $1 AND c.id = x.conversation} WHERE true
	ON CONFLICT (desk, ref) DO UPDATE SET present = excluded.present, at = excluded.at, thread = excluded.thread,
		account = excluded.account, customer = excluded.customer, conversation = excluded.conversation,
		author = excluded.author, peer = excluded.peer, parent = excluded.parent, target = excluded.target,
		expires = excluded.expires, body = excluded.body`

// PutMentions implements [care.Tx].
func (t *tx) PutMentions(rows []care.Row) error {
	const op = "put mentions"
	b := t.batch()
	var parents []care.Row
	for _, r := range lastOfEach(rows, func(r *care.Row) care.Ref { return r.Ref }) {
		if err := addMention(b, &r); err != nil {
			return t.refuse(err)
		}
		if r.Present() && r.More != nil && len(r.More.Parents) > 0 {
			parents = append(parents, r)
		}
	}
	if err := t.put(write{op: op, table: "kindly_mention", statement: upsertMentions, rows: b}); err != nil || len(parents) == 0 {
		return err
	}
	return t.putParents(parents)
}

func addMention(b *batch, r *care.Row) error {
	const op = "put mentions"
	if r.Ref == "" {
		return invalid(op, "a row without a ref")
	}
	if err := utcRow(op, r); err != nil {
		return err
	}
	if id, ok := unstorable(r); !ok {
		return invalid(op, "id %.80q %s", id, notStorable)
	}
	present, expires := int64(0), pack(r.ExpiresAt)
	if r.Present() {
		present, expires = 1, never
	}
	b.row().str(string(r.Ref)).num(present).num(pack(r.At())).str(string(r.Leg.Thread)).str(string(r.Leg.Account)).
		str(string(r.Leg.Customer)).str(string(r.Conversation)).str(string(r.Author)).str(string(r.Peer)).
		str(string(r.Parent)).str(string(r.Target)).time(expires)
	if err := b.body(rowBody{Row: *r, Native: bytesText(r.Native)}); err != nil {
		return invalid(op, "%s: %w", r.Ref, err)
	}
	return nil
}

// unstorable returns an id in r that can't be kept; true if all can.
func unstorable(r *care.Row) (string, bool) {
	for _, id := range [...]string{
		string(r.Ref), string(r.Author), string(r.Peer), string(r.Parent), string(r.Root), string(r.Target),
		string(r.Leg.Thread), string(r.Leg.Account), string(r.Leg.Customer), string(r.Conversation),
	} {
		if !storable(id) {
			return id, false
		}
	}
	if r.More == nil {
		return "", true
	}
	for _, p := range r.More.Parents {
		if !storable(string(p)) {
			return string(p), false
		}
	}
	return "", true
}

func (t *tx) putParents(rows []care.Row) error {
	b := t.batch()
	for i := range rows {
		for _, p := range rows[i].More.Parents {
			b.row().str(string(p)).str(string(rows[i].Ref))
		}
	}
	return t.put(write{op: "put mentions", table: "kindly_parent", statement: insertParents, rows: b})
}

const insertParents = `INSERT INTO kindly_parent (desk, parent, ref)
	SELECT $1, x.parent, x.ref FROM {rows $2 x: parent text, ref text} WHERE true ON CONFLICT DO NOTHING`

// lastOfEach returns the last of all that have one key, in order: what would be left if they were put one by one.
func lastOfEach[T any, K comparable](all []T, key func(*T) K) []T {
	last := make(map[K]int, len(all))
	for i := range all {
		last[key(&all[i])] = i
	}
	out := make([]T, 0, len(last))
	for i := range all {
		if last[key(&all[i])] == i {
			out = append(out, all[i])
		}
	}
	return out
}
