package sqlstore

import (
	"slices"
	"strconv"

	"github.com/kindlydm/kindly/care"
)

const selectFeed = `SELECT e.seq, e.id, e.body FROM kindly_event e
	WHERE e.desk = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3`

// Feed implements [care.Reader]. In PostgreSQL, what an Update itself appended has no place before it ends.
func (r *reader) Feed(after care.Seq, limit int) ([]care.Posted, error) {
	from := int64(0)
	if after != "" {
		n, err := strconv.ParseInt(string(after), 10, 64)
		if err != nil || n < 0 {
			return nil, invalid("feed", "%.80q is no place in the feed", after)
		}
		from = n
	}
	if limit <= 0 {
		return nil, nil
	}
	var out []care.Posted
	err := r.each("feed", selectFeed, func(rows scanner) error {
		var seq int64
		e, err := scanEvent(rows, &seq)
		out = append(out, care.Posted{Event: e, Seq: care.Seq(strconv.FormatInt(seq, 10))})
		return err
	}, from, int64(limit))
	return out, err
}

const placeEvents = `WITH ` + feedLock + `, places AS MATERIALIZED (
		SELECT x.id, nextval('kindly_event_seq') AS seq FROM turn CROSS JOIN (
			SELECT k.value AS id, k.n FROM unnest((string_to_array(CAST($2 AS text), E'\x1f'))[2:]) WITH ORDINALITY AS k(value, n)) AS x
			{join kindly_event e: e.desk = $1 AND e.id = x.id AND e.seq IS NULL}
		WHERE turn.got IS NOT NULL ORDER BY x.n)
	UPDATE kindly_event SET seq = places.seq FROM places WHERE kindly_event.desk = $1 AND kindly_event.id = places.id`

// post ends an Update: it does what was kept back, and gives what was appended its places in PostgreSQL's feed.
// What is stored already has its place.
func (t *tx) post() error {
	for i := range t.pending {
		if w := &t.pending[i]; len(w.posted) > 0 && len(t.posted) == 0 {
			w.statement, w.posted = insertEventsLast, nil
		}
	}
	some := slices.ContainsFunc(t.pending, func(w write) bool { return w.table == "kindly_event" }) || len(t.posted) > 0
	if err := t.flush(); err != nil {
		return err
	}
	if len(t.posted) > 0 {
		t.posted = firstOfEach(t.posted, func(id string) string { return id })
		if err := t.write("append", placeEvents, list(t.dialect, t.posted)); err != nil {
			return err
		}
	}
	return t.tell(some)
}
