package desk

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/sla"
)

// Find returns up to limit conversations that q selects, behind page, and the page behind them; "" at the
// end. Names and words are read with Conversation.
func (d *Desk) Find(ctx context.Context, q care.Query, page string, limit int) ([]care.Head, string, error) {
	if limit < 1 {
		return nil, "", invalid("find", errLimit)
	}
	var heads []care.Head
	var next string
	err := d.store.View(ctx, func(r care.Reader) (err error) {
		heads, next, err = r.List(q, page, limit)
		return err
	})
	return heads, next, failed("find", err)
}

var errLimit = errors.New("a limit below 1")

// Queue returns the conversations that q selects, page after page. What changes its place meanwhile may
// come twice or not at all; what doesn't comes once.
func (d *Desk) Queue(ctx context.Context, q care.Query) iter.Seq2[care.Head, error] {
	return func(yield func(care.Head, error) bool) {
		for page, more := "", true; more; more = page != "" {
			heads, next, err := d.Find(ctx, q, page, pageSize)
			if err != nil {
				yield(care.Head{}, err)
				return
			}
			for _, h := range heads {
				if !yield(h, nil) {
					return
				}
			}
			page = next
		}
	}
}

// Conversation returns a conversation with all its lines and their words. A merged id gives the
// conversation that it is part of; the error for an unknown one is care.ErrNotFound.
func (d *Desk) Conversation(ctx context.Context, id care.ConversationID) (*care.Conversation, error) {
	var c *care.Conversation
	err := d.store.View(ctx, func(r care.Reader) (err error) {
		if c, err = d.whole(r, id); err != nil {
			return err
		}
		return readWords(r, c, d.now())
	})
	return c, failed("conversation", err)
}

// ConversationOf returns which conversation a mention is in. The error is care.ErrNotFound for one that was
// never seen, or is in none: a post of ours that answers nobody, a share of what we have not seen.
func (d *Desk) ConversationOf(ctx context.Context, ref care.Ref) (care.ConversationID, error) {
	var id care.ConversationID
	err := d.store.View(ctx, func(r care.Reader) error {
		rows, err := r.Mentions([]care.Ref{ref})
		if err == nil && (len(rows) == 0 || rows[0].Conversation == "") {
			err = &care.Error{Code: care.CodeNotFound}
		}
		if err == nil {
			id = rows[0].Conversation
		}
		return err
	})
	return id, failed("conversation of", err)
}

// Conversations returns the conversations that q selects with all their lines, without words, for reports.
func (d *Desk) Conversations(ctx context.Context, q care.Query) iter.Seq2[*care.Conversation, error] {
	return func(yield func(*care.Conversation, error) bool) {
		for h, err := range d.Queue(ctx, q) {
			var c *care.Conversation
			if err == nil {
				err = d.store.View(ctx, func(r care.Reader) (err error) {
					c, err = d.whole(r, h.ID)
					return err
				})
			}
			if !yield(c, failed("conversations", err)) || err != nil {
				return
			}
		}
	}
}

// whole folds a conversation from its entries, as of now.
func (d *Desk) whole(r care.Reader, id care.ConversationID) (*care.Conversation, error) {
	heads, err := r.Heads([]care.ConversationID{id})
	if err != nil {
		return nil, err
	}
	if len(heads) == 0 {
		return nil, &care.Error{Code: care.CodeNotFound}
	}
	entries, err := entriesOf(r, heads[0].ID, care.Pos{})
	if err != nil {
		return nil, err
	}
	c := d.rules.Conversation(heads[0], entries)
	c.Advance(d.now())
	return c, readMissing(r, c)
}

// readMissing finds which of the answers that the platform named never came.
func readMissing(r care.Reader, c *care.Conversation) error {
	var named []care.Ref
	for _, l := range c.Lines {
		if l.Row != nil && l.Row.More != nil {
			named = append(named, l.Row.More.Answers...)
		}
	}
	if len(named) == 0 {
		return nil
	}
	rows, err := r.Mentions(named)
	here := map[care.Ref]bool{}
	for i := range rows {
		here[rows[i].Ref] = rows[i].Present()
	}
	for i := range c.Lines {
		if row := c.Lines[i].Row; row != nil && row.More != nil {
			c.Lines[i].Missing = slices.DeleteFunc(slices.Clone(row.More.Answers), func(a care.Ref) bool { return here[a] })
		}
	}
	return err
}

// readWords adds the words of all lines, but for those whose time is over, whether or not a Tick came by.
func readWords(r care.Reader, c *care.Conversation, now time.Time) error {
	at := map[care.Ref]*care.Line{}
	var refs []care.Ref
	for i := range c.Lines {
		if ref := wordsOf(c.Lines[i].Entry); ref != "" {
			at[ref] = &c.Lines[i]
			refs = append(refs, ref)
		}
	}
	if len(refs) == 0 {
		return nil
	}
	words, err := r.Contents(refs)
	for _, w := range words {
		if over(w.ExpiresAt, now) {
			w = care.Content{Ref: w.Ref, Gone: true}
		}
		at[w.Ref].Content = w
	}
	return err
}

// over reports whether what may be kept until a time may not any more.
func over(until, now time.Time) bool { return !until.IsZero() && !now.Before(until) }

// wordsOf returns under which ref the words of an entry are kept.
func wordsOf(e care.Entry) care.Ref {
	if e.Row != nil {
		return e.Row.Ref
	}
	if n, ok := e.Event.Body.(care.Noted); ok {
		return n.Note
	}
	return ""
}

// Clocks returns the cycles of a conversation at Config.Now, oldest first.
func (d *Desk) Clocks(ctx context.Context, id care.ConversationID) ([]sla.Clock, error) {
	var clocks []sla.Clock
	err := d.store.View(ctx, func(r care.Reader) error {
		c, err := d.whole(r, id)
		if err == nil {
			clocks = c.Clocks(d.cfg.Policy, d.now())
		}
		return err
	})
	return clocks, failed("clocks", err)
}

// Rejects returns up to limit items of the quarantine behind page, oldest first, and the page behind
// them; "" at the end. A page may have fewer, or none, where their time is over.
func (d *Desk) Rejects(ctx context.Context, page string, limit int) ([]care.Reject, string, error) {
	if limit < 1 {
		return nil, "", invalid("rejects", errLimit)
	}
	var out []care.Reject
	var next string
	err := d.store.View(ctx, func(r care.Reader) (err error) {
		out, next, err = r.Rejects(page, limit)
		return err
	})
	now := d.now()
	out = slices.DeleteFunc(out, func(r care.Reject) bool { return over(r.ExpiresAt, now) })
	return out, next, failed("rejects", err)
}

// Feed returns up to limit events behind after, in the order of commits; none if there are no more yet.
func (d *Desk) Feed(ctx context.Context, after care.Seq, limit int) ([]care.Posted, error) {
	if limit < 1 {
		return nil, invalid("feed", errLimit)
	}
	var out []care.Posted
	err := d.store.View(ctx, func(r care.Reader) (err error) {
		out, err = r.Feed(after, limit)
		return err
	})
	return out, failed("feed", err)
}

// Events returns the events behind after, and waits for more until ctx ends, whose error comes last. Each
// comes at least once over restarts, if Seq is kept after the event was dealt with. What other desks over the
// same store did comes within Config.TickEvery; at once where the store is a [care.Hinter] and Run runs.
func (d *Desk) Events(ctx context.Context, after care.Seq) iter.Seq2[care.Posted, error] {
	return func(yield func(care.Posted, error) bool) {
		for {
			changes := d.changes()
			events, err := d.Feed(ctx, after, pageSize)
			for _, e := range events {
				after = e.Seq
				if !yield(e, nil) {
					return
				}
			}
			if err == nil && len(events) == 0 {
				err = d.wait(ctx, changes)
			}
			if err != nil {
				yield(care.Posted{}, failed("events", err))
				return
			}
		}
	}
}

// wait returns when something changed, or may have: another desk over the same store doesn't tell us.
func (d *Desk) wait(ctx context.Context, changes <-chan struct{}) error {
	t := time.NewTimer(d.cfg.TickEvery)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-changes:
	case <-t.C:
	}
	return ctx.Err()
}
