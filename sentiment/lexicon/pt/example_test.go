package pt_test

import (
	"fmt"
	"log"

	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/pt"
)

func ExampleLexicon() {
	lexicon, err := pt.Lexicon()
	if err != nil {
		log.Fatal(err)
	}
	scorer, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{lexicon}})
	if err != nil {
		log.Fatal(err)
	}
	score := scorer.Score("Outra vez sem internet e ninguém atende o telefone")
	fmt.Println(score.Label, score.Intent, score.Urgency)
	score = scorer.Score("Obrigada, resolveram tudo rapidinho!")
	fmt.Println(score.Label, score.Intent)
	// Output:
	// negative complaint outage
	// positive praise
}
