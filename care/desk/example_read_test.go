package desk_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
)

// newExample returns a desk at half past two, with two customers of whom one was answered.
func newExample() *desk.Desk {
	half := time.Date(2026, time.March, 12, 14, 30, 0, 0, time.UTC)
	now := func() time.Time { return half }
	ids := 0
	d, err := desk.New(memstore.New(memstore.Config{Now: now}), desk.Config{
		Accounts: []care.Account{{ID: "twitter:acme", Handle: "acme"}},
		Now:      now,
		NewID:    func() string { ids++; return fmt.Sprintf("id%d", ids) },
	})
	if err != nil {
		panic(err)
	}
	mention := care.Mention{Kind: care.KindMention, Visibility: care.Public, Via: []care.AccountID{"twitter:acme"}}
	one, answer, two := mention, mention, mention
	one.Ref, one.Author.ID, one.OccurredAt = "twitter:1", "twitter:7", half.Add(-20*time.Minute)
	one.Text = "@acme no network in Embakasi"
	answer.Ref, answer.Author.ID, answer.OccurredAt = "twitter:2", "twitter:acme", half.Add(-14*time.Minute)
	answer.Kind, answer.Via, answer.Parent, answer.Text = care.KindReply, nil, one.Ref, "Pole! Back by 5 pm."
	two.Ref, two.Author.ID, two.OccurredAt = "twitter:3", "twitter:8", half.Add(-4*time.Minute)
	two.Text = "@acme where is my refund?"
	if _, err := d.Ingest(context.Background(), care.Batch{Mentions: []care.Mention{one, answer, two}}); err != nil {
		panic(err)
	}
	return d
}

// The queue of those who wait, with the next due time first.
func ExampleDesk_Find() {
	ctx, d := context.Background(), newExample()
	waiting, _, err := d.Find(ctx, care.Query{Unanswered: true}, "", 10)
	if err != nil {
		log.Fatal(err)
	}
	for _, h := range waiting {
		fmt.Println(h.Customer, h.Status, "since", h.Waiting.Since.Format("15:04"), "due", h.Due.Format("15:04"))
	}
	// Output: twitter:8 new since 14:26 due 14:36
}

func ExampleDesk_Conversation() {
	ctx, d := context.Background(), newExample()
	found, _, err := d.Find(ctx, care.Query{Author: "twitter:7", Order: care.OrderStarted}, "", 1)
	if err != nil {
		log.Fatal(err)
	}
	c, err := d.Conversation(ctx, found[0].ID)
	if err != nil {
		log.Fatal(err)
	}
	for _, l := range c.Lines {
		fmt.Printf("%-9s %s\n", l.Origin, l.Content.Text)
	}
	clocks, err := d.Clocks(ctx, c.ID)
	if err != nil {
		log.Fatal(err)
	}
	for _, clock := range clocks {
		fmt.Println(clock.Metric, clock.State, "after", clock.Elapsed)
	}
	// Output:
	// customer  @acme no network in Embakasi
	// elsewhere Pole! Back by 5 pm.
	// first_response met after 6m0s
}
