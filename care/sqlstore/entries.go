package sqlstore

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/kindlydm/kindly/care"
)

// Positions are compared as [care.Pos] does: by time, then class, then key, where digits at the end compare
// as numbers. Both parts walk the index by (conversation, at) and sort only what is of one instant.
const (
	selectEntryMentions = `SELECT ` + mentionColumns + ` FROM kindly_mention m
		{leftjoin kindly_moved t: t.desk = $1 AND t.thread = m.thread}
		WHERE m.desk = $1 AND m.conversation = $2 AND m.conversation <> '' AND m.at >= $3
			AND (m.at, 1, RTRIM(m.ref, '0123456789'), LENGTH(m.ref), m.ref) > ($3, $4, $5, $6, $7)
		ORDER BY m.at, RTRIM(m.ref, '0123456789'), LENGTH(m.ref), m.ref LIMIT $8`
	selectEntryEvents = `SELECT e.id, e.body FROM kindly_event e
		WHERE e.desk = $1 AND e.conversation = $2 AND e.conversation <> '' AND e.at >= $3
			AND (e.at, 2, RTRIM(e.id, '0123456789'), LENGTH(e.id), e.id) > ($3, $4, $5, $6, $7)
		ORDER BY e.at, RTRIM(e.id, '0123456789'), LENGTH(e.id), e.id LIMIT $8`
)

// Entries implements [care.Reader].
func (r *reader) Entries(id care.ConversationID, after care.Pos, limit int) ([]care.Entry, error) {
	if limit <= 0 || id == "" || !storable(string(id)) {
		return nil, nil
	}
	now, err := r.survivor(id)
	if err != nil {
		return nil, err
	}
	args := append([]any{string(now)}, position(after, limit)...)
	var out []care.Entry
	err = r.each("entries", selectEntryMentions, func(rows scanner) error {
		row, err := scanMention(rows)
		out = append(out, care.Entry{Row: &row})
		return err
	}, args...)
	if err != nil {
		return nil, err
	}
	mentions := len(out)
	err = r.each("entries", selectEntryEvents, func(rows scanner) error {
		e, err := scanEvent(rows)
		out = append(out, care.Entry{Event: &e})
		return err
	}, args...)
	if mentions < len(out) {
		slices.SortFunc(out, func(a, b care.Entry) int { return a.Pos().Compare(b.Pos()) })
	}
	return out[:min(limit, len(out))], err
}

func position(after care.Pos, limit int) []any {
	at := pack(after.At)
	if after.IsZero() {
		at = never - 1
	}
	digits := len(after.Key)
	for digits > 0 && after.Key[digits-1] >= '0' && after.Key[digits-1] <= '9' {
		digits--
	}
	return []any{at, int64(after.Class), after.Key[:digits], int64(len([]rune(after.Key))), after.Key, int64(limit)}
}

// scanEvent reads id and body, behind what else there is.
func scanEvent(rows scanner, also ...any) (care.Event, error) {
	var e care.Event
	var id string
	var body sql.RawBytes
	err := rows.Scan(append(also, &id, &body)...)
	if err == nil {
		err = json.Unmarshal(body, &e)
	}
	if err == nil && e.ID != id {
		err = fmt.Errorf("its body is of %.80q", e.ID)
	}
	return e, in("kindly_event", id, err)
}
