package listen_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care/listen"
)

func TestTry(t *testing.T) {
	t.Parallel()
	rules := compile(
		t, listen.Brand{Name: "Gap", Handles: []string{"gap"}, Common: []string{"gap"}, Nearby: []string{"jeans"}, Not: []string{"gap year"}},
		listen.Brand{Name: "Acme", Words: []string{"acme"}, Languages: []string{"en"}},
		listen.Brand{Name: "Quiet", Words: []string{"quiet"}},
	)
	trial, err := rules.Try([]listen.Example{
		{Text: "@gap your jeans, acme", Brands: []string{"Gap", "Acme"}},
		{Text: "gap jeans"},
		{Text: "the gap on fifth", Brands: []string{"Gap"}},
		{Text: "gap year jeans", Brands: []string{"Gap"}},
		{Text: "acme", Lang: "de", Brands: []string{"Acme"}},
		{Text: "the trousers people", Brands: []string{"Gap"}},
	})
	require.NoError(t, err)
	require.Equal(t, []listen.Score{
		{Brand: "Acme", TruePositives: 1, FalseNegatives: 1, TrueNegatives: 4, Precision: 1, Recall: 0.5, F1: 2.0 / 3},
		{Brand: "Gap", TruePositives: 1, FalsePositives: 1, FalseNegatives: 3, TrueNegatives: 1, Precision: 0.5, Recall: 0.25, F1: 1.0 / 3},
		{Brand: "Quiet", TrueNegatives: 6},
	}, trial.Brands)
	require.Equal(t, listen.Score{
		TruePositives: 2, FalsePositives: 1, FalseNegatives: 4, TrueNegatives: 11, Precision: 2.0 / 3, Recall: 1.0 / 3, F1: 4.0 / 9,
	}, trial.Total)
	var misses []string
	for _, m := range trial.Misses {
		misses = append(misses, m.String())
	}
	require.Equal(t, []string{
		`false Gap [1] "gap jeans": common "gap" at 0: counts with "jeans"`,
		`missed Gap [2] "the gap on fifth": common "gap" at 4: no context`,
		`missed Gap [3] "gap year jeans": common "gap" at 0: excluded by "gap year"`,
		`missed Acme [4] "acme": word "acme" at 0: foreign`,
		`missed Gap [5] "the trousers people": no term stands in it`,
	}, misses)

	text, err := json.Marshal(trial)
	require.NoError(t, err)
	var back listen.Trial
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, *trial, back)
}

func TestTryRefuses(t *testing.T) {
	t.Parallel()
	rules := compile(t, listen.Brand{Name: "us", Words: []string{"acme"}})
	_, err := rules.Try([]listen.Example{{}, {Brands: []string{"Us"}}})
	require.EqualError(t, err, `listen: try: examples[1]: brands[0]: "Us" has no rules`)
	_, err = rules.Try([]listen.Example{{Brands: []string{"us", "us"}}})
	require.EqualError(t, err, `listen: try: examples[0]: brands[1]: "us": twice`)
	trial, err := rules.Try(nil)
	require.NoError(t, err)
	require.Empty(t, trial.Misses)
}

// TestTryManyBrands has a limit that a cost of brands times findings is far beyond.
func TestTryManyBrands(t *testing.T) {
	t.Parallel()
	brands, names := make([]listen.Brand, 10_000), make([]string, 10_000)
	for i := range brands {
		names[i] = fmt.Sprint("brand ", i)
		brands[i] = listen.Brand{Name: names[i], Words: []string{"acme"}}
	}
	rules := compile(t, brands...)
	began := time.Now()
	trial, err := rules.Try([]listen.Example{{Text: "acme", Brands: names}, {Text: "acme acme", Brands: names[1:]}})
	require.NoError(t, err)
	require.Less(t, time.Since(began), time.Minute)
	require.Equal(t, 19_999, trial.Total.TruePositives)
	require.Len(t, trial.Misses, 1)
	require.Len(t, trial.Misses[0].Findings, 2)
}
