package sentibench_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
)

const (
	small = 64 << 10
	large = 1 << 20
)

// A filler is what a hostile text is full of, after what it begins with.
type filler struct{ name, begin, text string }

func fillers() []filler {
	return []filler{
		{"prose", "", strings.Join(posts(), " ") + " "},
		{"letter", "", "a"},
		{"capital", "", "A"},
		{"accent", "", "é"},
		{"joiners", "", "\u200d"},
		{"joined-emoji", "", "👩\u200d"},
		{"skin-tones", "", "👍🏽"},
		{"variants", "", "\ufe0f"},
		{"flags", "", "🇰"},
		{"hash", "", "#"},
		{"hashtags", "", "#a"},
		{"hashtag-words", "", "#fail "},
		{"long-hashtag", "#", "a"},
		{"hashtag-of-words", "#", "fail"},
		{"hashtag-of-capitals", "#", "aB"},
		{"long-page", "https://", "a"},
		{"ampersand", "", "&"},
		{"references", "", "&amp;"},
		{"open-references", "", "&#x"},
		{"apostrophe", "", "'"},
		{"apostrophes", "", "a'"},
		{"colon", "", ":"},
		{"bracket", "", ")"},
		{"emoticons", "", ":)"},
		{"at", "", "@"},
		{"mail", "", "a@"},
		{"dots", "", "a."},
		{"page", "", "https://"},
		{"exclamations", "", "!"},
		{"negators", "", "not "},
		{"intensifiers", "", "very "},
		{"contrasts", "", "but "},
		{"phrase-begun", "", "on hold for "},
		{"feeling", "", "good "},
		{"no-text", "", "\xff"},
	}
}

// of returns n bytes.
func (f filler) of(n int) string { return (f.begin + strings.Repeat(f.text, n/len(f.text)+1))[:n] }

func BenchmarkHostile(b *testing.B) {
	s := english(b)
	for _, f := range fillers() {
		short, long := f.of(small), f.of(large)
		hostile(b, f.name+"/64KB", s, short)
		hostile(b, f.name+"/1MB", s, long, short)
	}
}

// hostile measures what a byte of a text takes, and how many times longer than a byte of each other one.
func hostile(b *testing.B, name string, s *sentiment.Scorer, text string, others ...string) {
	b.Helper()
	b.Run(name, func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			s.Score(text)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(text)), "ns/byte")
		for _, other := range others {
			x := times(func() { s.Score(other) }, func() { s.Score(text) })
			b.ReportMetric(x*float64(len(other))/float64(len(text)), "x-64KB")
		}
	})
}

// However long a text is, nothing is kept for it: at most the room that every text has is made anew.
func TestHostileAllocatesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("reads all lexicons, and much text")
	}
	s := english(t)
	for _, f := range fillers() {
		text := f.of(large)
		s.Score(text)
		require.Less(t, allocated(func() { s.Score(text) }), uint64(small), f.name)
	}
}

// allocated is how many bytes f allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
