package sentibench_test

import (
	"testing"

	"github.com/jonreiter/govader"
	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
)

// A contestant reads a text.
type contestant struct {
	name string
	read func(text string)
}

func theirs() contestant {
	a := govader.NewSentimentIntensityAnalyzer()
	return contestant{"govader", func(text string) { a.PolarityScores(text) }}
}

func contestants(tb testing.TB) []contestant {
	tb.Helper()
	b, e, p := newBare(tb), english(tb), polyglot(tb)
	return []contestant{
		theirs(),
		{"words", b.split},
		{"words-and-table", func(text string) { b.sum(text) }},
		{"Score", func(text string) { e.Score(text) }},
		{"Score-all", func(text string) { p.Score(text) }},
		{"Explain", func(text string) { e.Explain(text) }},
	}
}

func BenchmarkScore(b *testing.B) {
	all, them := contestants(b), theirs()
	for _, c := range corpora(b) {
		for _, us := range all {
			b.Run(c.name+"/"+us.name, func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(size(c.texts) / len(c.texts)))
				for i := 0; b.Loop(); i++ {
					us.read(c.texts[i%len(c.texts)])
				}
				b.ReportMetric(times(pass(us, c), pass(them, c)), "x-govader")
			})
		}
	}
}

// pass reads all texts once.
func pass(by contestant, c corpus) func() {
	return func() {
		for _, text := range c.texts {
			by.read(text)
		}
	}
}

// What is measured is scored as it should be: with reasons as without, and with feelings of all kinds.
func TestScoreIsTheSame(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("reads all lexicons, and much text")
	}
	s, all := english(t), polyglot(t)
	labels := map[sentiment.Label]int{}
	for _, text := range posts() {
		score := s.Score(text)
		require.Equal(t, score, s.Explain(text).Score, "%s", text)
		require.Equal(t, all.Score(text), all.Explain(text).Score, "%s", text)
		labels[score.Label]++
	}
	for _, label := range []sentiment.Label{sentiment.Negative, sentiment.Neutral, sentiment.Positive} {
		require.Greater(t, labels[label], len(posts())/10, "posts that are %v", label)
	}
}

func TestScoreAllocatesNothing(t *testing.T) {
	for _, s := range []*sentiment.Scorer{english(t), polyglot(t)} {
		for _, text := range posts() {
			require.Zero(t, testing.AllocsPerRun(20, func() { s.Score(text) }), "%s: %s", s.Name(), text)
		}
	}
}
