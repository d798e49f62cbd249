package sentiment_test

import (
	"fmt"
	"log"
	"strings"

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
	fmt.Println(scorer.Score("Your driver was lovely, thank you!").Label)
	fmt.Println(scorer.Score("Still no reply. Worst service ever 😡").Label)
	fmt.Println(scorer.Score("Which gate does it leave from?").Label)
	// Output:
	// positive
	// negative
	// neutral
}

func ExampleScorer_Explain() {
	lexicon, err := en.Lexicon()
	if err != nil {
		log.Fatal(err)
	}
	scorer, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{lexicon}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(scorer.Explain("Lovely crew, but the cabin was not very clean. AWFUL food!! Please help 😡"))
	// Output:
	// negative -0.93 (positive 0.90, negative 8.23, request 1.00)
	//  +0.90  "Lovely" +1.80, contrast "but" × 0.50
	//  -0.73  "clean" +0.80, intensifier "very" × 1.30, negated "not" × -0.70
	//  -4.50  "AWFUL" -3.00, capitals × 1.25, exclaimed "!!" × 1.20
	//  +0.00  "Please help", request 1.00
	//  -3.00  "😡" -3.00
}

// A brand's own lexicon corrects the general one, and its names carry nothing.
func ExampleConfig() {
	general, err := en.Lexicon()
	if err != nil {
		log.Fatal(err)
	}
	ours, err := sentiment.ParseLexicon(strings.NewReader(`
version 3

# Our pizzas, and a complaint that only we hear.
[phrases]
0     hot mess, death by chocolate
-2.5  no pineapple
`), "pizzeria")
	if err != nil {
		log.Fatal(err)
	}
	scorer, err := sentiment.New(sentiment.Config{
		Lexicons: []*sentiment.Lexicon{general, ours},
		Own:      []string{"Sad Tomato"},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(scorer.Name())
	fmt.Println(scorer.Score("One hot mess from the Sad Tomato, please").Label)
	fmt.Println(scorer.Score("There was no pineapple on it").Label)
	// Output:
	// en/1+pizzeria/3
	// neutral
	// negative
}
