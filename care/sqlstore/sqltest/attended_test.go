package sqltest_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// An attended driver keeps the connections that it made, to be asked what they are set to.
type attended struct {
	*lossy
	change func(text string, args []driver.NamedValue) string // what is asked, and may change args; nil: nothing

	mu    sync.Mutex
	conns []*attendedConn
}

type attendedConn struct {
	*lossyConn
	change func(string, []driver.NamedValue) string
}

// attend opens what connect connects to, with an attended driver.
func attend(t *testing.T, connect func(string) (*sql.DB, error), settings string, change func(string, []driver.NamedValue) string) (*attended, *sql.DB) {
	t.Helper()
	plain, err := connect(settings)
	require.NoError(t, err)
	defer func() { _ = plain.Close() }()
	a := &attended{lossy: plain.Driver().(*lossy), change: change} //nolint:forcetypeassert // every database of these tests has it
	db := sql.OpenDB(a)
	t.Cleanup(func() { _ = db.Close() })
	return a, db
}

func (a *attended) Driver() driver.Driver { return a }

func (a *attended) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := a.lossy.Connect(ctx)
	if err != nil {
		return nil, err
	}
	kept := &attendedConn{c.(*lossyConn), a.change}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.conns = append(a.conns, kept)
	return kept, nil
}

func (c *attendedConn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	if c.change != nil {
		text = c.change(text, args)
	}
	return c.lossyConn.QueryContext(ctx, text, args)
}

// ask returns the one value of an answer, on a connection that nobody is just using.
func (c *attendedConn) ask(t *testing.T, text string) string {
	t.Helper()
	rows, err := c.lossyConn.QueryContext(t.Context(), text, nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, rows.Close()) }()
	got := make([]driver.Value, 1)
	require.NoError(t, rows.Next(got))
	return fmt.Sprint(got[0])
}
