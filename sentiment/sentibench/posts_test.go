package sentibench_test

import (
	"bufio"
	_ "embed" // for the posts
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

//go:embed testdata/posts.txt
var postLines string

// posts are what people write to companies, in the public.
func posts() []string { return strings.Split(strings.TrimSuffix(postLines, "\n"), "\n") }

// A corpus is texts to be read one after another.
type corpus struct {
	name  string
	texts []string
}

// corpora are ours, and the one from outside if it is there.
func corpora(tb testing.TB) []corpus {
	tb.Helper()
	all := []corpus{{"posts", posts()}, {"dealt", dealt(8192)}}
	if dir := os.Getenv("KINDLY_SENTIMENT_GOLD"); dir != "" {
		all = append(all, corpus{"airline", labelled(tb, filepath.Join(dir, "airline_fixed.tsv"))})
	}
	return all
}

// dealt returns n texts of the posts' sentences, dealt anew, two to a text, so that the processor can't learn them
// by heart.
func dealt(n int) []string {
	var sentences []string
	for _, text := range posts() {
		for sentence := range strings.SplitAfterSeq(text, ". ") {
			for part := range strings.SplitAfterSeq(sentence, "? ") {
				sentences = append(sentences, strings.TrimSpace(part))
			}
		}
	}
	r, texts := rand.New(rand.NewPCG(5, 6)), make([]string, n)
	for i := range texts {
		deal := make([]string, 2)
		for k := range deal {
			deal[k] = sentences[r.IntN(len(sentences))]
		}
		texts[i] = strings.Join(deal, " ")
	}
	return texts
}

// labelled reads texts, the third column.
func labelled(tb testing.TB, path string) []string {
	tb.Helper()
	file, err := os.Open(path)
	require.NoError(tb, err)
	defer file.Close()
	var texts []string
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if fields := strings.SplitN(lines.Text(), "\t", 3); len(fields) == 3 {
			texts = append(texts, fields[2])
		}
	}
	require.NoError(tb, lines.Err())
	require.NotEmpty(tb, texts)
	return texts
}

func size(texts []string) int { return len(strings.Join(texts, "")) }

// What is measured has something of everything.
func TestPosts(t *testing.T) {
	t.Parallel()
	texts := posts()
	require.InDelta(t, 200, len(texts), 10)
	require.InDelta(t, 100, size(texts)/len(texts), 5, "bytes on average")
	features := map[string]func(string) bool{
		"handle":   func(s string) bool { return strings.Contains(s, "@") },
		"hashtag":  func(s string) bool { return strings.Contains(s, "#") },
		"page":     func(s string) bool { return strings.Contains(s, "https://") },
		"shout":    func(s string) bool { return strings.Contains(s, "!!") },
		"thanks":   func(s string) bool { return strings.Contains(strings.ToLower(s), "thank") },
		"ask":      func(s string) bool { return strings.Contains(s, "?") },
		"emoji":    func(s string) bool { return strings.ContainsFunc(s, func(r rune) bool { return r > 0x2300 }) },
		"capitals": hasShoutedWord,
	}
	for name, has := range features {
		n := 0
		for _, text := range texts {
			if has(text) {
				n++
			}
		}
		require.Greater(t, n, len(texts)/25, "posts with %s", name)
	}
	for _, text := range texts {
		require.True(t, utf8.ValidString(text), "%q", text)
	}
}

func hasShoutedWord(s string) bool {
	for word := range strings.FieldsSeq(s) {
		if len(word) > 3 && strings.ToUpper(word) == word && strings.ToLower(word) != word {
			return true
		}
	}
	return false
}

func TestDealt(t *testing.T) {
	t.Parallel()
	texts := dealt(8192)
	require.InDelta(t, 100, size(texts)/len(texts), 15, "bytes on average")
	slices.Sort(texts)
	require.Greater(t, len(slices.Compact(texts)), 8000, "texts that differ")
}
