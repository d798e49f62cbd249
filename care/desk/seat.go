package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/kindlydm/kindly/care"
)

// A Seat is a desk in somebody's hands: whatever is decided was decided by an actor. Every decision is
// stored with its time and, in the fold, stands behind what was known then.
type Seat struct {
	desk  *Desk
	actor care.Actor
}

// As returns the desk in actor's hands. One that is not valid decides nothing: every call says so.
func (d *Desk) As(actor care.Actor) Seat { return Seat{desk: d, actor: actor} }

// Assign gives a conversation to a team, a person, or both; two empty names take it away from everybody.
func (s Seat) Assign(ctx context.Context, id care.ConversationID, team, agent string) error {
	return s.decide(ctx, "assign", id, decision{body: care.Assigned{Team: team, Agent: agent}})
}

// Tag adds and removes tags.
func (s Seat) Tag(ctx context.Context, id care.ConversationID, add, remove []string) error {
	if slices.Contains(slices.Concat(add, remove), "") {
		return invalid("tag", errors.New("an empty tag"))
	}
	return s.decide(ctx, "tag", id, decision{body: care.Tagged{Add: add, Remove: remove}})
}

// Note stores a text for colleagues. It is content: it expires and is erased like a customer's words.
func (s Seat) Note(ctx context.Context, id care.ConversationID, text string) error {
	if text == "" || len(text) > care.MaxText {
		return invalid("note", fmt.Errorf("a note of %d bytes", len(text)))
	}
	note := care.NewRef("note", "", s.desk.cfg.NewID())
	now := s.desk.now()
	words := care.Content{Ref: note, Text: text, Stamp: care.Stamp{At: now}}
	if keep := s.desk.cfg.Keep; keep > 0 {
		words.ExpiresAt = now.Add(keep)
	}
	return s.decide(ctx, "note", id, decision{body: care.Noted{Note: note}, words: []care.Content{words}})
}

// Snooze puts a case aside until a time, or until the customer writes. Its clocks go on.
func (s Seat) Snooze(ctx context.Context, id care.ConversationID, until time.Time) error {
	if !until.After(s.desk.now()) {
		return invalid("snooze", fmt.Errorf("until %s, which is over", until.UTC().Format(time.RFC3339)))
	}
	return s.decide(ctx, "snooze", id, decision{body: care.Snoozed{Until: until.Round(0).UTC()}, command: care.CommandSnooze})
}

// Resolve ends the case. seen is what the actor looked at, as [care.Tail.Seen] gave it: if a customer's
// message came since, the error is care.ErrConflict. A zero seen stands for everything known now. A message
// that becomes known later, but was written before, reopens the case.
func (s Seat) Resolve(ctx context.Context, id care.ConversationID, seen care.Seen) error {
	return s.decide(ctx, "resolve", id, decision{body: care.Resolved{Seen: seen}, command: care.CommandResolve, seen: seen})
}

// decision is what a seat does to one conversation.
type decision struct {
	body    care.Body
	command care.Command // what the status must allow; "" always
	seen    care.Seen
	words   []care.Content
}

func (s Seat) decide(ctx context.Context, op string, id care.ConversationID, dec decision) error {
	err := s.update(ctx, []care.ConversationID{id}, func(p *picture, try *attempt) error {
		c, err := p.conv(id)
		if err != nil {
			return err
		}
		if done, err := try.done(p.tx, c); done || err != nil {
			return err
		}
		if err := s.check(p.tx, c, dec); err != nil {
			return err
		}
		if len(dec.words) > 0 {
			if err := p.tx.PutContents(dec.words); err != nil {
				return err
			}
		}
		return s.record(p, c, try, dec)
	})
	return failed(op, err)
}

// attempt is one decision over all tries to store it. A store may not know whether a try was stored.
type attempt struct {
	id    string
	since time.Time // when the first try dated it; zero before
}

// done reports whether an earlier try was stored after all.
func (a *attempt) done(r care.Reader, c *convState) (bool, error) {
	if a.since.IsZero() {
		return false, nil
	}
	entries, err := entriesOf(r, c.head.ID, care.Pos{At: a.since})
	return slices.ContainsFunc(entries, func(e care.Entry) bool { return e.Event != nil && e.Event.ID == a.id }), err
}

// update runs fn in turn with other decisions about ids.
func (s Seat) update(ctx context.Context, ids []care.ConversationID, fn func(*picture, *attempt) error) error {
	if err := s.actor.Validate(); err != nil {
		return &care.Error{Code: care.CodeInvalid, Err: err}
	}
	try := &attempt{id: s.desk.cfg.NewID()}
	keys := make([]care.Key, 0, len(ids))
	for _, id := range ids {
		keys = append(keys, care.Key("c:"+string(id)))
	}
	var planned time.Time
	err := s.desk.update(ctx, keys, func(tx care.Tx) error {
		p := s.desk.look(tx, tx)
		defer p.done()
		err := fn(p, try)
		planned = p.soonest
		return err
	})
	if err == nil {
		s.desk.alarm.plan(planned)
		s.desk.notify()
	}
	return err
}

func (s Seat) check(r care.Reader, c *convState, dec decision) error {
	c.head.Advance(s.desk.now())
	if dec.command != "" && !c.head.Status.Allows(dec.command) {
		return &care.Error{Code: care.CodeIllegal, Err: fmt.Errorf("a case that is %q", orNone(c.head.Status))}
	}
	if dec.seen.IsZero() {
		return nil
	}
	return s.checkSeen(r, c, dec.seen)
}

func orNone(s care.Status) string {
	if s == care.StatusNone {
		return "none"
	}
	return string(s)
}

// checkSeen refuses if the actor has not seen a customer's message to us.
func (s Seat) checkSeen(r care.Reader, c *convState, seen care.Seen) error {
	if seen.Last.Compare(c.head.Last) >= 0 && !c.head.Observed.After(seen.Observed) {
		return nil
	}
	entries, err := entriesOf(r, c.head.ID, care.Pos{})
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Row != nil && !seen.Covers(&e.Row.Facts) && e.Row.Kind != care.KindShare && !e.Row.Removed && s.desk.rules.Own[e.Row.Author] == "" &&
			!slices.Contains(c.head.Silent, e.Row.Leg) {
			return &refusal{&care.Error{Code: care.CodeConflict, Err: errors.New("the customer wrote since")}}
		}
	}
	return nil
}

// record appends the decision and folds it. It stands behind what its actor saw, whatever our clock says,
// and behind a decision of the same instant.
func (s Seat) record(p *picture, c *convState, try *attempt, dec decision) error {
	seen := dec.seen
	if seen.IsZero() {
		seen = c.head.Seen()
	}
	switch b := dec.body.(type) {
	case care.Resolved:
		dec.body = care.Resolved{Seen: seen}
	case care.Snoozed:
		dec.body = care.Snoozed{Until: b.Until, Seen: seen}
	}
	at := s.desk.now()
	if seen.Last.At.After(at) {
		at = seen.Last.At
	}
	if last := c.head.Last; last.Class == care.ClassDecision && last.At.Equal(at) {
		at = at.Add(time.Nanosecond)
	}
	if try.since.IsZero() {
		try.since = at
	}
	e := care.Event{ID: try.id, Conversation: c.head.ID, At: at, By: s.actor, Body: dec.body}
	if err := p.tx.Append([]care.Event{e}); err != nil {
		return err
	}
	c.added = append(c.added, care.Entry{Event: &e})
	if err := p.writeHeads(s.desk.now()); err != nil {
		return err
	}
	return p.append()
}

// Join makes from a part of into: the same person about the same matter, as the actor knows. Both ids
// answer from then on. Where replies go does not change: that belongs to each mention.
func (s Seat) Join(ctx context.Context, into, from care.ConversationID, why string) error {
	err := s.update(ctx, []care.ConversationID{into, from}, func(p *picture, try *attempt) error {
		a, err := p.conv(into)
		if err != nil {
			return err
		}
		b, err := p.conv(from)
		if err != nil || a == b {
			return err
		}
		if err := p.absorb(b, a, care.Merged{From: b.head.ID}); err != nil {
			return err
		}
		return s.record(p, a, try, decision{body: care.Joined{From: b.head.ID, Why: why}})
	})
	return failed("join", err)
}

// Part takes legs out of a conversation, into a new one whose id it returns: what Join, or a platform's
// wrong thread, put together. Decisions stay where they were made. At least one leg must stay.
func (s Seat) Part(ctx context.Context, id care.ConversationID, legs ...care.LegKey) (care.ConversationID, error) {
	fresh := care.ConversationID(s.desk.cfg.NewID())
	err := s.update(ctx, []care.ConversationID{id}, func(p *picture, try *attempt) error {
		c, err := p.conv(id)
		if err != nil {
			return err
		}
		if done, err := try.done(p.tx, c); done || err != nil {
			return err
		}
		return s.part(p, c, try, fresh, legs)
	})
	if err != nil {
		return "", failed("part", err)
	}
	return fresh, nil
}

func (s Seat) part(p *picture, c *convState, try *attempt, fresh care.ConversationID, legs []care.LegKey) error {
	entries, err := entriesOf(p.tx, c.head.ID, care.Pos{})
	if err != nil {
		return err
	}
	if err := checkLegs(entries, legs); err != nil {
		return err
	}
	if err := p.tx.PutHeads([]care.Head{{ID: fresh, Version: 1}}); err != nil {
		return err
	}
	if err := p.tx.MoveLegs(legs, fresh); err != nil {
		return err
	}
	if shares := sharesOf(entries, legs, fresh); len(shares) > 0 {
		if err := p.tx.PutMentions(shares); err != nil {
			return err
		}
	}
	c.whole = true
	from := care.Event{ID: "parted:" + string(fresh), Conversation: fresh, At: s.desk.now(), By: s.actor, Body: care.PartedFrom{From: c.head.ID}}
	if err := p.tx.Append([]care.Event{from}); err != nil {
		return err
	}
	p.addConv(care.Head{ID: fresh, Version: 1, Verdicts: c.head.Verdicts}, 1).whole = true // its verdicts come behind
	return s.record(p, c, try, decision{body: care.Parted{Into: fresh, Legs: legs}})
}

// sharesOf returns the shares of what is said in legs, put into another conversation.
func sharesOf(entries []care.Entry, legs []care.LegKey, into care.ConversationID) []care.Row {
	moved := map[care.Ref]bool{}
	for _, e := range entries {
		if e.Row != nil && slices.Contains(legs, e.Row.Leg) {
			moved[e.Row.Ref] = true
		}
	}
	var out []care.Row
	for more := true; more; { // a share may pass on a share
		more = false
		for _, e := range entries {
			if e.Row == nil || e.Row.Kind != care.KindShare || !moved[e.Row.Target] || moved[e.Row.Ref] {
				continue
			}
			row := *e.Row
			row.Conversation = into
			out, moved[row.Ref], more = append(out, row), true, true
		}
	}
	return out
}

// checkLegs refuses legs that are not in the conversation, and all of them.
func checkLegs(entries []care.Entry, legs []care.LegKey) error {
	in := map[care.LegKey]bool{}
	for _, e := range entries {
		if e.Row != nil && e.Row.Leg.Customer != "" {
			in[e.Row.Leg] = true
		}
	}
	for _, l := range legs {
		if !in[l] {
			return &care.Error{Code: care.CodeNotFound, Err: fmt.Errorf("leg of %q", l.Customer)}
		}
		delete(in, l)
	}
	if len(in) == 0 || len(legs) == 0 {
		return &care.Error{Code: care.CodeInvalid, Err: errors.New("name some legs, and leave at least one")}
	}
	return nil
}
