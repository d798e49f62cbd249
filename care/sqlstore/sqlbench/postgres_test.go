package sqlbench_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // driver pgx
	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care/sqlstore"
)

const postgresVar = "KINDLY_TEST_POSTGRES"

func postgresRoom(tb testing.TB, r *room) {
	tb.Helper()
	r.url = newSchema(tb, &r.leaving)
	db, err := sql.Open("pgx", r.url)
	require.NoError(tb, err)
	r.leaving.add(db.Close)
	r.store = openPostgres(tb, db)
	r.load = fill(tb, "PostgreSQL", r.store, r.talks, func() error { return vacuum(db) })
	r.bare = func(tb testing.TB, ts []table) writer {
		tb.Helper()
		return newBarePostgres(tb, r.url, ts)
	}
}

func openPostgres(tb testing.TB, db *sql.DB) *sqlstore.Store {
	tb.Helper()
	s, err := sqlstore.Open(tb.Context(), db, sqlstore.PostgreSQL, sqlstore.Config{})
	require.NoError(tb, err)
	return s
}

// vacuum does for our tables what autovacuum would, where it runs and has the time.
func vacuum(db *sql.DB) error {
	ctx := context.Background()
	rows, err := db.QueryContext(ctx, `SELECT tablename FROM pg_tables WHERE schemaname = current_schema()`)
	if err != nil {
		return err
	}
	tables, err := texts(rows)
	for _, t := range tables {
		if err == nil {
			_, err = db.ExecContext(ctx, "VACUUM (ANALYZE) "+t)
		}
	}
	if err == nil {
		_, _ = db.ExecContext(ctx, "CHECKPOINT") // not everybody may
	}
	return err
}

func texts(rows *sql.Rows) ([]string, error) {
	defer func() { _ = rows.Close() }() // rows.Err has told
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

var schemas atomic.Int64

// newSchema makes a schema and returns how to connect to it.
func newSchema(tb testing.TB, ends *leftovers) string {
	tb.Helper()
	at := os.Getenv(postgresVar)
	if at == "" {
		tb.Skipf("%s names no PostgreSQL server: postgres://user@host/database", postgresVar)
	}
	c, err := keeper()
	require.NoError(tb, err)
	ctx := context.WithoutCancel(tb.Context()) // it is dropped when tb is over
	name := fmt.Sprintf("kindly_bench_%d_%d", os.Getpid(), schemas.Add(1))
	_, err = c.ExecContext(ctx, `SELECT pg_advisory_lock(hashtext('kindly_bench'), hashtext($1))`, name)
	require.NoError(tb, err)
	_, err = c.ExecContext(ctx, "CREATE SCHEMA "+name)
	require.NoError(tb, err)
	ends.add(func() error { return drop(ctx, c, name) })
	u, err := url.Parse(at)
	require.NoError(tb, err)
	query := u.Query()
	query.Set("search_path", name)
	u.RawQuery = query.Encode()
	return u.String()
}

func drop(ctx context.Context, c *sql.Conn, schema string) error {
	_, err := c.ExecContext(ctx, "DROP SCHEMA "+schema+" CASCADE")
	return err
}

// keeper is a connection that locks the schemas of this process, so that others leave them alone, and has
// dropped those of processes that are gone.
var keeper = sync.OnceValues(func() (*sql.Conn, error) {
	ctx := context.Background()
	db, err := sql.Open("pgx", os.Getenv(postgresVar))
	if err != nil {
		return nil, err
	}
	c, err := db.Conn(ctx)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return c, sweep(ctx, c) // it is closed by the end of the process: until then there may be schemas
})

func sweep(ctx context.Context, c *sql.Conn) error {
	rows, err := c.QueryContext(ctx, `SELECT nspname FROM pg_namespace WHERE nspname LIKE 'kindly\_bench\_%'`)
	if err != nil {
		return err
	}
	names, err := texts(rows)
	for _, name := range names {
		var nobodys bool
		row := c.QueryRowContext(ctx, `SELECT pg_try_advisory_lock(hashtext('kindly_bench'), hashtext($1))`, name)
		if err = errors.Join(err, row.Scan(&nobodys)); err == nil && nobodys {
			err = drop(ctx, c, name)
		}
	}
	return err
}
