package es_test

import (
	"fmt"
	"log"

	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/es"
)

func ExampleLexicon() {
	lexicon, err := es.Lexicon()
	if err != nil {
		log.Fatal(err)
	}
	scorer, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{lexicon}})
	if err != nil {
		log.Fatal(err)
	}
	score := scorer.Score("Otra vez sin internet y nadie contesta el teléfono")
	fmt.Println(score.Label, score.Intent, score.Urgency)
	score = scorer.Score("¡Mil gracias, lo solucionaron rapidísimo!")
	fmt.Println(score.Label, score.Intent)
	// Output:
	// negative complaint outage
	// positive praise
}
