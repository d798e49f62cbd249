package desk_test

import (
	"context"
	"fmt"
	"log"
	"testing/fstest"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/provider/archive"
)

func Example() {
	d, err := desk.New(memstore.New(memstore.Config{}), desk.Config{})
	if err != nil {
		log.Fatal(err)
	}
	taken, err := d.Ingest(context.Background(), care.Batch{Mentions: []care.Mention{{
		Ref: "twitter:1", Kind: care.KindMention, Visibility: care.Public, Text: "@acme is the network down?",
		Author: care.Author{ID: "twitter:7"}, Via: []care.AccountID{"twitter:acme"},
	}}})
	fmt.Println(taken.New, err)
	// Output: 1 <nil>
}

// Run reads sources: platforms, or here an archive, at whose end it returns.
func ExampleDesk_Run() {
	ctx := context.Background()
	files := fstest.MapFS{"day.jsonl": {Data: []byte(
		`{"account":{"id":"twitter:acme","handle":"acme"}}
{"ref":"twitter:1","kind":"mention","visibility":"public","author":{"id":"twitter:7"},"via":["twitter:acme"],"text":"@acme still no network","occurred_at":"2026-03-12T14:04:00Z"}
`)}}
	source, err := archive.Open(ctx, files, "day.jsonl", archive.Config{})
	if err != nil {
		log.Fatal(err)
	}
	d, err := desk.New(memstore.New(memstore.Config{}), desk.Config{Sources: []care.Source{source}})
	if err != nil {
		log.Fatal(err)
	}
	if err := d.Run(ctx); err != nil {
		log.Fatal(err)
	}
	for h, err := range d.Queue(ctx, care.Query{Unanswered: true}) {
		fmt.Println(h.Customer, "wants an answer by", h.Due.Format(time.TimeOnly), err)
	}
	// Output: twitter:7 wants an answer by 14:14:00 <nil>
}
