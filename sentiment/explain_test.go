package sentiment_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
)

func TestExplain(t *testing.T) {
	t.Parallel()
	text := "Not VERY good, but on hold! please 😡😡"
	got := scorer(t).Explain(text)
	quote := func(start, end int) string { return text[start:end] }
	type change struct {
		rule  sentiment.Rule
		cause string
	}
	type span struct {
		text    string
		base    float64
		request float64
		changes []change
	}
	var spans []span
	for _, s := range got.Spans {
		if s.Base == 0 && s.Request == 0 {
			continue
		}
		one := span{text: quote(s.Start, s.End), base: s.Base, request: s.Request}
		for _, c := range s.Changes {
			one.changes = append(one.changes, change{c.Rule, quote(c.Start, c.End)})
		}
		spans = append(spans, one)
	}
	require.Equal(t, []span{
		{"good", 2, 0, []change{
			{sentiment.RuleIntensifier, "VERY"}, {sentiment.RuleNegated, "Not"},
			{sentiment.RuleContrast, "but"}, {sentiment.RuleExclaimed, "!"},
		}},
		{"on hold", -3, 0, []change{{sentiment.RuleExclaimed, "!"}}},
		{"please", 0, 1, nil},
		{"😡", -2, 0, nil},
		{"😡", -2, 0, []change{{sentiment.RuleRepeated, ""}}},
	}, spans)
	require.Equal(t, got.Score, scorer(t).Score(text))
}

func TestExplainContrastOnce(t *testing.T) {
	t.Parallel()
	got := scorer(t).Explain("good but bad but late")
	var changes []int
	for _, s := range got.Spans {
		if s.Base != 0 {
			changes = append(changes, len(s.Changes))
		}
	}
	require.Equal(t, []int{1, 1, 0}, changes, "%v", got)
}
