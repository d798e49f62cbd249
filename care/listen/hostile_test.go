package listen_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care/listen"
)

// hostile are texts of some size that want to be slow.
func hostile(size int) map[string]string {
	fill := func(s string) string { return strings.Repeat(s, size/len(s)+1)[:size] }
	own := benchBrands(1)[0]
	return map[string]string{
		"letters":     fill("a"),
		"accents":     fill("é"),
		"joiners":     fill("\u200d"),
		"marks":       fill("a\u0301\u0301\u0301\u0301"),
		"signs":       fill("#"),
		"hashtags":    fill("#a "),
		"one hashtag": "#" + fill("aB"),
		"glued":       fill("a#a@"),
		"ats":         fill("@#@"),
		"dots":        fill("a."),
		"mails":       fill("a.a-a_a@"),
		"handles":     fill("@a.b-"),
		"entities":    fill("&amp;"),
		"ampersands":  fill("&a"),
		"references":  fill("&#65;"),
		"misnomers":   fill("&nosuch;"),
		"apostrophes": fill("a'"),
		"colons":      fill("a://"),
		"pages":       fill("https://a.a.a.a@"),
		"page ends":   fill("https://a " + strings.Repeat(")", 1000)),
		"one page":    "https://" + fill("."),
		"Han":         fill("车"),
		"Hangul":      fill("삼"),
		"invalid":     fill("\xff"),
		"brands":      fill(own.Words[0] + " "),
		"near":        fill(own.Words[0][:6] + "xx "),
		"near by two": fill(own.Words[0][:1] + "xbxdxfxhxj "),
		"common":      fill(own.Common[0] + " order "),
		"excluded":    fill(own.Words[0] + " street "),
		"capitals":    fill(". " + strings.ToUpper(own.Common[0]) + " "),
		"phrases":     fill(own.Words[0] + " customer "),
		"long term":   fill("苹"),
	}
}

// hostileRules have terms that such texts nearly find.
func hostileRules(tb testing.TB) *listen.Rules {
	tb.Helper()
	brands := append(benchBrands(200), listen.Brand{Name: "long", Words: []string{strings.Repeat("苹", 41) + "果"}, Common: []string{"a"}, Capital: true})
	for i := range brands[:200] {
		if i%2 == 0 {
			brands[i].Misspelled[brands[i].Words[0]+"word"] = 2
			brands[i].Within = 5
		}
	}
	return compile(tb, brands...)
}

// TestHostileTextsAreNotSlow has a limit that what is linear is far from, and what is not far beyond.
func TestHostileTextsAreNotSlow(t *testing.T) {
	t.Parallel()
	rules := hostileRules(t)
	for name, text := range hostile(1 << 20) {
		began := time.Now()
		rules.Match(text, "")
		require.Less(t, time.Since(began), time.Minute, name)
	}
}

// BenchmarkHostile shows that no text is slow for its length.
func BenchmarkHostile(b *testing.B) {
	rules := hostileRules(b)
	texts := hostile(1 << 20)
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(1 << 20)
			hits := make([]listen.Hit, 0, 1<<20)
			for b.Loop() {
				hits = rules.Append(hits[:0], texts[name], "")
			}
		})
	}
}
