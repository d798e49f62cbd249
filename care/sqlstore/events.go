package sqlstore

import (
	"github.com/kindlydm/kindly/care"
)

const insertEvents = `INSERT INTO kindly_event (desk, id, kind, conversation, at, body)
	SELECT $1, x.id, x.kind, COALESCE(c.into_id, x.conversation), x.at, x.body
	FROM {rows $2 x: id text, kind text, conversation text, at bigint, body text}
	{leftjoin kindly_merged c: c.desk = $1 AND c.id = x.conversation} WHERE true
	ON CONFLICT (desk, id) DO NOTHING RETURNING id`

// Append implements [care.Tx].
func (t *tx) Append(events []care.Event) error {
	const op = "append"
	b := newBatch(2 * len(events))
	first := firstOfEach(events)
	for _, e := range first {
		if err := addEvent(b, &e); err != nil {
			return t.refuse(err)
		}
	}
	if len(first) == 0 {
		return nil
	}
	fresh := map[string]bool{}
	err := t.each(op, insertEvents, func(rows scanner) error {
		var id string
		err := rows.Scan(&id)
		fresh[id] = true
		return err
	}, b.rows())
	for i := range first {
		if fresh[first[i].ID] {
			t.posted = append(t.posted, first[i].ID)
		}
	}
	return err
}

func firstOfEach(events []care.Event) []care.Event {
	seen := make(map[string]bool, len(events))
	out := make([]care.Event, 0, len(events))
	for _, e := range events {
		if !seen[e.ID] {
			out = append(out, e)
		}
		seen[e.ID] = true
	}
	return out
}

func addEvent(b *batch, e *care.Event) error {
	const op = "append"
	if e.ID == "" || e.Body == nil || !storable(e.ID) || !storable(string(e.Conversation)) {
		return invalid(op, "event %.80q in conversation %.80q without an id or a body", e.ID, e.Conversation)
	}
	if err := utc(op, &e.At); err != nil {
		return err
	}
	conversation := care.ConversationID("")
	if care.Decision(e.Body) {
		if conversation = e.Conversation; conversation == "" {
			return invalid(op, "decision %.80q without a conversation", e.ID)
		}
	}
	b.object().str("id", e.ID).str("kind", care.EventKind(e.Body)).str("conversation", string(conversation)).
		num("at", pack(e.At))
	if err := b.body(e); err != nil {
		return invalid(op, "event %.80q: %w", e.ID, err)
	}
	return nil
}
