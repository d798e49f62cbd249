package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"github.com/kindlydm/kindly/care"
)

// sqlite has one connection that writes, and a few that read. A nil in its channels is a connection that is
// not made yet.
type sqlite struct {
	*translator
	db      *sql.DB
	writer  chan *conn
	readers chan *conn
	ending  sync.Once
	ended   chan struct{}
}

const sqliteReaders = 4

func newSQLite(t *translator, db *sql.DB) *sqlite {
	n := sqliteReaders
	if most := db.Stats().MaxOpenConnections; most > 0 {
		n = max(1, min(n, most-1))
	}
	e := &sqlite{translator: t, db: db, writer: make(chan *conn, 1), readers: make(chan *conn, n), ended: make(chan struct{})}
	e.writer <- nil
	for range n {
		e.readers <- nil
	}
	return e
}

// A conn is a connection with the statements that it knows.
type conn struct {
	raw   *sql.Conn
	known map[string]*sql.Stmt
}

func errClosed() error { return &care.Error{Op: "sqlstore", Code: care.CodeClosed} }

// take waits for a connection. give gives it back.
func (e *sqlite) take(ctx context.Context, from chan *conn) (*conn, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-e.ended:
		return nil, errClosed()
	case c := <-from:
		if c != nil {
			return c, nil
		}
		c, err := e.connect(ctx, from == e.readers)
		if err != nil {
			from <- nil
		}
		return c, err
	}
}

func (e *sqlite) connect(ctx context.Context, reads bool) (*conn, error) {
	raw, err := e.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	c := &conn{raw: raw, known: map[string]*sql.Stmt{}}
	if err := c.configure(ctx, reads); err != nil {
		return nil, errors.Join(err, raw.Close())
	}
	return c, nil
}

// close waits for what runs.
func (e *sqlite) close() error {
	var errs []error
	e.ending.Do(func() {
		for range cap(e.readers) {
			errs = append(errs, (<-e.readers).close())
		}
		errs = append(errs, (<-e.writer).close())
		close(e.ended)
	})
	return errors.Join(errs...)
}

func (c *conn) close() error {
	if c == nil {
		return nil
	}
	var errs []error
	for _, s := range c.known {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, c.raw.Close())...)
}

// prepare makes a statement known. It is closed with the connection.
func (c *conn) prepare(ctx context.Context, text string) error {
	if c.known[text] != nil {
		return nil
	}
	s, err := c.raw.PrepareContext(ctx, text) //nolint:sqlclosecheck // it is closed with the connection
	if err == nil {
		c.known[text] = s
	}
	return err
}

func (c *conn) run(ctx context.Context, text string) error {
	if err := c.prepare(ctx, text); err != nil {
		return err
	}
	_, err := c.known[text].ExecContext(ctx)
	return err
}

// session returns what runs statements on c. They are short, and none is cut off in the middle: ctx is
// asked between them.
func (c *conn) session(ctx context.Context) *session {
	whole := context.WithoutCancel(ctx)
	return &session{
		query: func(text string, args ...any) (*sql.Rows, error) {
			if err := errors.Join(ctx.Err(), c.prepare(whole, text)); err != nil {
				return nil, err
			}
			return c.known[text].QueryContext(whole, args...)
		},
		exec: func(text string, args ...any) (sql.Result, error) {
			if len(args) == 0 { // may be several statements
				return c.raw.ExecContext(whole, text)
			}
			if err := errors.Join(ctx.Err(), c.prepare(whole, text)); err != nil {
				return nil, err
			}
			return c.known[text].ExecContext(whole, args...)
		},
	}
}

// update takes turns with everybody: there is one writer.
func (e *sqlite) update(ctx context.Context, _ []int64, fn func(*session) error) error {
	c, err := e.take(ctx, e.writer)
	if err != nil {
		return err
	}
	defer func() { e.writer <- c }()
	return c.transaction(ctx, "BEGIN IMMEDIATE", "COMMIT", fn)
}

func (e *sqlite) view(ctx context.Context, fn func(*session) error) error {
	c, err := e.take(ctx, e.readers)
	if err != nil {
		return err
	}
	defer func() { e.readers <- c }()
	return c.transaction(ctx, "BEGIN", "ROLLBACK", fn)
}

// transaction rolls back unless all went well, also where fn panics or ends its goroutine.
func (c *conn) transaction(ctx context.Context, begin, end string, fn func(*session) error) error {
	if err := c.begin(ctx, begin); err != nil {
		return err
	}
	whole := context.WithoutCancel(ctx)
	ss, done := c.session(ctx), false
	defer func() {
		if ss.over = true; !done {
			_ = c.run(whole, "ROLLBACK") // an error means that there is nothing to roll back
		}
	}()
	if err := fn(ss); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	switch err := c.run(whole, end); {
	case err != nil && end == "ROLLBACK":
		return failed("view", err)
	case err != nil:
		return c.notCommitted(err)
	}
	done = true
	return nil
}

// begin waits for other processes that write; the connection's own patience is short, so that ctx is heard. It
// is heard between tries only: a BEGIN that was interrupted may have begun all the same.
func (c *conn) begin(ctx context.Context, begin string) error {
	whole := context.WithoutCancel(ctx)
	for ctx.Err() == nil {
		err := c.run(whole, begin)
		if err == nil || judge(err) != verdictAgain {
			return err
		}
		if err := sleep(ctx, firstPause); err != nil {
			return &care.Error{Op: "sqlstore: begin", Code: care.CodeUnavailable, Err: fmt.Errorf("another transaction or process "+
				"was writing to the file all the time: %w", err)}
		}
	}
	return ctx.Err()
}

// notCommitted says what became of a transaction whose COMMIT failed. Where the disk was full or somebody
// else wrote, nothing; where the disk failed, what was written may yet be found after a restart.
func (*conn) notCommitted(err error) error {
	code, ok := errors.AsType[interface {
		error
		Code() int
	}](err)
	switch {
	case judge(err) == verdictAgain:
		return &lostRaceError{failed("commit", err)}
	case ok && code.Code()&0xff == 13:
		return failed("commit", err)
	}
	return unknown(err)
}

// check makes the writer and one reader, with their settings.
func (e *sqlite) check(ctx context.Context) error {
	if e.db.Stats().MaxOpenConnections == 1 {
		return invalid("open", "db allows one connection (SetMaxOpenConns(1)): allow at least two, or leave the limit away; "+
			"the store itself writes on one only")
	}
	for _, from := range []chan *conn{e.writer, e.readers} {
		c, err := e.take(ctx, from)
		if err != nil {
			return err
		}
		if from == e.writer {
			if err := c.utf8(ctx); err != nil {
				from <- c
				return err
			}
		}
		if e.arrays = "json_each"; c.run(ctx, "SELECT 1 FROM jsonb_each('[]')") == nil {
			e.arrays = "jsonb_each" // since 3.51; reads a batch in half the time
		}
		from <- c
	}
	return e.checkApart(ctx)
}

// utf8 refuses a database whose texts would come in another order.
func (c *conn) utf8(ctx context.Context) error {
	got, err := c.ask(ctx, "PRAGMA encoding")
	if err == nil && got != "UTF-8" {
		return invalid("open", "the database's encoding is %s: make one with PRAGMA encoding = 'UTF-8'", got)
	}
	return failed("open", err)
}

// checkApart refuses cache=shared, under which readers wait for the writer, or see what it has not committed.
func (e *sqlite) checkApart(ctx context.Context) error {
	c, err := e.take(ctx, e.writer)
	if err != nil {
		return err
	}
	defer func() { e.writer <- c }()
	got, err := c.ask(ctx, "PRAGMA cache_size")
	if err == nil && got != cacheSize(false) {
		return invalid("open", "connections share one cache: leave cache=shared out of the settings")
	}
	return failed("open", err)
}
