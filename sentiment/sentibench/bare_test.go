package sentibench_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment/lexicon/en"
)

// bare is the least that reads a text word by word. It keeps its room from text to text.
type bare struct {
	word  []byte
	table map[string]float64
	words int
}

// split finds the words: runs of ASCII letters and apostrophes, in lower case.
func (b *bare) split(text string) {
	b.words, b.word = 0, b.word[:0]
	for i := range len(text) {
		c := text[i]
		switch {
		case 'a' <= c && c <= 'z', c == '\'':
			b.word = append(b.word, c)
		case 'A' <= c && c <= 'Z':
			b.word = append(b.word, c+'a'-'A')
		case len(b.word) > 0:
			b.words++
			b.word = b.word[:0]
		}
	}
	if len(b.word) > 0 {
		b.words++
	}
}

// sum adds up what the table has of the words that split finds.
func (b *bare) sum(text string) (sum float64) {
	b.words, b.word = 0, b.word[:0]
	for i := range len(text) {
		c := text[i]
		switch {
		case 'a' <= c && c <= 'z', c == '\'':
			b.word = append(b.word, c)
		case 'A' <= c && c <= 'Z':
			b.word = append(b.word, c+'a'-'A')
		case len(b.word) > 0:
			b.words++
			sum += b.table[string(b.word)]
			b.word = b.word[:0]
		}
	}
	if len(b.word) > 0 {
		b.words++
		sum += b.table[string(b.word)]
	}
	return sum
}

// newBare has a table as large as the English lexicon, which has every sixth word of the posts.
func newBare(tb testing.TB) *bare {
	tb.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	b := &bare{table: map[string]float64{}}
	words := wordsOf(posts())
	for i := 0; i < len(words); i += 6 {
		b.table[words[i]] = float64(r.IntN(9) - 4)
	}
	for n := lexicon(tb, en.Lexicon).Len(); len(b.table) < n; {
		word := make([]byte, 3+r.IntN(9))
		for i := range word {
			word[i] = byte('a' + r.IntN(26))
		}
		b.table[string(word)] = float64(r.IntN(9) - 4)
	}
	return b
}

// wordsOf returns the words, each once, sorted.
func wordsOf(texts []string) []string {
	words := strings.FieldsFunc(strings.ToLower(strings.Join(texts, " ")), func(c rune) bool {
		return (c < 'a' || c > 'z') && c != '\''
	})
	slices.Sort(words)
	return slices.Compact(words)
}

func TestBare(t *testing.T) {
	t.Parallel()
	b, weights := newBare(t), 0
	for _, text := range posts() {
		want := 0.0
		words := strings.FieldsFunc(text, func(c rune) bool {
			return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '\''
		})
		for _, word := range words {
			want += b.table[strings.ToLower(word)]
			if b.table[strings.ToLower(word)] != 0 {
				weights++
			}
		}
		require.InDelta(t, want, b.sum(text), 1e-9, "%s", text)
		require.Equal(t, len(words), b.words, "%s", text)
		b.split(text)
		require.Equal(t, len(words), b.words, "%s", text)
	}
	require.Greater(t, weights, len(posts()), "words that the table has")
}
