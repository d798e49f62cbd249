package sqltest_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/sqlstore"
	"github.com/kindlydm/kindly/care/storetest"
)

// A backend is a database to test with.
type backend struct {
	name    string
	dialect sqlstore.Dialect
	// database makes an empty one, and returns how to connect to it with settings in the URL.
	database func(tb storetest.TB) func(settings string) (*sql.DB, error)
}

const postgresVar = "KINDLY_TEST_POSTGRES"

func backends() []backend {
	return []backend{
		{"SQLite", sqlstore.SQLite, sqliteFile},
		{"PostgreSQL", sqlstore.PostgreSQL, postgresSchema},
	}
}

// each runs f in a subtest for each database that there is.
func each(t *testing.T, f func(t *testing.T, b backend)) {
	t.Helper()
	for _, b := range backends() {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			b.skip(t)
			f(t, b)
		})
	}
}

func (b backend) skip(tb storetest.TB) {
	if b.dialect == sqlstore.PostgreSQL && os.Getenv(postgresVar) == "" {
		tb.Skipf("%s names no PostgreSQL server: postgres://user@host/database", postgresVar)
	}
}

func sqliteFile(tb storetest.TB) func(string) (*sql.DB, error) {
	file := filepath.Join(tb.TempDir(), "desk.db")
	return func(settings string) (*sql.DB, error) { return openLossy("sqlite", "file:"+file+"?"+settings) }
}

var schemas atomic.Int64

// postgresSchema makes a schema that goes with the test.
func postgresSchema(tb storetest.TB) func(string) (*sql.DB, error) {
	at, err := url.Parse(os.Getenv(postgresVar))
	if err != nil {
		tb.Fatalf("%s: %v", postgresVar, err)
	}
	admin, err := sql.Open("pgx", at.String())
	if err != nil {
		tb.Fatalf("%v", err)
	}
	name := fmt.Sprintf("kindly_test_%d_%d_%d", os.Getpid(), time.Now().UnixNano(), schemas.Add(1))
	if _, err := admin.ExecContext(tb.Context(), "CREATE SCHEMA "+name); err != nil {
		tb.Fatalf("%v", err)
	}
	tb.Cleanup(func() {
		_, err := admin.ExecContext(context.Background(), "DROP SCHEMA "+name+" CASCADE")
		if err != nil {
			tb.Errorf("%v", err)
		}
		_ = admin.Close()
	})
	query := at.Query()
	query.Set("search_path", name)
	at.RawQuery = query.Encode()
	return func(settings string) (*sql.DB, error) { return openLossy("pgx", at.String()+"&"+settings) }
}

// A clock is moved by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, time.March, 1, 9, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// opened is a store with what it was opened from.
type opened struct {
	*sqlstore.Store
	db      *sql.DB
	connect func(settings string) (*sql.DB, error)
}

func (o *opened) close(tb storetest.TB) {
	if err := o.Close(); err != nil {
		tb.Errorf("Close: %v", err)
	}
	if err := o.db.Close(); err != nil {
		tb.Errorf("%v", err)
	}
}

func (b backend) open(tb storetest.TB, connect func(string) (*sql.DB, error), cfg sqlstore.Config) *opened {
	tb.Helper()
	db, err := connect("")
	if err != nil {
		tb.Fatalf("%v", err)
	}
	s, err := sqlstore.Open(tb.Context(), db, b.dialect, cfg)
	if err != nil {
		tb.Fatalf("Open: %v", err)
	}
	o := &opened{s, db, connect}
	tb.Cleanup(func() { o.close(tb) })
	return o
}

// fresh returns an empty store.
func (b backend) fresh(tb storetest.TB, cfg sqlstore.Config) *opened {
	tb.Helper()
	b.skip(tb)
	return b.open(tb, b.database(tb), cfg)
}

func (b backend) harness(t *testing.T) storetest.Harness {
	t.Helper()
	clock := newClock()
	cfg := sqlstore.Config{Now: clock.Now}
	return storetest.Harness{
		Open:    func(tb storetest.TB) care.Store { return b.fresh(tb, cfg) },
		Advance: clock.Advance,
		Reopen: func(tb storetest.TB, s care.Store) care.Store {
			old := s.(*opened) //nolint:forcetypeassert // Open made it
			old.close(tb)
			return b.open(tb, old.connect, cfg)
		},
		Refuse:     b.refused(t),
		LoseAnswer: loseAnswer,
	}
}
