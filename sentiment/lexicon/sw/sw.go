// Package sw is the Swahili lexicon of package sentiment, written for customer
// care: standard Swahili, as people of Kenya and Tanzania write it to companies,
// with Sheng, the spellings of short messages and the English words that they
// mix in. It knows verbs with their prefixes, and what customers say of power,
// water, networks, airtime, mobile money, delivery and the manner of those who
// serve them.
//
// It may be used alone, or beside English for people who mix both.
//
// It is data, linked only where it is imported. Its weights may change between
// releases; [sentiment.Scorer.Name] tells versions apart.
package sw

import (
	"embed"

	"github.com/kindlydm/kindly/sentiment"
)

//go:embed *.txt
var files embed.FS

// Lexicon parses the Swahili lexicon, whose name is "sw". Parse it once and
// keep it: every call parses anew. The error is nil unless the build is
// damaged.
func Lexicon() (*sentiment.Lexicon, error) {
	return sentiment.LoadLexicon(files, "sw")
}
