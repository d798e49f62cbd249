package sqlbench_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What is written without a desk must be what a desk writes, or the two are not to be compared.
func TestBareIsTheSame(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(*testing.T, []table) (*sql.DB, writer){
		"SQLite": bareFile, "PostgreSQL": bareSchema,
	} {
		for _, size := range sizes() {
			t.Run(fmt.Sprint(name, size), func(t *testing.T) {
				t.Parallel()
				rec, l := newRecorder(t), newLoad(0, time.Now())
				db, w := open(t, rec.tables)
				for l.n < max(20, size) {
					rows, err := rec.take(t.Context(), l.next(size))
					require.NoError(t, err)
					require.NoError(t, w.write(t.Context(), w.ready(rows)))
				}
				for _, tab := range rec.tables {
					want := contents(t, rec.db, tab)
					require.NotEmpty(t, want, tab.name)
					require.Equal(t, want, contents(t, db, tab), tab.name)
				}
			})
		}
	}
}

func bareFile(t *testing.T, tables []table) (*sql.DB, writer) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bare.db")
	var ends leftovers
	t.Cleanup(func() { require.NoError(t, ends.clear()) })
	openSQLite(t, "sqlite", file, &ends)
	db, err := sql.Open("sqlite", "file:"+file)
	require.NoError(t, err)
	ends.add(db.Close)
	return db, newBareSQLite(t, "sqlite", file, tables)
}

func bareSchema(t *testing.T, tables []table) (*sql.DB, writer) {
	t.Helper()
	at := newSchema(t, &made)
	db, err := sql.Open("pgx", at)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	openPostgres(t, db)
	return db, newBarePostgres(t, at, tables)
}

// contents has every value as a text: one database's numbers are of more sizes than the other's.
func contents(tb testing.TB, db *sql.DB, t table) [][]any {
	tb.Helper()
	var columns []string
	for _, c := range t.columns {
		columns = append(columns, "CAST("+c+" AS text)")
	}
	rows, err := db.QueryContext(tb.Context(), fmt.Sprintf("SELECT %s FROM %s ORDER BY %s",
		strings.Join(columns, ", "), t.name, strings.Join(t.key, ", ")))
	require.NoError(tb, err)
	out, err := values(rows, len(t.columns))
	require.NoError(tb, err)
	return out
}
