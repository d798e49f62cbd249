// Package fr is the French lexicon of package sentiment, written for customer
// care: general words of feeling, idioms and slang as people type them, words
// of public life and nature, and what customers say of waiting, delivery,
// bills, outages, journeys, apps and the manner of those who serve them.
//
// It is data, linked only where it is imported. Its weights may change between
// releases; [sentiment.Scorer.Name] tells versions apart.
package fr

import (
	"embed" // the lexicon's text

	"github.com/kindlydm/kindly/sentiment"
)

//go:embed *.txt
var files embed.FS

// Lexicon parses the French lexicon, whose name is "fr". Parse it once and
// keep it: every call parses anew. The error is nil unless the build is
// damaged.
func Lexicon() (*sentiment.Lexicon, error) {
	return sentiment.LoadLexicon(files, "fr")
}
