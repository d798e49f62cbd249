package storetest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kindlydm/kindly/care"
)

// S13.
func (c *check) lasts() {
	if c.h.Reopen == nil {
		c.Skipf("S13 is left out: Harness.Reopen is nil, so nothing outlives the store")
	}
	s := c.open()
	c.stories(s, 4)
	c.update(s, func(tx care.Tx) error { return tx.Merge(conversation(0), conversation(1)) })
	c.update(s, func(tx care.Tx) error { return tx.MoveThread(ref(0), ref(1)) })
	held, clock := c.claim(s, queue, 1, time.Hour)
	c.update(s, func(tx care.Tx) error { return tx.Append([]care.Event{assigned("the last", 2, 30)}) })
	before := c.dump(s)
	s = c.h.Reopen(c.TB, s)
	c.same("after the store was opened again", c.dump(s), before)
	rest, now := c.claim(s, queue, 100, time.Hour)
	if slices.Contains(keysOf(rest), keysOf(held)[0]) || len(rest) != 3 {
		c.Errorf("after the store was opened again, Claim gave %q beside %q, which is held", keysOf(rest), keysOf(held))
	}
	if now.Before(clock) {
		c.Errorf("after the store was opened again, its clock is %s, and it was %s", now, clock)
	}
	c.update(s, func(tx care.Tx) error { return story(tx, 5) })
	c.want("Finish after the store was opened again", c.tryUpdate(s, func(tx care.Tx) error { return tx.Finish(held[0], time.Time{}) }), nil)
}

// S14.
func (c *check) forgets() {
	s := c.open()
	c.update(s, func(tx care.Tx) error {
		over, later, empty := content(1, "zinnober"), content(2, "kept"), row(4, 4, care.LegKey{}, "")
		over.ExpiresAt, later.ExpiresAt = at(10), at(40)
		empty.Facts = care.Facts{Ref: empty.Ref, Removed: true, Stamp: empty.Stamp}
		empty.ExpiresAt = at(10)
		trash, keep := reject(1), reject(2)
		trash.Reason, trash.Raw, trash.ExpiresAt, keep.ExpiresAt = "zinnober", []byte("zinnober"), at(10), at(40)
		return steps(
			func() error { return tx.PutContents([]care.Content{content(0, "zinnober"), over, later}) },
			func() error { return tx.PutMentions([]care.Row{empty}) },
			func() error { return tx.PutRejects([]care.Reject{trash, keep}) },
		)
	})
	c.expire(s, at(10).Add(-1), 0)
	c.expire(s, at(10), 3)
	c.expire(s, at(10), 0)
	c.update(s, func(tx care.Tx) error {
		return tx.PutContents([]care.Content{{Ref: ref(0), Stamp: content(0, "").Stamp, Gone: true}})
	})
	c.noWord(s, "zinnober")
	c.tombstones(s)
	c.forgetsPerson()
}

func (c *check) expire(s care.Store, now time.Time, want int) {
	c.Helper()
	var n int
	c.update(s, func(tx care.Tx) (err error) {
		n, err = tx.Expire(now, 100)
		return err
	})
	if n != want {
		c.Errorf("Expire at %s: %d, want %d", now, n, want)
	}
}

func (c *check) noWord(s care.Store, word string) {
	c.Helper()
	for _, line := range c.dump(s) {
		if strings.Contains(line, word) {
			c.Errorf("%q is still there: %s", word, line)
		}
	}
}

func (c *check) tombstones(s care.Store) {
	c.view(s, func(r care.Reader) error {
		found, err := r.Contents([]care.Ref{ref(0), ref(1), ref(2)})
		gone := map[care.Ref]bool{}
		for _, x := range found {
			gone[x.Ref] = x.Gone
			if !x.Gone && x.Text != "kept" {
				c.Errorf("words that are neither kept nor gone: %+v", x)
			}
		}
		if len(found) != 3 || !gone[ref(0)] || !gone[ref(1)] || gone[ref(2)] {
			c.Errorf("tombstones (of %s and %s, not of %s): %v", ref(0), ref(1), ref(2), gone)
		}
		rows, err2 := r.Mentions([]care.Ref{ref(4)})
		rejects, err3 := allRejects(r, 10)
		if len(rows) > 0 || len(rejects) != 1 {
			c.Errorf("after Expire there are %d rows that were over, want 0, and %d rejects, want 1", len(rows), len(rejects))
		}
		return firstError(err, err2, err3)
	})
}

// forgetsPerson renames an author who wrote, was written to, has legs, and is named in an event.
func (c *check) forgetsPerson() {
	s := c.open()
	c.update(s, func(tx care.Tx) error {
		to := row(2, 2, private(0, 3), conversation(1))
		to.Author, to.Peer = author(0), author(3)
		parted := assigned("parted", 1, 3)
		parted.Body = care.Parted{Into: conversation(2), Legs: []care.LegKey{public(1, 3), public(1, 4)}}
		return steps(
			func() error { return tx.PutMentions([]care.Row{row(1, 1, public(1, 3), conversation(1)), to}) },
			func() error {
				return tx.PutLegs([]care.Leg{{LegKey: public(1, 3), Conversation: conversation(1)}, {LegKey: private(0, 3), Conversation: conversation(1)}})
			},
			func() error { return tx.Append([]care.Event{parted}) },
			func() error {
				h := head(1, 1)
				h.Customer = pseudonym(3)
				return tx.PutHeads([]care.Head{h})
			},
		)
	})
	var wrote []care.Ref
	c.update(s, func(tx care.Tx) (err error) {
		wrote, err = tx.RenameAuthor(author(3), pseudonym(3))
		return err
	})
	if !slices.Equal(wrote, []care.Ref{ref(1)}) {
		c.Errorf("RenameAuthor returned %q, want what the author wrote: %q", wrote, ref(1))
	}
	c.noWord(s, fmt.Sprintf("%q", author(3)))
	c.stillThere(s)
	c.view(s, func(r care.Reader) error {
		heads, err := allHeads(r, care.Query{Author: author(3), Everything: true, Order: care.OrderStarted}, 10)
		renamed, err2 := allHeads(r, care.Query{Author: pseudonym(3), Everything: true, Order: care.OrderStarted}, 10)
		if len(heads) != 0 || len(renamed) != 1 {
			c.Errorf("after RenameAuthor, List finds %d conversations by the old id and %d by the new", len(heads), len(renamed))
		}
		return firstError(err, err2)
	})
}

// stillThere wants the renamed person's legs and mentions, and that nobody else was renamed.
func (c *check) stillThere(s care.Store) {
	renamed := care.LegKey{Thread: ref(1), Customer: pseudonym(3)}
	c.view(s, func(r care.Reader) error {
		legs, err1 := r.Legs([]care.LegKey{renamed, {Account: account(0), Customer: pseudonym(3)}})
		if len(legs) != 2 {
			c.Errorf("of two legs of a renamed author there are %+v", legs)
		}
		rows, err2 := r.Mentions([]care.Ref{ref(1)})
		if len(rows) != 1 || rows[0].Author != pseudonym(3) || rows[0].Leg != renamed {
			c.Errorf("the mention of a renamed author: %+v", rows)
		}
		other, err3 := r.Mentions([]care.Ref{ref(2)})
		if len(other) != 1 || other[0].Author != author(0) || other[0].Peer != pseudonym(3) {
			c.Errorf("the mention to a renamed author: %+v", other)
		}
		events, err4 := allEvents(r, 10)
		want := []care.LegKey{renamed, public(1, 4)}
		if body, ok := events[0].Body.(care.Parted); !ok || !slices.Equal(body.Legs, want) {
			c.Errorf("the event that names legs of a renamed author: %+v, want legs %+v", events[0].Body, want)
		}
		return firstError(err1, err2, err3, err4)
	})
}

// S15.
func (c *check) times() {
	s := c.open()
	zone := time.FixedZone("far", 9*60*60)
	r, h, words, e, x := row(0, 1, public(0, 0), conversation(0)), head(0, 1), content(0, "word"), assigned("a", 0, 2), reject(0)
	for _, t := range []*time.Time{
		&r.OccurredAt, &r.ObservedAt, &r.Stamp.At, &h.CaseAt, &h.Due, &h.Last.At, &h.Waiting.Since, &h.LastIn, &h.Track.Asked.At,
		&h.Overdue[0].Due, &h.Next, &h.Observed, &h.Withdrawn, &h.Track.Held.At, &h.Track.HeldUntil, &h.Track.Pauses[0].From, &h.Track.Pauses[0].To,
		&words.Stamp.At, &e.At, &x.At,
	} {
		*t = t.In(zone)
	}
	words.ExpiresAt, x.ExpiresAt = at(50).In(zone), at(50).In(zone)
	c.update(s, func(tx care.Tx) error {
		return steps(func() error { return tx.PutMentions([]care.Row{r}) }, func() error { return tx.PutHeads([]care.Head{h}) },
			func() error { return tx.PutContents([]care.Content{words}) }, func() error { return tx.Append([]care.Event{e}) },
			func() error { return tx.PutRejects([]care.Reject{x}) })
	})
	c.view(s, func(rd care.Reader) error {
		rows, err1 := rd.Mentions([]care.Ref{ref(0)})
		heads, err2 := rd.Heads([]care.ConversationID{conversation(0)})
		contents, err3 := rd.Contents([]care.Ref{ref(0)})
		rejects, err4 := allRejects(rd, 10)
		events, err5 := allEvents(rd, 10)
		c.stamps("row", rows, row(0, 1, public(0, 0), conversation(0)))
		c.stamps("head", heads, head(0, 1))
		kept, put := content(0, "word"), reject(0)
		kept.ExpiresAt, put.ExpiresAt = at(50), at(50)
		c.stamps("content", contents, kept)
		c.stamps("reject", rejects, put)
		c.stamps("event", events, assigned("a", 0, 2))
		if len(heads) == 1 && (!heads[0].Snoozed.IsZero() || heads[0].Snoozed.Location() != time.UTC) {
			c.Errorf("a zero time came back as %s", heads[0].Snoozed)
		}
		return firstError(err1, err2, err3, err4, err5)
	})
	c.clock(s)
}

// stamps wants that what was stored in another zone comes back as it is written in UTC.
func (c *check) stamps(name string, got, want any) {
	c.Helper()
	g, err1 := json.Marshal(got)
	w, err2 := json.Marshal([]any{want})
	if err := firstError(err1, err2); err != nil || string(g) != string(w) {
		c.Errorf("%s with times in another zone:\n- %s\n+ %s", name, w, g)
	}
}

func (c *check) clock(s care.Store) {
	last := c.now(s)
	for i := range 20 {
		if c.h.Advance != nil && i%5 == 0 {
			c.h.Advance(-time.Hour)
		}
		now := c.now(s)
		if now.Before(last) || now.Location() != time.UTC {
			c.Errorf("the clock of Claim says %s after %s", now, last)
		}
		last = now
	}
}

// S16.
func (c *check) refuses() {
	if len(c.h.Refuse) == 0 {
		c.Skipf("S16 is left out: Harness.Refuse is empty, so nothing can be opened that must be refused")
	}
	for i, open := range c.h.Refuse {
		if _, err := open(); err == nil {
			c.Errorf("Refuse[%d] was opened", i)
		} else if strings.TrimSpace(err.Error()) == "" {
			c.Errorf("Refuse[%d] fails without saying what to do", i)
		}
	}
}

// S17. What can be seen is that no answer is larger than was asked for.
func (c *check) limits() {
	s := c.open()
	c.stories(s, names)
	c.update(s, func(tx care.Tx) error {
		for i := range names {
			words := content(i, "word")
			words.ExpiresAt = at(1)
			err := steps(func() error { return tx.PutMentions([]care.Row{row(i, i, public(0, 0), conversation(0))}) },
				func() error { return tx.PutContents([]care.Content{words}) })
			if err != nil {
				return err
			}
		}
		return nil
	})
	for _, limit := range []int{1, 3} {
		c.view(s, func(r care.Reader) error { return c.within(r, limit) })
		if jobs, _ := c.claim(s, queue, limit, time.Hour); len(jobs) != limit {
			c.Errorf("Claim of %d of more jobs: %d", limit, len(jobs))
		}
		c.update(s, func(tx care.Tx) error {
			n, err := tx.Expire(at(50), limit)
			if n != limit {
				c.Errorf("Expire of %d of more contents: %d", limit, n)
			}
			return err
		})
	}
}

func (c *check) within(r care.Reader, limit int) error {
	entries, err1 := r.Entries(conversation(0), care.Pos{}, limit)
	heads, page, err2 := r.List(care.Query{Order: care.OrderStarted}, "", limit)
	events, err3 := r.Feed("", limit)
	rejects, more, err4 := r.Rejects("", limit)
	for name, n := range map[string]int{"Entries": len(entries), "List": len(heads), "Feed": len(events), "Rejects": len(rejects)} {
		if n != limit {
			c.Errorf("%s of %d of more: %d", name, limit, n)
		}
	}
	if page == "" || more == "" {
		c.Errorf("List and Rejects of %d of more: no page behind", limit)
	}
	return firstError(err1, err2, err3, err4)
}
