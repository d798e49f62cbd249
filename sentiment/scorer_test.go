package sentiment_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
)

func TestNewFaults(t *testing.T) {
	t.Parallel()
	good := parse(t, "[terms]\n1 good\n", "x")
	tests := []struct {
		name string
		cfg  sentiment.Config
		want []string
	}{
		{"nothing", sentiment.Config{}, []string{"no lexicon"}},
		{"no lexicon", sentiment.Config{Lexicons: []*sentiment.Lexicon{good, nil}}, []string{"lexicon 2 is empty"}},
		{"zero lexicon", sentiment.Config{Lexicons: []*sentiment.Lexicon{{}}}, []string{"lexicon 1 is empty"}},
		{"own", sentiment.Config{Lexicons: []*sentiment.Lexicon{good}, Own: []string{"Acme", " ", "👍"}},
			[]string{`own name " ": holds no word`, `own name "👍": holds no word`}},
		{"long own", sentiment.Config{Lexicons: []*sentiment.Lexicon{good}, Own: []string{"a b c d e f g h i"}},
			[]string{"9 words; at most 8"}},
		{"endless own", sentiment.Config{Lexicons: []*sentiment.Lexicon{good}, Own: []string{"Happy " + strings.Repeat("x y z", 1) + strings.Repeat("ab", 40)}},
			[]string{"a word that is too long"}},
		{"unknown class", sentiment.Config{Lexicons: []*sentiment.Lexicon{parse(t, "[terms]\n1 for <time>\n", "y")}},
			[]string{`lexicon y:2: "for <time>": no words in [class time]`}},
		{"all at once", sentiment.Config{Own: []string{"?"}}, []string{"no lexicon", "own name"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, err := sentiment.New(tt.cfg)
			require.Nil(t, s)
			for _, want := range tt.want {
				require.ErrorContains(t, err, want)
			}
		})
	}
}

func TestOverlay(t *testing.T) {
	t.Parallel()
	base := parse(t, "version 1\n[terms]\n-2 sick, bad\n[emoji]\n-2 💀\n[emoticons]\n1 :)\n[terms]\n-3 on hold\n", "base")
	brand := parse(t, "version 7\n[terms]\n2 sick\n[emoji]\n0 💀\n[emoticons]\n-1 :)\n[terms]\n0 on hold\n", "brand")
	s, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{base, brand}})
	require.NoError(t, err)
	require.Equal(t, "base/1+brand/7", s.Name())

	got := s.Score("sick 💀 on hold :)")
	require.InDelta(t, 2, got.Positive, 1e-9)
	require.InDelta(t, 1, got.Negative, 1e-9)
	require.InDelta(t, 2, s.Score("bad").Negative, 1e-9, "what the overlay doesn't name stays")
}

func TestOwnNames(t *testing.T) {
	t.Parallel()
	s := scorer(t, "Good Box", "@Happy", "On", "B&D", "bad bad box", "Morning", "Love, Bonito", "Mr. Happy Bad", "Late!")
	tests := []struct {
		name, text string
		want       sums
	}{
		{"one word", "happy", sums{}},
		{"possessive", "Happy's parcel", sums{}},
		{"hashtag", "#happy", sums{}},
		{"several words", "good box", sums{}},
		{"only part of it", "good parcel", sums{positive: 2}},
		{"over a stop", "good. box", sums{positive: 2}},
		{"never part of a phrase", "at no point on hold", sums{}},
		{"last in a phrase", "good morning", sums{positive: 2}},
		{"first in a phrase", "on hold for 3 hours", sums{negative: 1}},
		{"passed over", "not happy good", sums{negative: 1.4}},
		{"with a sign in it", "b&d b&amp;d", sums{}},
		{"longer name begun only", "bad bad", sums{negative: 4}},
		{"with a comma in it", "at love, bonito today. love", sums{positive: 2}},
		{"with a comma that is missing", "Love Bonito", sums{}},
		{"with a comma and a part of it", "good, bonito", sums{positive: 2}},
		{"with a stop in it", "Mr. Happy-Bad box", sums{}},
		{"with a mark behind it", "Late! good", sums{positive: 2}},
		{"name before a sentence", "good parcel. Happy but bad", sums{positive: 1, negative: 2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := s.Score(tt.text)
			require.InDelta(t, tt.want.positive, got.Positive, 1e-9, "positive of %q:\n%v", tt.text, s.Explain(tt.text))
			require.InDelta(t, tt.want.negative, got.Negative, 1e-9, "negative of %q:\n%v", tt.text, s.Explain(tt.text))
			require.Zero(t, got.Request)
		})
	}
}

func TestLabel(t *testing.T) {
	t.Parallel()
	s := scorer(t)
	tests := []struct {
		text string
		want sentiment.Label
	}{
		{"", sentiment.Neutral},
		{"a parcel", sentiment.Neutral},
		{"good", sentiment.Positive},
		{"bad", sentiment.Negative},
		{"good and bad", sentiment.Neutral},
		{"good, very bad", sentiment.Negative},
		{"please", sentiment.Neutral},
		{"@acme good parcel please", sentiment.Positive},
		{"@acme slightly good parcel please", sentiment.Neutral},
		{"the parcel that came on Tuesday was slightly good", sentiment.Neutral},
		{"slightly good parcel", sentiment.Positive},
		{"I had a slightly good parcel", sentiment.Positive},
		{"I had a slightly GOOD parcel https://acme.example/x", sentiment.Neutral},
		{"the parcel of Tuesday, a good one https://acme.example/x", sentiment.Neutral},
		{"@acme slightly GOOD parcel", sentiment.Positive},
		{"@acme slightly GOOD parcel https://acme.example/x", sentiment.Neutral},
		{"RT @acme I had a slightly GOOD parcel on that Tuesday", sentiment.Neutral},
		{"@acme my parcel 17", sentiment.Negative},
		{"@acme where is my parcel 17?", sentiment.Neutral},
		{"it is my parcel 17", sentiment.Neutral},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, s.Score(tt.text).Label, "%v", s.Explain(tt.text))
		})
	}
	require.Equal(t, []string{"negative", "neutral", "positive"},
		[]string{sentiment.Negative.String(), sentiment.Neutral.String(), sentiment.Positive.String()})
}

func TestScoreAtOnce(t *testing.T) {
	t.Parallel()
	s := english(t, "Acme")
	text := "Acme: not very happy, but the driver was GREAT 👏🏽!!"
	want := s.Score(text)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				if got := s.Score(text); got != want {
					t.Errorf("Score(%q) = %v, want %v", text, got, want)
				}
				_ = s.Explain(text).String()
			}
		})
	}
	wg.Wait()
}

// No t.Parallel: allocations are counted for the whole process.
func TestScoreAllocates(t *testing.T) {
	s := english(t, "Acme")
	texts := []string{
		"",
		"@acme not very happy, still waiting for 3 hours!!! 😡😡 #SoLate https://acme.example/x :(",
		"SOOOOO GOOOOD &amp; naïve’s ÜBER 🤦🏽‍♀️ 🇰🇪 f**k a.b@c.example \xff &#x27;",
		strings.Repeat("long ", 1000),
		strings.Repeat("x", 10_000),
	}
	for _, text := range texts {
		allocs := testing.AllocsPerRun(100, func() { s.Score(text) })
		require.Zero(t, allocs, "allocations of Score(%.40q)", text)
	}
}

func BenchmarkScore(b *testing.B) {
	s := english(b, "Acme")
	text := "@acme I've been on hold for 2 hours and still no reply!! Really not happy with you 😡 please help #fail"
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		s.Score(text)
	}
}

func BenchmarkExplain(b *testing.B) {
	s := english(b, "Acme")
	text := "@acme I've been on hold for 2 hours and still no reply!! Really not happy with you 😡 please help #fail"
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		s.Explain(text)
	}
}

// A lexicon may hold no short word at all, and a text still any.
func TestScoreWithoutWords(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"[emoticons]\n1 :)\n", "[terms]\n1 " + strings.Repeat("wug", 7) + "\n", "[terms]\n1 a b\n"} {
		s, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{parse(t, text, "x")}})
		require.NoError(t, err)
		require.Zero(t, s.Score("hello @you #there 5 😀").Compound)
	}
}
