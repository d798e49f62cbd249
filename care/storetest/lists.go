package storetest

import (
	"fmt"
	"time"

	"github.com/kindlydm/kindly/care"
)

// S11.
func (c *check) lists() {
	for _, o := range []care.Order{care.OrderDue, care.OrderWaiting, care.OrderStarted} {
		c.listWhileChanging(o)
	}
	c.selections()
}

// listWhileChanging reads in pages of 2; between them, some that were read leave the list, some come in,
// and some that were not read go.
func (c *check) listWhileChanging(o care.Order) {
	s := c.open()
	c.update(s, func(tx care.Tx) error {
		for _, i := range []int{0, 1, 2, 3, 4, 5, 6, 7} {
			h := head(i, 1)
			h.Due, h.Waiting.Since = at(30+i/3), at(20+i/3) // three of one time
			if err := tx.PutHeads([]care.Head{h}); err != nil {
				return err
			}
		}
		return nil
	})
	var got []string
	page := ""
	for n := range 20 {
		var found []care.Head
		c.view(s, func(r care.Reader) (err error) {
			found, page, err = r.List(care.Query{Order: o}, page, 2)
			return err
		})
		for _, h := range found {
			if h.ID < "d" {
				got = append(got, string(h.ID))
			}
		}
		if page == "" {
			break
		}
		c.change(s, n)
	}
	name := fmt.Sprintf("List by order %d in pages of 2 while others come and go", o)
	c.same(name, got, []string{"c0", "c1", "c2", "c3", "c4", "c5", "c7"})
}

// change takes away c1, which was read, and c6, which was not; changes c0, which was read, and not its
// place; and puts new ones before and behind all.
func (c *check) change(s care.Store, n int) {
	gone := map[int]int{0: 1, 1: 6}
	c.update(s, func(tx care.Tx) error {
		if i, ok := gone[n]; ok {
			h := head(i, 2)
			h.Case, h.Due, h.Waiting, h.Status = 0, time.Time{}, care.Waiting{}, care.StatusNone
			if err := tx.PutHeads([]care.Head{h}); err != nil {
				return err
			}
		}
		if n == 0 {
			same := head(0, 2)
			same.Due, same.Waiting.Since, same.Assignee = at(30), at(20), "7"
			if err := tx.PutHeads([]care.Head{same}); err != nil {
				return err
			}
		}
		early, late := head(0, 1), head(59, 1)
		early.ID, late.ID = care.ConversationID(fmt.Sprint("x", n)), care.ConversationID(fmt.Sprint("y", n))
		return tx.PutHeads([]care.Head{early, late})
	})
}

// selections stores five conversations and asks for some.
func (c *check) selections() {
	s := c.open()
	c.update(s, func(tx care.Tx) error {
		heads := []care.Head{head(0, 1), head(1, 1), head(2, 1), head(3, 1), head(4, 1)}
		heads[0].Status, heads[0].Due = care.StatusPending, time.Time{}
		heads[1].Assignee, heads[1].Tags = "7", []string{"t1", "t2"}
		heads[2].Account, heads[2].Waiting = account(1), care.Waiting{}
		heads[3].Case, heads[3].Status, heads[3].Due = 0, care.StatusNone, time.Time{}
		legs := []care.Leg{
			{LegKey: public(0, 5), Conversation: conversation(0)}, {LegKey: public(3, 5), Conversation: conversation(3)},
			{LegKey: private(0, 5), Conversation: conversation(0)},
		}
		return steps(func() error { return tx.PutHeads(heads) }, func() error { return tx.PutLegs(legs) },
			func() error { return tx.Merge(conversation(4), conversation(1)) })
	})
	started := care.OrderStarted
	for _, x := range []struct {
		q    care.Query
		want []string
	}{
		{care.Query{Order: care.OrderDue}, []string{"c1", "c2"}},
		{care.Query{Order: care.OrderWaiting}, []string{"c1"}},
		{care.Query{Order: started}, []string{"c0", "c1", "c2"}},
		{care.Query{Order: started, Everything: true}, []string{"c0", "c1", "c2", "c3"}},
		{care.Query{Order: started, Unanswered: true}, []string{"c1"}},
		{care.Query{Order: started, Statuses: []care.Status{care.StatusPending, care.StatusSnoozed}}, []string{"c0"}},
		{care.Query{Order: started, Accounts: []care.AccountID{account(1), account(2)}}, []string{"c2"}},
		{care.Query{Order: started, Assignee: "7"}, []string{"c1"}},
		{care.Query{Order: started, Tag: "t2"}, []string{"c1"}},
		{care.Query{Order: started, Author: author(5)}, []string{"c0"}},
		{care.Query{Order: started, Author: author(5), Everything: true}, []string{"c0", "c3"}},
		{care.Query{Order: care.OrderDue, Author: author(5), Everything: true}, nil},
		{care.Query{Order: started, Author: author(6), Everything: true}, nil},
		{care.Query{Order: started, Tag: "t2", Assignee: "8"}, nil},
	} {
		c.view(s, func(r care.Reader) error {
			heads, err := allHeads(r, x.q, 1)
			c.same(fmt.Sprintf("List of %+v", x.q), headIDs(heads), x.want)
			return err
		})
	}
}

func headIDs(heads []care.Head) []string {
	var out []string
	for _, h := range heads {
		out = append(out, string(h.ID))
	}
	return out
}
