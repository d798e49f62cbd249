package en_test

import (
	"fmt"
	"log"

	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/en"
)

func Example() {
	lexicon, err := en.Lexicon()
	if err != nil {
		log.Fatal(err)
	}
	scorer, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{lexicon}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(scorer.Name())
	fmt.Println(scorer.Score("On hold for 40 minutes and nobody answers").Label)
	// Output:
	// en/2
	// negative
}
