package sentibench_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/de"
	"github.com/kindlydm/kindly/sentiment/lexicon/emoji"
	"github.com/kindlydm/kindly/sentiment/lexicon/en"
	"github.com/kindlydm/kindly/sentiment/lexicon/es"
	"github.com/kindlydm/kindly/sentiment/lexicon/fr"
	"github.com/kindlydm/kindly/sentiment/lexicon/pcm"
	"github.com/kindlydm/kindly/sentiment/lexicon/pt"
	"github.com/kindlydm/kindly/sentiment/lexicon/sw"
)

type loader func() (*sentiment.Lexicon, error)

func lexicon(tb testing.TB, load loader) *sentiment.Lexicon {
	tb.Helper()
	l, err := load()
	require.NoError(tb, err)
	return l
}

func scorer(tb testing.TB, loaders ...loader) *sentiment.Scorer {
	tb.Helper()
	var cfg sentiment.Config
	for _, load := range loaders {
		cfg.Lexicons = append(cfg.Lexicons, lexicon(tb, load))
	}
	s, err := sentiment.New(cfg)
	require.NoError(tb, err)
	return s
}

// english is what a company has that is written to in English.
func english(tb testing.TB) *sentiment.Scorer {
	tb.Helper()
	return scorer(tb, en.Lexicon, emoji.Lexicon)
}

// polyglot knows all languages that there are.
func polyglot(tb testing.TB) *sentiment.Scorer {
	tb.Helper()
	return scorer(tb, en.Lexicon, de.Lexicon, es.Lexicon, fr.Lexicon, pcm.Lexicon, pt.Lexicon, sw.Lexicon, emoji.Lexicon)
}
