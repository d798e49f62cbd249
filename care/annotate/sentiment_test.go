package annotate_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/annotate"
	"github.com/kindlydm/kindly/sentiment"
)

func TestSentiment(t *testing.T) {
	t.Parallel()
	scorer := newScorer(t)
	judge := annotate.Sentiment(scorer)
	cases := []struct {
		name, text string
		label      int
	}{
		{"praise", "A good day, a good line", 1},
		{"blame", "A bad day", -1},
		{"neither", "A day", 0},
		{"no text", "", 0},
		{"not UTF-8", "bad \xff", -1},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got, err := judge(t.Context(), care.Mention{Text: tc.text})
			require.NoError(t, err)
			require.Equal(t, care.Assessment{
				By: "test/4", Label: tc.label, Compound: scorer.Score(tc.text).Compound,
			}, got)
			require.Equal(t, tc.label > 0, got.Compound > 0, "compound %v of %q", got.Compound, tc.text)
		})
	}
}

func newScorer(t *testing.T) *sentiment.Scorer {
	t.Helper()
	words, err := sentiment.ParseLexicon(strings.NewReader("version 4\n[terms]\n2 good\n-2 bad\n"), "test")
	require.NoError(t, err)
	scorer, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{words}})
	require.NoError(t, err)
	return scorer
}
