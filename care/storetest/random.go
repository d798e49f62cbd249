package storetest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/kindlydm/kindly/care"
)

// A generator makes random operations. All that is random is settled when one is made: doing it to two
// stores is doing the same.
type generator struct {
	rand    *rand.Rand
	renamed int
}

// An op is one call, and what it returned.
type op struct {
	name string
	do   func(care.Tx) ([]string, error)
}

func does(name string, f func(care.Tx) error) op {
	return op{name, func(tx care.Tx) ([]string, error) { return nil, f(tx) }}
}

func (g *generator) pick() int { return g.rand.IntN(names) }

func (g *generator) rarely() bool { return g.rand.IntN(8) == 0 }

// key is that of a public leg; rarely of a private one.
func (g *generator) key() care.LegKey {
	if g.rarely() {
		return private(g.pick(), g.pick())
	}
	return public(g.pick(), g.pick())
}

func (g *generator) write() op {
	all := []func() op{
		g.putMention, g.putMention, g.putMention, g.putLeg, g.putLeg, g.putHead, g.putHead, g.append, g.append,
		g.putContent, g.putRecord, g.putReject, g.putJob, g.moveThread, g.merge, g.moveLegs, g.expire, g.rename,
	}
	return all[g.rand.IntN(len(all))]()
}

// putMention puts a row where its leg is; one without a conversation where that leg is not there.
func (g *generator) putMention() op {
	i, key := g.pick(), g.key()
	r := row(i, g.rand.IntN(60), key, "")
	r.Stamp.Revision = g.rand.Int64N(3)
	if g.rarely() {
		r.Facts = care.Facts{Ref: r.Ref, Removed: true, Stamp: r.Stamp, ObservedAt: r.ObservedAt}
		r.Leg, r.ExpiresAt = care.LegKey{}, at(g.rand.IntN(60))
	} else {
		g.relate(&r)
	}
	return does("PutMentions", func(tx care.Tx) error {
		put := r
		legs, err := tx.Legs([]care.LegKey{r.Leg})
		if len(legs) == 1 {
			put.Leg, put.Conversation = legs[0].LegKey, legs[0].Conversation
		}
		return firstError(err, func() error { return tx.PutMentions([]care.Row{put}) }())
	})
}

// relate gives a row what only some have.
func (g *generator) relate(r *care.Row) {
	if g.rand.IntN(2) == 0 {
		r.Parent = ref(g.pick())
	}
	if g.rarely() {
		r.Target, r.Kind = ref(g.pick()), care.KindShare
	}
	if g.rarely() {
		r.More = &care.More{Lang: "de", Parents: []care.Ref{ref(g.pick()), ref(8)}, Followers: g.rand.IntN(100)}
	}
	if g.rarely() {
		r.Via = append(r.Via, account(1))
		r.Assessments = []care.Assessment{{By: "kit", Label: -1}}
	}
	r.Bot, r.Claimed, r.Erased = g.rarely(), g.rarely(), g.rarely()
	r.Peer = r.Leg.Customer
}

func (g *generator) putContent() op {
	words := content(g.pick(), fmt.Sprint("word", g.rand.IntN(100)))
	if g.rarely() {
		words = care.Content{Ref: words.Ref, Stamp: words.Stamp, Gone: true}
	} else if g.rand.IntN(2) == 0 {
		words.ExpiresAt = at(g.rand.IntN(60))
	}
	return does("PutContents", func(tx care.Tx) error { return tx.PutContents([]care.Content{words}) })
}

// putLeg puts a leg that is not there yet: to move one is MoveLegs.
func (g *generator) putLeg() op {
	l := care.Leg{LegKey: g.key(), Conversation: conversation(g.pick())}
	return does("PutLegs", func(tx care.Tx) error {
		there, err := tx.Legs([]care.LegKey{l.LegKey})
		if err != nil || len(there) > 0 {
			return err
		}
		return tx.PutLegs([]care.Leg{l})
	})
}

// putHead puts the next version of a head; rarely another, which is refused.
func (g *generator) putHead() op {
	h := head(g.pick(), 1)
	h.Due, h.Waiting.Since = at(g.rand.IntN(10)), at(g.rand.IntN(10))
	h.Status = []care.Status{care.StatusNew, care.StatusOpen, care.StatusPending, care.StatusSnoozed}[g.rand.IntN(4)]
	h.Account = account(g.rand.IntN(4))
	g.vary(&h)
	skip := int64(0)
	if g.rarely() {
		skip = g.rand.Int64N(3) - 1
	}
	return does("PutHeads", func(tx care.Tx) error {
		put := h
		there, err := tx.Heads([]care.ConversationID{h.ID})
		if len(there) == 1 {
			put.ID, put.Version = there[0].ID, there[0].Version+1
		}
		put.Version += skip
		return firstError(err, func() error { return tx.PutHeads([]care.Head{put}) }())
	})
}

func (g *generator) vary(h *care.Head) {
	if g.rarely() {
		h.Due = time.Time{}
	}
	if g.rarely() {
		h.Waiting = care.Waiting{}
	}
	if g.rarely() {
		h.Case = 0
	}
	if g.rarely() {
		h.Assignee, h.Tags, h.Team = "7", []string{"t1"}, "care"
	}
	if g.rarely() {
		base := h.Tail
		h.Base, h.Silent, h.Shares = &base, []care.LegKey{g.key()}, 3
	}
}

func (g *generator) append() op {
	i := g.pick()
	id := fmt.Sprint("e", g.rand.IntN(200))
	e := received(id, i, g.rand.IntN(60))
	switch g.rand.IntN(3) {
	case 0:
		e = assigned(id, i, g.rand.IntN(60))
	case 1:
		e.Body = care.Parted{Into: conversation(g.pick()), Legs: []care.LegKey{g.key()}}
	}
	return does("Append", func(tx care.Tx) error { return tx.Append([]care.Event{e}) })
}

func (g *generator) putRecord() op {
	r := care.Record{Key: fmt.Sprint("k", g.pick()), Value: fmt.Append(nil, g.rand.IntN(100))}
	skip := int64(1)
	if g.rarely() {
		skip = g.rand.Int64N(3)
	}
	return does("PutRecord", func(tx care.Tx) error {
		put := r
		there, err := tx.Record(r.Key)
		put.Version = there.Version + skip
		return firstError(err, func() error { return tx.PutRecord(put) }())
	})
}

func (g *generator) putReject() op {
	r := reject(g.rand.IntN(20))
	if g.rand.IntN(2) == 0 {
		r.ExpiresAt = at(g.rand.IntN(60))
	}
	return does("PutRejects", func(tx care.Tx) error { return tx.PutRejects([]care.Reject{r}) })
}

// putJob puts or removes a job; it is due long since, or not for long.
func (g *generator) putJob() op {
	j := job(fmt.Sprint("j", g.rand.IntN(20)), g.rand.IntN(60))
	switch g.rand.IntN(4) {
	case 0:
		j.At = time.Time{}
	case 1:
		j.At = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return does("PutJobs", func(tx care.Tx) error { return tx.PutJobs([]care.Job{j}) })
}

// moveThread moves as a desk does: conversations of one customer in both threads become one first.
func (g *generator) moveThread() op {
	from, into := ref(g.pick()), ref(g.pick())
	return does("MoveThread", func(tx care.Tx) error {
		a, err1 := tx.ThreadLegs(from, everything)
		b, err2 := tx.ThreadLegs(into, everything)
		if err := firstError(err1, err2); err != nil {
			return err
		}
		there := map[care.AuthorID]care.ConversationID{}
		for _, l := range b {
			there[l.Customer] = l.Conversation
		}
		for _, l := range byCustomer(a) {
			if other, ok := there[l.Customer]; ok && other != l.Conversation {
				if err := tx.Merge(l.Conversation, other); err != nil {
					return err
				}
			}
		}
		return tx.MoveThread(from, into)
	})
}

// byCustomer puts the legs of a thread in an order that all stores share.
func byCustomer(legs []care.Leg) []care.Leg {
	slices.SortFunc(legs, func(a, b care.Leg) int { return cmp.Compare(a.Customer, b.Customer) })
	return legs
}

func (g *generator) merge() op {
	from, into := conversation(g.pick()), conversation(g.pick())
	return does("Merge", func(tx care.Tx) error { return tx.Merge(from, into) })
}

func (g *generator) moveLegs() op {
	keys, into := []care.LegKey{g.key(), g.key()}, conversation(g.pick())
	return does("MoveLegs", func(tx care.Tx) error { return tx.MoveLegs(keys, into) })
}

func (g *generator) expire() op {
	now := at(g.rand.IntN(60))
	return op{"Expire", func(tx care.Tx) ([]string, error) {
		n, err := tx.Expire(now, 1000)
		return []string{fmt.Sprint("expired ", n)}, err
	}}
}

// rename gives an author a pseudonym that nobody has.
func (g *generator) rename() op {
	if g.rand.IntN(4) > 0 {
		return g.append()
	}
	from, to := author(g.pick()), care.AuthorID(fmt.Sprintf("twitter:gone%d", g.renamed))
	g.renamed++
	return op{"RenameAuthor", func(tx care.Tx) ([]string, error) {
		refs, err := tx.RenameAuthor(from, to)
		return lines("renamed", unordered, refs), err
	}}
}

func (g *generator) read() op {
	refs, keys := []care.Ref{ref(g.pick()), ref(g.pick())}, []care.LegKey{g.key(), g.key()}
	ids := []care.ConversationID{conversation(g.pick()), conversation(g.pick())}
	return op{"reads", func(tx care.Tx) ([]string, error) {
		d := &dump{reader: tx}
		section(d, "mention", unordered, func() ([]care.Row, error) { return tx.Mentions(refs) })
		section(d, "link", unordered, func() ([]care.Row, error) { return tx.Links(refs) })
		section(d, "content", unordered, func() ([]care.Content, error) { return tx.Contents(refs) })
		section(d, "leg", unordered, func() ([]care.Leg, error) { return tx.Legs(keys) })
		section(d, "thread leg", unordered, func() ([]care.Leg, error) { return tx.ThreadLegs(refs[0], everything) })
		section(d, "thread", inOrder, func() ([]care.Ref, error) { return tx.Threads(refs) })
		section(d, "head", unordered, func() ([]care.Head, error) { return tx.Heads(ids) })
		section(d, "entry", inOrder, func() ([]care.Entry, error) { return allEntries(tx, ids[0], 4) })
		return d.lines, d.err
	}}
}
