//go:build unix

package sqltest_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"os"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/sqlstore"
)

// hurry shortens the timeouts that a store sets for its Updates. Where it sets none, there is none.
func hurry(text string, args []driver.NamedValue) string {
	if !strings.Contains(text, "_timeout") {
		return text
	}
	for i := range args {
		if s, ok := args[i].Value.(string); ok && regexp.MustCompile(`^\d+s$`).MatchString(s) {
			args[i].Value = "1s"
		}
	}
	return text
}

const sayHolding = "holding" // a key, and what was written

// beHolder freezes in the middle of an Update, is told that it failed, and does it again.
func beHolder(ctx context.Context, _ order, store *sqlstore.Store) error {
	err := hold(ctx, store, func() error {
		say(saying{What: sayHolding})
		began := time.Now()
		if err := syscall.Kill(os.Getpid(), syscall.SIGSTOP); err != nil {
			return err
		}
		for time.Since(began) < time.Second { // the signal may take a moment
			pause(ctx, time.Millisecond)
		}
		return nil
	})
	if !errors.Is(err, care.ErrUnavailable) && !errors.Is(err, care.ErrUnknownOutcome) {
		return errors.Join(err, errors.New("an Update that held up others for too long was not ended"))
	}
	say(saying{What: sayRefused})
	if err := hold(ctx, store, func() error { return nil }); err != nil {
		return err
	}
	say(saying{What: sayPut})
	<-ctx.Done()
	return nil
}

// hold writes half of a pair, does something, and writes the other half.
func hold(ctx context.Context, s care.Store, meanwhile func() error) error {
	return s.Update(ctx, []care.Key{"k"}, func(tx care.Tx) error {
		if err := tx.PutContents([]care.Content{{Ref: pairOf(0, 0), Text: "words"}}); err != nil {
			return err
		}
		if _, err := tx.Contents([]care.Ref{pairOf(0, 0)}); err != nil { // so that it is written
			return err
		}
		if err := meanwhile(); err != nil {
			return err
		}
		return tx.PutContents([]care.Content{{Ref: pairOf(0, 1), Text: "words"}})
	})
}

func pairs(t *testing.T, s care.Store) int {
	t.Helper()
	var found []care.Content
	require.NoError(t, s.View(t.Context(), func(r care.Reader) (err error) {
		found, err = r.Contents([]care.Ref{pairOf(0, 0), pairOf(0, 1)})
		return err
	}))
	return len(found)
}

// TestFrozenInUpdate: a process that is frozen in an Update loses its turn. What it wrote is undone, and when it
// goes on it is told so. For SQLite there is no such thing: the file is locked for as long as the process lives.
func TestFrozenInUpdate(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("short: a process that is frozen")
	}
	b := backends()[1]
	b.skip(t)
	connect := b.database(t)
	s := b.open(t, connect, sqlstore.Config{})
	c := order{Role: "holder", Dialect: b.dialect, DSN: dsnOf(t, connect), Hurried: true}.start(t)
	c.next(t, sayHolding)
	requireStopped(t, c)

	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	require.NoError(t, s.Update(ctx, []care.Key{"k"}, func(tx care.Tx) error {
		_, err := tx.Contents([]care.Ref{pairOf(0, 0)})
		return err
	}), "it is held up by a process that is frozen")
	require.Zero(t, pairs(t, s), "what the frozen process wrote")

	c.signal(t, syscall.SIGCONT)
	c.next(t, sayRefused)
	c.next(t, sayPut)
	require.Equal(t, 2, pairs(t, s))
	c.signal(t, syscall.SIGKILL)
	c.wait(t)
}

// Nor does an Update wait for ever for a row that another one, without a common key, has written.
func TestHeldUpByRow(t *testing.T) {
	t.Parallel()
	b := backends()[1]
	b.skip(t)
	connect := b.database(t)
	holder := b.open(t, connect, sqlstore.Config{})
	_, db := attend(t, connect, "", hurry)
	s, err := sqlstore.Open(t.Context(), db, b.dialect, sqlstore.Config{})
	require.NoError(t, err)
	require.NoError(t, hold(t.Context(), holder, func() error {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		err := s.Update(ctx, nil, func(tx care.Tx) error {
			return tx.PutContents([]care.Content{{Ref: pairOf(0, 0), Text: "other words"}})
		})
		require.ErrorIs(t, err, care.ErrUnavailable)
		return nil
	}))
	require.Equal(t, 2, pairs(t, holder))
}

// The timeouts are of the transaction: the rest of what the program does on its pool has those that it had.
func TestTimeouts(t *testing.T) {
	t.Parallel()
	b := backends()[1]
	b.skip(t)
	a, db := attend(t, b.database(t), "", nil)
	db.SetMaxOpenConns(1)
	s, err := sqlstore.Open(t.Context(), db, b.dialect, sqlstore.Config{})
	require.NoError(t, err)
	require.Len(t, a.conns, 1)
	for _, name := range []string{"statement_timeout", "idle_in_transaction_session_timeout"} {
		now := func(column string) int {
			ms, err := strconv.Atoi(a.conns[0].ask(t, "SELECT "+column+" FROM pg_settings WHERE name = '"+name+"'"))
			require.NoError(t, err)
			return ms
		}
		require.NoError(t, s.Update(t.Context(), nil, func(care.Tx) error {
			require.Positive(t, now("setting"), name)
			require.LessOrEqual(t, now("setting"), 60_000, name)
			return nil
		}))
		require.Equal(t, now("reset_val"), now("setting"), name)
	}
}
