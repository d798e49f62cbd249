package main

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/annotate"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/provider/archive"
	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/en"
)

// The shortest way from a file to a queue. The packages know each other only through small types of package
// care; a program joins them, and leaves out what it has no use for.
func Example() {
	ctx := context.Background()
	source, err := archive.OpenFile(ctx, "day/day.jsonl", archive.Config{})
	if err != nil {
		log.Fatal(err)
	}
	english, err := en.Lexicon()
	if err != nil {
		log.Fatal(err)
	}
	scorer, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{english}})
	if err != nil {
		log.Fatal(err)
	}
	d, err := desk.New(memstore.New(memstore.Config{}), desk.Config{
		Sources:    []care.Source{source},
		Annotators: []care.Annotator{annotate.Sentiment(scorer)},
	})
	if err != nil {
		log.Fatal(err)
	}
	if err := d.Run(ctx); err != nil { // until the archive ends
		log.Fatal(err)
	}
	waiting, _, err := d.Find(ctx, care.Query{Unanswered: true, Order: care.OrderDue}, "", 3)
	if err != nil {
		log.Fatal(err)
	}
	for _, h := range waiting {
		fmt.Println(h.Customer, "was promised an answer by", h.Due.Format(time.DateTime), "UTC")
	}
	// Output:
	// twitter:100 was promised an answer by 2026-03-12 04:29:00 UTC
	// facebook@zumari:200 was promised an answer by 2026-03-12 06:31:00 UTC
	// twitter:104 was promised an answer by 2026-03-12 11:38:00 UTC
}
