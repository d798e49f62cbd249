package sqltest_test

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
)

// An edit is what somebody does to a row by hand, and what must be said about it.
type edit struct {
	name                 string
	table, column, where string
	values               []string
	says                 string
	look                 func(y *diary) error // what comes across it
}

// garbage is what is no body: six of any row, one more of words, one more of a mention, and what has no id.
func garbage() []string {
	return []string{``, `{`, `words`, `[]`, `"x"`, `17`, `{"stamp":[]}`, `{"kind":{}}`, `{"at":3}`, `{"version":"x"}`, `{"id":"other"}`, `{}`, `null`}
}

func edits() []edit {
	first, its := "ref = 'twitter:1000000'", "conversation = (SELECT conversation FROM kindly_mention WHERE ref = 'twitter:1000000')"
	return []edit{
		{"a mention", "kindly_mention", "body", first, garbage()[:8], `kindly_mention "twitter:1000000"`, conversation},
		{"words", "kindly_content", "body", first, garbage()[:7], `kindly_content "twitter:1000000"`, conversation},
		{"raw", "kindly_content", "body", first, []string{`{"raw":["?"]}`, `{"raw":[1]}`, `{"raw":{}}`}, `kindly_content "twitter:1000000"`, conversation},
		{"a head", "kindly_head", "body", strings.Replace(its, "conversation", "id", 1), garbage(), "kindly_head", conversation},
		{"its version", "kindly_head", "version", strings.Replace(its, "conversation", "id", 1), []string{"1", "99"}, "its columns have version", conversation},
		{"an event", "kindly_event", "body", "id = 'received:twitter:1000000'", garbage(), `kindly_event "received:twitter:1000000"`, feed},
		{"a decision", "kindly_event", "body", "kind = 'noted' AND " + its, garbage(), "kindly_event", conversation},
		{"a bad item", "kindly_reject", "body", "number = 1", garbage()[:6], `kindly_reject number "1"`, rejects},
		{"a job", "kindly_job", "body", "queue = 'purge'", []string{"?", "abc"}, `kindly_job purge "purge"`, tick},
		{"a cursor", "kindly_record", "value", "key = 'cursors/line'", []string{"?", "abc"}, `kindly_record "cursors/line"`, run},
		{"what it says", "kindly_record", "value", "key = 'cursors/line'", []string{"e30x", "W10=", "IngiIg==", "eyJmIjozfQ=="}, `record "cursors/line"`, run},
	}
}

func conversation(y *diary) error {
	id, err := y.ConversationOf(y.t.Context(), y.mentions[0].Ref)
	if err == nil {
		_, err = y.Conversation(y.t.Context(), id)
	}
	return err
}

func feed(y *diary) error {
	_, err := y.Feed(y.t.Context(), "", 1000)
	return err
}

func rejects(y *diary) error {
	_, _, err := y.Rejects(y.t.Context(), "", 1000)
	return err
}

func tick(y *diary) error {
	y.clock.Advance(2 * time.Minute)
	_, err := y.Tick(y.t.Context())
	return err
}

// A reel is a source that ends.
type reel struct{ mentions []care.Mention }

func (*reel) Name() string             { return "line" }
func (*reel) Accounts() []care.Account { return nil }

func (r *reel) Batches(context.Context, map[string]string) iter.Seq2[care.Batch, error] {
	return func(yield func(care.Batch, error) bool) {
		yield(care.Batch{Mentions: r.mentions, Feed: "feed", Cursor: "end"}, nil)
	}
}

func run(y *diary) error {
	cfg := y.cfg
	cfg.Sources = []care.Source{&reel{y.mentions[:1]}}
	d, err := desk.New(y.store, cfg)
	require.NoError(y.t, err)
	return d.Run(y.t.Context())
}

// TestEdited edits rows by hand. What comes across one says which it is and what to do; the rest goes on, and with
// the row as it was everything is as it was.
func TestEdited(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b backend) {
		t.Helper()
		y := newDiary(t, b, 2, 0)
		require.NoError(t, run(y))
		y.pass(day)
		before, revision := y.figures(), int64(0)
		for _, x := range edits() {
			for _, value := range x.values {
				was := y.rows("SELECT " + x.column + " FROM " + x.table + " WHERE " + x.where)
				require.Len(t, was, 1, x.name)
				y.edit(x, value)
				y.requireSaid(x, value, x.look(y))
				revision++
				y.othersGoOn(x.name, revision)
				y.edit(x, was[0])
				require.NoError(t, x.look(y), "%s: %s", x.name, value)
			}
		}
		require.Equal(t, before, y.figures())
		y.edit(edits()[len(edits())-1], "bnVsbA==") // null: no cursors
		require.NoError(t, run(y))
	})
}

func (y *diary) edit(x edit, value string) {
	y.t.Helper()
	quoted := "'" + strings.ReplaceAll(value, "'", "''") + "'"
	require.Equal(y.t, 1, y.exec("UPDATE "+x.table+" SET "+x.column+" = "+quoted+" WHERE "+x.where), x.name)
}

func (y *diary) requireSaid(x edit, value string, err error) {
	y.t.Helper()
	name := x.name + ": " + value
	e, ours := errors.AsType[*care.Error](err)
	require.True(y.t, ours, "%s: %v is no *care.Error", name, err)
	require.Equal(y.t, care.CodeInternal, e.Code, "%s: %v", name, err)
	require.ErrorContains(y.t, err, x.says, name)
	require.ErrorContains(y.t, err, "backup", name)
	require.NotContains(y.t, err.Error(), secret(0), name)
}

func (y *diary) exec(statement string) int {
	y.t.Helper()
	result, err := y.store.db.ExecContext(y.t.Context(), statement)
	require.NoError(y.t, err, statement)
	n, err := result.RowsAffected()
	require.NoError(y.t, err)
	return int(n)
}

// othersGoOn: the other person's talk is there, and takes in a new revision.
func (y *diary) othersGoOn(name string, revision int64) {
	y.t.Helper()
	id, err := y.ConversationOf(y.t.Context(), y.mentions[6].Ref)
	require.NoError(y.t, err, name)
	c, err := y.Conversation(y.t.Context(), id)
	require.NoError(y.t, err, name)
	require.NotEmpty(y.t, c.Lines[0].Content.Text, name)
	m := y.mentions[6]
	m.Revision = revision
	taken, err := y.Ingest(y.t.Context(), care.Batch{Mentions: []care.Mention{m}})
	require.NoError(y.t, err, name)
	require.Equal(y.t, desk.Taken{Changed: 1}, taken, name)
}

// TestEditedWords: words that can't be read go when their time is over, and keep no others.
func TestEditedWords(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b backend) {
		t.Helper()
		y := newDiary(t, b, 2, day)
		require.Equal(t, 1, y.exec(`UPDATE kindly_content SET body = 'words of `+secret(0)+`' WHERE ref = 'twitter:1000000'`))
		require.Equal(t, 1, y.exec(`UPDATE kindly_content SET body = '{"stamp":{"at":"9999-01-01T00:00:00Z"}}' WHERE ref = 'twitter:1000002'`))
		y.pass(2 * day)
		y.requireWordless(2, "over")
		require.Zero(t, y.shown())
		y.redeliver(y.mentions)
		require.Zero(t, y.shown())
	})
}

// TestFromTheFuture: what a later version of the desk decided is kept, and read over.
func TestFromTheFuture(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b backend) {
		t.Helper()
		y := newDiary(t, b, 1, 0)
		before := y.figures()
		body := `{"id":"received:twitter:1000000","conversation":"c","at":"2026-03-01T09:00:00Z","by":{"kind":"desk"},"kind":"praised","v":3,"body":{"stars":5}}`
		require.Equal(t, 1, y.exec(`UPDATE kindly_event SET kind = 'praised', body = '`+body+`' WHERE id = 'received:twitter:1000000'`))
		events, err := y.Feed(t.Context(), "", 1000)
		require.NoError(t, err)
		require.Equal(t, care.Unknown{Kind: "praised", Version: 3, Data: []byte(`{"stars":5}`)}, events[0].Body)
		require.Equal(t, before, y.figures())
		_, err = y.Erase(t.Context(), care.Agent("ann"), person(0))
		require.NoError(t, err)
	})
}
