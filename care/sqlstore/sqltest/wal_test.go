//go:build unix

package sqltest_test

import (
	"database/sql"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/sqlstore"
)

// A commit is one that was acknowledged: how long the log was then, and everything that the database held.
type commit struct {
	size int64
	held string
}

// A logged database is copied files of one whose log was never brought into it.
type logged struct {
	dir       string // for copies
	data, wal []byte
	commits   []commit
}

// TestKillCutsWAL cuts SQLite's write-ahead log off after the last acknowledged commit, as the end of the
// machine may. What is in the log up to the cut is there, commit by commit, whatever stands behind it.
func TestKillCutsWAL(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("short: hundreds of databases")
	}
	l := writeLog(t)
	garbage := make([]byte, 10_000)
	for i := range garbage {
		garbage[i] = byte(rand.Uint32())
	}
	for i, cut := range l.cuts() {
		var behind []byte
		switch i % 6 {
		case 0:
			behind = garbage[:1+rand.IntN(len(garbage))]
		case 1:
			behind = make([]byte, 1+rand.IntN(10_000))
		case 2: // frames that were right in another place
			behind = l.wal[walHeader:][:rand.IntN(20)*walFrame]
		}
		l.requireCut(t, cut, behind)
	}
}

const (
	walHeader = 32
	walFrame  = 24 + 4096
)

// writeLog takes in, decides and finishes jobs, on a database that holds something already.
func writeLog(t *testing.T) *logged {
	t.Helper()
	b := backends()[0]
	require.Equal(t, sqlstore.SQLite, b.dialect)
	connect := b.database(t)
	before := b.open(t, connect, sqlstore.Config{})
	steps(t, before, 100, 3, func() {})
	before.close(t) // the log is brought in, and begins anew

	s := b.open(t, connect, sqlstore.Config{})
	file := strings.TrimSuffix(strings.TrimPrefix(dsnOf(t, connect), "file:"), "?")
	l := &logged{dir: t.TempDir()}
	steps(t, s, 0, 10, func() {
		info, err := os.Stat(file + "-wal")
		require.NoError(t, err)
		l.commits = append(l.commits, commit{info.Size(), dump(t, s.db)})
	})
	var err error
	l.data, err = os.ReadFile(file)
	require.NoError(t, err)
	l.wal, err = os.ReadFile(file + "-wal")
	require.NoError(t, err)
	l.requireFrames(t)
	return l
}

// requireFrames wants the log to be what cuts takes it for.
func (l *logged) requireFrames(t *testing.T) {
	t.Helper()
	require.Equal(t, l.commits[len(l.commits)-1].size, int64(len(l.wal)), "the log was checkpointed meanwhile: make fewer steps")
	for _, c := range l.commits {
		require.Zero(t, (c.size-walHeader)%walFrame)
		require.NotZero(t, binary.BigEndian.Uint32(l.wal[c.size-walFrame+4:]), "the frame that ends a commit tells the length of the file")
	}
}

// steps makes n commits of each sort, and tells of each.
func steps(t *testing.T, s care.Store, from, n int, acknowledged func()) {
	t.Helper()
	d, err := desk.New(s, desk.Config{Accounts: []care.Account{{ID: us}}})
	require.NoError(t, err)
	for i := range n {
		at := from + 5*i
		_, err := d.Ingest(t.Context(), streamed(at, at+1+i%8))
		require.NoError(t, err)
		acknowledged()
		id, err := d.ConversationOf(t.Context(), number(streams()[0].index(at)))
		require.NoError(t, err)
		require.NoError(t, d.As(care.Agent("ann")).Note(t.Context(), id, "a note"))
		acknowledged()
		require.NoError(t, s.Update(t.Context(), nil, func(tx care.Tx) error {
			return tx.PutJobs([]care.Job{{Queue: workQueue, Key: fmt.Sprint(at), At: time.Unix(1, 0)}})
		}))
		acknowledged()
		jobs, _, err := s.Claim(t.Context(), workQueue, 1, time.Hour)
		require.NoError(t, err)
		acknowledged()
		require.NoError(t, finish(t.Context(), s, jobs[0]))
		acknowledged()
	}
}

// cuts are the ends of commits and the bytes beside them, and bytes anywhere.
func (l *logged) cuts() []int {
	var out []int
	for _, c := range l.commits {
		out = append(out, int(c.size)-1, int(c.size), int(c.size)+1)
	}
	first := int(l.commits[0].size)
	for range 100 {
		out = append(out, first+rand.IntN(len(l.wal)-first+1), frameEnd(first, len(l.wal))+rand.IntN(3)-1)
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(n int) bool { return n < first || n > len(l.wal) })
}

func frameEnd(from, to int) int { return from + rand.IntN((to-from)/walFrame+1)*walFrame }

// requireCut opens the database with the first bytes of its log, and others behind them. There must be what
// there was after the last commit that is whole, and a desk must be able to go on from there.
func (l *logged) requireCut(t *testing.T, cut int, behind []byte) {
	t.Helper()
	file := filepath.Join(l.dir, fmt.Sprint("desk", cut))
	require.NoError(t, os.WriteFile(file, l.data, 0o600))
	require.NoError(t, os.WriteFile(file+"-wal", slices.Concat(l.wal[:cut], behind), 0o600))
	whole := cut // others may happen to be those that were cut off
	for i, b := range behind {
		if whole == len(l.wal) || b != l.wal[cut+i] {
			break
		}
		whole++
	}
	n, _ := slices.BinarySearchFunc(l.commits, int64(whole)+1, func(c commit, size int64) int { return int(c.size - size) })
	want := l.commits[n-1]

	b := backends()[0]
	s := b.open(t, func(string) (*sql.DB, error) { return openLossy("sqlite", "file:"+file) }, sqlstore.Config{})
	defer s.close(t)
	requireIntact(t, s.db)
	require.Equal(t, want.held, dump(t, s.db), "cut at %d, %d bytes behind commit %d of %d, with %d others behind",
		cut, int64(cut)-want.size, n, len(l.commits), len(behind))
	if cut%8 == 0 {
		steps(t, s, 200, 1, func() {})
	}
}

// dump is everything in the database.
func dump(t *testing.T, db *sql.DB) string {
	t.Helper()
	var out strings.Builder
	for _, table := range texts(t, db, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'kindly%' ORDER BY name`) {
		columns := texts(t, db, `SELECT name FROM pragma_table_info('`+table+`')`)
		rows := texts(t, db, `SELECT json_array(`+strings.Join(columns, ", ")+`) FROM `+table+` ORDER BY 1`)
		fmt.Fprintf(&out, "%s: %d\n%s\n", table, len(rows), strings.Join(rows, "\n"))
	}
	return out.String()
}

func texts(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	require.NoError(t, err)
	defer func() { _ = rows.Close() }()
	var out []string
	for rows.Next() {
		var text string
		require.NoError(t, rows.Scan(&text))
		out = append(out, text)
	}
	require.NoError(t, rows.Err())
	return out
}
