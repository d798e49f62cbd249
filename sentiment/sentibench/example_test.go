package sentibench_test

import (
	"fmt"
	"log"

	"github.com/jonreiter/govader"

	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/emoji"
	"github.com/kindlydm/kindly/sentiment/lexicon/en"
)

// Two of the contestants, and what they say of a post that BenchmarkScore reads.
func Example() {
	english, err := en.Lexicon()
	if err != nil {
		log.Fatal(err)
	}
	symbols, err := emoji.Lexicon()
	if err != nil {
		log.Fatal(err)
	}
	scorer, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{english, symbols}})
	if err != nil {
		log.Fatal(err)
	}
	vader := govader.NewSentimentIntensityAnalyzer()

	post := posts()[0]
	fmt.Println(post)
	fmt.Println(scorer.Score(post).Label)
	fmt.Println(vader.PolarityScores(post).Compound > 0.05)
	// Output:
	// @AcmeAir 3 hours in the queue at gate B14 and not one announcement. Does anybody actually work here?
	// negative
	// false
}
