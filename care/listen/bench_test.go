package listen_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/kindlydm/kindly/care/listen"
)

// syllables make names that no text has by chance.
func name(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte("bcdfghjklmnprstvz"[r.IntN(17)])
		b.WriteByte("aeiou"[r.IntN(5)])
	}
	return b.String()
}

// benchBrands returns brands of ten terms each, of every kind.
func benchBrands(n int) []listen.Brand {
	r := rand.New(rand.NewPCG(1, 2))
	brands := make([]listen.Brand, n)
	for i := range brands {
		own := name(r, 4)
		brands[i] = listen.Brand{
			Name: fmt.Sprint(own, i), Handles: []string{"@" + own, "@" + own + "care"}, Hashtags: []string{own + "fail"},
			Domains: []string{own + ".example"}, Phrases: []string{own + " customer service", "the " + name(r, 3) + " app"},
			Words: []string{own, name(r, 3)}, Misspelled: map[string]int{own: 1}, Common: []string{name(r, 2)},
			Nearby: []string{"order", "parcel"}, Not: []string{own + " street"},
		}
	}
	return brands
}

// benchTexts returns posts of 100 bytes, one in twenty of which names a brand.
func benchTexts(brands []listen.Brand) []string {
	r := rand.New(rand.NewPCG(3, 4))
	words := strings.Fields(`my parcel has been stuck in the depot since monday and nobody answers the phone can somebody
		please look into this again what a morning coffee was great though the train came late waiting for support
		number still nothing works after the update thanks for the quick help yesterday @friend #monday https://short.example/x1y2`)
	texts := make([]string, 2000)
	for i := range texts {
		var b strings.Builder
		if i%20 == 0 {
			fmt.Fprintf(&b, "%s ", brands[r.IntN(len(brands))].Words[0])
		}
		for b.Len() < 100 {
			b.WriteString(words[r.IntN(len(words))])
			b.WriteString([]string{" ", " ", " ", ", ", ". "}[r.IntN(5)])
		}
		texts[i] = b.String()[:100]
	}
	return texts
}

// BenchmarkMatch goes over posts of 100 bytes on one core.
func BenchmarkMatch(b *testing.B) {
	for _, n := range []int{10, 200, 2000} {
		b.Run(fmt.Sprintf("brands=%d", n), func(b *testing.B) {
			brands := benchBrands(n)
			rules, err := listen.Compile(brands...)
			if err != nil {
				b.Fatal(err)
			}
			texts, hits, i := benchTexts(brands), make([]listen.Hit, 0, 16), 0
			b.ReportAllocs()
			b.SetBytes(100)
			for b.Loop() {
				hits = rules.Append(hits[:0], texts[i%len(texts)], "")
				i++
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "posts/s")
		})
	}
}

// BenchmarkCompile makes the rules of few brands, and of many.
func BenchmarkCompile(b *testing.B) {
	for _, n := range []int{1, 2000} {
		b.Run(fmt.Sprintf("brands=%d", n), func(b *testing.B) {
			brands := benchBrands(n)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := listen.Compile(brands...); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
