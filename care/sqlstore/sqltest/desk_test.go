package sqltest_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/care/report"
	"github.com/kindlydm/kindly/care/sqlstore"
	"github.com/kindlydm/kindly/provider/archive"
)

type input struct {
	accounts []care.Account
	mentions []care.Mention
}

// archived reads the archive of support talks that KINDLY_TWCS names.
func archived(tb testing.TB) input {
	tb.Helper()
	dir := os.Getenv("KINDLY_TWCS")
	if dir == "" {
		tb.Skip("KINDLY_TWCS names no folder with head5k.csv")
	}
	src, err := archive.OpenFile(tb.Context(), filepath.Join(dir, "head5k.csv"), archive.Config{})
	require.NoError(tb, err)
	in := input{accounts: src.Accounts()}
	for b, err := range src.Batches(tb.Context(), nil) {
		require.NoError(tb, err)
		in.mentions = append(in.mentions, b.Mentions...)
	}
	return in
}

func farFuture() time.Time { return time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC) }

func newDesk(tb testing.TB, s care.Store, in input) *desk.Desk {
	tb.Helper()
	d, err := desk.New(s, desk.Config{Accounts: in.accounts, Now: farFuture})
	require.NoError(tb, err)
	return d
}

func ingest(tb testing.TB, d *desk.Desk, mentions []care.Mention, size int) {
	tb.Helper()
	for batch := range slices.Chunk(mentions, size) {
		_, err := d.Ingest(tb.Context(), care.Batch{Mentions: batch})
		require.NoError(tb, err)
	}
}

// talks returns what a desk made of each conversation, by the first mention in it: everything but the desk's
// own ids, and what it said while not all was known.
func talks(tb testing.TB, d *desk.Desk) map[care.Ref]string {
	tb.Helper()
	out := map[care.Ref]string{}
	for c, err := range d.Conversations(tb.Context(), care.Query{Everything: true, Order: care.OrderStarted}) {
		require.NoError(tb, err)
		c.Lines = slices.DeleteFunc(c.Lines, func(l care.Line) bool { return l.Event != nil && !care.Decision(l.Event.Body) })
		for i := range c.Lines {
			if c.Lines[i].Row != nil {
				c.Lines[i].Row.Conversation = ""
				c.Lines[i].Row.Leg.Thread = ""
			}
		}
		c.ID, c.Version, c.Verdicts, c.Overdue = "", 0, 0, nil
		text, err := json.Marshal(c)
		require.NoError(tb, err)
		out[c.Lines[0].Row.Ref] = string(text)
	}
	return out
}

func reported(tb testing.TB, d *desk.Desk) *report.Report {
	tb.Helper()
	r, err := report.Responses(d.Conversations(tb.Context(), care.Query{Order: care.OrderStarted}), report.Config{})
	require.NoError(tb, err)
	return r
}

// TestTWCS takes in an archive of real support talks, in several orders, and wants the conversations and the
// report that a desk over memory has.
func TestTWCS(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("short: thousands of mentions")
	}
	in := archived(t)
	memory := newDesk(t, memstore.New(memstore.Config{}), in)
	ingest(t, memory, in.mentions, 500)
	want, wantReport := talks(t, memory), reported(t, memory)
	reversed := slices.Clone(in.mentions)
	slices.Reverse(reversed)
	each(t, func(t *testing.T, b backend) {
		t.Helper()
		for _, x := range []struct {
			name     string
			mentions []care.Mention
			size     int
		}{{"file order", in.mentions, 500}, {"reversed", reversed, 97}, {"twice", slices.Concat(in.mentions, in.mentions), 500}} {
			d := newDesk(t, b.fresh(t, sqlstore.Config{}), in)
			ingest(t, d, x.mentions, x.size)
			got := talks(t, d)
			for _, ref := range slices.Sorted(maps.Keys(want)) {
				require.JSONEq(t, want[ref], got[ref], "%s: conversation that begins with %s", x.name, ref)
			}
			require.Len(t, got, len(want), x.name)
			require.Equal(t, wantReport, reported(t, d), x.name)
		}
	})
}
