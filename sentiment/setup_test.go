package sentiment_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/en"
)

// small is a lexicon of round weights, so that tests can do the sums.
const small = `
version 1

[terms]
2   good, happy, coool, naïve, grün
-2  bad, late, f*ck, won't
[phrases]
-3  on hold, on hold for <number> hours
-1  <number> hours
3   can't wait, good as gold
0   not only, good morning
[emoji]
2   👍, ❤️, 😀
-2  🤦, 😡
1   🤦‍♀️, 🇰🇪, 👨‍👩‍👧
[emoticons]
2   :), <3, (-:, o_o
-2  :(, :/
[negators]
not, never, can't, at no point
[intensifiers]
1.5  very, really
0.5  slightly, a bit
[contrast]
but, on the other hand
[requests]
1   please, can you
0.5 happy
[numbers]
two
`

func parse(t testing.TB, text, name string) *sentiment.Lexicon {
	t.Helper()
	l, err := sentiment.ParseLexicon(strings.NewReader(text), name)
	require.NoError(t, err)
	return l
}

func scorer(t testing.TB, own ...string) *sentiment.Scorer {
	t.Helper()
	s, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{parse(t, small, "small")}, Own: own})
	require.NoError(t, err)
	return s
}

func english(t testing.TB, own ...string) *sentiment.Scorer {
	t.Helper()
	l, err := en.Lexicon()
	require.NoError(t, err)
	s, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{l}, Own: own})
	require.NoError(t, err)
	return s
}
