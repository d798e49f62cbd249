package annotate_test

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care/listen"
	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/emoji"
	"github.com/kindlydm/kindly/sentiment/lexicon/en"
)

// named are the brands that the posts are about.
func named() []string {
	return []string{
		"AcmeAir", "NorthRail", "Zentel", "ParcelHop", "KettleBank",
		"HomeAndHue", "GreenGrid", "FoodBasket", "Streamly", "FitLoop",
	}
}

// twoHundred are brands of ten terms each: those that are named, and others that nobody writes about.
func twoHundred() []listen.Brand {
	r, brands := rand.New(rand.NewPCG(3, 4)), make([]listen.Brand, 200)
	for i := range brands {
		name := invented(r, 4)
		if i < len(named()) {
			name = named()[i]
		}
		brands[i] = listen.Brand{
			Name:       name,
			Handles:    []string{"@" + name, "@" + name + "Help"},
			Domains:    []string{name + ".example"},
			Hashtags:   []string{name + "Fail"},
			Phrases:    []string{"the " + name + " app"},
			Words:      []string{name},
			Misspelled: map[string]int{name: 1},
			Common:     []string{invented(r, 3)},
			Nearby:     []string{"order"},
			Not:        []string{name + " street"},
		}
	}
	return brands
}

// invented is a name that no text has by chance.
func invented(r *rand.Rand, syllables int) string {
	var b strings.Builder
	for range syllables {
		fmt.Fprintf(&b, "%c%c", "bcdfghjklmnprstvz"[r.IntN(17)], "aeiou"[r.IntN(5)])
	}
	return b.String()
}

// stream is thousands of texts of a hundred bytes: sentences of posts to companies, dealt anew, two to a text.
func stream(tb testing.TB) []string {
	tb.Helper()
	posts, err := os.ReadFile("../../sentiment/sentibench/testdata/posts.txt")
	if errors.Is(err, fs.ErrNotExist) {
		tb.Skip("the module of benchmarks, which has the posts, is not beside this one")
	}
	require.NoError(tb, err)
	sentences := strings.FieldsFunc(strings.NewReplacer(". ", ".\n", "? ", "?\n").Replace(string(posts)), func(c rune) bool { return c == '\n' })
	r, texts := rand.New(rand.NewPCG(5, 6)), make([]string, 8192)
	for i := range texts {
		texts[i] = sentences[r.IntN(len(sentences))] + " " + sentences[r.IntN(len(sentences))]
	}
	return texts
}

// BenchmarkStream finds 200 brands in posts and scores these, on one core with -cpu=1.
func BenchmarkStream(b *testing.B) {
	rules, err := listen.Compile(twoHundred()...)
	require.NoError(b, err)
	english, err := en.Lexicon()
	require.NoError(b, err)
	symbols, err := emoji.Lexicon()
	require.NoError(b, err)
	scorer, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{english, symbols}})
	require.NoError(b, err)
	texts, hits := stream(b), make([]listen.Hit, 0, 16)
	steps := []struct {
		name string
		read func(string)
	}{
		{"listen", func(text string) { hits = rules.Append(hits[:0], text, "") }},
		{"score", func(text string) { scorer.Score(text) }},
		{"listen-and-score", func(text string) {
			hits = rules.Append(hits[:0], text, "")
			scorer.Score(text)
		}},
	}
	for _, step := range steps {
		b.Run(step.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				step.read(texts[i%len(texts)])
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "posts/s")
		})
	}
}

// The posts are about the brands that are named, and about no other.
func TestStream(t *testing.T) {
	t.Parallel()
	rules, err := listen.Compile(twoHundred()...)
	require.NoError(t, err)
	about := map[string]int{}
	for _, text := range stream(t) {
		for _, hit := range rules.Match(text, "") {
			about[hit.Brand]++
		}
	}
	require.Len(t, about, len(named()))
	for _, name := range named() {
		require.Greater(t, about[name], 100, name)
	}
}
