package sqlstore

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"sync"
)

// postgres runs transactions on db's own pool.
type postgres struct {
	*translator
	db   *sql.DB
	desk string

	mu      sync.Mutex
	idle    sync.Cond // none runs any more; over mu
	running int
	closed  bool
}

func newPostgres(t *translator, db *sql.DB, desk string) *postgres {
	e := &postgres{translator: t, db: db, desk: desk}
	e.idle.L = &e.mu
	return e
}

// close waits for what runs, and lets nothing else begin. The pool is the caller's.
func (e *postgres) close() error {
	e.mu.Lock()
	e.closed = true
	for e.running > 0 {
		e.idle.Wait()
	}
	e.mu.Unlock()
	return nil
}

func (e *postgres) enter() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return errClosed()
	}
	e.running++
	return nil
}

func (e *postgres) leave() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.running--
	e.idle.Broadcast()
}

// update takes its locks before it writes anything. So do all others, and always in one order.
func (e *postgres) update(ctx context.Context, keys []int64, fn func(*session) error) error {
	return e.transaction(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted}, func(ss *session) error {
		if err := e.lock(ss, keys); err != nil {
			return err
		}
		return fn(ss)
	})
}

// view has what it wants when fn returns: how the transaction ends does not matter.
func (e *postgres) view(ctx context.Context, fn func(*session) error) error {
	read := false
	err := e.transaction(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}, func(ss *session) error {
		err := fn(ss)
		read = err == nil
		return err
	})
	if read && ctx.Err() == nil {
		return nil
	}
	return err
}

// transaction begins and ends by ctx. In between, statements listen to ctx themselves, and the commit to
// nothing: once it is under way, what matters is how it ends.
func (e *postgres) transaction(ctx context.Context, opts *sql.TxOptions, fn func(*session) error) error {
	if err := e.enter(); err != nil {
		return err
	}
	defer e.leave()
	whole, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	beginning := context.AfterFunc(ctx, cancel)
	tx, err := e.db.BeginTx(whole, opts)
	beginning()
	if err != nil {
		return notBegun(err)
	}
	ss, done := txSession(ctx, tx), false
	defer func() {
		if ss.over = true; !done {
			_ = tx.Rollback() // an error means that there is nothing to roll back
		}
	}()
	if err := fn(ss); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	done = true
	return committed(tx.Commit())
}

// notBegun has what only the server's restart ended begun again: it was a connection that had been idle.
func notBegun(err error) error {
	state, ok := errors.AsType[interface {
		error
		SQLState() string
	}](err)
	if ok && state.SQLState() == "57P01" {
		return &lostRaceError{failed("begin", err)}
	}
	return failed("begin", err)
}

func txSession(ctx context.Context, tx *sql.Tx) *session {
	return &session{
		query: func(text string, args ...any) (*sql.Rows, error) { return tx.QueryContext(ctx, text, args...) },
		exec:  func(text string, args ...any) (sql.Result, error) { return tx.ExecContext(ctx, text, args...) },
	}
}

// committed says what became of a COMMIT. Only the server's word that it refused is a no.
func committed(err error) error {
	switch {
	case err == nil:
		return nil
	case judge(err) == verdictAgain:
		return &lostRaceError{failed("commit", err)}
	case judge(err) == verdictBroken:
		return failed("commit", err)
	}
	return unknown(err)
}

const (
	// An Update that names more keys than this locks whole groups of keys.
	maxKeys = 32
	groups  = 64
	// A process that stopped in the middle must not make the others wait for ever.
	statementTimeout = "60s"
	idleTimeout      = "15s"
)

// A lock is an advisory lock, which needs no row, and is held until the transaction ends.
type lock struct {
	number int64
	shared bool
}

// plan returns the locks for keys, in the order in which everybody takes them. There are two layers. An
// Update of few keys locks these, after it has locked the groups that they are in against Updates of many.
// One of many keys locks the groups alone: the server has room for some thousand locks, all of which a
// batch of 500 mentions could fill. It meets the conversations of most others anyway, and taking turns
// costs less than losing races for them.
func (e *postgres) plan(keys []int64) []lock {
	few := len(keys) <= maxKeys
	var groupLocks, keyLocks []lock
	for _, k := range keys {
		group := binary.BigEndian.AppendUint64([]byte("group "+e.desk+"\x00"), uint64(k)%groups)
		groupLocks = append(groupLocks, lock{lockNumber(string(group)), few})
		if few {
			keyLocks = append(keyLocks, lock{k, false})
		}
	}
	return append(sorted(groupLocks), sorted(keyLocks)...)
}

func sorted(locks []lock) []lock {
	slices.SortFunc(locks, func(a, b lock) int {
		if a.number < b.number {
			return -1
		}
		return 1
	})
	return slices.Compact(locks)
}

// lock takes the locks of keys, sets timeouts, and looks whether the commit will be durable. A statement
// sees what was committed before it began: those that follow see all that the locks waited for.
func (e *postgres) lock(ss *session, keys []int64) error {
	b := e.batch()
	for _, l := range e.plan(keys) {
		shared := int64(0)
		if l.shared {
			shared = 1
		}
		b.row().num(l.number).num(shared)
	}
	var sync string
	rows, err := ss.query(e.text(`
		SELECT current_setting('synchronous_commit'),
			set_config('statement_timeout', $2, true), set_config('idle_in_transaction_session_timeout', $3, true),
			(SELECT count(*) FROM (SELECT CASE x.shared WHEN 1 THEN pg_advisory_xact_lock_shared(x.number)
				ELSE pg_advisory_xact_lock(x.number) END FROM {rows $1 x: number bigint, shared bigint}) AS locked)`),
		b.text(), statementTimeout, idleTimeout)
	if err != nil {
		return e.lost(err)
	}
	var skip [3]any
	if err := walk(rows, func(row scanner) error { return row.Scan(&sync, &skip[0], &skip[1], &skip[2]) }); err != nil {
		return e.lost(err)
	}
	return durable(sync)
}

func (e *postgres) lost(err error) error {
	if judge(err) == verdictAgain {
		return &lostRaceError{failed("lock", err)}
	}
	return failed("lock", err)
}

func durable(synchronousCommit string) error {
	if synchronousCommit == "off" {
		return invalid("update", "synchronous_commit is off: a commit could be lost; set it to on for this database or role")
	}
	return nil
}

// lockNumber is stable: processes of all versions must agree on it.
func lockNumber(name string) int64 {
	sum := sha256.Sum256([]byte("kindly " + name))
	return int64(binary.BigEndian.Uint64(sum[:8])) //nolint:gosec // any number will do
}

// check refuses servers that forget, or take nothing.
func (e *postgres) check(ctx context.Context) error {
	var version, readOnly string
	row := e.db.QueryRowContext(ctx, `SELECT current_setting('server_version_num'), current_setting('transaction_read_only')`)
	if err := row.Scan(&version, &readOnly); err != nil {
		if judge(err) == verdictBroken && !isSQL(err) {
			return invalid("open", "db does not speak PostgreSQL; was SQLite meant? %w", err)
		}
		return failed("open", err)
	}
	if len(version) < 6 || version < "130000" {
		return invalid("open", "server version %s is too old: PostgreSQL 13 or later is needed", version)
	}
	if readOnly != "off" {
		return invalid("open", "the server takes no writes (transaction_read_only is %s): connect to the primary, with a role that may write", readOnly)
	}
	for name, bad := range map[string]string{"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "server_encoding": "", "client_encoding": ""} {
		var got string
		if err := e.db.QueryRowContext(ctx, `SELECT current_setting($1)`, name).Scan(&got); err != nil {
			return failed("open", err)
		}
		if bad != "" && strings.EqualFold(got, bad) {
			return invalid("open", "%s is %s: what was committed could be lost; set it to on", name, got)
		}
		if bad == "" && got != "UTF8" {
			return invalid("open", "%s is %s: create the database with ENCODING 'UTF8', and leave the connection's as it is", name, got)
		}
	}
	return nil
}
