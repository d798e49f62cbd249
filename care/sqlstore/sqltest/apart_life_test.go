package sqltest_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
)

// A life is all that a desk does. All desks give the same names to what they store, beside a few that bear the
// desk's own; the words and times in it are the desk's. Some names stand for other things in each desk: what one
// does to its own must not depend on what the other has under that name.
type life struct {
	t       *testing.T
	b       backend
	name    string
	store   *opened
	answers []string
}

// at is a time on a day long ago; desk z is ahead of the others.
func (l *life) at(minute int) time.Time {
	out := time.Date(2011, 12, 1, 12, minute, 0, 0, time.UTC)
	if l.name == "z" {
		return out.Add(-30 * time.Second)
	}
	return out
}

// either is what stands for one thing in desk a, and for another in all others.
func either[T any](l *life, a, other T) T {
	if l.name == "a" {
		return a
	}
	return other
}

// do runs f in an Update, and notes what it returned.
func (l *life) do(name string, f func(care.Tx) ([]string, error)) {
	l.t.Helper()
	var got []string
	err := l.store.Update(l.t.Context(), nil, func(tx care.Tx) (err error) {
		got, err = f(tx)
		return err
	})
	for _, known := range []error{care.ErrConflict, care.ErrFenced} {
		if errors.Is(err, known) {
			got, err = []string{known.Error()}, nil
		}
	}
	require.NoError(l.t, err, name)
	l.answers = append(append(l.answers, name), got...)
}

func (l *life) claim(n int) {
	l.t.Helper()
	jobs, now, err := l.store.Claim(l.t.Context(), lifeQueue, n, time.Hour)
	require.NoError(l.t, err)
	l.answers = append(append(l.answers, "claim", now.String()), listed("job", jobs, true)...)
}

func (l *life) row(i int, leg care.LegKey, in int) care.Row {
	return care.Row{
		Facts: care.Facts{
			Ref: lifeRef(i), Kind: care.KindReply, Visibility: care.Public, Author: leg.Customer, Root: leg.Thread, Via: []care.AccountID{us},
			Parent: lifeRef(i + 1), Target: lifeRef(i + 2), OccurredAt: l.at(i), ObservedAt: l.at(i), Stamp: care.Stamp{At: l.at(i)},
			More: &care.More{Parents: []care.Ref{lifeRef(i + 3)}},
		},
		Leg: leg, Conversation: lifeConversation(in),
	}
}

func (l *life) head(i int, version int64) care.Head {
	return care.Head{ID: lifeConversation(i), Version: version, Tail: care.Tail{
		Customer: lifeCustomer(i), Status: care.StatusNew, Case: 1, CaseAt: l.at(i), Due: l.at(i), Waiting: care.Waiting{Since: l.at(i), Count: 1},
	}}
}

func (l *life) gone(ref care.Ref, minute int) care.Row {
	return care.Row{Facts: care.Facts{Ref: ref, Removed: true, Stamp: care.Stamp{At: l.at(0)}}, ExpiresAt: l.at(minute)}
}

func (l *life) words(ref care.Ref, minute int) care.Content {
	return care.Content{Ref: ref, Text: "words of " + l.name, Stamp: care.Stamp{At: l.at(1)}, ExpiresAt: l.at(minute)}
}

func (l *life) reject(where string, minute int) care.Reject {
	return care.Reject{Source: "source", Where: where, Reason: "bad", At: l.at(1), ExpiresAt: l.at(minute)}
}

func (l *life) event(id string, in int, body care.Body) care.Event {
	return care.Event{ID: id, Conversation: lifeConversation(in), At: l.at(in), By: care.Agent(l.name), Body: body}
}

func (l *life) job(key string, minute int) care.Job {
	return care.Job{Queue: lifeQueue, Key: key, At: l.at(minute), Body: []byte(l.name)}
}

func parted(legs ...care.LegKey) care.Parted {
	return care.Parted{Into: lifeConversation(5), Legs: legs}
}

// begin stores a talk with each of four customers, and what is the desk's own, which is over and due first.
func (l *life) begin() {
	l.t.Helper()
	for i := range 4 {
		l.do("talk", func(tx care.Tx) ([]string, error) {
			return nil, errors.Join(
				tx.PutMentions([]care.Row{l.row(i, lifeLeg(i, i), i)}), tx.PutContents([]care.Content{l.words(lifeRef(i), 10+i)}),
				tx.PutLegs([]care.Leg{{LegKey: lifeLeg(i, i), Conversation: lifeConversation(i)}}), tx.PutHeads([]care.Head{l.head(i, 1)}),
				tx.Append([]care.Event{
					l.event(fmt.Sprint("assigned ", i), i, care.Assigned{Agent: l.name}), l.event(fmt.Sprint("received ", i), i, care.Received{Ref: lifeRef(i)}),
				}),
				tx.PutJobs([]care.Job{l.job(fmt.Sprint("j", i), i)}), tx.PutRejects([]care.Reject{l.reject(fmt.Sprint(i), 10+i)}),
				tx.PutRecord(care.Record{Key: fmt.Sprint("k", i), Version: 1, Value: []byte(l.name)}))
		})
	}
	l.claim(2)
	l.do("own", l.own)
	l.do("unlike", l.unlike)
}

func (l *life) own(tx care.Tx) ([]string, error) {
	own := l.head(9, 1)
	own.ID = care.ConversationID(l.name)
	return nil, errors.Join(
		tx.PutMentions([]care.Row{l.gone(care.Ref(l.name), 1), l.gone(lifeRef(6), 2)}), tx.PutContents([]care.Content{l.words(care.Ref(l.name), 1)}),
		tx.PutRejects([]care.Reject{l.reject(l.name, 1)}), tx.PutJobs([]care.Job{l.job(l.name, 0)}), tx.PutHeads([]care.Head{own}),
		tx.MoveThread(lifeRef(8), lifeRef(0)), tx.Merge(lifeConversation(8), lifeConversation(0)))
}

// unlike stores what stands for one thing in one desk, and for another in the other. What goOn does meets it.
func (l *life) unlike(tx care.Tx) ([]string, error) {
	leg := func(thread, customer, in int) care.Leg {
		return care.Leg{LegKey: lifeLeg(thread, customer), Conversation: lifeConversation(in)}
	}
	to := l.row(5, care.LegKey{Account: us, Customer: lifeCustomer(3)}, 3)
	to.Author, to.Peer = us, lifeCustomer(3)
	return nil, errors.Join(
		tx.PutLegs([]care.Leg{
			leg(5, 5, either(l, 1, 2)), // an author's conversations
			leg(either(l, 0, 1), 4, 4), // in a thread that is moved, or in the one that it is moved into
			leg(0, 2, 2), leg(1, 2, 3), // in both
			leg(6, either(l, 3, 7), 3), leg(7, 3, 3), leg(7, 7, 3), // of one who is renamed, or of the new name; of both
			leg(2, 6, either(l, 2, 3)), // that is moved
		}),
		tx.PutMentions([]care.Row{l.row(7, lifeLeg(2, 6), 3), to}),
		tx.Append([]care.Event{
			l.event("parted", 3, parted(lifeLeg(3, 3))), l.event("parted otherwise", 3, parted(lifeLeg(3, either(l, 2, 3)))),
		}))
}

// goOn does everything that writes.
func (l *life) goOn() {
	l.t.Helper()
	for _, next := range []time.Time{{}, l.at(50)} { // with the token of the first claim
		for i := range 2 {
			l.do("finish", func(tx care.Tx) ([]string, error) {
				return nil, tx.Finish(care.Job{Queue: lifeQueue, Key: fmt.Sprint("j", i), Token: 1}, next)
			})
		}
	}
	l.again()
	l.answers = append(l.answers, l.told()...) // before all that would make the desks alike
	l.refused()
	for range 3 {
		l.claim(1)
	}
	l.do("move legs", func(tx care.Tx) ([]string, error) {
		return nil, tx.MoveLegs([]care.LegKey{lifeLeg(0, 0), lifeLeg(2, 2), lifeLeg(2, 6)}, lifeConversation(6))
	})
	l.do("move thread", func(tx care.Tx) ([]string, error) { return nil, tx.MoveThread(lifeRef(0), lifeRef(1)) })
	l.do("merge", func(tx care.Tx) ([]string, error) { return nil, tx.Merge(lifeConversation(0), lifeConversation(1)) })
	l.do("rename author", func(tx care.Tx) ([]string, error) {
		refs, err := tx.RenameAuthor(lifeCustomer(3), lifeCustomer(7))
		slices.Sort(refs)
		return listed("wrote", refs, false), err
	})
	for _, limit := range []int{1, 100} {
		l.do("expire", func(tx care.Tx) ([]string, error) {
			n, err := tx.Expire(l.at(30), limit)
			return []string{fmt.Sprint(n)}, err
		})
	}
}

// again stores more in the first talk, which the other desk may have merged into another.
func (l *life) again() {
	l.t.Helper()
	l.do("put", func(tx care.Tx) ([]string, error) {
		return nil, errors.Join(
			tx.PutMentions([]care.Row{l.row(9, lifeLeg(0, 0), 0)}), tx.PutContents([]care.Content{l.words(lifeRef(9), 40)}),
			tx.PutLegs([]care.Leg{{LegKey: lifeLeg(0, 9), Conversation: lifeConversation(0)}}), tx.PutRejects([]care.Reject{l.reject("9", 40)}),
			tx.PutJobs([]care.Job{l.job("j1", 1), l.job("j2", 2), l.job("j9", 9)}),
			tx.Append([]care.Event{l.event("assigned 9", 0, care.Assigned{Agent: l.name})}))
	})
	l.do("append and read", func(tx care.Tx) ([]string, error) {
		err := tx.Append([]care.Event{l.event("read", 0, care.Assigned{Agent: l.name})})
		entries, err2 := tx.Entries(lifeConversation(0), care.Pos{}, 100)
		return listed("entry", entries, true), errors.Join(err, err2)
	})
}

// refused writes versions of what may be the other desk's alone.
func (l *life) refused() {
	l.t.Helper()
	for _, version := range []int64{2, 1} {
		for _, id := range []care.ConversationID{"a", "z", lifeConversation(0)} {
			l.do(fmt.Sprint("put head ", id, version), func(tx care.Tx) ([]string, error) {
				h := l.head(0, version)
				h.ID = id
				return nil, tx.PutHeads([]care.Head{h})
			})
		}
		l.do(fmt.Sprint("put record ", version), func(tx care.Tx) ([]string, error) {
			return nil, tx.PutRecord(care.Record{Key: "k0", Version: version, Value: []byte("more of " + l.name)})
		})
	}
}
