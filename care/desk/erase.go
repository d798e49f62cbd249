package desk

import (
	"context"
	"errors"

	"github.com/kindlydm/kindly/care"
)

// Erase forgets a person: what they wrote, their names, what we wrote to them and noted about them, and
// what the platform sent. A pseudonym that nobody can trace takes their place, so that times, counts and
// clocks stay; a delivery of what was erased changes nothing, and a new message by the same person is one
// by somebody new. Ids of mentions stay: they keep redeliveries out. Quarantined items, whose author is
// not known, go when their time is over. It returns the pseudonym.
//
// Tags of a conversation stay, too. What a database keeps of overwritten words, and for how long, is in the
// documentation of its store.
//
// Other ids of the same person are erased by calls of their own. The caller's backups, and what subscribers
// copied, are the caller's to erase: the event care.Erased tells them. An author of whom nothing is known, or
// nothing any more, is care.ErrNotFound.
func (d *Desk) Erase(ctx context.Context, by care.Actor, author care.AuthorID) (care.AuthorID, error) {
	if err := author.Validate(); err != nil {
		return "", invalid("erase", err)
	}
	if err := by.Validate(); err != nil {
		return "", invalid("erase", err)
	}
	if _, ours := d.rules.Own[author]; ours {
		return "", &care.Error{Op: "desk: erase", Code: care.CodeIllegal, Platform: author.Platform(), Err: errors.New("an account of our own")}
	}
	pseudonym := care.NewAuthorID(author.Platform(), author.Scope(), "erased-"+d.cfg.NewID())
	err := d.update(ctx, []care.Key{authorKey(author)}, func(tx care.Tx) error { return d.erase(tx, by, author, pseudonym) })
	if err != nil {
		return "", failed("erase", err)
	}
	d.notify()
	return pseudonym, nil
}

func conversationsOf(r care.Reader, author care.AuthorID) ([]care.ConversationID, error) {
	var ids []care.ConversationID
	q := care.Query{Author: author, Everything: true, Order: care.OrderStarted}
	for page, more := "", true; more; more = page != "" {
		heads, next, err := r.List(q, page, pageSize)
		if err != nil {
			return nil, err
		}
		for _, h := range heads {
			ids = append(ids, h.ID)
		}
		page = next
	}
	return ids, nil
}

func (d *Desk) erase(tx care.Tx, by care.Actor, author, pseudonym care.AuthorID) error {
	convs, err := conversationsOf(tx, author)
	if err != nil {
		return err
	}
	var words []care.Ref
	visited := map[care.ConversationID]bool{}
	for _, id := range convs {
		refs, err := wordsAbout(tx, id, author, visited)
		if err != nil {
			return err
		}
		words = append(words, refs...)
	}
	wrote, err := tx.RenameAuthor(author, pseudonym)
	if err != nil {
		return err
	}
	if len(wrote) == 0 && len(convs) == 0 {
		return &care.Error{Code: care.CodeNotFound, Err: errors.New("nothing is known of this author")}
	}
	words = append(words, wrote...)
	if err := eraseRows(tx, words); err != nil {
		return err
	}
	if err := eraseWords(tx, words); err != nil {
		return err
	}
	return d.refoldErased(tx, by, pseudonym, convs)
}

// wordsAbout returns what we wrote to author in a conversation, and noted in it, or in the one that it was
// taken out of.
func wordsAbout(r care.Reader, id care.ConversationID, author care.AuthorID, visited map[care.ConversationID]bool) ([]care.Ref, error) {
	heads, err := r.Heads([]care.ConversationID{id})
	if err != nil || len(heads) == 0 || visited[heads[0].ID] {
		return nil, err
	}
	visited[heads[0].ID] = true
	entries, err := entriesOf(r, id, care.Pos{})
	var refs []care.Ref
	for _, e := range entries {
		if ref := wordsOf(e); ref != "" && (e.Row == nil || e.Row.Leg.Customer == author) {
			refs = append(refs, ref)
		}
		if from, ok := partedFrom(e); ok && err == nil {
			var more []care.Ref
			more, err = wordsAbout(r, from, author, visited)
			refs = append(refs, more...)
		}
	}
	return refs, err
}

func partedFrom(e care.Entry) (care.ConversationID, bool) {
	if e.Event == nil {
		return "", false
	}
	b, ok := e.Event.Body.(care.PartedFrom)
	return b.From, ok
}

// eraseRows keeps of a person's mentions, and of what we wrote to them, what figures need.
func eraseRows(tx care.Tx, refs []care.Ref) error {
	rows, err := tx.Mentions(refs)
	if err != nil {
		return err
	}
	for i := range rows {
		rows[i].Erased, rows[i].Native = true, nil
		rows[i].Stamp.Hash = 0 // of the words: short ones could be guessed by it
	}
	return tx.PutMentions(rows)
}

func eraseWords(tx care.Tx, refs []care.Ref) error {
	words := make([]care.Content, 0, len(refs))
	for _, ref := range refs {
		words = append(words, care.Content{Ref: ref, Gone: true})
	}
	return tx.PutContents(words)
}

func (d *Desk) refoldErased(tx care.Tx, by care.Actor, pseudonym care.AuthorID, convs []care.ConversationID) error {
	p := d.look(tx, tx)
	defer p.done()
	events := make([]care.Event, 0, len(convs))
	for _, id := range convs {
		c, err := p.conv(id)
		if err != nil {
			return err
		}
		c.whole = true
		events = append(events, care.Event{
			ID: "erased:" + string(pseudonym) + ":" + string(c.head.ID), Conversation: c.head.ID, At: d.now(), By: by,
			Body: care.Erased{Author: pseudonym},
		})
	}
	if err := tx.Append(events); err != nil {
		return err
	}
	return p.writeHeads(d.now())
}
