package sqlbench_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
)

// A table is one of the store's.
type table struct {
	name    string
	columns []string // without those that numbers are given for when a row goes in
	key     []string
	seq     bool // it has a number that the statement must give
}

// tables are those that taking in talks writes to.
func tables(tb testing.TB, db *sql.DB) []table {
	tb.Helper()
	out := []table{
		{name: "kindly_mention", key: []string{"desk", "ref"}},
		{name: "kindly_content", key: []string{"desk", "ref"}},
		{name: "kindly_leg", key: []string{"desk", "thread", "account", "customer"}},
		{name: "kindly_head", key: []string{"desk", "id"}},
		{name: "kindly_event", key: []string{"desk", "id"}, seq: true},
		{name: "kindly_job", key: []string{"desk", "queue", "key"}},
	}
	for i := range out {
		rows, err := db.QueryContext(tb.Context(), `SELECT name FROM pragma_table_info(?) ORDER BY cid`, out[i].name)
		require.NoError(tb, err)
		columns, err := texts(rows)
		require.NoError(tb, err)
		out[i].columns = slices.DeleteFunc(columns, func(c string) bool { return c == "seq" || c == "started" })
	}
	return out
}

// written is what one transaction leaves in each of the tables.
type written [][][]any

// A recorder tells which rows a desk writes: it has one write into a file of its own.
type recorder struct {
	db     *sql.DB
	desk   *desk.Desk
	tables []table
}

func newRecorder(tb testing.TB) *recorder {
	tb.Helper()
	file := filepath.Join(tb.TempDir(), "rows.db")
	var ends leftovers
	tb.Cleanup(func() { require.NoError(tb, ends.clear()) })
	s := openSQLite(tb, "sqlite", file, &ends)
	db, err := sql.Open("sqlite", "file:"+file)
	require.NoError(tb, err)
	ends.add(db.Close)
	r := &recorder{db: db, tables: tables(tb, db)}
	for _, t := range r.tables {
		_, err := db.ExecContext(tb.Context(), t.recording())
		require.NoError(tb, err)
	}
	r.desk, err = newDesk(s)
	require.NoError(tb, err)
	return r
}

// recording has a copy made of each row that is written.
func (t table) recording() string {
	columns := strings.Join(t.columns, ", ")
	out := fmt.Sprintf("CREATE TABLE written_%s AS SELECT %s FROM %[1]s WHERE 0;", t.name, columns)
	for _, event := range []string{"INSERT", "UPDATE"} {
		out += fmt.Sprintf("CREATE TRIGGER %[1]s_%[2]s AFTER %[2]s ON %[1]s BEGIN INSERT INTO written_%[1]s VALUES (new.%[3]s); END;",
			t.name, event, strings.Join(t.columns, ", new."))
	}
	return out
}

// take has the desk take in mentions, and returns what it wrote.
func (r *recorder) take(ctx context.Context, mentions []care.Mention) (written, error) {
	if err := ingest(ctx, r.desk, mentions); err != nil {
		return nil, err
	}
	out := make(written, len(r.tables))
	for i, t := range r.tables {
		rows, err := r.db.QueryContext(ctx, t.last())
		if err != nil {
			return nil, err
		}
		if out[i], err = values(rows, len(t.columns)); err != nil {
			return nil, err
		}
		if _, err := r.db.ExecContext(ctx, "DELETE FROM written_"+t.name); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// last selects the last that was written of each row, in the order of that.
func (t table) last() string {
	return fmt.Sprintf("SELECT %s FROM (SELECT *, max(rowid) AS last FROM written_%s GROUP BY %s) ORDER BY last",
		strings.Join(t.columns, ", "), t.name, strings.Join(t.key, ", "))
}

func values(rows *sql.Rows, columns int) ([][]any, error) {
	defer func() { _ = rows.Close() }() // rows.Err has told
	var out [][]any
	for rows.Next() {
		row, into := make([]any, columns), make([]any, columns)
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, rows.Err()
}
