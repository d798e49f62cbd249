package sentiment_test

import (
	"strings"
	"sync"
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

// small is a lexicon of round weights, so that tests can do the sums.
const small = `
version 1

[terms]
2   good, happy, cool, naïve, grün, love
-2  bad, late, f*ck, won't
-1  awfully, smell not
-3  on hold, on hold for <number> hours
-1  <number> hours
3   can't wait, good as gold
0   not only, good morning
-1  walk(s|ed|ing) ... late
[emoji]
2   👍, ❤️, 😀
-2  🤦, 😡
1   🤦‍♀️, 🇰🇪, 👨‍👩‍👧
[emoticons]
2   :), <3, (-:, o_o
-2  :(, :/, ):
[negators]
not, never, can't, at no point
[intensifiers]
1.5  very, really, awfully
0.5  slightly, a bit
[contrast]
but, on the other hand
[requests]
1   please, can you
0.5 happy
[numbers]
two
[persons]
I, we
[class size]
big, small
[complaints]
2 too <size>
0.8 slow
2.5 parcel too big
[thanks]
1 thanks, thank you
[matters]
0.6 my parcel, order number
[questions]
1 where is
[conditionals]
if, wish
[urgent legal]
my lawyer
[urgent safety]
smoke
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

// english returns a scorer for English, with emoji.
func english(t testing.TB, own ...string) *sentiment.Scorer {
	t.Helper()
	return scorerOf(t, "en", own...)
}

// Reading a lexicon takes a while, so every test uses the same.
var lexicons = map[string]func() (*sentiment.Lexicon, error){
	"emoji": sync.OnceValues(emoji.Lexicon), "en": sync.OnceValues(en.Lexicon), "sw": sync.OnceValues(sw.Lexicon),
	"pcm": sync.OnceValues(pcm.Lexicon), "es": sync.OnceValues(es.Lexicon), "fr": sync.OnceValues(fr.Lexicon),
	"de": sync.OnceValues(de.Lexicon), "pt": sync.OnceValues(pt.Lexicon),
}

// scorerOf returns a scorer for a language, with emoji.
func scorerOf(t testing.TB, lang string, own ...string) *sentiment.Scorer {
	t.Helper()
	require.NotNil(t, lexicons[lang], "no lexicon for %s", lang)
	faces, err := lexicons["emoji"]()
	require.NoError(t, err)
	l, err := lexicons[lang]()
	require.NoError(t, err)
	s, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{faces, l}, Own: own})
	require.NoError(t, err)
	return s
}
