package sw_test

import (
	"fmt"
	"log"

	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/sw"
)

func ExampleLexicon() {
	lexicon, err := sw.Lexicon()
	if err != nil {
		log.Fatal(err)
	}
	scorer, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{lexicon}})
	if err != nil {
		log.Fatal(err)
	}
	score := scorer.Score("Stima imepotea tena na hamjibu simu!")
	fmt.Println(score.Label, score.Intent, score.Urgency)
	score = scorer.Score("Asanteni, mmenisaidia haraka sana")
	fmt.Println(score.Label, score.Intent)
	// Output:
	// negative complaint outage
	// positive praise
}
