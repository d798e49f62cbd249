package sqltest_test

import (
	"database/sql"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/sqlstore"
)

// TestDesksApart: desks that share a database and all names of what they store see nothing of each other. Each
// tells and answers what it would with a database of its own, and leaves every row of the others as it was.
func TestDesksApart(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b backend) {
		t.Helper()
		connect := b.database(t)
		a, z, none := newLife(t, b, connect, "a"), newLife(t, b, connect, "z"), newLife(t, b, connect, "none")
		for _, l := range []*life{a, z} {
			l.begin()
			l.requireAs(l.alone(false))
		}
		require.Empty(t, none.told(), "a desk without anything")
		require.Empty(t, none.toldInUpdate(), "a desk without anything")
		for _, l := range []*life{none, a, z} {
			others := slices.DeleteFunc([]*life{none, a, z}, func(other *life) bool { return other == l })
			var before [][]string
			for _, other := range others {
				before = append(before, other.all())
			}
			l.goOn()
			for i, other := range others {
				require.Equal(t, before[i], other.all(), "desk %q, after desk %q went on", other.name, l.name)
			}
			l.requireAs(l.alone(true))
		}
	})
}

// alone does the same with a database of its own; all of it, or the beginning.
func (l *life) alone(all bool) *life {
	l.t.Helper()
	out := newLife(l.t, l.b, l.b.database(l.t), l.name)
	if l.name != "none" {
		out.begin()
	}
	if all {
		out.goOn()
	}
	return out
}

func (l *life) requireAs(want *life) {
	l.t.Helper()
	require.Equal(l.t, want.answers, l.answers, "answers to desk %q, and with a database of its own", l.name)
	require.Equal(l.t, want.told(), l.told(), "what desk %q tells, and with a database of its own", l.name)
	require.Equal(l.t, want.toldInUpdate(), l.toldInUpdate(), "what desk %q tells in an Update, and with a database of its own", l.name)
}

// rows are all rows of the desk, in every table.
func (l *life) rows() []string {
	l.t.Helper()
	var out []string
	for _, table := range tablesOf(l.t, l.store.db, l.b.dialect) {
		if table == "kindly_schema" {
			continue
		}
		for _, row := range rowsOf(l.t, l.store.db, "SELECT * FROM "+table+" WHERE desk = '"+l.name+"'") {
			out = append(out, table+" "+row)
		}
	}
	slices.Sort(out)
	return out
}

// all is what there is of the desk, and what it tells.
func (l *life) all() []string { return slices.Concat(l.rows(), l.told(), l.toldInUpdate()) }

func (l *life) told() (out []string) {
	l.t.Helper()
	require.NoError(l.t, l.store.View(l.t.Context(), func(r care.Reader) (err error) {
		out, err = tell(r)
		return err
	}))
	return out
}

func (l *life) toldInUpdate() (out []string) {
	l.t.Helper()
	require.NoError(l.t, l.store.Update(l.t.Context(), nil, func(tx care.Tx) (err error) {
		out, err = tell(tx)
		return err
	}))
	return out
}

func newLife(t *testing.T, b backend, connect func(string) (*sql.DB, error), name string) *life {
	t.Helper()
	clock := newClock()
	return &life{t: t, b: b, name: name, store: b.open(t, connect, sqlstore.Config{Desk: name, Now: clock.Now})}
}
