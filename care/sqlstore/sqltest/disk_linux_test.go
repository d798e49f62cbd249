package sqltest_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/sqlstore"
)

// namespaceVar is set where this process may mount a disk of its own.
const namespaceVar = "SQLTEST_NAMESPACE"

// TestDiskFull takes mentions in until the disk is full. The error says so, nothing acknowledged is lost, and
// when there is room again the same store goes on.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("short: megabytes")
	}
	// The disk is a tmpfs: with the smaller one the log finds no room, with the larger one the database
	// does not either, when the log is to be brought into it.
	t.Run("disk", func(t *testing.T) {
		t.Parallel()
		if os.Getenv(namespaceVar) == "" {
			inNamespace(t, "^TestDiskFull$/^disk$")
			return
		}
		for size, room := range map[int]int{3 << 20: 2 << 20, 26 << 20: 8 << 20} {
			dir := t.TempDir()
			mount(t, dir, size)
			ballast := filepath.Join(dir, "ballast")
			require.NoError(t, os.WriteFile(ballast, make([]byte, room), 0o600))
			connect := func(string) (*sql.DB, error) { return openLossy("sqlite", "file:"+filepath.Join(dir, "desk.db")) }
			fillUp(t, connect, func() { require.NoError(t, os.Remove(ballast)) })
		}
	})
	// Where nothing may be mounted: SQLite itself knows a limit.
	t.Run("quota", func(t *testing.T) {
		t.Parallel()
		q := &quota{lossy: &lossy{dsn: "file:" + filepath.Join(t.TempDir(), "desk.db")}, pages: 500}
		db, err := sql.Open("sqlite", q.dsn)
		require.NoError(t, err)
		q.driver = db.Driver()
		require.NoError(t, db.Close())
		connect := func(string) (*sql.DB, error) { return sql.OpenDB(q), nil }
		fillUp(t, connect, func() { require.NoError(t, q.limit(t.Context(), 5000)) })
	})
}

// fillUp takes in until nothing goes in any more, makes room, and goes on.
func fillUp(t *testing.T, connect connector, makeRoom func()) {
	t.Helper()
	b := backends()[0]
	require.Equal(t, sqlstore.SQLite, b.dialect)
	s := b.open(t, connect, sqlstore.Config{})
	d, err := desk.New(s, desk.Config{Accounts: []care.Account{{ID: us}}})
	require.NoError(t, err)
	require.NoError(t, s.Update(t.Context(), nil, func(tx care.Tx) error {
		return tx.PutJobs([]care.Job{{Queue: workQueue, Key: "job", At: time.Unix(1, 0), Body: []byte("body")}})
	}))

	n := 0
	for _, size := range []int{40, 1} { // what is left of the disk after large batches is filled with small ones
		for err = nil; err == nil; {
			if _, err = d.Ingest(t.Context(), streamed(n, n+size)); err == nil {
				n += size
			}
		}
		requireFull(t, err)
	}
	_, err = d.Ingest(t.Context(), streamed(n, n+40))
	requireFull(t, err)
	requireIntact(t, s.db)
	id, err := d.ConversationOf(t.Context(), number(0))
	require.NoError(t, err, "a full disk can be read")
	_, err = d.Conversation(t.Context(), id)
	require.NoError(t, err)

	makeRoom()
	taken, err := d.Ingest(t.Context(), streamed(n, n+40))
	require.NoError(t, err)
	require.Equal(t, desk.Taken{New: 40}, taken)
	require.NoError(t, d.As(care.Agent("ann")).Note(t.Context(), id, "a note"))
	t.Logf("%d mentions fitted", n)

	k := &killing{backend: b, connect: connect}
	k.note(saying{What: sayIngested, Name: streams()[0].name, N: int64(n) + 40})
	k.note(saying{What: sayDecided, Name: "ann"})
	k.check(t, false)
	jobs, _, err := s.Claim(t.Context(), workQueue, 1, time.Hour)
	require.NoError(t, err)
	require.Len(t, jobs, 1)
}

func requireFull(t *testing.T, err error) {
	t.Helper()
	_, ours := errors.AsType[*care.Error](err)
	require.True(t, ours, "%v is no *care.Error", err)
	require.ErrorIs(t, err, care.ErrUnavailable)
	require.NotErrorIs(t, err, care.ErrUnknownOutcome)
	require.ErrorContains(t, err, "disk is full")
}

// inNamespace runs a test again where it may mount: with mounts, and where need be users, of its own.
func inNamespace(t *testing.T, name string) {
	t.Helper()
	exe, err := os.Executable()
	require.NoError(t, err)
	for _, attr := range []*syscall.SysProcAttr{
		{
			Cloneflags:  syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER,
			UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
		},
		{Cloneflags: syscall.CLONE_NEWNS},
	} {
		cmd := exec.CommandContext(t.Context(), exe, "-test.run="+name, "-test.v")
		cmd.Env = append(os.Environ(), namespaceVar+"=1")
		cmd.SysProcAttr = attr
		out, err := cmd.CombinedOutput()
		if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOSPC) || strings.Contains(string(out), "--- SKIP") {
			continue
		}
		require.NoError(t, err, "%s", out)
		require.Contains(t, string(out), "--- PASS: TestDiskFull/disk")
		t.Logf("%s", out)
		return
	}
	t.Skip("nothing may be mounted here")
}

// mount makes dir a small disk, which goes with the namespace.
func mount(t *testing.T, dir string, size int) {
	t.Helper()
	err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, "")
	if err == nil {
		err = syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprint("size=", size))
	}
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
		t.Skip("nothing may be mounted here")
	}
	require.NoError(t, err)
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) }) // before the directory is removed
}

// A quota connects with a limit on the pages of the database.
type quota struct {
	*lossy

	mu    sync.Mutex
	conns []driver.Conn
	pages int
}

func (q *quota) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := q.lossy.Connect(ctx)
	if err != nil {
		return nil, err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.conns = append(q.conns, c)
	return c, q.set(ctx, c)
}

func (q *quota) set(ctx context.Context, c driver.Conn) error {
	_, err := c.(driver.ExecerContext).ExecContext(ctx, fmt.Sprint("PRAGMA max_page_count = ", q.pages), nil)
	return err
}

// limit sets another; no connection may be in use.
func (q *quota) limit(ctx context.Context, pages int) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pages = pages
	var errs []error
	for _, c := range q.conns {
		errs = append(errs, q.set(ctx, c))
	}
	return errors.Join(errs...)
}
