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
		intent     string
		topics     []string
	}{
		{"praise", "A good day, a good line", 1, "praise", nil},
		{"blame", "A bad day", -1, "chatter", nil},
		{"complaint", "A bad day on hold", -1, "complaint", nil},
		{"question", "A day?", 0, "question", nil},
		{"neither", "A day", 0, "chatter", nil},
		{"urgent", "A day with smoke and my lawyer", 0, "chatter", []string{"safety", "legal"}},
		{"no text", "", 0, "chatter", nil},
		{"not UTF-8", "bad \xff", -1, "chatter", nil},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got, err := judge(t.Context(), care.Mention{Text: tc.text})
			require.NoError(t, err)
			require.NoError(t, got.Validate())
			require.Equal(t, care.Assessment{
				By: "test/4", Label: tc.label, Compound: scorer.Score(tc.text).Compound, Intent: tc.intent, Topics: tc.topics,
			}, got)
			require.Equal(t, tc.label > 0, got.Compound > 0, "compound %v of %q", got.Compound, tc.text)
		})
	}
}

func newScorer(t *testing.T) *sentiment.Scorer {
	t.Helper()
	words, err := sentiment.ParseLexicon(strings.NewReader("version 4\n[terms]\n2 good\n-2 bad\n[complaints]\n2 on hold\n[urgent safety]\nsmoke\n[urgent legal]\nmy lawyer\n"), "test")
	require.NoError(t, err)
	scorer, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{words}})
	require.NoError(t, err)
	return scorer
}
