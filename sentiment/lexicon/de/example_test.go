package de_test

import (
	"fmt"
	"log"

	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/de"
)

func ExampleLexicon() {
	lexicon, err := de.Lexicon()
	if err != nil {
		log.Fatal(err)
	}
	scorer, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{lexicon}})
	if err != nil {
		log.Fatal(err)
	}
	score := scorer.Score("Seit zwei Stunden in der Warteschleife, und niemand hilft mir weiter!")
	fmt.Println(score.Label, score.Intent)
	// Output:
	// negative complaint
}
