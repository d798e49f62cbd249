package sentiment_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
)

func TestParseLexicon(t *testing.T) {
	t.Parallel()
	l := parse(t, "\ufeff# a remark\r\n\r\nversion 2026-1\r\n[terms]\r\n-1.5 bad, Poor\r\n[negators]\r\nnot\r\n", "acme")
	require.Equal(t, "acme", l.Name())
	require.Equal(t, "2026-1", l.Version())
	require.Equal(t, "acme/2026-1", l.String())
	require.Equal(t, 3, l.Len())
}

func TestParseLexiconWithoutVersion(t *testing.T) {
	t.Parallel()
	one := parse(t, "[terms]\n1 good\n", "x")
	other := parse(t, "[terms]\n2 good\n", "x")
	require.NotEmpty(t, one.Version())
	require.NotEqual(t, one.Version(), other.Version(), "the version has to follow the text")
	require.Equal(t, one.Version(), parse(t, "[terms]\n1 good\n", "x").Version())
}

func TestParseLexiconFaults(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"empty", "", "lexicon x: no entries"},
		{"remarks only", "# nothing\n[terms]\n", "lexicon x: no entries"},
		{"entry before a section", "1 good\n", `x:1: "1 good" before the first section`},
		{"unknown section", "[verbs]\n1 good\n", `x:1: no section is called "verbs"`},
		{"section none", "[none]\n", `x:1: no section is called "none"`},
		{"second version", "version 1\nversion 2\n", "x:2: second version"},
		{"bad version", "version one two\n", `x:1: bad version "one two"`},
		{"no weight", "[terms]\ngood\n", `x:2: "good" is no weight`},
		{"weight alone", "[terms]\n1\n", `x:2: "": holds no word`},
		{"not a number", "[terms]\nNaN good\n", `x:2: "NaN" is no weight`},
		{"infinite", "[terms]\nInf good\n", `x:2: "Inf" is no weight`},
		{"hexadecimal", "[terms]\n0x1p1 good\n", `x:2: "0x1p1" is no weight`},
		{"too heavy", "[terms]\n4.1 good\n", "x:2: weight 4.1 is not between -4 and 4"},
		{"negative multiplier", "[intensifiers]\n-1 very\n", "x:2: weight -1 is not between 0.1 and 3"},
		{"negative request", "[requests]\n-1 please\n", "x:2: weight -1 is not between 0 and 4"},
		{"no comma and space", "[terms]\n1 good,fine\n", `"good,fine": holds what is not a word; put a space behind the comma`},
		{"remark behind an entry", "[terms]\n1 good # nice\n", `a remark needs a line of its own`},
		{"weight where there is none", "[negators]\n2 not\n", `x:2: [negators] has no weights: leave out "2"`},
		{"trailing comma", "[terms]\n1 good,\n", `x:2: "good,": holds what is not a word`},
		{"empty entry", "[terms]\n1 good, , nice\n", `x:2: "": holds no word`},
		{"duplicate", "[terms]\n1 good\n2 Good\n", `x:3: "Good" stands in [terms] already, on line 2`},
		{"duplicate emoji", "[emoji]\n1 👍\n2 👍🏽\n", `x:3: "👍🏽" stands in [emoji] already, on line 2`},
		{"phrase as a number", "[numbers]\na dozen\n", `x:2: "a dozen": 2 words; an entry of [numbers] is one`},
		{"long phrase", "[terms]\n1 a b c d e f g h i\n", `9 words; at most 8`},
		{"feeling twice", "[terms]\n1 late\n[complaints]\n1 late\n", `x:4: "late" stands in [terms] as well, on line 2`},
		{"gap at the end", "[terms]\n1 late ...\n", `x:2: "late ...": ... at an end`},
		{"gap at the beginning", "[terms]\n1 ... late\n", `... at an end`},
		{"two gaps in a row", "[terms]\n1 late ... ... again\n", `too many ...; at most 2`},
		{"class without a name", "[class]\n", `x:1: a class needs a name of small letters: "class"`},
		{"class of numbers", "[class number]\n", `x:1: the words of <number> belong in [numbers]`},
		{"unknown urgency", "[urgent love]\n", `x:1: no urgency is called "love"`},
		{"section with a remark", "[terms of]\n", `x:1: no section is called "terms of"`},
		{"open alternative", "[terms]\n1 late(r|st\n", `x:2: "late(r|st": ( without )`},
		{"nested alternative", "[terms]\n1 late(r|(s)t)\n", `( within (`},
		{"closed alternative", "[terms]\n1 later)\n", `) or | without (`},
		{"too many alternatives", "[terms]\n1 " + strings.Repeat("(a|b)", 13) + "\n", `more than 4096 alternatives`},
		{"second language", "language en\nlanguage de\n", `x:2: second language`},
		{"any number alone", "[requests]\n1 <number>\n", `x:2: "<number>": <number> alone`},
		{"handle", "[terms]\n1 @good\n", `x:2: "@good": holds what is not a word`},
		{"emoji as a term", "[terms]\n1 👍\n", `x:2: "👍": holds what is not a word`},
		{"long word", "[terms]\n1 " + strings.Repeat("ab", 33) + "\n", "holds what is not a word"},
		{"word as an emoji", "[emoji]\n1 good\n", `x:2: "good": is not one emoji`},
		{"two emoji", "[emoji]\n1 👍👍\n", `x:2: "👍👍": is not one emoji`},
		{"endless emoji", "[emoji]\n1 " + strings.Repeat("👩\u200d", 12) + "👩\n", "emoji over 64 bytes"},
		{"word as an emoticon", "[emoticons]\n1 xD\n", `x:2: "xD": letters and digits alone belong in [terms]`},
		{"short emoticon", "[emoticons]\n1 :\n", "an emoticon has 2 to 16 characters"},
		{"long emoticon", "[emoticons]\n1 :" + strings.Repeat("-", 16) + "\n", "an emoticon has 2 to 16 characters"},
		{"emoticon with a space", "[emoticons]\n1 : )\n", "an emoticon can't hold a space"},
		{"emoticon like a handle", "[emoticons]\n1 @x\n", "an emoticon can't look like a handle"},
		{"broken UTF-8", "[terms]\n1 go\xffd\n", "x:2: not valid UTF-8"},
		{"long line", "[terms]\n1 " + strings.Repeat("a", 5000) + "\n", "x:2: line over 4096 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l, err := sentiment.ParseLexicon(strings.NewReader(tt.text), "x")
			require.ErrorContains(t, err, tt.want)
			require.Nil(t, l)
		})
	}
}

func TestParseLexiconJoinsFaults(t *testing.T) {
	t.Parallel()
	_, err := sentiment.ParseLexicon(strings.NewReader("[terms]\nx good\n1 fine\n9 nice\n[none]\n"), "x")
	for _, want := range []string{"x:2:", "x:4:", "x:5:"} {
		require.ErrorContains(t, err, want)
	}
	require.NotContains(t, err.Error(), "x:3:")
}

func TestParseLexiconEndsAfterManyFaults(t *testing.T) {
	t.Parallel()
	_, err := sentiment.ParseLexicon(strings.NewReader("[terms]\n"+strings.Repeat("x good\n", 10_000)), "x")
	require.ErrorContains(t, err, "too many faults")
	require.Less(t, len(err.Error()), 10_000)
}

// The error is bounded, whatever a line stands for.
func TestParseLexiconFaultsOfALine(t *testing.T) {
	t.Parallel()
	_, err := sentiment.ParseLexicon(strings.NewReader("[terms]\n1 "+strings.Repeat("(!|?)", 12)), "x")
	require.ErrorContains(t, err, "too many faults")
	require.Less(t, len(err.Error()), 20_000)
}

func TestParseLexiconLongestLine(t *testing.T) {
	t.Parallel()
	line := "# " + strings.Repeat("a", 4094)
	for _, end := range []string{"", "\n", "\r\n"} {
		l, err := sentiment.ParseLexicon(strings.NewReader("[terms]\n1 good\n"+line+end), "x")
		require.NoError(t, err)
		require.Equal(t, 1, l.Len())
	}
}

// The format that the documentation shows can be read.
func TestParseLexiconFormat(t *testing.T) {
	t.Parallel()
	l := parse(t, `version 1
language en
source written by hand

[terms]
2.5  great, superb, walk(s|ed|ing) on air
[complaints]
2	on hold ... <number> <time>
[thanks]
1.5 thanks
[matters]
0.5 my parcel
[requests]
1 please
[questions]
1 how do I
[urgent safety]
smoke
[negators]
not, never
[intensifiers]
1.3 very
[contrast]
but, however
[conditionals]
if, wish
[numbers]
two, several
[class time]
hours, days
[words]
the
[persons]
I, my, you
[emoji]
2 😀
[emoticons]
2 :)
`, "en")
	require.Equal(t, "en", l.Language())
	s, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{l}})
	require.NoError(t, err)
	require.InDelta(t, 2, s.Score("on hold for several hours").Negative, 1e-9)
	require.InDelta(t, 2.5, s.Score("walking on air").Positive, 1e-9)
}

func TestLoadLexicon(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"a.txt": {Data: []byte("version 3\nlanguage en\n[terms]\n1 on hold, good, cheers\n")},
		"b.txt": {Data: []byte("[complaints]\n2 on hold\n[thanks]\n1 cheers\n")},
		"c.md":  {Data: []byte("no lexicon")},
	}
	l, err := sentiment.LoadLexicon(files, "en")
	require.NoError(t, err)
	require.Equal(t, "en/3", l.String())
	s, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{l}})
	require.NoError(t, err)
	why := s.Explain("good, on hold")
	require.Equal(t, "en/a", why.Spans[0].Part)
	require.Equal(t, "en/b", why.Spans[1].Part, "a complaint goes before a term")
	require.True(t, s.Explain("cheers").Spans[0].Thanks, "thanks go before a term")

	files["b.txt"].Data = []byte("[complaints]\n2 on hold\n9 late\n")
	_, err = sentiment.LoadLexicon(files, "en")
	require.ErrorContains(t, err, "sentiment: lexicon en:b.txt:3: weight 9 is not between 0 and 4")
	_, err = sentiment.LoadLexicon(fstest.MapFS{}, "en")
	require.ErrorContains(t, err, "lexicon en: the folder has no *.txt")
}

func TestParseLexiconReader(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is gone")
	_, err := sentiment.ParseLexicon(io.MultiReader(strings.NewReader("[terms]\n1 good\n"), iotest.ErrReader(broken)), "x")
	require.ErrorIs(t, err, broken)
	require.ErrorContains(t, err, "lexicon x:3")
}

func TestParseLexiconName(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "a b", "a+b", "a\n", "\xff"} {
		_, err := sentiment.ParseLexicon(strings.NewReader("[terms]\n1 good\n"), name)
		require.Error(t, err, "name %q", name)
	}
}

func FuzzParseLexicon(f *testing.F) {
	f.Add(small)
	f.Add("[terms]\n1 good\n[emoji]\n-1 😡\n[emoticons]\n1 :)\n")
	f.Add("version 1\n[terms]\n-4 for <number> hours, 24/7 &amp;c.\n")
	f.Add("language en\n[class time]\nday(s|)\n[complaints]\n1 (late|slow)(r|) ... <time>\n[urgent legal]\nsue\n")
	f.Add("[intensifiers]\n1.3 very\n[numbers]\ntwo\n[contrast]\nbut\n[requests]\n1 please\n\xff")
	f.Fuzz(func(t *testing.T, text string) {
		l, err := sentiment.ParseLexicon(strings.NewReader(text), "fuzz")
		if err != nil {
			require.Nil(t, l)
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
