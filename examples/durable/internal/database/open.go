// Package database opens a store by a name that somebody typed.
package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver for PostgreSQL
	_ "modernc.org/sqlite"             // the driver for SQLite

	"github.com/kindlydm/kindly/care/sqlstore"
)

// Open opens the PostgreSQL server of a postgres:// URL, or else the file of a SQLite database, which it makes
// where there is none, for a desk of a name. What it returns second closes both store and database. A nil now is
// the time.
func Open(ctx context.Context, name, desk string, now func() time.Time) (*sqlstore.Store, func() error, error) {
	driver, dialect := "sqlite", sqlstore.SQLite
	scheme, _, isURL := strings.Cut(name, "://")
	switch {
	case isURL && (scheme == "postgres" || scheme == "postgresql"):
		driver, dialect = "pgx", sqlstore.PostgreSQL
	case isURL:
		return nil, nil, fmt.Errorf("-db %s://…: a postgres:// URL or the name of a file is wanted", scheme)
	case strings.Contains(name, "?"):
		return nil, nil, fmt.Errorf("-db %s: the name of a file has no settings behind a ?", name)
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		return nil, nil, err
	}
	store, err := sqlstore.Open(ctx, db, dialect, sqlstore.Config{Desk: desk, Now: now})
	if err != nil {
		if !isURL { // which may have a password
			err = fmt.Errorf("-db %s: %w", name, err)
		}
		return nil, nil, errors.Join(err, db.Close())
	}
	return store, func() error { return errors.Join(store.Close(), db.Close()) }, nil
}
