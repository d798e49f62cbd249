package sqlstore

import (
	"database/sql"
	"encoding/json"
	"time"

	"github.com/kindlydm/kindly/care"
)

// Expire implements [care.Tx]. Others may be writing what is over: what a statement changes it looks at again, once
// it has waited for them.
func (t *tx) Expire(now time.Time, limit int) (int, error) {
	const op = "expire"
	if err := utc(op, &now); err != nil {
		return 0, t.refuse(err)
	}
	if limit <= 0 {
		return 0, nil
	}
	n, err := t.bury(pack(now), limit)
	if err != nil {
		return 0, err
	}
	for _, statement := range []string{
		`DELETE FROM kindly_mention WHERE desk = $1 AND ref IN (SELECT ref FROM kindly_mention
			WHERE desk = $1 AND expires <= $2 ORDER BY expires, ref LIMIT $3) AND expires <= $2`,
		`DELETE FROM kindly_reject WHERE desk = $1 AND digest IN (SELECT digest FROM kindly_reject
			WHERE desk = $1 AND expires <= $2 ORDER BY expires, digest LIMIT $3) AND expires <= $2`,
	} {
		dropped, err := t.do(op, statement, pack(now), int64(limit))
		if err != nil {
			return 0, err
		}
		n += int(dropped)
	}
	return n, nil
}

// bury puts tombstones in the place of words that are over.
func (t *tx) bury(now int64, limit int) (int, error) {
	over, err := t.tombstones(now, limit)
	if err != nil || len(over) == 0 {
		return 0, err
	}
	b := t.batch()
	for i := range over {
		if err := addContent(b, &over[i]); err != nil {
			return 0, t.refuse(err)
		}
	}
	n, err := t.do("expire", `UPDATE kindly_content SET expires = NULL, body = x.body
		FROM {rows $2 x: ref text, expires bigint, body text}
		WHERE kindly_content.desk = $1 AND kindly_content.ref = x.ref AND kindly_content.expires <= $3`, b.text(), now)
	return int(n), err
}

// tombstones returns what is to be put in the place of words that are over. Those that can't be read are over
// all the same: they must not keep others.
func (t *tx) tombstones(now int64, limit int) ([]care.Content, error) {
	var out []care.Content
	err := t.each("expire", `SELECT ref, body FROM kindly_content WHERE desk = $1 AND expires <= $2
		ORDER BY expires, ref LIMIT $3`, func(rows scanner) error {
		var c contentBody
		var ref care.Ref
		var body sql.RawBytes
		if err := rows.Scan(&ref, &body); err != nil {
			return err
		}
		if json.Unmarshal(body, &c) != nil || utc("expire", &c.Stamp.At, &c.ExpiresAt) != nil {
			c.Content = care.Content{}
		}
		out = append(out, care.Content{Ref: ref, Stamp: c.Stamp, ExpiresAt: c.ExpiresAt, Gone: true})
		return nil
	}, now, int64(limit))
	return out, err
}

// RenameAuthor implements [care.Tx]. Rows name authors in columns only, so they are renamed where they are.
func (t *tx) RenameAuthor(from, to care.AuthorID) ([]care.Ref, error) {
	const op = "rename author"
	if from == "" || to == "" || !storable(string(from)) || !storable(string(to)) {
		return nil, t.refuse(invalid(op, "from %.80q to %.80q", from, to))
	}
	if from == to {
		return nil, nil
	}
	var wrote []care.Ref
	err := t.each(op, `SELECT ref FROM kindly_mention WHERE desk = $1 AND author = $2 AND author <> ''`, func(rows scanner) error {
		var ref care.Ref
		err := rows.Scan(&ref)
		wrote = append(wrote, ref)
		return err
	}, string(from))
	if err != nil {
		return nil, err
	}
	for _, statement := range []string{
		`UPDATE kindly_mention SET peer = $3 WHERE desk = $1 AND peer = $2 AND peer <> ''`,
		`UPDATE kindly_mention SET customer = $3 WHERE desk = $1 AND customer = $2 AND customer <> author AND customer <> ''`,
		`UPDATE kindly_mention SET author = $3, customer = CASE WHEN customer = $2 THEN $3 ELSE customer END
			WHERE desk = $1 AND author = $2 AND author <> ''`,
		`DELETE FROM kindly_leg WHERE desk = $1 AND customer = $2 AND customer <> '' AND EXISTS (SELECT 1 FROM kindly_leg AS other
			WHERE other.desk = $1 AND other.thread = kindly_leg.thread AND other.account = kindly_leg.account AND other.customer = $3)`,
		`UPDATE kindly_leg SET customer = $3 WHERE desk = $1 AND customer = $2 AND customer <> ''`,
	} {
		if err := t.write(op, statement, string(from), string(to)); err != nil {
			return nil, err
		}
	}
	return wrote, t.renameInEvents(from, to)
}

// renameInEvents rewrites the few events that name people.
func (t *tx) renameInEvents(from, to care.AuthorID) error {
	const op = "rename author"
	b, n := t.batch(), 0
	err := t.each(op, `SELECT id, body FROM kindly_event WHERE desk = $1 AND kind IN ('erased', 'parted')`, func(rows scanner) error {
		e, err := scanEvent(rows)
		if err != nil || !renamed(&e, from, to) {
			return err
		}
		n++
		return addEvent(b, n, &e)
	})
	if err != nil {
		return err
	}
	return t.put(write{op: op, table: "kindly_event", statement: rewriteEvents, rows: b})
}

const rewriteEvents = `UPDATE kindly_event SET body = x.body
	FROM {rows $2 x: n bigint, id text, kind text, conversation text, at bigint, body text}
	WHERE kindly_event.desk = $1 AND kindly_event.id = x.id`

func renamed(e *care.Event, from, to care.AuthorID) bool {
	switch body := e.Body.(type) {
	case care.Erased:
		e.Body = care.Erased{Author: to}
		return body.Author == from
	case care.Parted:
		found := false
		for i := range body.Legs {
			if body.Legs[i].Customer == from {
				body.Legs[i].Customer, found = to, true
			}
		}
		return found
	}
	return false
}
