package storetest

import (
	"fmt"
	"slices"

	"github.com/kindlydm/kindly/care"
)

// S12.
func (c *check) merges() {
	c.mergedConversations()
	c.movedThreads()
	c.movedLegs()
}

// mergedConversations merges 0 into 1, 1 into 2, and 3 into what 0 is by then.
func (c *check) mergedConversations() {
	s := c.open()
	c.stories(s, 4)
	for _, pair := range [][2]int{{0, 1}, {1, 2}, {3, 0}, {0, 2}} {
		c.update(s, func(tx care.Tx) error { return tx.Merge(conversation(pair[0]), conversation(pair[1])) })
	}
	late := row(5, 5, public(0, 0), conversation(0)) // under a name of before
	c.update(s, func(tx care.Tx) error {
		return steps(func() error { return tx.PutMentions([]care.Row{late}) },
			func() error { return tx.PutLegs([]care.Leg{{LegKey: public(5, 5), Conversation: conversation(1)}}) },
			func() error { return tx.Append([]care.Event{assigned("late", 3, 6)}) })
	})
	c.view(s, func(r care.Reader) error {
		var want []string
		for i := range 4 {
			c.answers(r, i)
			found, err := allEntries(r, conversation(i), 100)
			if err != nil {
				return err
			}
			if got := positions(found); i == 0 {
				want = got
			} else {
				c.same(fmt.Sprintf("Entries of merged c%d, against c0", i), got, want)
			}
		}
		if len(want) != 4*2+2 {
			c.Errorf("four merged conversations with 10 entries have %d", len(want))
		}
		heads, err := allHeads(r, care.Query{Order: care.OrderStarted, Everything: true}, 100)
		c.same("List after merges", headIDs(heads), []string{"c2"})
		return err
	})
	err := c.tryUpdate(s, func(tx care.Tx) error { return tx.PutHeads([]care.Head{head(0, 1)}) })
	c.want("PutHeads of a merged conversation", err, care.ErrConflict)
}

// answers wants that everything about story i is of conversation 2.
func (c *check) answers(r care.Reader, i int) {
	heads, err := r.Heads([]care.ConversationID{conversation(i)})
	if err != nil || len(heads) != 1 || heads[0].ID != conversation(2) {
		c.Errorf("Heads of c%d, merged into c2: %s, error %v", i, headIDs(heads), err)
	}
	rows, err := r.Mentions([]care.Ref{ref(i)})
	if err != nil || len(rows) != 1 || rows[0].Conversation != conversation(2) {
		c.Errorf("the mention of c%d, merged into c2: %+v, error %v", i, rows, err)
	}
	legs, err := r.Legs([]care.LegKey{public(i, i)})
	if err != nil || len(legs) != 1 || legs[0].Conversation != conversation(2) {
		c.Errorf("the leg of c%d, merged into c2: %+v, error %v", i, legs, err)
	}
}

// movedThreads moves thread 0 to 1, 1 to 2, and 3 to what 0 is by then. Threads 0 and 2 share a customer.
func (c *check) movedThreads() {
	s := c.open()
	c.stories(s, 4)
	c.update(s, func(tx care.Tx) error {
		return tx.PutLegs([]care.Leg{
			{LegKey: public(0, 2), Conversation: conversation(0)}, {LegKey: public(7, 2), Conversation: conversation(1)},
		})
	})
	for _, pair := range [][2]int{{0, 1}, {1, 2}, {3, 0}, {0, 2}} {
		c.update(s, func(tx care.Tx) error { return tx.MoveThread(ref(pair[0]), ref(pair[1])) })
	}
	c.view(s, func(r care.Reader) error {
		now, err := r.Threads([]care.Ref{ref(3), ref(7), ref(0), ref(2), ref(1)})
		if want := []care.Ref{ref(2), ref(7), ref(2), ref(2), ref(2)}; err != nil || !slices.Equal(now, want) {
			c.Errorf("Threads after moves: %q, want %q (error %v)", now, want, err)
		}
		rows, err := r.Mentions([]care.Ref{ref(0), ref(3)})
		for _, row := range rows {
			if row.Leg.Thread != ref(2) {
				c.Errorf("mention %s reads back in thread %s, want %s", row.Ref, row.Leg.Thread, ref(2))
			}
		}
		return err
	})
	want := []care.Leg{
		{LegKey: public(2, 0), Conversation: "c0"}, {LegKey: public(2, 1), Conversation: "c1"},
		{LegKey: public(2, 2), Conversation: "c2"}, {LegKey: public(2, 3), Conversation: "c3"},
	}
	c.view(s, func(r care.Reader) error {
		for i := range 4 {
			legs, err := r.ThreadLegs(ref(i), everything)
			if err != nil {
				return err
			}
			c.same(fmt.Sprintf("ThreadLegs of %s after moves", ref(i)), lines("leg", unordered, legs), lines("leg", unordered, want))
		}
		legs, err := r.Legs([]care.LegKey{public(0, 0), public(1, 1), public(0, 2), public(3, 3)})
		c.same("Legs by the threads of before", lines("leg", unordered, legs), lines("leg", unordered, want))
		heads, err2 := allHeads(r, care.Query{Author: author(2)}, 10)
		c.same("List by the customer of a moved, a dropped and another leg", headIDs(heads), []string{"c1", "c2"})
		return firstError(err, err2)
	})
}

// movedLegs takes a leg, with its two mentions, out of a conversation of three mentions and a decision.
func (c *check) movedLegs() {
	s := c.open()
	c.stories(s, 1)
	one, two := row(1, 1, public(0, 1), conversation(0)), row(2, 2, public(0, 1), conversation(0))
	c.update(s, func(tx care.Tx) error {
		return steps(
			func() error { return tx.PutMentions([]care.Row{one, two}) },
			func() error { return tx.PutLegs([]care.Leg{{LegKey: public(0, 1), Conversation: conversation(0)}}) },
			func() error { return tx.MoveLegs([]care.LegKey{public(0, 1), public(6, 6)}, conversation(5)) },
		)
	})
	c.view(s, func(r care.Reader) error {
		out, err := allEntries(r, conversation(5), 100)
		c.same("Entries of where a leg was moved to", positions(out), texts([]care.Pos{one.Pos(), two.Pos()}))
		left, err2 := allEntries(r, conversation(0), 100)
		if len(left) != 2 {
			c.Errorf("a conversation has %q after a leg was moved out, want its other mention and its decision", positions(left))
		}
		return firstError(err, err2)
	})
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
