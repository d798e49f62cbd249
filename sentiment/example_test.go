package sentiment_test

import (
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/emoji"
	"github.com/kindlydm/kindly/sentiment/lexicon/en"
	"github.com/kindlydm/kindly/sentiment/lexicon/sw"
)

func Example() {
	english, err := en.Lexicon()
	if err != nil {
		log.Fatal(err)
	}
	faces, err := emoji.Lexicon()
	if err != nil {
		log.Fatal(err)
	}
	scorer, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{faces, english}})
	if err != nil {
		log.Fatal(err)
	}
	for _, text := range []string{
		"@acme your driver was lovely, thank you!",
		"@acme on hold for two hours, then you hung up 😡",
		"@acme which gate does it leave from?",
		"@acme please send me the invoice",
	} {
		score := scorer.Score(text)
		fmt.Println(score.Label, score.Intent)
	}
	// Output:
	// positive praise
	// negative complaint
	// neutral question
	// neutral request
}

func ExampleScorer_Explain() {
	english, err := en.Lexicon()
	if err != nil {
		log.Fatal(err)
	}
	faces, err := emoji.Lexicon()
	if err != nil {
		log.Fatal(err)
	}
	scorer, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{faces, english}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(scorer.Explain("@acme a lovely crew, but I have been on hold for 3 hours!! Please help 😡"))
	// Output:
	// negative -0.48, complaint
	// positive 1.56, negative 3.24, request 1.00, question 0.00
	// balance -3.69: courtesy 0.50, grievance 0.86, lean 0.00; positive from +1.20, negative from -0.90
	//  +1.56  "lovely crew" en/praise +2.60, contrast "but" × 0.50, exclaimed "!!" × 1.20
	//  -1.44  "have been on hold for 3 hours" en/waiting -1.20, exclaimed "!!" × 1.20, complaint
	//  +0.00  "Please help" en/asking, request 1.00
	//  -1.80  "😡" emoji/emoji -1.80
}

// A brand's own lexicon corrects the general one, and its names carry nothing.
func ExampleConfig() {
	general, err := en.Lexicon()
	if err != nil {
		log.Fatal(err)
	}
	ours, err := sentiment.ParseLexicon(strings.NewReader(`
version 3

# Our pizzas.
[terms]
0  hot mess, death by chocolate
# A complaint that only we hear.
[complaints]
2.5  no pineapple
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
	fmt.Println(scorer.Score("There was no pineapple on it").Intent)
	// Output:
	// en/2+pizzeria/3
	// neutral
	// complaint
}

// Where customers mix languages, give the lexicons of all of them.
func ExampleNew_languages() {
	english, err := en.Lexicon()
	if err != nil {
		log.Fatal(err)
	}
	swahili, err := sw.Lexicon()
	if err != nil {
		log.Fatal(err)
	}
	scorer, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{english, swahili}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(scorer.Score("@acme internet iko slow sana, I am tired").Label)
	fmt.Println(scorer.Score("@acme asante sana, the agent was great").Label)
	// Output:
	// negative
	// positive
}

// Tune learns from messages that the user labelled, and says what that gained
// on those that it did not learn from.
func ExampleTune() {
	general, err := sentiment.ParseLexicon(strings.NewReader("[terms]\n-2 sick, bad\n2 good\n"), "general")
	if err != nil {
		log.Fatal(err)
	}
	var examples []sentiment.Example
	for i := range 60 {
		examples = append(examples,
			sentiment.Example{Text: fmt.Sprintf("your pizza %d was sick", i), Label: sentiment.Positive},
			sentiment.Example{Text: fmt.Sprintf("your crust %d was soggy", i), Label: sentiment.Negative})
	}
	cfg := sentiment.Config{Lexicons: []*sentiment.Lexicon{general}}
	tuned, err := sentiment.Tune(cfg, examples, sentiment.Tuning{Name: "pizza", Bound: 4})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := tuned.WriteTo(os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// # Tuned to 120 examples. Held out, macro-F1 went from 0.000 to 1.000, accuracy from 0.000 to 1.000.
	//
	// [terms]
	// # new; 60 examples
	// -1.0  crust
	// # new; 60 examples
	// 1.5  pizza
	// # general, was -2.0; 60 examples
	// -0.5  sick
	// # new; 60 examples
	// -1.0  soggy
}
