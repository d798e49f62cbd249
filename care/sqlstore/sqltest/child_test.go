//go:build unix

package sqltest_test

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/sqlstore"
)

// childVar holds an order. The test binary that finds one is a child, and runs no test.
const childVar = "SQLTEST_CHILD"

// An order is what a child is to do, on a database that others have open as well.
type order struct {
	Role    string
	Dialect sqlstore.Dialect
	DSN     string
	Number  int      // of the child: what it makes up is named after it
	Hurried bool     // its timeouts are short
	Reads   bool     // it takes in the sources; one child at a time does
	After   care.Seq // where the follower of the feed goes on
}

// A saying is a line that a child writes: what it is about to do, or what was acknowledged to it.
type saying struct {
	What  string
	Name  string `json:",omitzero"`
	N     int64  `json:",omitzero"`
	Token uint64 `json:",omitzero"`
	At    int64  `json:",omitzero"`
}

// What is said. The rest is up to the roles.
const (
	sayStarting = "starting" // before the database is opened
	sayOpened   = "opened"
	sayFault    = "fault"
)

func TestMain(m *testing.M) {
	text := os.Getenv(childVar)
	if text == "" {
		m.Run()
		return
	}
	go func() { // nobody outlives the parent
		_, _ = io.Copy(io.Discard, os.Stdin)
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}()
	if err := obey(context.Background(), text); err != nil {
		say(saying{What: sayFault, Name: err.Error()})
	}
}

func obey(ctx context.Context, text string) error {
	var o order
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		return err
	}
	roles := map[string]func(context.Context, order, *sqlstore.Store) error{"worker": beWorker, "sleeper": beSleeper, "holder": beHolder}
	say(saying{What: sayStarting})
	db, err := sql.Open(map[sqlstore.Dialect]string{sqlstore.SQLite: "sqlite", sqlstore.PostgreSQL: "pgx"}[o.Dialect], o.DSN)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if o.Hurried {
		db = sql.OpenDB(&attended{lossy: &lossy{driver: db.Driver(), dsn: o.DSN}, change: hurry})
	}
	store, err := sqlstore.Open(ctx, db, o.Dialect, sqlstore.Config{})
	if err != nil {
		return err
	}
	say(saying{What: sayOpened})
	return errors.Join(roles[o.Role](ctx, o, store), store.Close())
}

// say writes a line by one system call: the parent reads all of it or nothing.
func say(s saying) {
	line, err := json.Marshal(s)
	if err == nil {
		_, err = os.Stdout.Write(append(line, '\n'))
	}
	if err != nil {
		panic(err)
	}
}

// A child is a process of this binary.
type child struct {
	cmd   *exec.Cmd
	said  chan saying // closed at its end, when all that it said was received
	tells io.WriteCloser
	wrote strings.Builder // to stderr
}

func (o order) start(t *testing.T) *child {
	t.Helper()
	text, err := json.Marshal(o)
	require.NoError(t, err)
	exe, err := os.Executable()
	require.NoError(t, err)
	c := &child{cmd: exec.CommandContext(t.Context(), exe), said: make(chan saying, 1000)}
	c.cmd.Env = append(os.Environ(), childVar+"="+string(text))
	c.cmd.Stderr = &c.wrote
	out, err := c.cmd.StdoutPipe()
	require.NoError(t, err)
	c.tells, err = c.cmd.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, c.cmd.Start())
	go c.hear(out)
	return c
}

func (c *child) hear(out io.Reader) {
	defer close(c.said)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		var s saying
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			s = saying{What: sayFault, Name: err.Error() + ": " + lines.Text()}
		}
		c.said <- s
	}
}

func (c *child) signal(t *testing.T, s syscall.Signal) {
	t.Helper()
	require.NoError(t, c.cmd.Process.Signal(s))
}

// wait returns when the child was killed; that it ends by itself is a failure.
func (c *child) wait(t *testing.T) {
	t.Helper()
	err := c.cmd.Wait()
	status, ok := c.cmd.ProcessState.Sys().(syscall.WaitStatus)
	require.True(t, ok)
	require.True(t, status.Signaled() && status.Signal() == syscall.SIGKILL, "the child ended by itself: %v: %s", err, c.wrote.String())
}

// next returns the next saying of a kind, and fails on a fault.
func (c *child) next(t *testing.T, what string) saying {
	t.Helper()
	for s := range c.said {
		require.NotEqual(t, sayFault, s.What, "%s", s.Name)
		if s.What == what {
			return s
		}
	}
	require.FailNow(t, "the child ended", "before it said %q: %s", what, c.wrote.String())
	return saying{}
}

// dsnOf returns how a child connects to what connect connects to.
func dsnOf(t *testing.T, connect func(string) (*sql.DB, error)) string {
	t.Helper()
	db, err := connect("")
	require.NoError(t, err)
	defer func() { _ = db.Close() }()
	return db.Driver().(*lossy).dsn //nolint:forcetypeassert // every database of these tests has it
}

// pause waits until d has passed or ctx ends.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// all runs every one of fs until one returns, and returns the first error.
func all(fs ...func() error) error {
	ended := make(chan error, len(fs))
	var running sync.WaitGroup
	for _, f := range fs {
		running.Go(func() { ended <- f() })
	}
	return <-ended
}
