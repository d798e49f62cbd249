package sqltest_test

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/sqlstore"
	"github.com/kindlydm/kindly/care/storetest"
)

// A refusal is a way of opening that must fail, and what the error must say.
type refusal struct {
	name     string
	settings string // of the connection
	before   string // a statement on an opened database
	empty    bool   // instead of an opened one
	one      bool   // connection
	manual   bool
	says     string
	is       error
}

func refusals(d sqlstore.Dialect) []refusal {
	all := []refusal{
		{name: "a newer schema", before: "INSERT INTO kindly_schema VALUES (99, '')", says: "use a newer version of the program", is: care.ErrInvalid},
		{name: "half a migration", before: "DELETE FROM kindly_schema", says: "does not say that migration 1 was run", is: care.ErrInvalid},
		{name: "a table that was dropped", before: "DROP TABLE kindly_job", says: "lacks kindly_job, kindly_job_at", is: care.ErrInvalid},
		{name: "another migration", before: "UPDATE kindly_schema SET checksum = 'x'", says: "other statements", is: care.ErrInvalid},
		{name: "no schema, and Manual", empty: true, manual: true, says: "without Config.Manual"},
	}
	if d == sqlstore.SQLite {
		return append(all,
			refusal{name: "read-only", settings: "mode=ro", says: "which this process may write"},
			refusal{name: "one cache", settings: "cache=shared", says: "leave cache=shared out", is: care.ErrInvalid},
			refusal{name: "UTF-16", settings: "_pragma=encoding('UTF-16le')", empty: true, says: "encoding is UTF-16le", is: care.ErrInvalid},
			refusal{name: "in memory", settings: "mode=memory", says: "not :memory:"},
			refusal{name: "one connection", one: true, says: "allow at least two", is: care.ErrInvalid})
	}
	return append(all,
		refusal{name: "synchronous_commit off", settings: "synchronous_commit=off", says: "set it to on", is: care.ErrInvalid},
		refusal{name: "read-only", settings: "default_transaction_read_only=on", says: "connect to the primary", is: care.ErrInvalid},
		refusal{name: "another encoding", settings: "client_encoding=LATIN1", says: "client_encoding is LATIN1", is: care.ErrInvalid},
		refusal{name: "no such role", settings: "user=nobody_of_this_name", says: "nobody_of_this_name", is: care.ErrReauth},
		refusal{name: "no server", settings: "port=1", says: "sqlstore: open", is: care.ErrUnavailable})
}

// try opens what must be refused.
func (r refusal) try(tb storetest.TB, b backend) error {
	tb.Helper()
	connect := b.database(tb)
	if !r.empty {
		s := b.open(tb, connect, sqlstore.Config{})
		if r.before != "" {
			if _, err := s.db.ExecContext(tb.Context(), r.before); err != nil {
				tb.Fatalf("%v", err)
			}
		}
		s.close(tb)
	}
	db, err := connect(r.settings)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if r.one {
		db.SetMaxOpenConns(1)
	}
	s, err := sqlstore.Open(tb.Context(), db, b.dialect, sqlstore.Config{Manual: r.manual})
	if err == nil {
		_ = s.Close()
	}
	return err
}

func (b backend) refused(t *testing.T) []func() (care.Store, error) {
	t.Helper()
	var out []func() (care.Store, error)
	for _, r := range refusals(b.dialect) {
		out = append(out, func() (care.Store, error) { return nil, r.try(t, b) })
	}
	return out
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b backend) {
		t.Helper()
		for _, r := range refusals(b.dialect) {
			t.Run(r.name, func(t *testing.T) {
				t.Parallel()
				err := r.try(t, b)
				require.ErrorContains(t, err, r.says)
				_, ours := errors.AsType[*care.Error](err)
				require.True(t, ours, "%v is no *care.Error", err)
				if r.is != nil {
					require.ErrorIs(t, err, r.is)
				}
			})
		}
	})
}

// Several processes may open a new database at once: one migrates, all find it done.
func TestOpenTogether(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b backend) {
		t.Helper()
		connect := b.database(t)
		var all sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			all.Go(func() { errs[i] = openOnce(t.Context(), b, connect) })
		}
		all.Wait()
		require.NoError(t, errors.Join(errs...))
	})
}

func openOnce(ctx context.Context, b backend, connect func(string) (*sql.DB, error)) error {
	db, err := connect("")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	s, err := sqlstore.Open(ctx, db, b.dialect, sqlstore.Config{})
	if err != nil {
		return err
	}
	return errors.Join(s.Update(ctx, nil, func(tx care.Tx) error {
		return tx.PutJobs([]care.Job{{Queue: "q", Key: "k", At: time.Unix(1, 0)}})
	}), s.Close())
}
