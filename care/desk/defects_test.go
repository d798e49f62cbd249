package desk_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/sla"
)

// TestUnnamedInLaterCase: who addressed us once waits in later cases too, whether or not he names us again.
func TestUnnamedInLaterCase(t *testing.T) {
	t.Parallel()
	p := play(t)
	day := 24 * 60
	p.take(says("1", "1", 0, toUs))
	p.at(10)
	require.NoError(t, p.agent().Resolve(t.Context(), p.in("1").ID, care.Seen{}))
	p.at(9 * day)
	p.take(says("2", "1", 9*day, below("1")), says("3", "1", 9*day+1, below("2")))
	h := p.head()
	require.True(t, h.Unanswered(), "%+v", h.Tail)
	require.Equal(t, 2, h.Waiting.Count)
	p.audit()
}

// TestLaterCaseVanishes: what began the third case was taken back.
func TestLaterCaseVanishes(t *testing.T) {
	t.Parallel()
	p := play(t)
	day := 24 * 60
	for i := range 2 {
		p.at(9 * day * i)
		p.take(says(fmt.Sprint(i+1), "1", 9*day*i, toUs, rooted("1")))
		require.NoError(t, p.agent().Resolve(t.Context(), p.in("1").ID, care.Seen{}))
	}
	p.at(18 * day)
	p.take(says("3", "1", 18*day, toUs, rooted("1")), gone("3", 18*day+1))
	p.audit()
}

// TestBothCallersGiveUp: two callers share a transaction, and both give up while it runs. Neither waits on.
func TestBothCallersGiveUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gate := &gated{}
		p := playWith(t, nil, func(s care.Store) care.Store { gate.Store = s; return gate })
		ctx, cancel := context.WithCancel(t.Context())
		var done [4]atomic.Pointer[error]
		ingest := func(ctx context.Context, i int) {
			_, err := p.Ingest(ctx, batch([]delivery{says(fmt.Sprint(i+1), "1", 0, toUs)}, []int{0}))
			done[i].Store(&err)
		}
		gate.shut()
		go ingest(t.Context(), 0)
		synctest.Wait() // the first is in its transaction
		go ingest(ctx, 1)
		go ingest(ctx, 2)
		synctest.Wait() // the others wait for their turn
		gate.open()
		gate.shut()
		synctest.Wait() // one of the others is in the transaction of both
		cancel()
		synctest.Wait()
		gate.open()
		synctest.Wait()
		waiting := done[1].Load() == nil || done[2].Load() == nil
		ingest(t.Context(), 3) // which takes along who waits, so that the test ends
		synctest.Wait()
		require.False(t, waiting, "somebody waited for ever")
		require.NoError(t, *done[0].Load())
		require.ErrorIs(t, *done[1].Load(), context.Canceled)
		require.ErrorIs(t, *done[2].Load(), context.Canceled)
	})
}

// TestDecisionsOfUnknownOutcome: a decision that was stored after all is made once, and is no error.
func TestDecisionsOfUnknownOutcome(t *testing.T) {
	t.Parallel()
	for name, decide := range map[string]func(p *played, id care.ConversationID) error{
		"assign": func(p *played, id care.ConversationID) error {
			return p.agent().Assign(t.Context(), id, "", "ann")
		},
		"tag": func(p *played, id care.ConversationID) error {
			return p.agent().Tag(t.Context(), id, []string{"vip"}, nil)
		},
		"note": func(p *played, id care.ConversationID) error { return p.agent().Note(t.Context(), id, "a word") },
		"snooze": func(p *played, id care.ConversationID) error {
			return p.agent().Snooze(t.Context(), id, p.clock.now.Add(time.Hour))
		},
		"resolve": func(p *played, id care.ConversationID) error {
			return p.agent().Resolve(t.Context(), id, care.Seen{})
		},
		"join": func(p *played, id care.ConversationID) error {
			return p.agent().Join(t.Context(), id, p.in("3").ID, "same")
		},
		"part": func(p *played, id care.ConversationID) error {
			into, err := p.agent().Part(t.Context(), id, p.in("2").Lines[1].Row.Leg)
			if err == nil {
				require.Equal(t, into, p.in("2").ID)
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doubts := &doubtful{}
			p := playWith(t, nil, func(s care.Store) care.Store { doubts.Store = s; return doubts })
			p.take(says("1", "1", 0, toUs), says("2", "2", 1, toUs, below("1")), says("3", "3", 2, toUs))
			p.at(5)
			require.NoError(t, p.agent().Join(t.Context(), p.in("1").ID, p.in("2").ID, "same"))
			p.at(6)
			before, err := wholeFeed(t.Context(), p.Desk)
			require.NoError(t, err)
			doubts.doubts.Store(1)
			err = decide(p, p.in("1").ID)
			p.audit()
			require.NoError(t, err)
			after, err := wholeFeed(t.Context(), p.Desk)
			require.NoError(t, err)
			decisions := 0
			for _, e := range after[len(before):] {
				if _, echo := e.Body.(care.PartedFrom); care.Decision(e.Body) && !echo {
					decisions++
				}
			}
			require.Equal(t, 1, decisions)
		})
	}
}

// TestMissBehindOlderMiss: that a resolution is overdue keeps no other clock from being looked at.
func TestMissBehindOlderMiss(t *testing.T) {
	t.Parallel()
	policy, err := sla.NewPolicy(sla.PolicyConfig{ID: "p", Version: 1, Rules: []sla.Rule{{Targets: []sla.Target{
		{Metric: sla.FirstResponse, Within: 10 * time.Minute}, {Metric: sla.NextResponse, Within: 10 * time.Minute},
		{Metric: sla.FirstResolution, Within: time.Hour},
	}}}})
	require.NoError(t, err)
	p := playWith(t, func(c *desk.Config) { c.Policy = policy }, nil)
	p.take(says("1", "1", 0, toUs), says("2", "100", 5, below("1")))
	p.at(90)
	p.tick()
	require.Len(t, events[care.Missed](p), 1) // the resolution
	p.at(100)
	p.take(says("3", "1", 100, toUs, below("2")))
	p.at(120)
	p.tick()
	require.Len(t, events[care.Missed](p), 2, "of the next response nothing was announced")
}

// TestTickWithClocksApart: a desk whose clock is behind the store's does what it can, and returns.
func TestTickWithClocksApart(t *testing.T) {
	t.Parallel()
	behind := 0 * time.Second
	claims := &counting{most: 100}
	var p *played
	p = playWith(t, func(c *desk.Config) { c.Now = func() time.Time { return p.clock.now.Add(-behind) } },
		func(s care.Store) care.Store { claims.Store = s; return claims })
	for i := range 100 {
		p.take(says(fmt.Sprint(i+1), fmt.Sprint(i+1000), 0, toUs))
	}
	p.at(11)
	behind = 5 * time.Minute
	p.tick()
}

// counting refuses what is claimed too often.
type counting struct {
	care.Store

	most int
}

func (c *counting) Claim(ctx context.Context, queue string, n int, lease time.Duration) ([]care.Job, time.Time, error) {
	if c.most--; c.most < 0 {
		return nil, time.Time{}, errors.New("claimed again and again")
	}
	return c.Store.Claim(ctx, queue, n, lease)
}

// TestEditWhileJudging: what is edited while a slow annotator reads it is judged again.
func TestEditWhileJudging(t *testing.T) {
	t.Parallel()
	var p *played
	var judged []string
	p = playWith(t, func(c *desk.Config) {
		c.Slow = []care.Annotator{func(_ context.Context, m care.Mention) (care.Assessment, error) {
			if len(judged) == 0 {
				p.at(2)
				p.take(says("1", "1", 0, toUs, func(m *care.Mention) { m.Text, m.EditedAt = "better words", p.clock.now })) //nolint:contextcheck // somebody else delivers it
			}
			judged = append(judged, m.Text)
			return care.Assessment{By: "mood@1", Label: 1}, nil
		}}
	}, nil)
	p.take(says("1", "1", 0, toUs))
	p.at(1)
	p.tick()
	p.at(3)
	p.tick()
	require.Equal(t, []string{"words of 1", "better words"}, judged)
	row := p.in("1").Lines[0].Row
	require.Len(t, row.Assessments, 1)
	require.Equal(t, row.Stamp, row.Assessments[0].Of)
}

// TestStaleAssessments: what was found in a version that another took the place of is gone, whether or not
// the mention was taken back in between.
func TestStaleAssessments(t *testing.T) {
	t.Parallel()
	edited := says("1", "1", 0, toUs, func(m *care.Mention) { m.Text, m.EditedAt = "better words", t0().Add(time.Minute) })
	outcome := func(all ...delivery) string {
		n := 0
		p := playWith(t, func(c *desk.Config) {
			c.Annotators = []care.Annotator{
				func(context.Context, care.Mention) (care.Assessment, error) {
					return care.Assessment{By: "intent@1"}, nil
				},
				func(_ context.Context, m care.Mention) (care.Assessment, error) {
					if n++; m.Text == "better words" {
						return care.Assessment{}, errors.New("can't judge that")
					}
					return care.Assessment{By: "mood@1", Label: -1}, nil
				},
			}
		}, nil)
		p.at(10)
		p.take(all...)
		return p.canon()
	}
	first, removed := says("1", "1", 0, toUs), gone("1", 5)
	require.Equal(t, outcome(first, edited, removed), outcome(edited, removed, first))
	require.Equal(t, outcome(first, edited, removed), outcome(removed, edited, first))
}

// TestAnnotatorsInAnyOrder: a program may name its annotators in any order, and a removal may come first.
func TestAnnotatorsInAnyOrder(t *testing.T) {
	t.Parallel()
	outcome := func(all ...delivery) string {
		by := func(name string) care.Annotator {
			return func(context.Context, care.Mention) (care.Assessment, error) { return care.Assessment{By: name}, nil }
		}
		p := playWith(t, func(c *desk.Config) { c.Annotators = []care.Annotator{by("mood@1"), by("intent@1")} }, nil)
		p.at(10)
		p.take(all...)
		return p.canon()
	}
	first, removed := says("1", "1", 0, toUs), gone("1", 5)
	require.Equal(t, outcome(first, removed), outcome(removed, first))
}

// TestErasedComesBackAsPeer: a redelivery of what we wrote to an erased person brings nothing of him back.
func TestErasedComesBackAsPeer(t *testing.T) {
	t.Parallel()
	p := play(t)
	private := func(m *care.Mention) { m.Kind, m.Visibility, m.Parent = care.KindMessage, care.Direct, "" }
	p.take(says("1", "1", 0, toUs, private))
	ours := says("2", "100", 5, private, func(m *care.Mention) {
		m.Peer, m.Native = "twitter:1", []byte(`{"recipient":"1","planted":"marker"}`)
	})
	p.take(ours)
	_, err := p.Erase(t.Context(), care.Agent("ann"), "twitter:1")
	require.NoError(t, err)
	look := func(when string) {
		t.Helper()
		c := p.in("2")
		require.Len(t, c.Lines, 2, when)
		for _, l := range c.Lines {
			require.NotEqual(t, care.AuthorID("twitter:1"), l.Row.Peer, when)
			require.NotEqual(t, care.AuthorID("twitter:1"), l.Row.Leg.Customer, when)
			require.NotContains(t, string(l.Row.Native), "marker", when)
		}
		heads, _, err := p.Find(t.Context(), care.Query{Author: "twitter:1", Everything: true, Order: care.OrderStarted}, "", 10)
		require.NoError(t, err)
		require.Empty(t, heads, when)
	}
	look("after the erasure")
	p.take(ours)
	look("after a redelivery")
}

// TestRemovalAtImpossibleTime: one bad item doesn't keep the others out.
func TestRemovalAtImpossibleTime(t *testing.T) {
	t.Parallel()
	p := play(t)
	b := batch([]delivery{says("1", "1", 0, toUs)}, []int{0})
	b.Removals = []care.Removal{{Ref: "twitter:5", At: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)}}
	taken, err := p.Ingest(t.Context(), b)
	require.NoError(t, err)
	require.Equal(t, desk.Taken{New: 1, Rejected: 1}, taken)
}

// TestShareOfShareAfterPart: shares follow what they pass on, also shares of shares.
func TestShareOfShareAfterPart(t *testing.T) {
	t.Parallel()
	outcome := func(late bool) string {
		p := play(t)
		p.take(says("1", "1", 0, toUs), says("2", "2", 1, toUs, below("1")), says("3", "3", 2, shares("2")))
		again := says("4", "4", 3, shares("3"))
		p.at(5)
		require.NoError(t, p.agent().Join(t.Context(), p.in("1").ID, p.in("2").ID, "same"))
		if !late {
			p.take(again)
		}
		p.at(10)
		_, err := p.agent().Part(t.Context(), p.in("1").ID, p.in("2").Lines[1].Row.Leg)
		require.NoError(t, err)
		if late {
			p.take(again)
		}
		p.audit()
		return p.canon()
	}
	require.Equal(t, outcome(false), outcome(true))
}

// TestEmptyAccount: what addresses nobody doesn't address us.
func TestEmptyAccount(t *testing.T) {
	t.Parallel()
	p := play(t)
	b := batch([]delivery{says("1", "1", 0, func(m *care.Mention) { m.Via = []care.AccountID{""} })}, []int{0})
	taken, err := p.Ingest(t.Context(), b)
	require.NoError(t, err)
	if taken.Rejected == 0 {
		require.False(t, p.in("1").Unanswered())
		p.audit()
	}
}

// TestNoteAfterPart: a note about a person is erased with him, wherever his legs are now.
func TestNoteAfterPart(t *testing.T) {
	t.Parallel()
	p := play(t)
	p.take(says("1", "1", 0, toUs), says("2", "2", 1, toUs))
	p.at(5)
	require.NoError(t, p.agent().Note(t.Context(), p.in("1").ID, "a planted marker"))
	p.at(6)
	require.NoError(t, p.agent().Join(t.Context(), p.in("2").ID, p.in("1").ID, "same"))
	p.at(7)
	_, err := p.agent().Part(t.Context(), p.in("2").ID, p.in("1").Lines[0].Row.Leg)
	require.NoError(t, err)
	_, err = p.Erase(t.Context(), care.Agent("ann"), "twitter:1")
	require.NoError(t, err)
	for _, ref := range []care.Ref{"1", "2"} {
		for _, l := range p.in(ref).Lines {
			require.False(t, strings.Contains(l.Content.Text, "marker"), "in the conversation of %s", ref)
		}
	}
}

// TestSeenBeforeLateMessage: what arrives after the actor looked, dated before what he saw, is not resolved unseen.
func TestSeenBeforeLateMessage(t *testing.T) {
	t.Parallel()
	p := play(t)
	p.take(says("1", "1", 0, toUs), says("2", "1", 30, toUs, below("1")))
	p.at(31)
	c := p.in("1")
	p.at(32)
	p.take(says("3", "1", 10, toUs, below("1"), func(m *care.Mention) { m.ObservedAt = p.clock.now }))
	p.at(33)
	err := p.agent().Resolve(t.Context(), c.ID, c.Seen())
	if err != nil {
		require.ErrorIs(t, err, care.ErrConflict)
		return
	}
	require.Equal(t, 1, p.in("1").Waiting.Count, "nobody saw it, and nobody waits")
}

// TestMergedIDs: a merged id answers in every command, as it does in every question.
func TestMergedIDs(t *testing.T) {
	t.Parallel()
	for name, decide := range map[string]func(s desk.Seat, id care.ConversationID, leg care.LegKey) error{
		"assign": func(s desk.Seat, id care.ConversationID, _ care.LegKey) error {
			return s.Assign(t.Context(), id, "a", "b")
		},
		"tag": func(s desk.Seat, id care.ConversationID, _ care.LegKey) error {
			return s.Tag(t.Context(), id, []string{"vip"}, nil)
		},
		"note": func(s desk.Seat, id care.ConversationID, _ care.LegKey) error {
			return s.Note(t.Context(), id, "a word")
		},
		"snooze": func(s desk.Seat, id care.ConversationID, _ care.LegKey) error {
			return s.Snooze(t.Context(), id, t0().Add(time.Hour))
		},
		"resolve": func(s desk.Seat, id care.ConversationID, _ care.LegKey) error {
			return s.Resolve(t.Context(), id, care.Seen{})
		},
		"join": func(s desk.Seat, id care.ConversationID, _ care.LegKey) error {
			return s.Join(t.Context(), id, id, "again")
		},
		"part": func(s desk.Seat, id care.ConversationID, leg care.LegKey) error {
			_, err := s.Part(t.Context(), id, leg)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := play(t)
			p.take(says("1", "1", 0, toUs), says("2", "2", 0, toUs))
			p.at(1)
			from := p.in("2").ID
			require.NoError(t, p.agent().Join(t.Context(), p.in("1").ID, from, "same"))
			p.at(2)
			require.NoError(t, decide(p.agent(), from, p.in("2").Lines[1].Row.Leg))
			p.audit()
		})
	}
}
