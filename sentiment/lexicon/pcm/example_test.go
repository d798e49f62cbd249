package pcm_test

import (
	"fmt"
	"log"

	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/pcm"
)

func ExampleLexicon() {
	lexicon, err := pcm.Lexicon()
	if err != nil {
		log.Fatal(err)
	}
	scorer, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{lexicon}})
	if err != nil {
		log.Fatal(err)
	}
	score := scorer.Score("Una debit me twice and una never refund my money!")
	fmt.Println(score.Label, score.Intent)
	score = scorer.Score("Light don come, una try well well")
	fmt.Println(score.Label, score.Intent)
	// Output:
	// negative complaint
	// positive praise
}
