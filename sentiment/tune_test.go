package sentiment_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
)

// pizzas are messages to a pizzeria where "sick" is praise, "crunchy" too, and
// "soggy" is not.
func pizzas() (out []sentiment.Example) {
	places := []string{"on Monday", "at the door", "again", "in the park", "last night", "with friends", "at work", "this week"}
	for i := range 12 {
		for _, place := range places {
			out = append(out,
				sentiment.Example{Text: fmt.Sprintf("I had a sick pizza %s, number %d", place, i), Label: sentiment.Positive},
				sentiment.Example{Text: fmt.Sprintf("my crunchy crust %s, number %d", place, i), Label: sentiment.Positive},
				sentiment.Example{Text: fmt.Sprintf("my soggy crust %s, number %d", place, i), Label: sentiment.Negative},
				sentiment.Example{Text: fmt.Sprintf("we came by %s, number %d", place, i), Label: sentiment.Neutral})
		}
	}
	return out
}

func pizzeria(t testing.TB) sentiment.Config {
	t.Helper()
	return sentiment.Config{Lexicons: []*sentiment.Lexicon{
		parse(t, "version 1\nlanguage en\n[terms]\n-2 sick, bad\n2 good\n[persons]\nI, my, we\n", "general"),
	}}
}

func TestTune(t *testing.T) {
	t.Parallel()
	tuned, err := sentiment.Tune(pizzeria(t), pizzas(), sentiment.Tuning{Name: "pizza", Bound: 4})
	require.NoError(t, err)
	require.Greater(t, tuned.Gain(), 0.3, "%v to %v", tuned.Before, tuned.After)
	require.Equal(t, len(pizzas()), tuned.After.Total(), "every example is held out once")
	is := make(map[string]float64)
	for _, e := range tuned.Entries {
		is[e.Entry] = e.Is
		require.LessOrEqual(t, max(e.Is-e.Was, e.Was-e.Is), 4.0)
	}
	require.Greater(t, is["sick"], -1.5)
	require.Positive(t, is["crunchy"])
	require.Negative(t, is["soggy"])
	require.NotContains(t, is, "bad", "which no example has")
}

// What is written can be read again, and scores alike.
func TestTunedWriteTo(t *testing.T) {
	t.Parallel()
	cfg := pizzeria(t)
	tuned, err := sentiment.Tune(cfg, pizzas(), sentiment.Tuning{Bound: 4})
	require.NoError(t, err)
	var b strings.Builder
	n, err := tuned.WriteTo(&b)
	require.NoError(t, err)
	require.EqualValues(t, b.Len(), n)
	require.Contains(t, b.String(), "# general, was -2.0; 96 examples")
	require.Contains(t, b.String(), "# new; 96 examples")
	again := parse(t, b.String(), "tuned")
	require.Equal(t, tuned.Lexicon.Len(), again.Len())
	require.Equal(t, tuned.Lexicon.String(), again.String())
	first, second := cfg, cfg
	first.Lexicons = []*sentiment.Lexicon{cfg.Lexicons[0], tuned.Lexicon}
	second.Lexicons = []*sentiment.Lexicon{cfg.Lexicons[0], again}
	one, err := sentiment.New(first)
	require.NoError(t, err)
	other, err := sentiment.New(second)
	require.NoError(t, err)
	for _, e := range pizzas() {
		require.Equal(t, one.Score(e.Text), other.Score(e.Text))
	}
}

func TestTuneIsDeterministic(t *testing.T) {
	t.Parallel()
	one, err := sentiment.Tune(pizzeria(t), pizzas(), sentiment.Tuning{})
	require.NoError(t, err)
	other, err := sentiment.Tune(pizzeria(t), pizzas(), sentiment.Tuning{})
	require.NoError(t, err)
	require.Equal(t, one.Entries, other.Entries)
	require.Equal(t, one.After, other.After)
}

// Labels that the texts say nothing about are not learnt: the held-out figure
// tells.
func TestTuneFindsNothing(t *testing.T) {
	t.Parallel()
	examples := pizzas()
	for i := range examples {
		examples[i] = sentiment.Example{Text: fmt.Sprintf("parcel %c%c", 'a'+i%26, 'a'+i/26), Label: sentiment.Label(i%3 - 1)}
	}
	tuned, err := sentiment.Tune(pizzeria(t), examples, sentiment.Tuning{})
	require.NoError(t, err)
	require.LessOrEqual(t, tuned.Gain(), 0.1)
}

func TestTuneFaults(t *testing.T) {
	t.Parallel()
	two := []sentiment.Example{{Text: "good", Label: 1}, {Text: "bad", Label: -1}}
	tests := []struct {
		name     string
		examples []sentiment.Example
		how      sentiment.Tuning
		want     string
	}{
		{"none", nil, sentiment.Tuning{}, "two labels or more"},
		{"one label", two[:1], sentiment.Tuning{}, "two labels or more"},
		{"label", []sentiment.Example{{Text: "good", Label: 2}}, sentiment.Tuning{}, "example 0: label 2 is not -1, 0 or 1"},
		{"name", two, sentiment.Tuning{Name: "a b"}, "a space"},
		{"bound", two, sentiment.Tuning{Bound: 5}, "bound 5 is not between 0.1 and 4"},
		{"seen", two, sentiment.Tuning{Seen: -1}, "seen -1"},
		{"folds", two, sentiment.Tuning{Folds: 1}, "folds 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := sentiment.Tune(pizzeria(t), tt.examples, tt.how)
			require.ErrorContains(t, err, tt.want)
		})
	}
	_, err := sentiment.Tune(sentiment.Config{}, two, sentiment.Tuning{})
	require.ErrorContains(t, err, "no lexicon")
}

type fullDisk struct{ left int }

var errFull = errors.New("no space left")

func (d *fullDisk) Write(p []byte) (int, error) {
	if d.left -= len(p); d.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestTunedWriteToFullDisk(t *testing.T) {
	t.Parallel()
	tuned, err := sentiment.Tune(pizzeria(t), pizzas(), sentiment.Tuning{})
	require.NoError(t, err)
	_, err = tuned.WriteTo(&fullDisk{left: 20})
	require.ErrorIs(t, err, errFull)
}

// Emoji and emoticons keep their weights; with several languages, entries with
// classes do. Whatever is found can be written, read and put behind the others.
func TestTuneWithSymbolsAndLanguages(t *testing.T) {
	t.Parallel()
	cfg := sentiment.Config{Lexicons: []*sentiment.Lexicon{
		parse(t, "[emoji]\n-2 😡\n2 😀\n[emoticons]\n2 <3, D:\n", "faces"),
		parse(t, "language en\n[class staff]\nclerk, driver\n[terms]\n-2 <staff> late\n2 fine\n", "en"),
		parse(t, "language sw\n[terms]\n-2 mbaya\n", "sw"),
	}}
	var examples []sentiment.Example
	for i := range 40 {
		examples = append(examples,
			sentiment.Example{Text: fmt.Sprintf("my 😡 <3 clerk late Spaßß %d", i), Label: sentiment.Positive},
			sentiment.Example{Text: fmt.Sprintf("my 😀 D: mbaya טוב café %d", i), Label: sentiment.Negative})
	}
	tuned, err := sentiment.Tune(cfg, examples, sentiment.Tuning{})
	require.NoError(t, err)
	var b strings.Builder
	_, err = tuned.WriteTo(&b)
	require.NoError(t, err)
	for _, kept := range []string{"😡", "😀", "<3", "D:", "<staff>"} {
		require.NotContains(t, b.String(), kept)
	}
	require.Contains(t, b.String(), "café")
	again := parse(t, b.String(), "tuned")
	one, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{cfg.Lexicons[0], cfg.Lexicons[1], cfg.Lexicons[2], tuned.Lexicon}})
	require.NoError(t, err)
	other, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{cfg.Lexicons[0], cfg.Lexicons[1], cfg.Lexicons[2], again}})
	require.NoError(t, err)
	for _, e := range examples {
		require.Equal(t, one.Score(e.Text), other.Score(e.Text))
	}
}

// With one language, entries with classes are tuned as well, and complaints stay
// complaints.
func TestTuneEntriesWithClasses(t *testing.T) {
	t.Parallel()
	cfg := sentiment.Config{Lexicons: []*sentiment.Lexicon{
		parse(t, "language en\n[class staff]\nclerk, driver\n[complaints]\n2 <staff> late\n[thanks]\n1 cheers\n", "en"),
	}}
	var examples []sentiment.Example
	for i := range 40 {
		examples = append(examples,
			sentiment.Example{Text: fmt.Sprintf("my clerk late number %d", i), Label: sentiment.Neutral},
			sentiment.Example{Text: fmt.Sprintf("my awful driver late cheers %d", i), Label: sentiment.Negative})
	}
	tuned, err := sentiment.Tune(cfg, examples, sentiment.Tuning{})
	require.NoError(t, err)
	var b strings.Builder
	_, err = tuned.WriteTo(&b)
	require.NoError(t, err)
	require.Regexp(t, `\[complaints\]\n# en, was 2.0; 80 examples\n[01]\.\d  <staff> late\n`, b.String())
	for _, e := range tuned.Entries {
		require.LessOrEqual(t, max(e.Is, -e.Is), 4.0)
	}
}

func TestTuneWithoutGain(t *testing.T) {
	t.Parallel()
	tuned, err := sentiment.Tune(pizzeria(t), []sentiment.Example{{Text: "good", Label: 1}, {Text: "bad", Label: -1}}, sentiment.Tuning{})
	require.NoError(t, err)
	require.Nil(t, tuned.Lexicon)
	require.Empty(t, tuned.Entries)
	require.Zero(t, tuned.Gain())
	_, err = tuned.WriteTo(&strings.Builder{})
	require.NoError(t, err)
}

func TestMeasure(t *testing.T) {
	t.Parallel()
	c := sentiment.Measure(scorer(t), []sentiment.Example{
		{Text: "good", Label: 1}, {Text: "bad", Label: -1}, {Text: "good", Label: 0}, {Text: "x", Label: 0}, {Text: "x", Label: 7},
	})
	require.Equal(t, sentiment.Confusion{{1, 0, 0}, {0, 1, 1}, {0, 0, 1}}, c)
	require.Equal(t, 4, c.Total())
	require.InDelta(t, 0.75, c.Accuracy(), 1e-9)
	require.InDelta(t, (1+2./3+2./3)/3, c.MacroF1(), 1e-9)
	require.Zero(t, sentiment.Confusion{}.MacroF1())
	require.Zero(t, sentiment.Confusion{}.Accuracy())
}
