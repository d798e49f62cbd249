//go:build unix

package sqltest_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/care/sqlstore"
	"github.com/kindlydm/kindly/sla"
)

type connector = func(settings string) (*sql.DB, error)

func (k *killing) fault(format string, args ...any) {
	k.faults = append(k.faults, fmt.Sprintf(format, args...))
}

// A found is what there is in a database, as the desk over it tells.
type found struct {
	*killing

	store    *opened
	desk     *desk.Desk
	mentions []care.Mention // that must be there: what the cursors say
	feed     []care.Posted
}

// check opens the database and wants in it what was acknowledged. At the end it also claims all jobs.
func (k *killing) check(t *testing.T, end bool) {
	t.Helper()
	later := func() time.Time { return time.Now().Add(time.Minute) } // when all leases are over
	s := k.open(t, k.connect, sqlstore.Config{Now: later})
	defer s.close(t)
	f := &found{killing: k, store: s}
	var err error
	f.desk, err = desk.New(s, desk.Config{Accounts: []care.Account{{ID: us, Handle: "us"}}})
	require.NoError(t, err)
	if k.dialect == sqlstore.SQLite {
		requireIntact(t, s.db)
	} else {
		requireAlone(t, s.db)
	}
	f.checkCursors(t)
	f.checkMentions(t)
	if end {
		_, err := f.desk.Tick(t.Context())
		require.NoError(t, err)
	}
	f.readFeed(t)
	f.checkFeed(t)
	f.checkTalks(t, end)
	f.checkClaims(t)
	if end {
		f.checkJobs(t)
	}
	require.Empty(t, k.faults)
}

// requireAlone waits until the server has ended what dead processes had sent it: a commit may still be under way.
func requireAlone(t *testing.T, db *sql.DB) {
	t.Helper()
	require.Eventually(t, func() bool {
		var others int
		err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
			WHERE c.relnamespace = current_schema()::regnamespace AND l.pid <> pg_backend_pid()`).Scan(&others)
		return err == nil && others == 0
	}, 30*time.Second, 5*time.Millisecond)
}

func requireIntact(t *testing.T, db *sql.DB) {
	t.Helper()
	var said string
	require.NoError(t, db.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&said))
	require.Equal(t, "ok", said)
}

// checkCursors finds what the cursors claim to be there.
func (f *found) checkCursors(t *testing.T) {
	t.Helper()
	claimed := map[int]bool{}
	for _, s := range streams() {
		cursors := map[string]string{}
		text, _, err := f.store.Load(t.Context(), "cursors/"+s.name)
		require.NoError(t, err)
		if len(text) > 0 {
			require.NoError(t, json.Unmarshal(text, &cursors))
		}
		n, err := cursorOf(cursors)
		require.NoError(t, err)
		require.GreaterOrEqual(t, int64(n), f.ingested[s.name], "cursor of %s", s.name)
		for i := range n {
			claimed[s.index(i)] = true
		}
	}
	for _, i := range slices.Sorted(maps.Keys(claimed)) {
		f.mentions = append(f.mentions, mentionAt(i))
	}
}

// checkMentions wants the mentions that the cursors claim, with their words, and no others.
func (f *found) checkMentions(t *testing.T) {
	t.Helper()
	var n int
	require.NoError(t, f.store.db.QueryRowContext(t.Context(), `SELECT count(*) FROM kindly_mention WHERE present = 1`).Scan(&n))
	require.Equal(t, len(f.mentions), n, "mentions that the cursors tell of, and that are there")
	for some := range slices.Chunk(f.mentions, 500) {
		want := map[care.Ref]string{}
		for _, m := range some {
			want[m.Ref] = m.Text
		}
		refs := slices.Collect(maps.Keys(want))
		require.NoError(t, f.store.View(t.Context(), func(r care.Reader) error {
			rows, err := r.Mentions(refs)
			require.NoError(t, err)
			require.Equal(t, len(refs), len(rows), "mentions of those that are there")
			contents, err := r.Contents(refs)
			require.Equal(t, len(refs), len(contents), "their words")
			for _, c := range contents {
				require.Equal(t, want[c.Ref], c.Text, "words of %s", c.Ref)
			}
			return err
		}))
	}
}

func (f *found) readFeed(t *testing.T) {
	t.Helper()
	after := care.Seq("")
	for {
		page, err := f.desk.Feed(t.Context(), after, 1000)
		require.NoError(t, err)
		if f.feed = append(f.feed, page...); len(page) == 0 {
			return
		}
		after = page[len(page)-1].Seq
	}
}

// checkFeed wants each mention announced once, each decision once if at all, those that were acknowledged,
// and that who followed the feed saw just this.
func (f *found) checkFeed(t *testing.T) {
	t.Helper()
	ids, received, decided := map[string]bool{}, map[care.Ref]bool{}, map[string]bool{}
	for i, e := range f.feed {
		require.False(t, ids[e.ID], "event %s is there twice", e.ID)
		ids[e.ID] = true
		if i < len(f.followed) {
			require.Equal(t, f.followed[i], e.ID, "event %d, as the follower saw it", i)
		}
		if body, ok := e.Body.(care.Received); ok {
			require.False(t, received[body.Ref], "%s was announced twice", body.Ref)
			received[body.Ref] = true
		}
		if care.Decision(e.Body) {
			require.False(t, decided[e.By.ID], "decision %s was stored twice", e.By.ID)
			decided[e.By.ID] = true
		}
	}
	require.GreaterOrEqual(t, len(f.feed), len(f.followed))
	require.Equal(t, len(f.mentions), len(received), "mentions that were announced")
	for name := range f.decided {
		require.True(t, decided[name], "decision %s was acknowledged, and is not in the feed", name)
	}
}

// checkTalks wants what a desk over memory makes of the same mentions, with the decisions that are there, and
// heads that are what their entries fold to. At the end it wants every missed target announced.
func (f *found) checkTalks(t *testing.T, end bool) {
	t.Helper()
	in := input{accounts: []care.Account{{ID: us, Handle: "us"}}, mentions: f.mentions}
	memory := newDesk(t, memstore.New(memstore.Config{}), in)
	ingest(t, memory, in.mentions, 500)
	want := map[care.Ref]*care.Conversation{}
	for c, err := range memory.Conversations(t.Context(), everything()) {
		require.NoError(t, err)
		want[c.Lines[0].Row.Ref] = c
	}
	heads := map[care.ConversationID]care.Head{}
	for h, err := range f.desk.Queue(t.Context(), everything()) {
		require.NoError(t, err)
		heads[h.ID] = h
	}
	announced := map[string]bool{}
	for _, e := range f.feed {
		if m, ok := e.Body.(care.Missed); ok {
			announced[m.Metric+" "+m.Mark] = true
		}
	}
	decided, now := 0, time.Now()
	for c, err := range f.desk.Conversations(t.Context(), everything()) {
		require.NoError(t, err)
		require.Equal(t, asJSON(t, c.Tail), asJSON(t, heads[c.ID].Tail), "head of %s, and the fold of its entries", c.ID)
		for _, clock := range c.Clocks(sla.Default(), now) {
			if end && clock.State == sla.Missed && clock.Stop.IsZero() {
				require.True(t, announced[string(clock.Metric)+" "+clock.ID], "%+v of %s", clock, c.ID)
			}
		}
		w := want[c.Lines[0].Row.Ref]
		require.NotNil(t, w, "a talk begins with %s", c.Lines[0].Row.Ref)
		delete(want, c.Lines[0].Row.Ref)
		decided += f.checkTalk(t, w, c)
	}
	require.Empty(t, slices.Collect(maps.Keys(want)), "talks that are not there")
	for _, e := range f.feed {
		if care.Entered(e.Body) {
			decided--
		}
	}
	require.Zero(t, decided, "events in talks, and not in the feed")
}

func everything() care.Query { return care.Query{Everything: true, Order: care.OrderStarted} }

// checkTalk returns how many events there are in got.
func (f *found) checkTalk(t *testing.T, want, got *care.Conversation) int {
	t.Helper()
	var entries []care.Entry
	for _, l := range want.Lines {
		if l.Row != nil {
			entries = append(entries, l.Entry)
		}
	}
	n := len(entries)
	var notes []care.Ref
	for _, l := range got.Lines {
		if l.Event == nil {
			continue
		}
		entries = append(entries, l.Entry)
		if body, ok := l.Event.Body.(care.Noted); ok {
			notes = append(notes, body.Note)
		}
	}
	slices.SortFunc(entries, func(a, b care.Entry) int { return a.Pos().Compare(b.Pos()) })
	rules := care.Rules{Own: map[care.AuthorID]care.AccountID{us: us}, Reopen: 72 * time.Hour, Policy: sla.Default()}
	want = rules.Conversation(got.Head, entries)
	require.Equal(t, plain(t, want), plain(t, got), "talk that begins with %s", want.Lines[0].Row.Ref)
	f.checkNotes(t, notes)
	return len(entries) - n
}

func (f *found) checkNotes(t *testing.T, notes []care.Ref) {
	t.Helper()
	if len(notes) == 0 {
		return
	}
	require.NoError(t, f.store.View(t.Context(), func(r care.Reader) error {
		words, err := r.Contents(notes)
		require.Equal(t, len(notes), len(words), "words of notes")
		return err
	}))
}

// plain is a conversation without the desk's own ids.
func plain(t *testing.T, c *care.Conversation) string {
	t.Helper()
	out := *c
	out.ID, out.Version, out.Verdicts, out.Overdue = "", 0, 0, nil
	out.Lines = slices.Clone(c.Lines)
	for i := range out.Lines {
		if out.Lines[i].Row != nil {
			row := *out.Lines[i].Row
			row.Conversation, row.Leg.Thread = "", ""
			out.Lines[i].Row = &row
		}
	}
	return asJSON(t, out)
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return string(text)
}

// checkClaims wants each claim after the lease of the one before, and none after the job was finished.
func (f *found) checkClaims(t *testing.T) {
	t.Helper()
	for job, claims := range f.claims {
		last := int64(0)
		for _, token := range slices.Sorted(maps.Keys(claims)) {
			at := claims[token]
			require.GreaterOrEqual(t, at, last, "claim %d of %s, in the lease of another", token, job)
			last = at + int64(workLease)
			if done, ok := f.finished[job]; ok {
				require.LessOrEqual(t, token, done, "%s was claimed after it was finished", job)
			}
		}
	}
}

// checkJobs claims all that is left, and wants each job either done, once, or to be done.
func (f *found) checkJobs(t *testing.T) {
	t.Helper()
	left := map[string]bool{}
	for {
		jobs, _, err := f.store.Claim(t.Context(), workQueue, 1000, time.Hour)
		require.NoError(t, err)
		if len(jobs) == 0 {
			break
		}
		for _, j := range jobs {
			require.Equal(t, "body", string(j.Body))
			for token := range f.claims[j.Key] {
				require.Greater(t, j.Token, token, "token of %s", j.Key)
			}
			left[j.Key] = true
		}
	}
	for job := range f.put {
		_, done, err := f.store.Load(t.Context(), doneKey(job))
		require.NoError(t, err)
		require.LessOrEqual(t, done, int64(1), "%s was done more than once", job)
		require.Equal(t, done == 0, left[job], "%s was put; it is done, or there", job)
		if f.finished[job] > 0 {
			require.Equal(t, int64(1), done, "%s was finished", job)
		}
	}
}
