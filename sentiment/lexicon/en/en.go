// Package en is the English lexicon of package sentiment, written for customer
// care: general words of feeling, and what customers say of waiting, delivery,
// bills, outages, journeys, apps and the manner of those who serve them.
//
// It is data, linked only where it is imported. Its weights may change between
// releases; [sentiment.Scorer.Name] tells versions apart.
package en

import (
	"embed"

	"github.com/kindlydm/kindly/sentiment"
)

//go:embed *.txt
var files embed.FS

// Lexicon reads the English lexicon, whose name is "en". Read it once and keep
// it: every call reads anew, which takes a tenth of a second. The error is nil
// unless the build is damaged.
func Lexicon() (*sentiment.Lexicon, error) { return sentiment.LoadLexicon(files, "en") }
