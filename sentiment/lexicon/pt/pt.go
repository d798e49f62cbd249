// Package pt is the Portuguese lexicon of package sentiment, of Brazil, Portugal,
// Angola and Mozambique, written for customer care: words of feeling, idioms
// and slang as people type them, and what customers say of waiting, delivery,
// bills, outages, journeys, apps and the manner of those who serve them.
//
// It is data, linked only where it is imported. Its weights may change between
// releases; [sentiment.Scorer.Name] tells versions apart.
package pt

import (
	"embed" // the lexicon's text

	"github.com/kindlydm/kindly/sentiment"
)

//go:embed *.txt
var files embed.FS

// Lexicon parses the Portuguese lexicon, whose name is "pt". Parse it once and
// keep it: every call parses anew. The error is nil unless the build is
// damaged.
func Lexicon() (*sentiment.Lexicon, error) {
	return sentiment.LoadLexicon(files, "pt")
}
