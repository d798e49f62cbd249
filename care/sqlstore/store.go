package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/kindlydm/kindly/care"
)

// Config has the settings of a [Store].
type Config struct {
	// Desk scopes everything that is stored: desks of different names share a database and see nothing of
	// each other. Defaults to "kindly".
	Desk string
	// Now is the store's clock, which Claim goes by. Where it goes back, the store's stands still. Defaults
	// to the server's clock for PostgreSQL, and to time.Now for SQLite.
	Now func() time.Time
	// Manual leaves the schema alone: Open refuses a database that lacks migrations, instead of running
	// them. It is for a role of PostgreSQL that may not create tables; another one opens the database once for
	// it, and grants it USAGE on the schema, SELECT, INSERT, UPDATE and DELETE on the tables, and USAGE on the
	// sequence. Defaults to false.
	Manual bool
	// Listen makes the store a [care.Hinter], for PostgreSQL only: it listens to a channel, as LISTEN does, and
	// calls hint for each notification until ctx ends. Set it in all processes of a desk: a store that has it
	// also notifies. It keeps a connection while desk.Desk.Run runs. How to write it with pgx is in the package's
	// documentation. Defaults to none.
	Listen func(ctx context.Context, channel string, hint func()) error
	_      struct{}
}

// Store is a [care.Store] in a database. Make one with [Open].
type Store struct {
	*translator
	engine engine
	desk   string
	now    func() time.Time // nil: the server's
	listen func(ctx context.Context, channel string, hint func()) error

	mu    sync.Mutex
	clock int64 // the latest that Claim returned
}

var _ care.Store = (*Store)(nil)

// An engine runs transactions its database's way.
type engine interface {
	// update runs fn in a transaction, in turn with others that name one of keys, and commits.
	update(ctx context.Context, keys []int64, fn func(*session) error) error
	view(ctx context.Context, fn func(*session) error) error
	// check refuses a database that can't keep what it is given.
	check(ctx context.Context) error
	close() error
}

// Open returns a store in db, whose schema it brings up to date first. db stays the caller's, who closes it
// after the store.
func Open(ctx context.Context, db *sql.DB, dialect Dialect, cfg Config) (*Store, error) {
	if cfg.Desk == "" {
		cfg.Desk = "kindly"
	}
	if !storable(cfg.Desk) {
		return nil, invalid("open", "Desk: %.80q %s", cfg.Desk, notStorable)
	}
	s := &Store{translator: &translator{dialect: dialect}, desk: cfg.Desk, now: cfg.Now, listen: cfg.Listen, clock: never}
	switch {
	case db == nil:
		return nil, invalid("open", "db is nil")
	case cfg.Listen != nil && db.Stats().MaxOpenConnections == 1:
		return nil, invalid("open", "Listen keeps a connection, and db allows one (SetMaxOpenConns(1)): allow more")
	case dialect == SQLite && cfg.Listen != nil:
		return nil, invalid("open", "Listen: SQLite has no notifications")
	case dialect == SQLite:
		s.engine = newSQLite(s.translator, db)
		if s.now == nil {
			s.now = time.Now
		}
	case dialect == PostgreSQL:
		s.engine = newPostgres(s.translator, db, cfg.Desk)
	default:
		return nil, invalid("open", "dialect %d is neither SQLite nor PostgreSQL", dialect)
	}
	if err := s.open(ctx, cfg.Manual); err != nil {
		_ = s.Close() // what matters is why it was not opened
		return nil, failed("open", err)
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, manual bool) error {
	if err := s.engine.check(ctx); err != nil {
		return err
	}
	return s.migrate(ctx, manual)
}

// Close ends what the store holds. Transactions that run are waited for. It may be called twice.
func (s *Store) Close() error { return failed("close", s.engine.close()) }

const (
	maxTries   = 10
	firstPause = 2 * time.Millisecond
)

// Update implements [care.Store]. It runs fn again where the database says that it lost a race.
func (s *Store) Update(ctx context.Context, keys []care.Key, fn func(care.Tx) error) error {
	return s.retry(ctx, func() error {
		return s.engine.update(ctx, s.locks(keys), func(ss *session) error { return s.run(ss, fn) })
	})
}

func (s *Store) retry(ctx context.Context, try func() error) error {
	for pause, n := firstPause, 1; ; pause, n = 2*pause, n+1 {
		err := try()
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil && !errors.Is(err, care.ErrUnknownOutcome) && !errors.Is(err, ctx.Err()):
			return ctx.Err()
		case n == maxTries || !errors.As(err, new(*lostRaceError)):
			return failed("update", err)
		}
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// A lostRaceError is an error after which the same transaction may succeed.
type lostRaceError struct{ err error }

func (e *lostRaceError) Error() string { return e.err.Error() }
func (e *lostRaceError) Unwrap() error { return e.err }

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// run calls fn with a transaction. What the database refused stands, whatever fn makes of it.
func (s *Store) run(ss *session, fn func(care.Tx) error) error {
	t := &tx{reader: reader{Store: s, session: ss}}
	ss.before = t.flush
	err := fn(t)
	if err == nil && t.refused == nil && ss.broken == nil {
		err = t.post()
	}
	switch {
	case ss.broken != nil && judge(ss.broken) == verdictAgain:
		return &lostRaceError{failed("update", ss.broken)}
	case err != nil:
		return err
	case ss.broken != nil:
		return failed("update", ss.broken)
	case t.refused != nil:
		return t.refused
	}
	return nil
}

// View implements [care.Store].
func (s *Store) View(ctx context.Context, fn func(care.Reader) error) error {
	err := s.engine.view(ctx, func(ss *session) error { return fn(&reader{Store: s, session: ss}) })
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return failed("view", err)
}

// locks returns a number for each key, the same in every process and version.
func (s *Store) locks(keys []care.Key) []int64 {
	out := make([]int64, len(keys))
	for i, k := range keys {
		out[i] = lockNumber(fmt.Sprintf("key %s\x00%s", s.desk, k))
	}
	return out
}
