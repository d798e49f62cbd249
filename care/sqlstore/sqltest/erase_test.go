package sqltest_test

import (
	"bytes"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/sqlstore"
)

// A diary is a desk over a database with talks of some people, each with a word of their own in everything that
// can tell of them.
type diary struct {
	*desk.Desk

	t        *testing.T
	b        backend
	clock    *clock
	store    *opened
	connect  func(string) (*sql.DB, error)
	cfg      desk.Config
	mentions []care.Mention
}

const day = 24 * time.Hour

// newDiary takes in what n people and we said to each other on the first day, some of it long, with notes, and
// with a bad item each.
func newDiary(t *testing.T, b backend, n int, keep time.Duration) *diary {
	t.Helper()
	y := &diary{t: t, b: b, clock: newClock(), connect: b.database(t)}
	y.cfg = desk.Config{Accounts: []care.Account{{ID: us}}, Now: y.clock.Now, Keep: keep}
	y.store = b.open(t, y.connect, sqlstore.Config{Now: y.clock.Now})
	y.Desk = y.colleague()
	for i := range n {
		y.mentions = append(y.mentions, talk(i, y.clock.Now())...)
	}
	ingest(t, y.Desk, y.mentions, 50)
	for i := range n {
		bad := talk(i, y.clock.Now())[0]
		bad.Kind = ""
		taken, err := y.Ingest(t.Context(), care.Batch{Mentions: []care.Mention{bad}})
		require.NoError(t, err)
		require.Equal(t, 1, taken.Rejected)
		id, err := y.ConversationOf(t.Context(), y.mentions[6*i].Ref)
		require.NoError(t, err)
		require.NoError(t, y.As(care.Agent("ann")).Note(t.Context(), id, secret(i)+" was noted"))
	}
	return y
}

// colleague is another desk over the same database, as of another process.
func (y *diary) colleague() *desk.Desk {
	y.t.Helper()
	d, err := desk.New(y.b.open(y.t, y.connect, sqlstore.Config{Now: y.clock.Now}), y.cfg)
	require.NoError(y.t, err)
	return d
}

// secret is the word of person i; no other's begins with it. person is the id.
func secret(i int) string        { return fmt.Sprintf("Zinnober%dx", i) }
func person(i int) care.AuthorID { return care.AuthorID(fmt.Sprintf("twitter:91%04d19", i)) }

// talk is what person i and we said: in public, in private, a share and an edit.
func talk(i int, at time.Time) []care.Mention {
	word := secret(i)
	ref := func(n int) care.Ref { return care.Ref(fmt.Sprintf("twitter:%d", 1_000_000+10*i+n)) }
	long := strings.Repeat(" and "+word, []int{1, 100, 1500}[i%3])
	m := care.Mention{
		Kind: care.KindMention, Visibility: care.Public, Via: []care.AccountID{us}, Lang: "en", OccurredAt: at, ObservedAt: at,
		Author: care.Author{ID: person(i), Handle: word, Name: word + " Name", Followers: i}, Place: word, Text: word + long,
		URL: "https://" + word + ".example", Native: []byte(`{"n":"` + word + `"}`), Raw: []byte(`{"raw":"` + long + "\xff" + `"}`),
		Media: []care.Media{{Type: "image", URL: "https://" + word + ".example/i", Alt: word}},
	}
	all := []care.Mention{m, m, m, m, m, m}
	for n := range all {
		all[n].Ref = ref(n)
		all[n].OccurredAt = at.Add(time.Duration(n) * time.Minute)
		all[n].ObservedAt = all[n].OccurredAt
	}
	answer, dm, dmAnswer, share, more := &all[1], &all[2], &all[3], &all[4], &all[5]
	answer.Kind, answer.Author, answer.Via, answer.Parent = care.KindReply, care.Author{ID: us}, nil, ref(0)
	dm.Kind, dm.Visibility = care.KindMessage, care.Direct
	dmAnswer.Kind, dmAnswer.Visibility, dmAnswer.Author, dmAnswer.Peer = care.KindMessage, care.Direct, care.Author{ID: us}, person(i)
	share.Kind, share.Target, share.Via = care.KindShare, ref(0), nil
	more.Kind, more.Parent = care.KindReply, ref(1)
	return all
}

// redeliver delivers mentions as they are seen much later, with other words; and then as they were.
func (y *diary) redeliver(mentions []care.Mention) {
	y.t.Helper()
	later := slices.Clone(mentions)
	for i := range later {
		m := &later[i]
		m.Revision, m.Text, m.ObservedAt = 5, m.Text+" edited", m.ObservedAt.Add(25*time.Hour)
	}
	shown := y.shown()
	for _, batch := range [][]care.Mention{later, mentions} {
		_, err := y.Ingest(y.t.Context(), care.Batch{Mentions: batch})
		require.NoError(y.t, err)
		require.Equal(y.t, shown, y.shown())
	}
}

// pass lets time go by, and does what is due then.
func (y *diary) pass(d time.Duration) {
	y.t.Helper()
	y.clock.Advance(d)
	_, err := y.Tick(y.t.Context())
	require.NoError(y.t, err)
}

// forms are word as it is, and in base64, wherever in the coded text it may begin.
func forms(word string) []string {
	out := []string{word}
	for n := range 3 {
		coded := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", n) + word + "xx"))
		out = append(out, coded[(8*n+5)/6:8*(n+len(word))/6])
	}
	return out
}

// tables returns all that is in the tables of a database: a line for each row.
func (y *diary) tables() string {
	y.t.Helper()
	var out strings.Builder
	for _, table := range tablesOf(y.t, y.store.db, y.b.dialect) {
		for _, row := range y.rows("SELECT * FROM " + table) {
			fmt.Fprintln(&out, table, row)
		}
	}
	return out.String()
}

// tablesOf returns the tables of a database, as the catalog lists them.
func tablesOf(t *testing.T, db *sql.DB, d sqlstore.Dialect) []string {
	t.Helper()
	list := `SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'kindly~_%' ESCAPE '~'`
	if d == sqlstore.PostgreSQL {
		list = `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_name LIKE 'kindly~_%' ESCAPE '~'`
	}
	return rowsOf(t, db, list)
}

func (y *diary) rows(query string) []string {
	y.t.Helper()
	return rowsOf(y.t, y.store.db, query)
}

// rowsOf returns the rows of a query, each as one text.
func rowsOf(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	require.NoError(t, err)
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	require.NoError(t, err)
	var out []string
	for rows.Next() {
		cells, at := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range cells {
			at[i] = &cells[i]
		}
		require.NoError(t, rows.Scan(at...))
		var texts []string
		for _, c := range cells {
			texts = append(texts, c.String)
		}
		out = append(out, strings.Join(texts, " "))
	}
	require.NoError(t, rows.Err())
	return out
}

// linesWith returns the lines of text with a word in any form, cut short.
func linesWith(text, word string) []string {
	var out []string
	for line := range strings.Lines(text) {
		for _, form := range forms(word) {
			if at := strings.Index(line, form); at >= 0 {
				out = append(out, line[:min(len(line), 60)]+" … "+line[max(0, at-60):min(len(line), at+60)])
				break
			}
		}
	}
	return out
}

// figures are what stays when words go.
func (y *diary) figures() string {
	y.t.Helper()
	r, err := json.Marshal(reported(y.t, y.Desk))
	require.NoError(y.t, err)
	out := string(r) + "\n"
	for c, err := range y.Conversations(y.t.Context(), care.Query{Everything: true, Order: care.OrderStarted}) {
		require.NoError(y.t, err)
		clocks, err := y.Clocks(y.t.Context(), c.ID)
		require.NoError(y.t, err)
		for i := range clocks {
			clocks[i].Elapsed, clocks[i].Remaining, clocks[i].AsOf = 0, 0, time.Time{} // they go on
		}
		out += fmt.Sprintf("%d %d %d %s %d %+v\n", c.In, c.Out, c.Shares, c.Status, len(c.Cases), clocks)
	}
	return out
}

// TestErased: of people who were erased nothing is left in any table, nor in SQLite's file; the figures stay as
// they were, others' words too, and no delivery brings anything back.
func TestErased(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b backend) {
		t.Helper()
		const n = 12
		y := newDiary(t, b, n, 0)
		y.pass(day)
		before, full := y.figures(), y.tables()
		if b.dialect == sqlstore.SQLite {
			require.Greater(t, y.inFile([]int{0, 1, 2}), 10_000)
		}
		erased := []int{0, 1, 2, 5, 7, 9, 11}
		pseudonyms := map[int]care.AuthorID{}
		for _, i := range erased {
			require.Greater(t, len(linesWith(full, secret(i))), 7, "words and raw, natives, a note, a bad item")
			require.NotEmpty(t, linesWith(full, person(i).Native()))
			var err error
			pseudonyms[i], err = y.Erase(t.Context(), care.Agent("ann"), person(i))
			require.NoError(t, err)
		}
		y.pass(30 * day) // the quarantine is over too
		y.pass(2 * time.Minute)
		y.requireErased(erased, pseudonyms, "erased")
		require.Equal(t, before, y.figures())
		for _, i := range []int{3, 4, 6, 8, 10} {
			require.NotEmpty(t, linesWith(y.tables(), secret(i)), "another's words")
		}
		for _, i := range erased {
			y.redeliver(y.mentions[6*i : 6*i+6])
		}
		y.pass(time.Minute)
		y.requireErased(erased, pseudonyms, "redelivered")
		require.Equal(t, before, y.figures())
	})
}

func (y *diary) requireErased(people []int, pseudonyms map[int]care.AuthorID, when string) {
	y.t.Helper()
	left := y.tables()
	for _, i := range people {
		id, err := y.ConversationOf(y.t.Context(), y.mentions[6*i].Ref)
		require.NoError(y.t, err)
		c, err := y.Conversation(y.t.Context(), id)
		require.NoError(y.t, err)
		for _, l := range c.Lines {
			verdict := l.Event != nil && !care.Decision(l.Event.Body)
			require.NotEqual(y.t, verdict, l.Content.Gone, when) // mentions and the note are gone
		}
		require.Empty(y.t, linesWith(left, secret(i)), when)
		require.Empty(y.t, linesWith(left, person(i).Native()), when)
		require.NotEmpty(y.t, linesWith(left, string(pseudonyms[i])), when)
	}
	if y.b.dialect == sqlstore.SQLite {
		y.requireOverwritten(people, when)
	}
}

// requireOverwritten looks for people in the bytes of SQLite's file. Where rows went from page to page, what was
// in the place that they left may stay, but no page that is free now; VACUUM takes the rest.
func (y *diary) requireOverwritten(people []int, when string) {
	y.t.Helper()
	left := y.inFile(people)
	require.Less(y.t, left, 100, "%s: words in free pages", when)
	y.rows("VACUUM")
	require.Zero(y.t, y.inFile(people), when)
}

// inFile counts what is told of people in SQLite's file, after what is in the write-ahead log was moved there.
func (y *diary) inFile(people []int) int {
	y.t.Helper()
	require.Equal(y.t, []string{"0 0 0"}, y.rows("PRAGMA wal_checkpoint(TRUNCATE)"))
	file, err := os.ReadFile(strings.Fields(y.rows("PRAGMA database_list")[0])[2])
	require.NoError(y.t, err)
	n := 0
	for _, i := range people {
		for _, form := range append(forms(secret(i)), person(i).Native()) {
			n += bytes.Count(file, []byte(form))
		}
	}
	return n
}
