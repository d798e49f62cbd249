package sqltest_test

import (
	"database/sql/driver"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/sqlstore"
)

// unsafe sets all to 0 in the URL.
const unsafe = "_pragma=synchronous(0)&_pragma=foreign_keys(0)&_pragma=secure_delete(0)"

// safe is what the store must set in its place, and what no URL should set.
func safe() map[string]string {
	return map[string]string{"synchronous": "2", "foreign_keys": "1", "secure_delete": "1", "journal_mode": "wal"}
}

// Whatever the URL says, every connection of a store has the settings without which what was committed could be
// lost, and what was erased could be found; and one of them writes.
func TestSettingsSQLite(t *testing.T) {
	t.Parallel()
	b := backends()[0]
	a, db := attend(t, b.database(t), unsafe, nil)
	for _, pragma := range []string{"synchronous", "foreign_keys", "secure_delete"} {
		var got int
		require.NoError(t, db.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got))
		require.Zero(t, got, "%s, as the URL has it", pragma)
	}
	s, err := sqlstore.Open(t.Context(), db, b.dialect, sqlstore.Config{})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	const views = 4
	viewTogether(t, s, views)

	require.Len(t, a.conns, views+1, "connections, of which one writes")
	writers := 0
	for _, c := range a.conns {
		for pragma, want := range safe() {
			require.Equal(t, want, c.ask(t, "PRAGMA "+pragma), pragma)
		}
		if c.ask(t, "PRAGMA query_only") == "0" {
			writers++
		}
	}
	require.Equal(t, 1, writers, "connections that may write")
}

// viewTogether has n Views at once, each on a connection of its own.
func viewTogether(t *testing.T, s care.Store, n int) {
	t.Helper()
	var here, running sync.WaitGroup
	here.Add(n)
	errs := make([]error, n)
	for i := range errs {
		running.Go(func() {
			errs[i] = s.View(t.Context(), func(r care.Reader) error {
				_, err := r.Record("k")
				here.Done()
				here.Wait()
				return err
			})
		})
	}
	running.Wait()
	require.NoError(t, errors.Join(errs...))
}

// deafTo takes a setting without a word, and does not keep it.
func deafTo(pragma string) func(string, []driver.NamedValue) string {
	return func(text string, _ []driver.NamedValue) string {
		if strings.HasPrefix(text, "PRAGMA "+pragma+" =") {
			return "SELECT 1"
		}
		return text
	}
}

// A setting that is taken without a word, and not kept, is noticed.
func TestSettingsNotKept(t *testing.T) {
	t.Parallel()
	b := backends()[0]
	for _, deaf := range append(slices.Collect(maps.Keys(safe())), "query_only") {
		_, db := attend(t, b.database(t), unsafe, deafTo(deaf))
		_, err := sqlstore.Open(t.Context(), db, b.dialect, sqlstore.Config{})
		require.ErrorIs(t, err, care.ErrInvalid, deaf)
		require.ErrorContains(t, err, "PRAGMA "+deaf+" is ")
	}
}

// Somebody may turn synchronous_commit off while a store is open. Nothing is written then.
func TestCommitsTurnedAsynchronous(t *testing.T) {
	t.Parallel()
	b := backends()[1]
	s := b.fresh(t, sqlstore.Config{})
	s.db.SetMaxOpenConns(1) // the session is the store's
	write := func(version int64) error {
		_, err := s.Save(t.Context(), "k", []byte("value"), version-1)
		return err
	}
	require.NoError(t, write(1))
	set := func(to string) {
		_, err := s.db.ExecContext(t.Context(), "SET synchronous_commit = "+to)
		require.NoError(t, err)
	}
	for _, good := range []string{"local", "remote_write", "remote_apply", "on"} {
		set("off")
		err := write(2)
		require.ErrorIs(t, err, care.ErrInvalid)
		require.ErrorContains(t, err, "synchronous_commit is off")
		_, _, err = s.Claim(t.Context(), "q", 1, 1)
		require.ErrorIs(t, err, care.ErrInvalid)
		set(good)
		_, rev, err := s.Load(t.Context(), "k")
		require.NoError(t, err)
		require.Equal(t, int64(1), rev, "what was refused was not written")
		_, _, err = s.Claim(t.Context(), "q", 1, 1)
		require.NoError(t, err)
	}
	require.NoError(t, write(2))
}
