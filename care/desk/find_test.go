package desk_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
)

// selects is what a Query means, said once more.
func selects(q *care.Query, c *care.Conversation) bool {
	if c.Case == 0 && !q.Everything || q.Unanswered && !c.Unanswered() {
		return false
	}
	if len(q.Statuses) > 0 && !slices.Contains(q.Statuses, c.Status) || len(q.Accounts) > 0 && !slices.Contains(q.Accounts, c.Account) {
		return false
	}
	if q.Assignee != "" && c.Assignee != q.Assignee || q.Tag != "" && !slices.Contains(c.Tags, q.Tag) {
		return false
	}
	if q.Author != "" && !slices.ContainsFunc(c.Lines, func(l care.Line) bool { return l.Row != nil && l.Row.Leg.Customer == q.Author }) {
		return false
	}
	switch q.Order {
	case care.OrderDue:
		return !c.Due.IsZero()
	case care.OrderWaiting:
		return c.Unanswered()
	}
	return true
}

// someQuery has some filters.
func someQuery(r *rand.Rand) care.Query {
	q := care.Query{Order: care.Order(r.IntN(3)), Everything: r.IntN(2) == 0, Unanswered: r.IntN(4) == 0}
	switch r.IntN(6) {
	case 0:
		q.Statuses = []care.Status{care.StatusNew, care.StatusSnoozed, care.StatusResolved}[r.IntN(3):]
	case 1:
		q.Accounts = []care.AccountID{worldAccounts()[r.IntN(2)].ID}
	case 2:
		q.Assignee = "ann"
	case 3:
		q.Tag = "vip"
	case 4:
		q.Author = care.AuthorID(fmt.Sprint("twitter:", 1+r.IntN(3)))
	}
	return q
}

// TestFind: every filter and order agrees with what the conversations say.
func TestFind(t *testing.T) {
	t.Parallel()
	seeds(t, 20, func(seed uint64) {
		r := rand.New(rand.NewPCG(seed, 10))
		p := playWith(t, nil, nil)
		for _, d := range newWorld(r, true) {
			if d.at().After(p.clock.now) {
				p.clock.now = d.at()
			}
			p.take(d)
			decideSomething(p, r)
		}
		p.tick()
		var all []*care.Conversation
		for c, err := range p.Conversations(t.Context(), care.Query{Everything: true, Order: care.OrderStarted}) {
			require.NoError(t, err)
			all = append(all, c)
		}
		for range 20 {
			q := someQuery(r)
			var want, got []care.ConversationID
			for _, c := range all {
				if selects(&q, c) {
					want = append(want, c.ID)
				}
			}
			var last care.Head
			for page, more := "", true; more; more = page != "" {
				heads, next, err := p.Find(t.Context(), q, page, 1+r.IntN(3))
				require.NoError(t, err)
				for _, h := range heads {
					require.True(t, len(got) == 0 || inOrderOf(q.Order, last, h), "seed %d: %+v", seed, q)
					got, last = append(got, h.ID), h
				}
				page = next
			}
			require.ElementsMatch(t, want, got, "seed %d: %+v", seed, q)
		}
	})
}

// inOrderOf reports whether a may come before b.
func inOrderOf(o care.Order, a, b care.Head) bool {
	switch o {
	case care.OrderDue:
		return a.Due.Before(b.Due) || a.Due.Equal(b.Due) && a.ID < b.ID
	case care.OrderWaiting:
		return a.Waiting.Since.Before(b.Waiting.Since) || a.Waiting.Since.Equal(b.Waiting.Since) && a.ID < b.ID
	}
	return true
}

// TestFindWhileIngesting: what is in a list from first to last is seen once, whatever comes and goes.
func TestFindWhileIngesting(t *testing.T) {
	t.Parallel()
	for order := range care.Order(3) {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			t.Parallel()
			p := play(t)
			p.at(1000)
			stays := map[care.ConversationID]int{}
			for i := range 20 {
				p.take(says(fmt.Sprint("s", i), fmt.Sprint(1000+i), 5*i, toUs))
				stays[p.in(care.Ref(fmt.Sprint("s", i))).ID] = 0
			}
			p.take(says("bad", "5000", 3, toUs))
			page, n := "", 0
			for {
				heads, next, err := p.Find(t.Context(), care.Query{Order: order}, page, 3)
				require.NoError(t, err)
				for _, h := range heads {
					if _, ok := stays[h.ID]; ok {
						stays[h.ID]++
					}
				}
				if page = next; page == "" {
					break
				}
				n++
				p.take(says(fmt.Sprint("n", n), fmt.Sprint(2000+n), 7*n, toUs)) // comes anywhere in the list
				p.take(says(fmt.Sprint("a", n), "100", 900+n, below(care.Ref(fmt.Sprint("n", n)))))
				if n == 2 {
					require.NoError(t, p.agent().Resolve(t.Context(), p.in("bad").ID, care.Seen{}))
				}
			}
			for id, times := range stays {
				require.Equal(t, 1, times, id)
			}
		})
	}
	p := play(t)
	_, _, err := p.Find(t.Context(), care.Query{}, "not a page", 3)
	require.Error(t, err)
}

// TestUnseen: a message that becomes known later than the resolution it sorts before waits again, from its own time.
func TestUnseen(t *testing.T) {
	t.Parallel()
	p := play(t)
	ctx := t.Context()
	p.take(says("1", "1", 0, toUs))
	p.at(30)
	c := p.in("1")
	require.NoError(t, p.agent().Resolve(ctx, c.ID, c.Seen()))
	waiting, _, err := p.Find(ctx, care.Query{Unanswered: true, Order: care.OrderWaiting}, "", 10)
	require.NoError(t, err)
	require.Empty(t, waiting)
	p.at(40)
	p.take(says("2", "1", 20, toUs, below("1"), func(m *care.Mention) { m.ObservedAt = p.clock.now }))
	waiting, _, err = p.Find(ctx, care.Query{Unanswered: true, Order: care.OrderWaiting}, "", 10)
	require.NoError(t, err)
	require.Len(t, waiting, 1)
	require.Equal(t, t0().Add(20*time.Minute), waiting[0].Waiting.Since)
	require.Equal(t, 1, waiting[0].Waiting.Count)
	require.Equal(t, 1, waiting[0].Case)
	p.audit()
}

// TestRefusals of decisions, each with what programs ask for.
func TestRefusals(t *testing.T) {
	t.Parallel()
	p := play(t)
	ctx, s := t.Context(), p.agent()
	p.take(says("1", "1", 0, toUs), says("9", "9", 0))
	id, leg := p.in("1").ID, p.in("1").Lines[0].Row.Leg
	seen := p.in("1").Seen()
	for name, err := range map[string]error{
		"assign": s.Assign(ctx, "nothing", "", ""), "tag": s.Tag(ctx, "nothing", nil, nil), "note": s.Note(ctx, "nothing", "x"),
		"snooze": s.Snooze(ctx, "nothing", t0().Add(time.Hour)), "resolve": s.Resolve(ctx, "nothing", care.Seen{}),
		"join": s.Join(ctx, id, "nothing", ""), "join into": s.Join(ctx, "nothing", id, ""),
		"part": second(s.Part(ctx, "nothing", leg)), "part other": second(s.Part(ctx, id, care.LegKey{Customer: "twitter:5"})),
		"conversation": second(p.Conversation(ctx, "nothing")), "clocks": second(p.Clocks(ctx, "nothing")),
	} {
		require.ErrorIs(t, err, care.ErrNotFound, name)
	}
	for name, err := range map[string]error{
		"an empty tag": s.Tag(ctx, id, []string{""}, nil), "an empty note": s.Note(ctx, id, ""),
		"a long note": s.Note(ctx, id, string(make([]byte, care.MaxText+1))), "snoozed until now": s.Snooze(ctx, id, t0()),
		"no leg": second(s.Part(ctx, id)), "all legs": second(s.Part(ctx, id, leg)),
	} {
		require.ErrorIs(t, err, care.ErrInvalid, name)
	}
	require.ErrorIs(t, s.Resolve(ctx, p.in("9").ID, care.Seen{}), care.ErrIllegal)
	require.ErrorIs(t, s.Snooze(ctx, p.in("9").ID, t0().Add(time.Hour)), care.ErrIllegal)
	p.at(5)
	p.take(says("2", "1", 5, toUs, below("1")))
	require.ErrorIs(t, s.Resolve(ctx, id, seen), care.ErrConflict)
	require.NoError(t, s.Resolve(ctx, id, p.in("1").Seen()))
	require.ErrorIs(t, s.Resolve(ctx, id, care.Seen{}), care.ErrIllegal)
	require.ErrorIs(t, s.Snooze(ctx, id, t0().Add(time.Hour)), care.ErrIllegal)
	p.audit()
}

func second[T any](_ T, err error) error { return err }

// TestPartUndoesJoin but for the decisions, which stay where they were made.
func TestPartUndoesJoin(t *testing.T) {
	t.Parallel()
	p := play(t)
	ctx := t.Context()
	p.take(says("1", "1", 0, toUs), says("2", "2", 1, toUs), says("3", "100", 2, below("2")))
	a, b := p.in("1"), p.in("2")
	p.at(5)
	require.NoError(t, p.agent().Join(ctx, a.ID, b.ID, "same"))
	require.Equal(t, a.ID, p.in("2").ID)
	both, err := p.Conversation(ctx, b.ID)
	require.NoError(t, err)
	require.Equal(t, a.ID, both.ID, "both ids answer")
	p.at(6)
	into, err := p.agent().Part(ctx, b.ID, b.Lines[0].Row.Leg)
	require.NoError(t, err)
	require.Equal(t, into, p.in("2").ID)
	require.Equal(t, into, p.in("3").ID)
	left, taken := p.in("1"), p.in("2")
	require.Equal(t, a.Waiting, left.Waiting)
	require.Equal(t, []int{b.In, b.Out, b.Case}, []int{taken.In, taken.Out, taken.Case})
	require.Equal(t, b.Status, taken.Status)
	require.Equal(t, b.Customer, taken.Customer)
	p.take(says("4", "2", 7, toUs, below("3")))
	require.Equal(t, into, p.in("4").ID, "what follows goes where its leg is")
	p.audit()
}

// TestSnooze ends by time, and by the customer.
func TestSnooze(t *testing.T) {
	t.Parallel()
	for _, writes := range []bool{false, true} {
		p := play(t)
		p.take(says("1", "1", 0, toUs))
		require.NoError(t, p.agent().Snooze(t.Context(), p.in("1").ID, t0().Add(time.Hour)))
		require.Equal(t, care.StatusSnoozed, p.head().Status)
		p.at(59)
		p.tick()
		require.Equal(t, care.StatusSnoozed, p.head().Status)
		if writes {
			p.take(says("2", "1", 59, toUs, below("1")))
		} else {
			p.at(60)
			p.tick()
		}
		require.Equal(t, care.StatusNew, p.head().Status)
		require.True(t, p.head().Snoozed.IsZero())
		p.audit()
	}
}
