package annotate_test

import (
	"context"
	"fmt"
	"log"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/annotate"
	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/en"
)

func ExampleSentiment() {
	english, err := en.Lexicon()
	if err != nil {
		log.Fatal(err)
	}
	scorer, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{english}})
	if err != nil {
		log.Fatal(err)
	}
	judge := annotate.Sentiment(scorer)
	a, err := judge(context.Background(), care.Mention{Text: "Still no network. Worst service ever"})
	fmt.Println(a.By, a.Label, a.Intent, err)
	// Output: en/2 -1 complaint <nil>
}
