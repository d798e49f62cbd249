package sqlbench_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// benchmarkSync appends to a file as a log does, where SQLite's files are.
func benchmarkSync(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "log"))
	require.NoError(b, err)
	defer f.Close()
	page := make([]byte, 8<<10)
	var watch stopwatch
	for b.Loop() {
		require.NoError(b, watch.time(func() error {
			if _, err := f.Write(page); err != nil {
				return err
			}
			return f.Sync()
		}))
	}
	watch.report(b, 1, "sync")
}

func benchmarkRoundTrip(b *testing.B) {
	db, err := sql.Open("pgx", newSchema(b, &made))
	require.NoError(b, err)
	defer func() { require.NoError(b, db.Close()) }()
	one, err := db.PrepareContext(b.Context(), "SELECT 1")
	require.NoError(b, err)
	defer func() { require.NoError(b, one.Close()) }()
	var watch stopwatch
	for b.Loop() {
		var n int
		require.NoError(b, watch.time(func() error { return one.QueryRowContext(b.Context()).Scan(&n) }))
	}
	watch.report(b, 1, "query")
}
