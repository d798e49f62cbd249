package listen_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/listen"
)

func Example() {
	rules, err := listen.Compile(
		listen.Brand{Name: "Verizon", Handles: []string{"@verizon"}, Misspelled: map[string]int{"verizon": 1}},
		listen.Brand{Name: "Delta", Common: []string{"delta"}, Nearby: []string{"flight"}, Not: []string{"river delta"}},
	)
	if err != nil {
		log.Fatal(err)
	}
	text := "Great service from Verizom today! They rang while my Delta flight was boarding, over the river delta."
	for _, hit := range rules.Match(text, "en") {
		fmt.Println(hit.Brand, hit.Kind, hit.Term, text[hit.Start:hit.End])
	}
	// Output:
	// Delta common delta Delta
	// Verizon misspelled verizon Verizom
}

func ExampleRules_Annotate() {
	rules, err := listen.Compile(listen.Brand{Name: "Macy's", Words: []string{"Macy's"}})
	if err != nil {
		log.Fatal(err)
	}
	var annotate care.Annotator = rules.Annotate
	a, err := annotate(context.Background(), care.Mention{Text: "Forty minutes in line at macys."})
	fmt.Println(a.Topics, a.By == rules.Name(), err)
	// Output: [Macy's] true <nil>
}

func ExampleRules_Explain() {
	rules, err := listen.Compile(listen.Brand{
		Name: "Gap", Handles: []string{"@gap"}, Common: []string{"gap"}, Nearby: []string{"jeans"}, Within: 2, Not: []string{"gap year"},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, text := range []string{"Gap jeans shrink", "mind the gap", "My gap year in these jeans"} {
		for _, finding := range rules.Explain(text, "en") {
			fmt.Println(finding)
		}
	}
	// Output:
	// Gap: common "gap" at 0: counts with "jeans"
	// Gap: common "gap" at 9: no context
	// Gap: common "gap" at 3: excluded by "gap year"
}

func ExampleParse() {
	_, err := listen.Parse([]byte(`[
  {"name": "Acme", "words": ["Acme"]},
  {
    "name": "Three",
    "words": ["@three", "*"]
  }
]`))
	fmt.Println(err)
	// Output:
	// listen: line 5: brand "Three": words[0]: "@three" is a handle: list it in handles
	// listen: line 5: brand "Three": words[1]: "*": there are no wildcards; list the words, or use misspelled
}

func ExampleRules_Render() {
	rules, err := listen.Compile(listen.Brand{
		Name: "Visa", Handles: []string{"@visa"}, Phrases: []string{"Visa card"}, Common: []string{"visa"},
		Nearby: []string{"payment", "credit"}, Not: []string{"embassy"}, Languages: []string{"en"},
	})
	if err != nil {
		log.Fatal(err)
	}
	out, err := rules.Render(listen.Dialect{
		Name:     "Example",
		Handle:   func(s string) string { return "@" + s },
		Word:     func(s string) string { return s },
		Phrase:   func(s string) string { return `"` + s + `"` },
		Language: func(s string) string { return "lang:" + s },
		Or:       " OR ", And: " ", Not: "-", Open: "(", Close: ")", MaxLength: 100,
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, q := range out.Queries {
		fmt.Println(q.Text)
	}
	for _, l := range out.Losses {
		fmt.Printf("%s, missed %t: %s\n", l.Field, l.Missed, l.Why)
	}
	// Output:
	// @visa
	// ("Visa card" OR visacard OR (visa (payment OR credit))) -embassy lang:en
	// languages, missed true: posts whose language Example doesn't know are not found
}

func ExampleRules_Try() {
	rules, err := listen.Compile(listen.Brand{
		Name: "Shell", Words: []string{"Shell petrol"}, Common: []string{"shell"}, Nearby: []string{"diesel"}, Not: []string{"shell script"},
	})
	if err != nil {
		log.Fatal(err)
	}
	trial, err := rules.Try([]listen.Example{
		{Text: "The shell out by the bypass has no diesel", Brands: []string{"Shell"}},
		{Text: "The shell on Mill Lane charged me twice", Brands: []string{"Shell"}},
		{Text: "My shell script prices diesel"},
		{Text: "Found a shell in a drum of diesel"},
	})
	if err != nil {
		log.Fatal(err)
	}
	_, table, _ := strings.Cut(trial.String(), "\n\n")
	fmt.Print(table)
	// Output:
	// brand  right  false  missed  precision  recall  F1
	// Shell  1      1      1       0.500      0.500   0.500
	// total  1      1      1       0.500      0.500   0.500
	//
	// missed Shell [1] "The shell on Mill Lane charged me twice": common "shell" at 4: no context
	// false Shell [3] "Found a shell in a drum of diesel": common "shell" at 8: counts with "diesel"
}
