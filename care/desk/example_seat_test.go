package desk_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/kindlydm/kindly/care"
)

// A decision says who made it, and a resolution what they had seen.
func ExampleDesk_As() {
	ctx, d := context.Background(), newExample()
	found, _, err := d.Find(ctx, care.Query{Unanswered: true}, "", 1)
	if err != nil {
		log.Fatal(err)
	}
	id, mercy := found[0].ID, d.As(care.Agent("mercy"))
	err = errors.Join(
		mercy.Assign(ctx, id, "billing", "mercy"),
		mercy.Tag(ctx, id, []string{"refund"}, nil),
		mercy.Note(ctx, id, "Finance pays on Friday."),
	)
	if err != nil {
		log.Fatal(err)
	}
	c, err := d.Conversation(ctx, id)
	if err != nil {
		log.Fatal(err)
	}
	if err := mercy.Resolve(ctx, id, c.Seen()); err != nil {
		log.Fatal(err)
	}
	if c, err = d.Conversation(ctx, id); err != nil {
		log.Fatal(err)
	}
	fmt.Println(c.Status, c.Team, c.Assignee, c.Tags)
	// Output: resolved billing mercy [refund]
}

// What the customer wrote since the agent looked keeps the case open.
func ExampleSeat_Resolve() {
	ctx, d := context.Background(), newExample()
	found, _, err := d.Find(ctx, care.Query{Unanswered: true}, "", 1)
	if err != nil {
		log.Fatal(err)
	}
	seen := found[0].Seen()
	more := care.Mention{
		Ref: "twitter:4", Kind: care.KindReply, Visibility: care.Public, Parent: "twitter:3",
		Author: care.Author{ID: "twitter:8"}, Via: []care.AccountID{"twitter:acme"}, Text: "@acme hello??",
	}
	if _, err := d.Ingest(ctx, care.Batch{Mentions: []care.Mention{more}}); err != nil {
		log.Fatal(err)
	}
	err = d.As(care.Agent("mercy")).Resolve(ctx, found[0].ID, seen)
	fmt.Println(errors.Is(err, care.ErrConflict))
	fmt.Println(err)
	// Output:
	// true
	// desk: resolve: changed meanwhile: the customer wrote since
}
