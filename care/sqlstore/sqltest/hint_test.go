package sqltest_test

import (
	"context"
	"database/sql"
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/sqlstore"
)

// listen is Config.Listen with pgx.
func listen(db *sql.DB) func(context.Context, string, func()) error {
	return func(ctx context.Context, channel string, hint func()) error {
		conn, err := db.Conn(ctx)
		if err != nil {
			return err
		}
		defer func() { _ = conn.Close() }()
		return conn.Raw(func(c any) error {
			pg := c.(*stdlib.Conn).Conn() //nolint:forcetypeassert // another driver has another listen
			_, err := pg.Exec(ctx, "LISTEN "+channel)
			for err == nil {
				hint()
				_, err = pg.WaitForNotification(ctx)
			}
			return err
		})
	}
}

// TestHints: what one process does wakes another, which would look again in an hour.
func TestHints(t *testing.T) {
	t.Parallel()
	b := backends()[1]
	b.skip(t)
	connect := b.database(t)
	plain, err := sql.Open("pgx", os.Getenv(postgresVar))
	require.NoError(t, err)
	t.Cleanup(func() { _ = plain.Close() })
	open := func(name string) care.Store {
		return b.open(t, connect, sqlstore.Config{Desk: name, Listen: listen(plain)}).Store
	}
	one, two, other := open("one"), open("one"), open("other")

	ctx, cancel := context.WithCancel(t.Context())
	hints, done := make(chan struct{}, 100), make(chan error, 1)
	go func() { done <- one.(care.Hinter).Hints(ctx, func() { hints <- struct{}{} }) }()
	within(t, hints, "it listens")
	says(t, wordy(t, other), "9", "9", 0, "", "")
	says(t, wordy(t, two), "1", "1", 0, "", "")
	within(t, hints, "a commit")
	cancel()
	require.NoError(t, <-done)
	require.Empty(t, hints, "another desk's commit is none of ours")
}

func wordy(t *testing.T, s care.Store) *desk.Desk {
	t.Helper()
	d, err := desk.New(s, desk.Config{Accounts: []care.Account{{ID: "twitter:100"}}, Now: func() time.Time { return minute(1) }})
	require.NoError(t, err)
	return d
}

func within(t *testing.T, c <-chan struct{}, what string) {
	t.Helper()
	select {
	case <-c:
	case <-time.After(20 * time.Second):
		t.Fatalf("no hint in 20 s: %s", what)
	}
}

// TestListenNeedsPostgreSQL refuses what would never be heard.
func TestListenNeedsPostgreSQL(t *testing.T) {
	t.Parallel()
	db, err := sqliteFile(t)("")
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	_, err = sqlstore.Open(t.Context(), db, sqlstore.SQLite, sqlstore.Config{Listen: listen(db)})
	require.ErrorIs(t, err, care.ErrInvalid)
}
