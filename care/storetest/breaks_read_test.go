package storetest_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/memstore"
)

// A reading breaks what is read, where it says how.
type reading struct {
	care.Reader
	feed    func(care.Seq, int) ([]care.Posted, error)
	entries func(care.ConversationID, care.Pos, int) ([]care.Entry, error)
	list    func(care.Query, string, int) ([]care.Head, string, error)
	threads func([]care.Ref) ([]care.Ref, error)
	heads   func([]care.ConversationID) ([]care.Head, error)
	words   func([]care.Ref) ([]care.Content, error)
}

func (r reading) Feed(after care.Seq, limit int) ([]care.Posted, error) {
	if r.feed == nil {
		return r.Reader.Feed(after, limit)
	}
	return r.feed(after, limit)
}

func (r reading) Entries(id care.ConversationID, after care.Pos, limit int) ([]care.Entry, error) {
	if r.entries == nil {
		return r.Reader.Entries(id, after, limit)
	}
	return r.entries(id, after, limit)
}

func (r reading) List(q care.Query, page string, limit int) ([]care.Head, string, error) {
	if r.list == nil {
		return r.Reader.List(q, page, limit)
	}
	return r.list(q, page, limit)
}

func (r reading) Threads(refs []care.Ref) ([]care.Ref, error) {
	if r.threads == nil {
		return r.Reader.Threads(refs)
	}
	return r.threads(refs)
}

func (r reading) Heads(ids []care.ConversationID) ([]care.Head, error) {
	if r.heads == nil {
		return r.Reader.Heads(ids)
	}
	return r.heads(ids)
}

func (r reading) Contents(refs []care.Ref) ([]care.Content, error) {
	if r.words == nil {
		return r.Reader.Contents(refs)
	}
	return r.words(refs)
}

// S9

// skipsEvents says that a short page ends one later: there, a commit in flight would be passed.
func skipsEvents(r care.Reader) care.Reader {
	return reading{Reader: r, feed: func(after care.Seq, limit int) ([]care.Posted, error) {
		found, err := r.Feed(after, limit)
		if n := len(found); n > 0 && n < limit {
			seq, _ := strconv.Atoi(string(found[n-1].Seq))
			found[n-1].Seq = care.Seq(strconv.Itoa(seq + 1))
		}
		return found, err
	}}
}

func repeatsEvents(r care.Reader) care.Reader {
	return reading{Reader: r, feed: func(after care.Seq, limit int) ([]care.Posted, error) {
		if n, _ := strconv.Atoi(string(after)); n > 10 && n%5 == 0 {
			after = care.Seq(strconv.Itoa(n - 1))
		}
		return r.Feed(after, limit)
	}}
}

// S10

func pagesByTime(r care.Reader) care.Reader {
	return reading{Reader: r, entries: func(id care.ConversationID, after care.Pos, limit int) ([]care.Entry, error) {
		if !after.IsZero() {
			after.Class = math.MaxUint8
		}
		return r.Entries(id, after, limit)
	}}
}

func ordersByArrival(r care.Reader) care.Reader {
	return reading{Reader: r, entries: func(id care.ConversationID, after care.Pos, limit int) ([]care.Entry, error) {
		found, err := r.Entries(id, after, limit)
		slices.Reverse(found)
		return found, err
	}}
}

// S11

func pagesByOffset(r care.Reader) care.Reader {
	return reading{Reader: r, list: func(q care.Query, page string, limit int) ([]care.Head, string, error) {
		all, _, err := r.List(q, "", 1000)
		from, _ := strconv.Atoi(page)
		from = min(from, len(all))
		to := min(from+limit, len(all))
		next := strconv.Itoa(to)
		if to == len(all) {
			next = ""
		}
		return all[from:to], next, err
	}}
}

func showsAll(r care.Reader) care.Reader {
	return reading{Reader: r, list: func(q care.Query, page string, limit int) ([]care.Head, string, error) {
		q.Everything = true
		return r.List(q, page, limit)
	}}
}

// S12

// followsOneMerge no longer answers for what was merged into what was merged later.
func followsOneMerge(b *broken) {
	into := map[care.ConversationID]care.ConversationID{}
	b.tx = func(tx care.Tx) care.Tx { return merging{tx, into} }
	b.reader = func(r care.Reader) care.Reader {
		return reading{Reader: r, heads: func(ids []care.ConversationID) ([]care.Head, error) {
			ids = slices.DeleteFunc(slices.Clone(ids), func(id care.ConversationID) bool { return into[into[id]] != "" })
			return r.Heads(ids)
		}}
	}
}

type merging struct {
	care.Tx
	into map[care.ConversationID]care.ConversationID
}

func (m merging) Merge(from, into care.ConversationID) error {
	m.into[from] = into
	return m.Tx.Merge(from, into)
}

func forgetsThreads(r care.Reader) care.Reader {
	return reading{Reader: r, threads: func(refs []care.Ref) ([]care.Ref, error) { return refs, nil }}
}

// S14

func keepsNames(b *broken) {
	known := map[care.Ref]care.Content{}
	b.tx = func(tx care.Tx) care.Tx { return remembering{tx, known} }
	b.reader = func(r care.Reader) care.Reader {
		return reading{Reader: r, words: func(refs []care.Ref) ([]care.Content, error) {
			found, err := r.Contents(refs)
			for i := range found {
				found[i].Name = known[found[i].Ref].Name
			}
			return found, err
		}}
	}
}

type remembering struct {
	care.Tx
	known map[care.Ref]care.Content
}

func (m remembering) PutContents(contents []care.Content) error {
	for _, c := range contents {
		if !c.Gone {
			m.known[c.Ref] = c
		}
	}
	return m.Tx.PutContents(contents)
}

type legKeeping struct{ care.Tx }

func keepsLegs(tx care.Tx) care.Tx { return legKeeping{tx} }

// RenameAuthor leaves the legs as they were.
func (l legKeeping) RenameAuthor(from, to care.AuthorID) ([]care.Ref, error) {
	var legs []care.Leg
	for i := range 10 {
		some, err := l.ThreadLegs(care.Ref(fmt.Sprint("twitter:", i)), 100)
		if err != nil {
			return nil, err
		}
		legs = append(legs, some...)
	}
	refs, err := l.Tx.RenameAuthor(from, to)
	if err != nil {
		return nil, err
	}
	return refs, l.PutLegs(legs)
}

// S15

type coarse struct{ care.Tx }

func keepsMicroseconds(tx care.Tx) care.Tx { return coarse{tx} }

func (c coarse) PutMentions(rows []care.Row) error {
	rows = slices.Clone(rows)
	for i := range rows {
		rows[i].OccurredAt = rows[i].OccurredAt.Truncate(time.Microsecond)
	}
	return c.Tx.PutMentions(rows)
}

func followsClock(b *broken) {
	n := 0
	b.claim = func(queue string, limit int, lease time.Duration) ([]care.Job, time.Time, error) {
		jobs, now, err := b.Store.Claim(context.Background(), queue, limit, lease)
		n++
		return jobs, now.Add(-time.Duration(n%3) * time.Second), err
	}
}

// S17

func givesMore(r care.Reader) care.Reader {
	return reading{Reader: r, feed: func(after care.Seq, limit int) ([]care.Posted, error) { return r.Feed(after, 10*limit) }}
}

// S19

// readsNow gives fn what memstore gave to a View that has ended: it reads what is stored when it is asked.
func readsNow(b *broken) {
	b.view = func(ctx context.Context, fn func(care.Reader) error) error {
		var ended care.Reader
		err := b.Store.View(ctx, func(r care.Reader) error {
			ended = r
			return nil
		})
		if err != nil {
			return err
		}
		return fn(ended)
	}
}

// readsHeadsLater has heads in another place than everything else, and reads each place in a View of its own.
func readsHeadsLater(b *broken) {
	rest := memstore.New(memstore.Config{})
	b.update = func(ctx context.Context, keys []care.Key, fn func(care.Tx) error) error {
		return errors.Join(b.Store.Update(ctx, keys, fn), rest.Update(ctx, keys, fn))
	}
	b.view = func(ctx context.Context, fn func(care.Reader) error) error {
		heads := func(ids []care.ConversationID) (out []care.Head, err error) {
			err = b.Store.View(ctx, func(r care.Reader) error {
				out, err = r.Heads(ids)
				return err
			})
			return out, err
		}
		return rest.View(ctx, func(r care.Reader) error { return fn(reading{Reader: r, heads: heads}) })
	}
}
