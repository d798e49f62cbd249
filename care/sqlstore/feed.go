package sqlstore

import (
	"strconv"

	"github.com/kindlydm/kindly/care"
)

// In SQLite the rowid of an event is its place: there is one writer.
const selectFeedSQLite = `SELECT e.seq, e.body FROM kindly_event e
	WHERE e.desk = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3`

// PostgreSQL begins with a range of the feed's key, and looks each event up.
const selectFeedPostgreSQL = `SELECT f.seq, e.body FROM (
		SELECT seq, id FROM kindly_feed WHERE desk = $1 AND seq > $2 ORDER BY seq LIMIT $3) AS f
	JOIN kindly_event e ON e.desk = $1 AND e.id = f.id ORDER BY f.seq`

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
	query := selectFeedPostgreSQL
	if r.dialect == SQLite {
		query = selectFeedSQLite
	}
	var out []care.Posted
	err := r.each("feed", query, func(rows scanner) error {
		var seq int64
		e, err := scanEvent(rows, &seq)
		out = append(out, care.Posted{Event: e, Seq: care.Seq(strconv.FormatInt(seq, 10))})
		return err
	}, from, int64(limit))
	return out, err
}

// The places are given when the lock is there, and the lock is held until the commit.
const insertFeed = `WITH turn AS MATERIALIZED (SELECT CAST(pg_advisory_xact_lock($3) AS text) AS got)
	INSERT INTO kindly_feed (desk, id) SELECT $1, k.value
	FROM turn CROSS JOIN json_array_elements_text(CAST($2 AS text)::json) WITH ORDINALITY AS k(value, n)
	WHERE turn.got IS NOT NULL ORDER BY k.n`

// post gives what was appended its places in the feed. It is the last thing that an Update does.
func (t *tx) post() error {
	if len(t.posted) == 0 || t.dialect == SQLite {
		return nil
	}
	err := t.write("append", insertFeed, list(t.posted), lockNumber("feed "+t.desk))
	if t.broken != nil && judge(t.broken) == verdictAgain {
		return &lostRaceError{err}
	}
	return err
}
