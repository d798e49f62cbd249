package sqltest_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strings"
	"sync/atomic"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/storetest"
)

// lossy connects through a driver, and can lose the answer to a commit that was done.
type lossy struct {
	driver driver.Driver
	dsn    string
	lose   atomic.Bool
}

var errLost = errors.New("connection reset by peer")

func openLossy(name, dsn string) (*sql.DB, error) {
	db, err := sql.Open(name, dsn)
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	return sql.OpenDB(&lossy{driver: db.Driver(), dsn: dsn}), nil
}

func loseAnswer(tb storetest.TB, s care.Store) {
	tb.Helper()
	l, ok := s.(*opened).db.Driver().(*lossy)
	if !ok {
		tb.Fatalf("the store has another driver")
		return
	}
	l.lose.Store(true)
}

func (l *lossy) Driver() driver.Driver            { return l }
func (l *lossy) Open(string) (driver.Conn, error) { return l.Connect(context.Background()) }
func (l *lossy) Connect(context.Context) (driver.Conn, error) {
	c, err := l.driver.Open(l.dsn)
	if err != nil {
		return nil, err
	}
	return &lossyConn{c, l}, nil
}

func (l *lossy) answer(err error) error {
	if err == nil && l.lose.CompareAndSwap(true, false) {
		return errLost
	}
	return err
}

type lossyConn struct {
	driver.Conn

	lossy *lossy
}

func (c *lossyConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	tx, err := c.Conn.(driver.ConnBeginTx).BeginTx(ctx, opts)
	return &lossyTx{tx, c.lossy}, err
}

func (c *lossyConn) PrepareContext(ctx context.Context, text string) (driver.Stmt, error) {
	s, err := c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, text)
	if err == nil && strings.HasPrefix(text, "COMMIT") {
		return &lossyStmt{s, c.lossy}, nil
	}
	return s, err
}

func (c *lossyConn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	return c.Conn.(driver.ExecerContext).ExecContext(ctx, text, args)
}

func (c *lossyConn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	return c.Conn.(driver.QueryerContext).QueryContext(ctx, text, args)
}

func (c *lossyConn) CheckNamedValue(v *driver.NamedValue) error {
	if checker, ok := c.Conn.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

func (c *lossyConn) ResetSession(ctx context.Context) error {
	if r, ok := c.Conn.(driver.SessionResetter); ok {
		return r.ResetSession(ctx)
	}
	return nil
}

type lossyTx struct {
	driver.Tx

	lossy *lossy
}

func (t *lossyTx) Commit() error { return t.lossy.answer(t.Tx.Commit()) }

type lossyStmt struct {
	driver.Stmt

	lossy *lossy
}

func (s *lossyStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	r, err := s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
	return r, s.lossy.answer(err)
}
