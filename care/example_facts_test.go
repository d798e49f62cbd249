package care_test

import (
	"fmt"
	"time"

	"github.com/kindlydm/kindly/care"
)

// Two deliveries of one mention are joined, whichever came first: each knows something.
func ExampleFacts_Join() {
	noon := time.Date(2026, time.March, 12, 12, 0, 0, 0, time.UTC)
	search, _ := care.Mention{
		Ref: "twitter:1", Kind: care.KindHit, Visibility: care.Public, Author: care.Author{ID: "twitter:7"},
		OccurredAt: noon, ObservedAt: noon.Add(time.Minute),
	}.Split()
	webhook, _ := care.Mention{
		Ref: "twitter:1", Kind: care.KindMention, Visibility: care.Public, Via: []care.AccountID{"twitter:acme"},
		OccurredAt: noon, ObservedAt: noon.Add(time.Second),
	}.Split()
	a, b := search.Join(webhook), webhook.Join(search)
	fmt.Println(a.Same(&b))
	fmt.Println(a.Kind, a.Author, a.Via, a.ObservedAt.Format("15:04:05"))
	// Output:
	// true
	// mention twitter:7 [twitter:acme] 12:00:01
}

// The fold makes a conversation of facts alone. A desk does this over its store.
func ExampleRules_Conversation() {
	noon := time.Date(2026, time.March, 12, 12, 0, 0, 0, time.UTC)
	leg := care.LegKey{Thread: "twitter:1", Customer: "twitter:7"}
	asked := care.Row{Leg: leg, Facts: care.Facts{
		Ref: "twitter:1", Kind: care.KindMention, Visibility: care.Public, Author: "twitter:7",
		Via: []care.AccountID{"twitter:acme"}, OccurredAt: noon,
	}}
	answered := care.Row{Leg: leg, Above: care.AboveOther, Facts: care.Facts{
		Ref: "twitter:2", Kind: care.KindReply, Visibility: care.Public, Author: "twitter:acme",
		Parent: "twitter:1", OccurredAt: noon.Add(7 * time.Minute),
	}}
	rules := care.Rules{Own: map[care.AuthorID]care.AccountID{"twitter:acme": "twitter:acme"}}
	c := rules.Conversation(care.Head{}, []care.Entry{{Row: &asked}, {Row: &answered}})
	for _, l := range c.Lines {
		fmt.Println(l.Row.Ref, l.Origin)
	}
	fmt.Println(c.Status, c.Customer)
	// Output:
	// twitter:1 customer
	// twitter:2 elsewhere
	// pending twitter:7
}
