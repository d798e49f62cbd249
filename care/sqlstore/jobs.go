package sqlstore

import (
	"context"
	"database/sql"
	"encoding/base64"
	"math"
	"time"

	"github.com/kindlydm/kindly/care"
)

// PutJobs implements [care.Tx]. What is removed stays without a time, so that its token goes on growing.
func (t *tx) PutJobs(jobs []care.Job) error {
	const op = "put jobs"
	type name struct{ queue, key string }
	b := t.batch()
	for _, j := range lastOfEach(jobs, func(j *care.Job) name { return name{j.Queue, j.Key} }) {
		if err := utc(op, &j.At); err != nil {
			return t.refuse(err)
		}
		if !storable(j.Queue) || !storable(j.Key) {
			return t.refuse(invalid(op, "job %.80q in queue %.80q %s", j.Key, j.Queue, notStorable))
		}
		if j.At.IsZero() {
			j.Body = nil
		}
		b.row().str(j.Queue).str(j.Key).time(pack(j.At)).str(base64.StdEncoding.EncodeToString(j.Body))
	}
	return t.put(write{op: op, table: "kindly_job", statement: upsertJobs, rows: b})
}

const upsertJobs = `INSERT INTO kindly_job (desk, queue, key, at, token, body)
	SELECT $1, x.queue, x.key, x.at, 0, x.body FROM {rows $2 x: queue text, key text, at bigint, body text} WHERE true
	ON CONFLICT (desk, queue, key) DO UPDATE SET at = excluded.at, body = excluded.body`

// Finish implements [care.Tx].
func (t *tx) Finish(j care.Job, next time.Time) error {
	const op = "finish"
	if err := utc(op, &next); err != nil {
		return t.refuse(err)
	}
	statement, args := `UPDATE kindly_job SET at = NULL, body = ''`, []any{j.Queue, j.Key, int64(j.Token)}
	where := ` WHERE desk = $1 AND queue = $2 AND key = $3 AND token = $4 AND token > 0`
	if !next.IsZero() {
		statement, args = `UPDATE kindly_job SET at = $5`, append(args, pack(next))
		where += ` AND at IS NOT NULL`
	}
	if !storable(j.Queue) || !storable(j.Key) {
		return t.refuse(&care.Error{Op: "sqlstore: " + op, Code: care.CodeFenced})
	}
	n, err := t.do(op, statement+where, args...)
	if err == nil && n != 1 {
		return t.refuse(&care.Error{Op: "sqlstore: " + op, Code: care.CodeFenced})
	}
	return err
}

// Due implements [care.Reader].
func (r *reader) Due(queue string) (at time.Time, err error) {
	err = r.each("due", `SELECT MIN(at) FROM kindly_job WHERE desk = $1 AND queue = $2 AND at IS NOT NULL`, func(rows scanner) error {
		var ns sql.NullInt64
		err := rows.Scan(&ns)
		at = unpackNull(ns)
		return err
	}, queue)
	return at, err
}

// The clock is read once. The due are found by the index (queue, at, key), in its order; those that somebody
// else is claiming are passed over. They stay where they are while they are locked: finding them again by their
// key would read the table for each, as long as it is young and has no statistics.
const claimPostgreSQL = `WITH clock AS MATERIALIZED (
		SELECT GREATEST(CAST($5 AS bigint), COALESCE(CAST($6 AS bigint),
			CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000) AS bigint) * 1000)) AS now
	), due AS MATERIALIZED (
		SELECT ctid, at FROM kindly_job WHERE desk = $1 AND queue = $2 AND at <= (SELECT now FROM clock)
		ORDER BY at, key LIMIT $3 FOR UPDATE SKIP LOCKED
	), claimed AS (
		UPDATE kindly_job j SET token = j.token + 1, at = LEAST((SELECT now FROM clock), 9223372036854775807 - $4) + $4 FROM due
		WHERE j.ctid = due.ctid RETURNING j.key, due.at, j.token, j.body
	)
	SELECT clock.now, claimed.key, claimed.at, claimed.token, claimed.body FROM clock LEFT JOIN claimed ON true
	ORDER BY claimed.at, claimed.key`

const (
	dueSQLite = `SELECT $3, key, at, token + 1, body FROM kindly_job WHERE desk = $1 AND queue = $2 AND at <= $3
		ORDER BY at, key LIMIT $4`
	claimSQLite = `UPDATE kindly_job SET token = token + 1, at = $4 WHERE desk = $1 AND queue = $2
		AND key IN (SELECT k.value FROM {list $3 k})`
)

// Claim implements [care.Store].
func (s *Store) Claim(ctx context.Context, queue string, n int, lease time.Duration) ([]care.Job, time.Time, error) {
	var jobs []care.Job
	var now int64
	err := s.retry(ctx, func() error {
		return s.engine.update(ctx, nil, func(ss *session) (err error) {
			jobs, now, err = s.claim(&reader{Store: s, session: ss}, queue, int64(max(n, 0)), lease)
			if ss.broken != nil && judge(ss.broken) == verdictAgain {
				return &lostRaceError{err}
			}
			return err
		})
	})
	if err != nil {
		return nil, time.Time{}, err
	}
	s.passed(now)
	return jobs, unpack(now), nil
}

func (s *Store) claim(r *reader, queue string, n int64, lease time.Duration) (jobs []care.Job, now int64, err error) {
	played := s.played()
	scan := func(rows scanner) error {
		j, at, err := scanJob(rows, queue)
		now = at
		if j.Key != "" || j.Token > 0 {
			jobs = append(jobs, j)
		}
		return err
	}
	if s.dialect == PostgreSQL {
		err = r.each("claim", claimPostgreSQL, scan, queue, n, int64(lease), s.last(), played)
		return jobs, now, err
	}
	now = max(s.last(), played.Int64)
	if err = r.each("claim", dueSQLite, scan, queue, now, n); err != nil || len(jobs) == 0 {
		return nil, now, err
	}
	var keys []string
	for _, j := range jobs {
		keys = append(keys, j.Key)
	}
	_, err = r.do("claim", claimSQLite, queue, list(s.dialect, keys), later(now, lease))
	return jobs, now, err
}

// later adds as much as there is room for.
func later(now int64, lease time.Duration) int64 {
	if now > math.MaxInt64-int64(lease) {
		return math.MaxInt64
	}
	return now + int64(lease)
}

func scanJob(rows scanner, queue string) (care.Job, int64, error) {
	j := care.Job{Queue: queue}
	var now int64
	var key, body sql.NullString
	var at, token sql.NullInt64
	err := rows.Scan(&now, &key, &at, &token, &body)
	var data []byte
	if err == nil {
		data, err = base64.StdEncoding.DecodeString(body.String)
	}
	j.Key, j.At, j.Token = key.String, unpackNull(at), uint64(token.Int64)
	if len(data) > 0 {
		j.Body = data
	}
	return j, now, in("kindly_job "+queue, j.Key, err)
}

// played is the time by Config.Now; not valid where the server's clock is asked.
func (s *Store) played() sql.NullInt64 {
	if s.now == nil {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: s.now().UnixNano(), Valid: true}
}

func (s *Store) last() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clock
}

func (s *Store) passed(now int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock = max(s.clock, now)
}
