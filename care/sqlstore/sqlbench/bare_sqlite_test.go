package sqlbench_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// bareSQLite writes on one connection, row by row, by statements that are prepared.
type bareSQLite struct {
	begin, commit, rollback *sql.Stmt
	rows                    []*sql.Stmt
}

func newBareSQLite(tb testing.TB, driver, file string, tables []table) writer {
	tb.Helper()
	db, err := sql.Open(driver, "file:"+file)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, db.Close()) })
	db.SetMaxOpenConns(1)
	ctx := tb.Context()
	for _, setting := range []string{ // the store's
		"busy_timeout = 200", "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = FAST",
		"cache_size = -32768", "temp_store = MEMORY", "wal_autocheckpoint = 4000",
	} {
		var is any
		err := db.QueryRowContext(ctx, "PRAGMA "+setting).Scan(&is)
		require.True(tb, err == nil || errors.Is(err, sql.ErrNoRows), "%s: %v", setting, err)
	}
	prepare := func(text string) *sql.Stmt {
		s, err := db.PrepareContext(ctx, text)
		require.NoError(tb, err)
		return s
	}
	w := &bareSQLite{begin: prepare("BEGIN IMMEDIATE"), commit: prepare("COMMIT"), rollback: prepare("ROLLBACK")}
	for _, t := range tables {
		w.rows = append(w.rows, prepare(t.insertSQLite()))
	}
	return w
}

// insertSQLite has the desk as its first parameter, as all tables have it as their first column.
func (t table) insertSQLite() string {
	columns, values := strings.Join(t.columns, ", "), strings.TrimSuffix(strings.Repeat("?, ", len(t.columns)), ", ")
	if t.seq {
		columns += ", seq"
		values += ", (SELECT COALESCE(MAX(e.seq), 0) + 1 FROM " + t.name + " e WHERE e.desk = ?1)"
	}
	return "INSERT INTO " + t.name + " (" + columns + ") VALUES (" + values + ")" + t.upsert()
}

func (w *bareSQLite) ready(rows written) any { return rows }

func (w *bareSQLite) write(ctx context.Context, ready any) error {
	if _, err := w.begin.ExecContext(ctx); err != nil {
		return err
	}
	for i, rows := range ready.(written) { //nolint:forcetypeassert // ready made it
		for _, row := range rows {
			if _, err := w.rows[i].ExecContext(ctx, row...); err != nil {
				_, failed := w.rollback.ExecContext(ctx)
				return errors.Join(err, failed)
			}
		}
	}
	_, err := w.commit.ExecContext(ctx)
	return err
}
