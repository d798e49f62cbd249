package sqlstore

import (
	"github.com/kindlydm/kindly/care"
)

// survivor returns the conversation that id is part of now.
func (r *reader) survivor(id care.ConversationID) (care.ConversationID, error) {
	now := id
	err := r.each("conversation", `SELECT into_id FROM kindly_merged WHERE desk = $1 AND id = $2`,
		func(rows scanner) error { return rows.Scan(&now) }, string(id))
	return now, err
}

// Merge implements [care.Tx]. What is in a conversation is written anew, and its ids lead to the survivor at
// once, however long the chain of merges was.
func (t *tx) Merge(from, into care.ConversationID) error {
	const op = "merge"
	if from == "" || into == "" || !storable(string(from)) || !storable(string(into)) {
		return t.refuse(invalid(op, "from %.80q into %.80q", from, into))
	}
	a, err := t.survivor(from)
	if err != nil {
		return err
	}
	b, err := t.survivor(into)
	if err != nil || a == b {
		return err
	}
	if err := t.write(op, `DELETE FROM kindly_head WHERE desk = $1 AND id = $2`, string(a)); err != nil {
		return err
	}
	for _, statement := range []string{
		`UPDATE kindly_mention SET conversation = $3 WHERE desk = $1 AND conversation = $2 AND conversation <> ''`,
		`UPDATE kindly_event SET conversation = $3 WHERE desk = $1 AND conversation = $2 AND conversation <> ''`,
		`UPDATE kindly_leg SET conversation = $3 WHERE desk = $1 AND conversation = $2`,
		`UPDATE kindly_merged SET into_id = $3 WHERE desk = $1 AND into_id = $2`,
		`INSERT INTO kindly_merged (desk, id, into_id) VALUES ($1, $2, $3)`,
	} {
		if err := t.write(op, statement, string(a), string(b)); err != nil {
			return err
		}
	}
	return nil
}

// MoveLegs implements [care.Tx]. A leg's mentions are those of its conversation that have its key.
func (t *tx) MoveLegs(legs []care.LegKey, into care.ConversationID) error {
	const op = "move legs"
	if into == "" || !storable(string(into)) {
		return t.refuse(invalid(op, "into conversation %.80q", into))
	}
	if len(legs) == 0 {
		return nil
	}
	now, err := t.survivor(into)
	if err != nil {
		return err
	}
	keys := t.keysOf(legs)
	if err := t.write(op, `UPDATE kindly_mention SET conversation = $3
		FROM `+nowKeys+` AS k
		{join kindly_leg l: l.desk = $1 AND l.thread = k.thread AND l.account = k.account AND l.customer = k.customer}
		WHERE kindly_mention.desk = $1 AND kindly_mention.conversation = l.conversation AND kindly_mention.conversation <> ''
			AND kindly_mention.account = l.account AND kindly_mention.customer = l.customer
			AND COALESCE((SELECT t.into_thread FROM kindly_moved t
				WHERE t.desk = $1 AND t.thread = kindly_mention.thread), kindly_mention.thread) = l.thread`, keys, string(now)); err != nil {
		return err
	}
	return t.write(op, `UPDATE kindly_leg SET conversation = $3 FROM `+nowKeys+` AS k
		WHERE kindly_leg.desk = $1 AND kindly_leg.thread = k.thread AND kindly_leg.account = k.account
			AND kindly_leg.customer = k.customer`, keys, string(now))
}
