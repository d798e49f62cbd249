package emoji_test

import (
	"fmt"
	"log"

	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/emoji"
)

func ExampleLexicon() {
	lexicon, err := emoji.Lexicon()
	if err != nil {
		log.Fatal(err)
	}
	scorer, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{lexicon}})
	if err != nil {
		log.Fatal(err)
	}
	for _, text := range []string{"Your new menu 😍", "Line 4 again >:(", "Gate 12"} {
		fmt.Println(scorer.Score(text).Label)
	}
	// Output:
	// positive
	// negative
	// neutral
}
