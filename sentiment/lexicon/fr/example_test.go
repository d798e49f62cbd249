package fr_test

import (
	"fmt"
	"log"

	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/fr"
)

func ExampleLexicon() {
	lexicon, err := fr.Lexicon()
	if err != nil {
		log.Fatal(err)
	}
	scorer, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{lexicon}})
	if err != nil {
		log.Fatal(err)
	}
	score := scorer.Score("Deux heures que j'attends le livreur, et le service client ne répond pas !")
	fmt.Println(score.Label, score.Intent)
	// Output:
	// negative complaint
}
