package storetest

import (
	"fmt"
	"slices"
	"time"

	"github.com/kindlydm/kindly/care"
)

// The kit stores few things with few names, all of which a dump asks for.
const names = 8

func ref(i int) care.Ref { return care.Ref(fmt.Sprintf("twitter:%d", i)) }

func author(i int) care.AuthorID { return care.AuthorID(fmt.Sprintf("twitter:9%d", i)) }

func pseudonym(i int) care.AuthorID { return care.AuthorID(fmt.Sprintf("twitter:gone%d", i)) }

func conversation(i int) care.ConversationID { return care.ConversationID(fmt.Sprintf("c%d", i)) }

func account(i int) care.AccountID { return care.AccountID(fmt.Sprintf("twitter:7%d", i)) }

func public(thread, customer int) care.LegKey {
	return care.LegKey{Thread: ref(thread), Customer: author(customer)}
}

func private(to, customer int) care.LegKey {
	return care.LegKey{Account: account(to), Customer: author(customer)}
}

// at is a time on a day long ago, so that it is over by any store's clock.
func at(minute int) time.Time {
	return time.Date(2011, time.December, 1, 12, minute, 0, 123_456_789, time.UTC)
}

func row(i, minute int, leg care.LegKey, in care.ConversationID) care.Row {
	return care.Row{
		Facts: care.Facts{
			Ref: ref(i), Kind: care.KindReply, Visibility: care.Public, Author: leg.Customer, Root: leg.Thread,
			Via: []care.AccountID{account(0)}, OccurredAt: at(minute), ObservedAt: at(minute).Add(time.Second),
			Stamp: care.Stamp{Revision: 2, At: at(minute), Hash: 77},
		},
		Leg: leg, Conversation: in, Above: care.AboveMissing,
	}
}

func head(i int, version int64) care.Head {
	h := care.Head{ID: conversation(i), Version: version, Verdicts: 3, Tail: care.Tail{
		Last: care.Pos{At: at(i), Class: care.ClassMention, Key: string(ref(i))}, Customer: author(i), Account: account(0),
		Visibility: care.Public, Start: care.AboveOurs, Status: care.StatusNew, Case: 1, CaseAt: at(i),
		Waiting: care.Waiting{Since: at(i), Count: 1, Observed: at(i).Add(time.Second)},
		LastIn:  at(i), In: 1, Due: at(i).Add(time.Hour), Next: at(i).Add(time.Minute), Promised: "p@1", Observed: at(i), Withdrawn: at(i),
	}}
	h.Overdue = []care.Overdue{{Metric: "first_response", Mark: string(ref(i)), Due: at(i), Policy: "p@1"}}
	k := &h.Track
	k.Asked.At, k.Asked.ID, k.HeldUntil, k.UpdateClosed = at(i), string(ref(i)), at(i+1), 2
	k.Held = k.Asked
	k.Pauses = slices.Grow(k.Pauses, 1)[:1]
	k.Pauses[0].Status, k.Pauses[0].From, k.Pauses[0].To = "snoozed", at(i), at(i+1)
	return h
}

func content(i int, text string) care.Content {
	return care.Content{
		Ref: ref(i), Stamp: care.Stamp{At: at(i), Hash: 5}, Text: text, Handle: "@" + text, Name: "The " + text,
		Place: "In " + text, URL: "https://example.com/" + text, Media: []care.Media{{URL: "https://example.com/m/" + text}},
		Raw: []byte(`{"text":"` + text + `"}`),
	}
}

func assigned(id string, in, minute int) care.Event {
	return care.Event{
		ID: id, Conversation: conversation(in), At: at(minute), By: care.Agent("7"), Body: care.Assigned{Agent: "7"},
	}
}

func received(id string, in, minute int) care.Event {
	return care.Event{
		ID: id, Conversation: conversation(in), At: at(minute), By: care.Actor{Kind: care.ActorDesk},
		Body: care.Received{Ref: ref(in)},
	}
}

func job(key string, minute int) care.Job {
	return care.Job{Queue: queue, Key: key, At: at(minute), Body: []byte("body of " + key)}
}

const queue = "storetest"

func reject(i int) care.Reject {
	return care.Reject{Source: "storetest", Where: fmt.Sprintf("file:%d", i), Reason: "not read", Raw: []byte("raw"), At: at(i)}
}

// story stores one of everything under the names with number i, and fails where that is stored already.
func story(tx care.Tx, i int) error {
	leg := public(i, i)
	return steps(
		func() error { return tx.PutMentions([]care.Row{row(i, i, leg, conversation(i))}) },
		func() error { return tx.PutContents([]care.Content{content(i, "word")}) },
		func() error { return tx.PutLegs([]care.Leg{{LegKey: leg, Conversation: conversation(i)}}) },
		func() error {
			return tx.Append([]care.Event{received(fmt.Sprint("r", i), i, i), assigned(fmt.Sprint("a", i), i, i)})
		},
		func() error { return tx.PutRejects([]care.Reject{reject(i)}) },
		func() error { return tx.PutJobs([]care.Job{job(fmt.Sprint("j", i), i)}) },
		func() error { return tx.PutHeads([]care.Head{head(i, 1)}) },
		func() error {
			return tx.PutRecord(care.Record{Key: fmt.Sprint("k", i), Version: 1, Value: []byte("v")})
		},
	)
}

// Stories stores those with numbers below n.
func (c *check) stories(s care.Store, n int) {
	c.Helper()
	c.update(s, func(tx care.Tx) error {
		for i := range n {
			if err := story(tx, i); err != nil {
				return err
			}
		}
		return nil
	})
}
