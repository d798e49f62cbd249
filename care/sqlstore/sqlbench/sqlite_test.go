package sqlbench_test

import (
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite" // driver sqlite

	"github.com/kindlydm/kindly/care/sqlstore"
)

// sqliteRoom is for a driver; "" for one that is not there.
func sqliteRoom(driver string) func(testing.TB, *room) {
	return func(tb testing.TB, r *room) {
		tb.Helper()
		if driver == "" {
			tb.Skip("this driver needs cgo and a C compiler")
		}
		full := filledFile(tb, r.talks)
		file := filepath.Join(newFolder(tb, &r.leaving), "desk.db")
		require.NoError(tb, copyFile(full.file, file))
		r.load = newLoad(0, full.load.begun)
		r.load.n = full.load.n
		r.store = openSQLite(tb, driver, file, &r.leaving)
		r.bare = func(tb testing.TB, ts []table) writer {
			tb.Helper()
			return newBareSQLite(tb, driver, file, ts)
		}
	}
}

type filled struct {
	file string
	load *load
}

var files = map[int]filled{}

// filledFile is made once for both drivers, by the faster one.
func filledFile(tb testing.TB, talks int) filled {
	tb.Helper()
	if f, ok := files[talks]; ok {
		return f
	}
	f := filled{file: filepath.Join(newFolder(tb, &made), "desk.db")}
	driver := "sqlite"
	if cDriver != "" {
		driver = cDriver
	}
	var ends leftovers
	s := openSQLite(tb, driver, f.file, &ends)
	f.load = fill(tb, "SQLite", s, talks, func() error { return nil })
	require.NoError(tb, ends.clear()) // closing brings everything into the one file
	files[talks] = f
	return f
}

func openSQLite(tb testing.TB, driver, file string, ends *leftovers) *sqlstore.Store {
	tb.Helper()
	db, err := sql.Open(driver, "file:"+file)
	require.NoError(tb, err)
	ends.add(db.Close)
	s, err := sqlstore.Open(tb.Context(), db, sqlstore.SQLite, sqlstore.Config{})
	require.NoError(tb, err)
	ends.add(s.Close)
	return s
}

func newFolder(tb testing.TB, ends *leftovers) string {
	tb.Helper()
	dir, err := os.MkdirTemp("", "kindly_bench") //nolint:usetesting // it outlives the benchmark that makes it
	require.NoError(tb, err)
	ends.add(func() error { return os.RemoveAll(dir) })
	return dir
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	defer out.Close()
	if _, err := io.Copy(out, in); err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	return out.Sync()
}
