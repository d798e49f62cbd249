package sqlstore

import (
	"github.com/kindlydm/kindly/care"
)

// Who gives places in PostgreSQL's feed holds the lock on it until the commit.
const (
	eventRows = `{rows $2 x: n bigint, id text, kind text, conversation text, at bigint, body text}
		{leftjoin kindly_merged c: c.desk = $1 AND c.id = x.conversation}`
	eventColumns = `x.id, x.kind, COALESCE(c.into_id, x.conversation), x.at, x.body`
	insertEvents = `INSERT INTO kindly_event (desk, seq, id, kind, conversation, at, body) `
	onceEach     = ` ON CONFLICT (desk, id) DO NOTHING`
	feedLock     = `turn AS MATERIALIZED (
		SELECT CAST(pg_advisory_xact_lock(hashtextextended('kindly feed ' || $1, 0)) AS text) AS got)`

	insertEventsSQLite = insertEvents + `SELECT $1, (SELECT COALESCE(MAX(e.seq), 0) + 1 FROM kindly_event e WHERE e.desk = $1) + x.n, ` +
		eventColumns + ` FROM ` + eventRows + ` WHERE true` + onceEach
	insertEventsLast = `WITH ` + feedLock + ` ` + insertEvents + `SELECT $1, nextval('kindly_event_seq'), ` + eventColumns +
		` FROM turn CROSS JOIN ` + eventRows + ` WHERE turn.got IS NOT NULL ORDER BY x.n` + onceEach
	insertEventsEarly = insertEvents + `SELECT $1, NULL, ` + eventColumns + ` FROM ` + eventRows + ` WHERE true` + onceEach
)

// Append implements [care.Tx].
func (t *tx) Append(events []care.Event) error {
	const op = "append"
	b := t.batch()
	first := firstOfEach(events, func(e care.Event) string { return e.ID })
	ids := make([]string, 0, len(first))
	for i, e := range first {
		if err := addEvent(b, i, &e); err != nil {
			return t.refuse(err)
		}
		ids = append(ids, e.ID)
	}
	w := write{op: op, table: "kindly_event", statement: insertEventsSQLite, rows: b}
	if t.dialect == PostgreSQL {
		w.statement, w.posted = insertEventsEarly, ids
	}
	return t.put(w)
}

func firstOfEach[T any](in []T, id func(T) string) []T {
	seen := make(map[string]bool, len(in))
	out := make([]T, 0, len(in))
	for _, v := range in {
		if !seen[id(v)] {
			out = append(out, v)
		}
		seen[id(v)] = true
	}
	return out
}

func addEvent(b *batch, n int, e *care.Event) error {
	const op = "append"
	if e.ID == "" || e.Body == nil || !storable(e.ID) || !storable(string(e.Conversation)) {
		return invalid(op, "event %.80q in conversation %.80q without an id or a body", e.ID, e.Conversation)
	}
	if err := utc(op, &e.At); err != nil {
		return err
	}
	conversation := care.ConversationID("")
	if care.Entered(e.Body) {
		if conversation = e.Conversation; conversation == "" {
			return invalid(op, "entry %.80q without a conversation", e.ID)
		}
	}
	b.row().num(int64(n)).str(e.ID).str(care.EventKind(e.Body)).str(string(conversation)).num(pack(e.At))
	if err := b.body(e); err != nil {
		return invalid(op, "event %.80q: %w", e.ID, err)
	}
	return nil
}
