package sqltest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/kindlydm/kindly/care"
)

// tell asks a Reader for everything of all names there may be: a line for each thing that comes. Seqs and pages
// are each database's own.
func tell(r care.Reader) ([]string, error) {
	var out []string
	var errs []error
	add := func(lines []string, err error) { out, errs = append(out, lines...), append(errs, err) }
	refs, keys := lifeRefs(), lifeKeys()
	rows, err := r.Mentions(refs)
	add(listed("mention", rows, false), err)
	threads, err := r.Threads(refs)
	for i := range threads {
		if threads[i] != refs[i] {
			out = append(out, fmt.Sprintf("thread %s: %s", refs[i], threads[i]))
		}
	}
	errs = append(errs, err)
	legs, err := r.Legs(keys)
	add(listed("leg", legs, false), err)
	contents, err := r.Contents(refs)
	add(listed("content", contents, false), err)
	for _, ref := range refs {
		links, err := r.Links([]care.Ref{ref})
		add(listed("link of "+string(ref), links, false), err)
		legs, err := r.ThreadLegs(ref, 100)
		add(listed("thread leg of "+string(ref), legs, false), err)
	}
	for _, id := range lifeConversations() {
		heads, err := r.Heads([]care.ConversationID{id})
		add(listed("head of "+string(id), heads, false), err)
		entries, err := r.Entries(id, care.Pos{}, 100)
		add(listed("entry of "+string(id), entries, true), err)
	}
	add(tellLists(r))
	return out, errors.Join(errs...)
}

func tellLists(r care.Reader) ([]string, error) {
	var out []string
	var errs []error
	add := func(lines []string, err error) { out, errs = append(out, lines...), append(errs, err) }
	for _, order := range []care.Order{care.OrderStarted, care.OrderDue, care.OrderWaiting} {
		heads, _, err := r.List(care.Query{Order: order}, "", 100)
		add(listed("list", heads, true), err)
		for i := range lifeNames {
			heads, _, err := r.List(care.Query{Order: order, Author: lifeCustomer(i)}, "", 100)
			add(listed("list of "+string(lifeCustomer(i)), heads, true), err)
		}
	}
	events, err := r.Feed("", 100)
	for i := range events {
		events[i].Seq = ""
	}
	add(listed("event", events, true), err)
	rejects, _, err := r.Rejects("", 100)
	add(listed("reject", rejects, true), err)
	for i := range lifeNames {
		record, err := r.Record(fmt.Sprint("k", i))
		if record.Version > 0 {
			add(listed("record", []care.Record{record}, true), err)
		}
	}
	at, err := r.Due(lifeQueue)
	if !at.IsZero() {
		out = append(out, "due "+at.String())
	}
	return out, errors.Join(append(errs, err)...)
}

// listed has a line for each of found, also where one comes twice.
func listed[T any](name string, found []T, ordered bool) []string {
	var out []string
	for _, x := range found {
		text, err := json.Marshal(x)
		if err != nil {
			text = []byte(err.Error())
		}
		out = append(out, name+": "+string(text))
	}
	if !ordered {
		slices.Sort(out)
	}
	return out
}

// lifeNames is how many names of each sort there are, beside those that one desk has for itself.
const lifeNames = 10

const lifeQueue = "life"

func lifeRef(i int) care.Ref { return care.Ref(fmt.Sprint("twitter:", i)) }

func lifeCustomer(i int) care.AuthorID { return care.AuthorID(fmt.Sprint("twitter:9", i)) }

func lifeConversation(i int) care.ConversationID { return care.ConversationID(fmt.Sprint("c", i)) }

func lifeLeg(thread, customer int) care.LegKey {
	return care.LegKey{Thread: lifeRef(thread), Customer: lifeCustomer(customer)}
}

func lifeRefs() []care.Ref {
	out := []care.Ref{"a", "z"}
	for i := range lifeNames {
		out = append(out, lifeRef(i))
	}
	return out
}

func lifeConversations() []care.ConversationID {
	out := []care.ConversationID{"a", "z"}
	for i := range lifeNames {
		out = append(out, lifeConversation(i))
	}
	return out
}

func lifeKeys() []care.LegKey {
	var out []care.LegKey
	for i := range lifeNames {
		out = append(out, care.LegKey{Account: us, Customer: lifeCustomer(i)})
		for j := range lifeNames {
			out = append(out, lifeLeg(i, j))
		}
	}
	return out
}
