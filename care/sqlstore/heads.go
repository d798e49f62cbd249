package sqlstore

import (
	"database/sql"
	"encoding/json"

	"github.com/kindlydm/kindly/care"
)

// Heads implements [care.Reader].
func (r *reader) Heads(ids []care.ConversationID) ([]care.Head, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var out []care.Head
	err := r.each("heads", `SELECT h.body FROM (
			SELECT DISTINCT COALESCE(c.into_id, k.value) AS id FROM {list $2 k}
			{leftjoin kindly_merged c: c.desk = $1 AND c.id = k.value}) AS now
		{join kindly_head h: h.desk = $1 AND h.id = now.id}`, func(rows scanner) error {
		h, err := scanHead(rows)
		out = append(out, h)
		return err
	}, list(ids))
	return out, err
}

func scanHead(rows scanner, also ...any) (care.Head, error) {
	var h care.Head
	var body sql.RawBytes
	if err := rows.Scan(append(also, &body)...); err != nil {
		return h, err
	}
	err := json.Unmarshal(body, &h)
	return h, err
}

// Only the next version of what is there goes in; a first one only where nothing is, nor was merged away.
const upsertHeads = `INSERT INTO kindly_head (desk, id, version, cases, status, account, assignee, tags, due, waiting, body)
	SELECT $1, x.id, x.version, x.cases, x.status, x.account, x.assignee, x.tags, x.due, x.waiting, x.body
	FROM {rows $2 x: id text, version bigint, cases bigint, status text, account text, assignee text, tags text,
		due bigint, waiting bigint, body text}
	WHERE (x.version = 1 OR {exists kindly_head h: h.desk = $1 AND h.id = x.id})
		AND NOT {exists kindly_merged c: c.desk = $1 AND c.id = x.id}
	ON CONFLICT (desk, id) DO UPDATE SET version = excluded.version, cases = excluded.cases, status = excluded.status,
		account = excluded.account, assignee = excluded.assignee, tags = excluded.tags, due = excluded.due,
		waiting = excluded.waiting, body = excluded.body
	WHERE kindly_head.version = excluded.version - 1`

// PutHeads implements [care.Tx].
func (t *tx) PutHeads(heads []care.Head) error {
	for len(heads) > 0 {
		n := untilRepeated(heads)
		if err := t.putHeads(heads[:n]); err != nil {
			return err
		}
		heads = heads[n:]
	}
	return nil
}

// untilRepeated returns how many of heads come before the first whose id was there already.
func untilRepeated(heads []care.Head) int {
	seen := make(map[care.ConversationID]bool, len(heads))
	for i := range heads {
		if seen[heads[i].ID] {
			return i
		}
		seen[heads[i].ID] = true
	}
	return len(heads)
}

func (t *tx) putHeads(heads []care.Head) error {
	const op = "put heads"
	b := newBatch(2 * len(heads))
	for _, h := range heads {
		if err := addHead(b, &h); err != nil {
			return t.refuse(err)
		}
	}
	n, err := t.do(op, upsertHeads, b.rows())
	if err == nil && n != int64(len(heads)) {
		return t.refuse(conflict(op, "of %d conversations %d have another version, or are part of others", len(heads), int64(len(heads))-n))
	}
	return err
}

func addHead(b *batch, h *care.Head) error {
	const op = "put heads"
	if h.ID == "" || !storable(string(h.ID)) {
		return invalid(op, "a head with id %.80q", h.ID)
	}
	if err := utcHead(op, h); err != nil {
		return err
	}
	waiting := int64(never)
	if h.Unanswered() {
		waiting = pack(h.Waiting.Since)
	}
	tags := ""
	if len(h.Tags) > 0 {
		tags = list(h.Tags)
	}
	b.object().str("id", string(h.ID)).num("version", h.Version).num("cases", int64(h.Case)).str("status", string(h.Status)).
		str("account", string(h.Account)).str("assignee", h.Assignee).str("tags", tags).time("due", pack(h.Due)).
		time("waiting", waiting)
	if err := b.body(h); err != nil {
		return invalid(op, "%s: %w", h.ID, err)
	}
	return nil
}
