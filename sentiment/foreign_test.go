package sentiment_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
)

func TestReadVADER(t *testing.T) {
	t.Parallel()
	l, err := sentiment.ReadVADER(strings.NewReader(
		"lovely\t2.8\t0.6\t[3, 2, 3]\r\nho-hum\t-0.5\t1\t[]\n:d\t2.3\t0.5\t[2]\n( ' )\t1.6\t0.5\t[2]\n\nlovely\t1\t0\t[]\ngrr\t-1\ngrrr\t-2\n"), "v")
	require.NoError(t, err)
	s, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{l}})
	require.NoError(t, err)
	for text, want := range map[string]float64{"lovely": 2.8, "ho hum": -0.5, ":D": 2.3, ":d": 2.3, "grr": -1, "nothing": 0} {
		got := s.Score(text)
		require.InDelta(t, want, got.Positive-got.Negative, 1e-9, "%q: %v", text, s.Explain(text))
	}
}

func TestReadAFINN(t *testing.T) {
	t.Parallel()
	l, err := sentiment.ReadAFINN(strings.NewReader("breathtaking\t5\ncan't stand\t-3\n"), "a")
	require.NoError(t, err)
	s, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{l}})
	require.NoError(t, err)
	require.InDelta(t, 4, s.Score("breathtaking").Positive, 1e-9)
	require.InDelta(t, 2.4, s.Score("I can't stand it").Negative, 1e-9)
}

func TestReadForeignFaults(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"empty", "", "lexicon v: no entries"},
		{"no tab", "good 1\n", "lexicon v:1: no tab behind a token"},
		{"no number", "good\tvery\n", `lexicon v:1: "very" is no weight`},
		{"a class", "good\t1\n<time> good\t2\n...\t1\nbad\t0x1p1\n", `lexicon v:4: "0x1p1" is no weight`},
		{"not a number", "ok\t1\ngood\tNaN\n", `lexicon v:2: "NaN" is no weight`},
		{"infinite", "good\tInf\n", `lexicon v:1: "Inf" is no weight`},
		{"too heavy", "good\t4.5\n", "weight 4.5 is not between -4 and 4"},
		{"broken UTF-8", "go\xffd\t1\n", "lexicon v:1: not valid UTF-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := sentiment.ReadVADER(strings.NewReader(tt.text), "v")
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func FuzzReadVADER(f *testing.F) {
	f.Add("lovely\t2.8\t0.6\t[3, 2, 3]\n:d\t2.3\n👍\t1\n")
	f.Add("( ' )\t1\n\t1\n'\t1\n<3\t2\n<time>\t1\n...\t1\n")
	f.Fuzz(func(t *testing.T, text string) {
		l, err := sentiment.ReadVADER(strings.NewReader(text), "fuzz")
		if err != nil {
			require.ErrorContains(t, err, "sentiment: lexicon fuzz")
			return
		}
		s, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{l}})
		if err != nil {
			require.ErrorContains(t, err, "class")
			return
		}
		checkScore(t, s, text)
	})
}
