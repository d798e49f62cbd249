package storetest

import (
	"fmt"
	"slices"
	"time"

	"github.com/kindlydm/kindly/care"
)

// S10.
func (c *check) entries() {
	s := c.open()
	var rows []care.Row
	var events []care.Event
	var want []care.Pos
	for _, i := range []int{10, 9, 12, 1, 11, 2} { // two at each minute
		rows = append(rows, row(i, i/2, public(0, 0), conversation(0)))
	}
	rows = append(rows, unsure()...)
	for i := range rows {
		want = append(want, rows[i].Pos())
	}
	for _, id := range []string{"d9", "d10"} {
		e := assigned(id, 0, 5)
		events = append(events, e, received("no entry "+id, 0, 5))
		want = append(want, e.Pos())
	}
	c.update(s, func(tx care.Tx) error {
		return steps(func() error { return tx.PutMentions(rows) }, func() error { return tx.Append(events) })
	})
	slices.SortFunc(want, care.Pos.Compare)
	c.pagedWhileWritten(s, want)
	c.movedEntry(s)
}

// unsure returns rows whose place is that of their ObservedAt.
func unsure() []care.Row {
	rows := []care.Row{
		row(20, 1, public(0, 0), conversation(0)), row(21, 30, public(0, 0), conversation(0)), row(22, 1, public(0, 0), conversation(0)),
	}
	rows[0].Claimed, rows[0].ObservedAt = true, at(3)
	rows[1].ObservedAt = at(4) // before it occurred
	rows[2].OccurredAt, rows[2].ObservedAt = time.Time{}, at(5)
	return rows
}

// pagedWhileWritten reads page by page, and puts something in before each page's start.
func (c *check) pagedWhileWritten(s care.Store, want []care.Pos) {
	c.view(s, func(r care.Reader) error {
		found, err := allEntries(r, conversation(0), 100)
		c.same("Entries in one page", positions(found), texts(want))
		return err
	})
	var got []care.Entry
	var after care.Pos
	for n := range 20 {
		var found []care.Entry
		c.view(s, func(r care.Reader) (err error) {
			found, err = r.Entries(conversation(0), after, 2)
			return err
		})
		if len(found) == 0 {
			break
		}
		got = append(got, found...)
		after = found[len(found)-1].Pos()
		c.update(s, func(tx care.Tx) error {
			early := row(100+n, 0, public(0, 0), conversation(0))
			return tx.PutMentions([]care.Row{early})
		})
	}
	c.same("Entries in pages of 2, while earlier ones are put in", positions(got), texts(want))
}

// movedEntry gives a row another time, and then another conversation.
func (c *check) movedEntry(s care.Store) {
	place := func(minute, in int) {
		c.update(s, func(tx care.Tx) error {
			return tx.PutMentions([]care.Row{row(1, minute, public(0, 0), conversation(in))})
		})
	}
	last := func(in int) (care.Pos, int) {
		var found []care.Entry
		c.view(s, func(r care.Reader) (err error) {
			found, err = allEntries(r, conversation(in), 100)
			return err
		})
		if len(found) == 0 {
			return care.Pos{}, 0
		}
		return found[len(found)-1].Pos(), len(found)
	}
	_, before := last(0)
	place(50, 0)
	there := row(1, 50, public(0, 0), conversation(0))
	moved := there.Pos()
	if got, n := last(0); got != moved || n != before {
		c.Errorf("a row with a new time: the last of %d entries is at %s, want it at the end of %d", n, text(got), before)
	}
	place(50, 1)
	if got, n := last(1); got != moved || n != 1 {
		c.Errorf("a row put into another conversation: that has %d entries, the last at %s", n, text(got))
	}
	if _, n := last(0); n != before-1 {
		c.Errorf("a row put into another conversation: the old one has %d entries, want %d", n, before-1)
	}
}

func positions(entries []care.Entry) []string {
	var out []care.Pos
	for _, e := range entries {
		out = append(out, e.Pos())
	}
	return texts(out)
}

func texts(all []care.Pos) []string {
	var out []string
	for _, p := range all {
		out = append(out, text(p))
	}
	return out
}

func text(p care.Pos) string { return fmt.Sprintf("%s class %d %s", p.At.UTC(), p.Class, p.Key) }
