package sqlstore

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/kindlydm/kindly/care"
)

// Heads implements [care.Reader].
func (r *reader) Heads(ids []care.ConversationID) ([]care.Head, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var out []care.Head
	err := r.each("heads", `SELECT h.id, h.version, h.body FROM (
			SELECT DISTINCT COALESCE(c.into_id, k.value) AS id FROM {list $2 k}
			{leftjoin kindly_merged c: c.desk = $1 AND c.id = k.value}) AS now
		{join kindly_head h: h.desk = $1 AND h.id = now.id}`, func(rows scanner) error {
		h, err := scanHead(rows)
		out = append(out, h)
		return err
	}, list(r.dialect, ids))
	return out, err
}

// scanHead reads id, version and body, behind what else there is.
func scanHead(rows scanner, also ...any) (care.Head, error) {
	var h care.Head
	var id care.ConversationID
	var version int64
	var body sql.RawBytes
	err := rows.Scan(append(also, &id, &version, &body)...)
	if err == nil {
		err = json.Unmarshal(body, &h)
	}
	if err == nil && (h.ID != id || h.Version != version) {
		err = fmt.Errorf("its columns have version %d, and its body has version %d of %.80q", version, h.Version, h.ID)
	}
	return h, in("kindly_head", id, err)
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
	b := t.batch()
	for _, h := range heads {
		if err := addHead(b, &h); err != nil {
			return t.refuse(err)
		}
	}
	all := int64(len(heads))
	return t.put(write{op: op, table: "kindly_head", statement: upsertHeads, rows: b, changed: func(n int64) error {
		if n == all {
			return nil
		}
		return t.refuse(conflict(op, "of %d conversations %d have another version, or are part of others", all, all-n))
	}})
}

func addHead(b *batch, h *care.Head) error {
	const op = "put heads"
	if h.ID == "" {
		return invalid(op, "a head without an id")
	}
	for _, s := range append([]string{string(h.ID), string(h.Status), string(h.Account), h.Assignee}, h.Tags...) {
		if !storable(s) {
			return invalid(op, "%.80q of a head %s", s, notStorable)
		}
	}
	if err := utcHead(op, h); err != nil {
		return err
	}
	waiting := int64(never)
	if h.Unanswered() {
		waiting = pack(h.Waiting.Since)
	}
	b.row().str(string(h.ID)).num(h.Version).num(int64(h.Case)).str(string(h.Status)).str(string(h.Account)).
		str(h.Assignee).str(tagged(h.Tags)).time(pack(h.Due)).time(waiting)
	if err := b.body(h); err != nil {
		return invalid(op, "%s: %w", h.ID, err)
	}
	return nil
}

// tagged is tags in one text, with a separator before and behind each.
func tagged(tags []string) string {
	if len(tags) == 0 {
		return ""
	}
	return tagSep + strings.Join(tags, tagSep) + tagSep
}

const tagSep = "\x1d"
