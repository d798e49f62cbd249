//go:build unix

package sqltest_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/care/sqlstore"
)

// A cluster is a PostgreSQL server of a test's own, with a password, on a port of its own.
type cluster struct {
	bin, dir string
	port     int
	as       *syscall.SysProcAttr
	server   *exec.Cmd
	log      *bytes.Buffer
}

const clusterPassword = "parcel"

// newCluster makes and starts one, which ends with the test.
func newCluster(t *testing.T) *cluster {
	t.Helper()
	bin := serverPrograms()
	if bin == "" {
		t.Skip("no PostgreSQL server programs (initdb, postgres) are installed")
	}
	dir, err := os.MkdirTemp("", "kindly") //nolint:usetesting // t.TempDir() is closed to others, and too long for a socket
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	c := &cluster{bin: bin, dir: dir, port: freePort(t), as: serverUser(t, dir)}
	secret := filepath.Join(dir, "secret")
	require.NoError(t, os.WriteFile(secret, []byte(clusterPassword), 0o644)) //nolint:gosec // the server's user must read it
	out, err := c.program("initdb", "-D", c.data(), "-U", "kindly", "-E", "UTF8", "--locale=C", "-A", "scram-sha-256",
		"--pwfile="+secret, "-N").CombinedOutput()
	require.NoError(t, err, "%s", out)
	c.start(t)
	t.Cleanup(c.stop)
	return c
}

// serverPrograms returns the folder with the server's programs; "" for none.
func serverPrograms() string {
	if at, err := exec.LookPath("postgres"); err == nil {
		if at, err = filepath.EvalSymlinks(at); err == nil {
			return filepath.Dir(at)
		}
	}
	all, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if len(all) == 0 {
		return ""
	}
	return filepath.Dir(slices.Max(all))
}

// serverUser says as whom the server runs, which refuses to be root, and gives dir to that user.
func serverUser(t *testing.T, dir string) *syscall.SysProcAttr {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, _ := strconv.ParseUint(u.Uid, 10, 32)
			gid, _ := strconv.ParseUint(u.Gid, 10, 32)
			require.NoError(t, os.Chown(dir, int(uid), int(gid)))
			return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
		}
	}
	t.Skip("PostgreSQL refuses to run as root, and there is nobody else to run it")
	return nil
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port //nolint:forcetypeassert // it is one of TCP
}

func (c *cluster) data() string { return filepath.Join(c.dir, "data") }

func (c *cluster) program(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, name), args...) //nolint:gosec,noctx // it ends by stop, not with a context
	cmd.Dir, cmd.SysProcAttr = c.dir, c.as
	return cmd
}

// start runs the server and waits until it lets somebody in.
func (c *cluster) start(t *testing.T) {
	t.Helper()
	c.log = &bytes.Buffer{}
	c.server = c.program("postgres", "-D", c.data(), "-p", strconv.Itoa(c.port), "-k", c.dir, "-c", "listen_addresses=127.0.0.1",
		"-c", "shared_buffers=16MB", "-c", "max_wal_size=64MB")
	c.server.Stdout, c.server.Stderr = c.log, c.log
	require.NoError(t, c.server.Start())
	for range 300 {
		if _, err := c.exec(t.Context(), "SELECT 1"); err == nil {
			return
		}
		<-time.After(50 * time.Millisecond)
	}
	c.stop()
	t.Fatalf("the server does not start: %s", c.log)
}

// stop is what pg_ctl calls immediate: no transaction is ended, and the next start begins with recovery.
func (c *cluster) stop() {
	_ = c.server.Process.Signal(syscall.SIGQUIT)
	_ = c.server.Wait() // its exit status says that it was told to stop
}

// open connects by way of a port, with settings in the URL.
func (c *cluster) open(t *testing.T, database, password string, port int, settings string) *sql.DB {
	t.Helper()
	at := url.URL{
		Scheme: "postgres", User: url.UserPassword("kindly", password), Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(port)),
		Path: database, RawQuery: "sslmode=disable&connect_timeout=5" + settings,
	}
	db, err := sql.Open("pgx", at.String())
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// exec runs statements by the socket, each on its own, and returns the answer to the last.
func (c *cluster) exec(ctx context.Context, statements ...string) (string, error) {
	db, err := sql.Open("pgx", fmt.Sprintf("host=%s port=%d user=kindly password=%s dbname=postgres", c.dir, c.port, clusterPassword))
	if err != nil {
		return "", err
	}
	defer func() { _ = db.Close() }()
	got := ""
	for _, s := range statements {
		err := db.QueryRowContext(ctx, s).Scan(&got)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return "", fmt.Errorf("%s: %w", s, err)
		}
	}
	return got, nil
}

// TestServer has one server for all: to make one takes longer than most of what is done with it. Each has a
// database of its own.
func TestServer(t *testing.T) { //nolint:tparallel // one server, which is stopped
	t.Parallel()
	if testing.Short() {
		t.Skip("short: a server is made, and started several times")
	}
	c := newCluster(t)
	t.Run("Refused", c.refused)
	t.Run("CommitCut", c.commitCut)
	t.Run("CutAnywhere", c.cutAnywhere)
	t.Run("Away", c.away)
}

// database makes an empty one.
func (c *cluster) database(t *testing.T, name, encoding string) string {
	t.Helper()
	_, err := c.exec(t.Context(), "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING '"+encoding+"' LOCALE 'C'")
	require.NoError(t, err)
	return name
}

// through opens a store in a database by way of a port: the server's own or a proxy's.
func (c *cluster) through(t *testing.T, database string, port int) *sqlstore.Store {
	t.Helper()
	s, err := sqlstore.Open(t.Context(), c.open(t, database, clusterPassword, port, ""), sqlstore.PostgreSQL, sqlstore.Config{})
	require.NoError(t, err)
	return s
}

// refuses opens a store, which must fail with a code and say what to do.
func refuses(t *testing.T, db *sql.DB, is error, says string) {
	t.Helper()
	s, err := sqlstore.Open(t.Context(), db, sqlstore.PostgreSQL, sqlstore.Config{})
	if err == nil {
		_ = s.Close()
	}
	_, ours := errors.AsType[*care.Error](err)
	require.True(t, ours, "%v is no *care.Error", err)
	require.ErrorIs(t, err, is)
	require.ErrorContains(t, err, says)
	require.NotContains(t, err.Error(), clusterPassword)
}

// refused: a server that forgets, or that doesn't know us, and a database that can't keep our words.
func (c *cluster) refused(t *testing.T) {
	t.Helper()
	open := func(database, password, settings string) *sql.DB {
		return c.open(t, database, password, c.port, settings)
	}
	refuses(t, open("postgres", "wrong", ""), care.ErrReauth, "user and password")
	refuses(t, open("no_such_database", clusterPassword, ""), care.ErrInvalid, "look at the URL's database")
	refuses(t, open("postgres", clusterPassword, "&search_path=no_such_schema"), care.ErrInvalid, "search_path")
	refuses(t, open(c.database(t, "latin", "LATIN1"), clusterPassword, ""), care.ErrInvalid, "ENCODING 'UTF8'")
	refuses(t, open(c.database(t, "bytes", "SQL_ASCII"), clusterPassword, ""), care.ErrInvalid, "ENCODING 'UTF8'")
	for _, setting := range []string{"fsync", "full_page_writes"} {
		c.set(t, setting, "off")
		refuses(t, open("postgres", clusterPassword, ""), care.ErrInvalid, setting+" is off: what was committed could be lost; set it to on")
		c.set(t, setting, "on")
	}
	c.through(t, "postgres", c.port) // nothing is left that is wrong
}

// set changes a setting of the whole server, and waits until it holds.
func (c *cluster) set(t *testing.T, name, value string) {
	t.Helper()
	_, err := c.exec(t.Context(), "ALTER SYSTEM SET "+name+" = "+value, "SELECT pg_reload_conf()")
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		got, err := c.exec(t.Context(), "SHOW "+name)
		return err == nil && got == value
	}, 10*time.Second, 10*time.Millisecond, name)
}

// A line is a source with one feed; it never ends by itself, and says what was acknowledged.
type line struct {
	name     string
	mentions []care.Mention
	taken    atomic.Int64
}

func (l *line) Name() string             { return l.name }
func (l *line) Accounts() []care.Account { return []care.Account{{ID: us, Handle: "us"}} }

func (l *line) Batches(ctx context.Context, cursors map[string]string) iter.Seq2[care.Batch, error] {
	return func(yield func(care.Batch, error) bool) {
		at, _ := strconv.Atoi(cursors["feed"])
		for at < len(l.mentions) {
			to := min(at+3, len(l.mentions))
			if !yield(care.Batch{Mentions: l.mentions[at:to], Feed: "feed", Cursor: strconv.Itoa(to)}, nil) {
				return
			}
			at = to
			l.taken.Store(int64(at))
		}
		<-ctx.Done()
		yield(care.Batch{}, ctx.Err())
	}
}

// outage is how long the server is away: half a second, times KINDLY_LONG where that is set.
func outage() time.Duration {
	const short = time.Second / 2
	if times, err := strconv.Atoi(os.Getenv("KINDLY_LONG")); err == nil && times > 0 {
		return short * time.Duration(times)
	}
	return short
}

// away stops the server in the middle of everything, again and again, once for longer. A desk that runs
// goes on by itself; who ingests by hand repeats what failed. Nothing is missing and nothing is there twice.
func (c *cluster) away(t *testing.T) {
	t.Helper()
	c.database(t, "away", "UTF8")
	in := madeUp(400)
	source := &line{name: "line", mentions: in.mentions[:300]}
	running, err := desk.New(c.through(t, "away", c.port),
		desk.Config{Sources: []care.Source{source}, Now: farFuture, TickEvery: 20 * time.Millisecond})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- running.Run(ctx) }()
	byHand := make(chan []error, 1)
	d := newDesk(t, c.through(t, "away", c.port), in)
	go func() { byHand <- ingestStubbornly(t, d, in.mentions[300:], 2) }()
	for i, away := range []time.Duration{0, outage()} {
		reached(t, source, 60*(i+1))
		c.stop()
		<-time.After(away)
		c.start(t)
	}
	reached(t, source, len(source.mentions))
	errs := <-byHand
	cancel()
	require.NoError(t, <-ended)
	require.NotEmpty(t, errs, "nobody noticed")
	requireOutcome(t, d, in)
}

// reached waits until n mentions of a source were acknowledged.
func reached(t *testing.T, l *line, n int) {
	t.Helper()
	require.Eventually(t, func() bool { return l.taken.Load() >= int64(n) }, 2*time.Minute, time.Millisecond, "%d of %s", n, l.name)
}

// ingestStubbornly repeats each batch until it is taken, and returns the errors on the way. Each must say that
// the store is away, or that the outcome is not known.
func ingestStubbornly(t *testing.T, d *desk.Desk, mentions []care.Mention, size int) []error {
	t.Helper()
	var errs []error
	for batch := range slices.Chunk(mentions, size) {
		for {
			_, err := d.Ingest(t.Context(), care.Batch{Mentions: batch})
			if err == nil {
				break
			}
			errs = append(errs, err)
			if !errors.Is(err, care.ErrUnavailable) && !errors.Is(err, care.ErrUnknownOutcome) || t.Context().Err() != nil {
				t.Errorf("ingest: %v", err)
				return errs
			}
			<-time.After(5 * time.Millisecond)
		}
		<-time.After(5 * time.Millisecond)
	}
	return errs
}

// requireOutcome wants what a desk over memory makes of in, and each mention announced once.
func requireOutcome(t *testing.T, d *desk.Desk, in input) {
	t.Helper()
	memory := newDesk(t, memstore.New(memstore.Config{}), in)
	ingest(t, memory, in.mentions, 500)
	want, got := talks(t, memory), talks(t, d)
	for ref := range want {
		require.JSONEq(t, want[ref], got[ref], "conversation that begins with %s", ref)
	}
	require.Len(t, got, len(want))
	requireFeed(t, d, in)
}
