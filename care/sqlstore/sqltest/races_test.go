package sqltest_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/sqlstore"
)

// interrupted lets something happen in the middle of the next Update: before it writes.
type interrupted struct {
	care.Store

	by func()
}

func (s *interrupted) Update(ctx context.Context, keys []care.Key, fn func(care.Tx) error) error {
	return s.Store.Update(ctx, keys, func(tx care.Tx) error { return fn(interruptedTx{tx, s}) })
}

type interruptedTx struct {
	care.Tx

	s *interrupted
}

func (t interruptedTx) interrupt() {
	if by := t.s.by; by != nil {
		t.s.by = nil
		by()
	}
}

func (t interruptedTx) Append(events []care.Event) error {
	t.interrupt()
	return t.Tx.Append(events)
}

func (t interruptedTx) PutHeads(heads []care.Head) error {
	t.interrupt()
	return t.Tx.PutHeads(heads)
}

func (t interruptedTx) PutMentions(rows []care.Row) error {
	t.interrupt()
	return t.Tx.PutMentions(rows)
}

// race is two desks over one database; what the one writes can be interrupted by the other.
type race struct {
	one, two *desk.Desk
	store    *interrupted
	now      time.Time
}

func newRace(t *testing.T) *race {
	t.Helper()
	r := &race{now: minute(0)}
	for _, b := range backends() {
		if b.dialect != sqlstore.PostgreSQL {
			continue
		}
		b.skip(t)
		connect := b.database(t)
		cfg := sqlstore.Config{Now: func() time.Time { return r.now }}
		r.store = &interrupted{Store: b.open(t, connect, cfg).Store}
		dc := desk.Config{Accounts: []care.Account{{ID: "twitter:100"}}, Now: cfg.Now}
		var err error
		r.one, err = desk.New(r.store, dc)
		require.NoError(t, err)
		r.two, err = desk.New(b.open(t, connect, cfg).Store, dc)
		require.NoError(t, err)
	}
	return r
}

func minute(n int) time.Time {
	return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Minute)
}

func says(t *testing.T, d *desk.Desk, ref, author string, at int, parent care.Ref, edit string) {
	t.Helper()
	m := care.Mention{
		Ref: care.Ref("twitter:" + ref), Kind: care.KindPost, Visibility: care.Public, Parent: parent, Text: "words of " + ref,
		Author: care.Author{ID: care.AuthorID("twitter:" + author)}, OccurredAt: minute(at), ObservedAt: minute(at),
	}
	if author != "100" {
		m.Via = []care.AccountID{"twitter:100"}
	}
	if edit != "" {
		m.Text, m.EditedAt = edit, minute(at+1)
	}
	_, err := d.Ingest(t.Context(), care.Batch{Mentions: []care.Mention{m}})
	require.NoError(t, err)
}

// TestErasedDuringEdit: an edit in flight brings nothing back of somebody who is erased meanwhile.
func TestErasedDuringEdit(t *testing.T) {
	t.Parallel()
	r := newRace(t)
	says(t, r.two, "1", "1", 0, "", "")
	r.store.by = func() {
		_, err := r.two.Erase(t.Context(), care.Agent("ann"), "twitter:1")
		require.NoError(t, err)
	}
	says(t, r.one, "1", "1", 0, "", "edited")
	id, err := r.two.ConversationOf(t.Context(), "twitter:1")
	require.NoError(t, err)
	c, err := r.two.Conversation(t.Context(), id)
	require.NoError(t, err)
	line := c.Lines[0]
	require.True(t, line.Row.Erased)
	require.NotEqual(t, care.AuthorID("twitter:1"), line.Row.Author)
	require.Empty(t, line.Content.Text)
}

// TestPartedDuringEdit: an edit in flight leaves a mention where it was parted to meanwhile.
func TestPartedDuringEdit(t *testing.T) {
	t.Parallel()
	r := newRace(t)
	says(t, r.two, "1", "1", 0, "", "")
	says(t, r.two, "2", "2", 1, "", "")
	a, err := r.two.ConversationOf(t.Context(), "twitter:1")
	require.NoError(t, err)
	b, err := r.two.ConversationOf(t.Context(), "twitter:2")
	require.NoError(t, err)
	ann := r.two.As(care.Agent("ann"))
	require.NoError(t, ann.Join(t.Context(), a, b, "same"))
	var fresh care.ConversationID
	r.store.by = func() {
		fresh, err = ann.Part(t.Context(), a, care.LegKey{Thread: "twitter:2", Customer: "twitter:2"})
		require.NoError(t, err)
	}
	says(t, r.one, "2", "2", 1, "", "edited")
	now, err := r.two.ConversationOf(t.Context(), "twitter:2")
	require.NoError(t, err)
	require.Equal(t, fresh, now)
}

// TestIngestedDuringTick: what is planned while another desk looks at what is due stays planned.
func TestIngestedDuringTick(t *testing.T) {
	t.Parallel()
	r := newRace(t)
	says(t, r.two, "1", "1", 0, "", "")
	r.now = minute(11)
	r.store.by = func() {
		says(t, r.two, "2", "100", 11, "twitter:1", "")
		says(t, r.two, "3", "1", 12, "twitter:2", "")
	}
	_, err := r.one.Tick(t.Context())
	require.NoError(t, err)
	r.now = minute(30)
	_, err = r.one.Tick(t.Context())
	require.NoError(t, err)
	var missed []string
	events, err := r.two.Feed(t.Context(), "", 100)
	require.NoError(t, err)
	for _, e := range events {
		if m, ok := e.Body.(care.Missed); ok {
			missed = append(missed, m.Metric+" "+m.Mark)
		}
	}
	require.Contains(t, missed, "next_response twitter:3")
}
