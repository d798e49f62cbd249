package memstore_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/memstore"
)

func update(t testing.TB, s care.Store, fn func(tx care.Tx) error) {
	t.Helper()
	require.NoError(t, s.Update(t.Context(), nil, fn))
}

func view(t testing.TB, s care.Store, fn func(care.Reader) error) {
	t.Helper()
	require.NoError(t, s.View(t.Context(), fn))
}

func mention(ref care.Ref, id care.ConversationID, at time.Time) care.Row {
	return care.Row{
		Facts: care.Facts{Ref: ref, Kind: care.KindMention, Author: "twitter:7", OccurredAt: at, ObservedAt: at},
		Leg:   care.LegKey{Thread: ref, Customer: "twitter:7"}, Conversation: id,
	}
}

func TestBasics(t *testing.T) {
	t.Parallel()
	s := memstore.New(memstore.Config{})
	at := time.Date(2020, 1, 2, 3, 4, 5, 6, time.UTC)
	update(t, s, func(tx care.Tx) error {
		return errors.Join(
			tx.PutMentions([]care.Row{mention("twitter:1", "a", at), mention("twitter:2", "b", at)}),
			tx.PutLegs([]care.Leg{{LegKey: care.LegKey{Thread: "twitter:1", Customer: "twitter:7"}, Conversation: "a"}}),
			tx.PutHeads([]care.Head{{ID: "a", Version: 1, Tail: care.Tail{Case: 1, Due: at}}, {ID: "b", Version: 1, Tail: care.Tail{Case: 1, Due: at}}}),
			tx.Append([]care.Event{{ID: "e1", Conversation: "a", At: at, Body: care.Assigned{Agent: "x"}}}),
			tx.PutJobs([]care.Job{{Queue: "q", Key: "k", At: at}}),
		)
	})
	update(t, s, func(tx care.Tx) error { return tx.Merge("b", "a") })
	err := s.View(t.Context(), func(r care.Reader) error {
		rows, err := r.Mentions([]care.Ref{"twitter:2"})
		require.NoError(t, err)
		require.Equal(t, care.ConversationID("a"), rows[0].Conversation)
		entries, err := r.Entries("b", care.Pos{}, 10)
		require.NoError(t, err)
		require.Len(t, entries, 3)
		heads, page, err := r.List(care.Query{Order: care.OrderDue}, "", 10)
		require.NoError(t, err)
		require.Empty(t, page)
		require.Len(t, heads, 1)
		return nil
	})
	require.NoError(t, err)
}
