package storetest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/kindlydm/kindly/care"
)

// A dump is everything that a Reader tells of the kit's names, one line each, in an order of its own where
// the contract leaves the order open. Jobs can't be read, and seqs are each store's own.
type dump struct {
	reader care.Reader
	lines  []string
	err    error
}

func (c *check) dump(s care.Store) []string {
	c.Helper()
	var d dump
	c.view(s, func(r care.Reader) error {
		d = dump{reader: r}
		d.all()
		return d.err
	})
	return d.lines
}

// everything is a limit that nothing reaches.
const everything = 1 << 20

func (d *dump) all() {
	refs, keys, ids := allRefs(), allKeys(), allConversations()
	section(d, "mention", unordered, func() ([]care.Row, error) { return d.reader.Mentions(refs) })
	for _, ref := range refs {
		section(d, "link of "+string(ref), unordered, func() ([]care.Row, error) { return d.reader.Links([]care.Ref{ref}) })
	}
	section(d, "content", unordered, func() ([]care.Content, error) { return d.reader.Contents(refs) })
	section(d, "leg", unordered, func() ([]care.Leg, error) { return d.reader.Legs(keys) })
	for _, ref := range refs {
		section(d, "thread leg of "+string(ref), unordered, func() ([]care.Leg, error) { return d.reader.ThreadLegs(ref, everything) })
	}
	section(d, "thread", inOrder, func() ([]care.Ref, error) { return d.reader.Threads(refs) })
	section(d, "head", unordered, func() ([]care.Head, error) { return d.reader.Heads(ids) })
	for _, id := range ids {
		section(d, "entry of "+string(id), inOrder, func() ([]care.Entry, error) { return allEntries(d.reader, id, 3) })
	}
	for _, q := range allQueries() {
		name := fmt.Sprintf("list %+v", q)
		section(d, name, inOrder, func() ([]care.Head, error) { return allHeads(d.reader, q, 3) })
	}
	section(d, "event", inOrder, func() ([]care.Event, error) { return allEvents(d.reader, 7) })
	section(d, "reject", inOrder, func() ([]care.Reject, error) { return allRejects(d.reader, 3) })
	section(d, "record", inOrder, d.records)
}

func (d *dump) records() ([]care.Record, error) {
	var out []care.Record
	for i := range names {
		r, err := d.reader.Record(fmt.Sprint("k", i))
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

type order bool

const (
	inOrder   order = true
	unordered order = false
)

// section adds a line for each thing that read returns.
func section[T any](d *dump, name string, o order, read func() ([]T, error)) {
	if d.err != nil {
		return
	}
	found, err := read()
	if err != nil {
		d.err = fmt.Errorf("%s: %w", name, err)
		return
	}
	d.lines = append(d.lines, lines(name, o, found)...)
}

// lines writes found down. Where the order is open, so is whether what was asked for twice comes twice.
func lines[T any](name string, o order, found []T) []string {
	var out []string
	for _, v := range found {
		text, err := json.Marshal(v)
		if err != nil {
			text = fmt.Appendf(nil, "%+v (%v)", v, err)
		}
		out = append(out, fmt.Sprintf("%s: %s", name, text))
	}
	if o == unordered {
		slices.Sort(out)
		out = slices.Compact(out)
	}
	return out
}

func allRefs() []care.Ref {
	var out []care.Ref
	for i := range names {
		out = append(out, ref(i))
	}
	return out
}

func allKeys() []care.LegKey {
	var out []care.LegKey
	for i := range names {
		for j := range names {
			out = append(out, public(i, j), private(i, j), care.LegKey{Thread: ref(i), Customer: pseudonym(j)})
		}
	}
	return out
}

func allConversations() []care.ConversationID {
	var out []care.ConversationID
	for i := range names {
		out = append(out, conversation(i))
	}
	return out
}

func allQueries() []care.Query {
	var out []care.Query
	for _, o := range []care.Order{care.OrderDue, care.OrderWaiting, care.OrderStarted} {
		out = append(out, care.Query{Order: o}, care.Query{Order: o, Everything: true})
		for i := range names {
			out = append(out, care.Query{Order: o, Author: author(i), Everything: true})
		}
	}
	return append(out,
		care.Query{Unanswered: true, Order: care.OrderStarted}, care.Query{Assignee: "7", Order: care.OrderStarted},
		care.Query{Tag: "t1", Order: care.OrderStarted}, care.Query{Accounts: []care.AccountID{account(1), account(2)}, Order: care.OrderDue},
		care.Query{Statuses: []care.Status{care.StatusOpen, care.StatusPending}}, care.Query{Author: pseudonym(1), Order: care.OrderStarted},
	)
}

// The following read everything, page by page. A store that goes on without end is stopped.
const tooMany = 10_000

func allEntries(r care.Reader, id care.ConversationID, limit int) ([]care.Entry, error) {
	var out []care.Entry
	var after care.Pos
	for len(out) < tooMany {
		found, err := r.Entries(id, after, limit)
		if err != nil || len(found) == 0 {
			return out, err
		}
		out = append(out, found...)
		after = found[len(found)-1].Pos()
	}
	return nil, fmt.Errorf("entries of %s don't end", id)
}

func allHeads(r care.Reader, q care.Query, limit int) ([]care.Head, error) {
	var out []care.Head
	page := ""
	for range tooMany {
		found, next, err := r.List(q, page, limit)
		out = append(out, found...)
		if err != nil || next == "" {
			return out, err
		}
		page = next
	}
	return nil, fmt.Errorf("the list of %+v doesn't end", q)
}

func allEvents(r care.Reader, limit int) ([]care.Event, error) {
	var out []care.Event
	var after care.Seq
	for len(out) < tooMany {
		found, err := r.Feed(after, limit)
		if err != nil || len(found) == 0 {
			return out, err
		}
		for _, p := range found {
			out = append(out, p.Event)
		}
		after = found[len(found)-1].Seq
	}
	return nil, fmt.Errorf("the feed doesn't end")
}

func allRejects(r care.Reader, limit int) ([]care.Reject, error) {
	var out []care.Reject
	page := ""
	for range tooMany {
		found, next, err := r.Rejects(page, limit)
		out = append(out, found...)
		if err != nil || next == "" {
			return out, err
		}
		page = next
	}
	return nil, fmt.Errorf("rejects don't end")
}

// difference says what is only in got (+) and only in want (-); empty if they are the same.
func difference(got, want []string) string {
	if slices.Equal(got, want) {
		return ""
	}
	var out []string
	for _, l := range want {
		if !slices.Contains(got, l) {
			out = append(out, "- "+l)
		}
	}
	for _, l := range got {
		if !slices.Contains(want, l) {
			out = append(out, "+ "+l)
		}
	}
	if len(out) == 0 {
		return "the same in another order, or another number of times"
	}
	return strings.Join(out[:min(len(out), 12)], "\n")
}

func (c *check) same(what string, got, want []string) {
	c.Helper()
	if d := difference(got, want); d != "" {
		c.Errorf("%s (- should be there, + should not)\n%s", what, d)
	}
}
