// Package pcm is the Nigerian Pidgin lexicon of package sentiment, written for
// customer care: Pidgin as people write it, the common English words of feeling
// in it, and what customers say of power, networks, data, transfers, delivery
// and the manner of those who serve them.
//
// It may be used alone, or beside English for people who write both.
//
// It is data, linked only where it is imported. Its weights may change between
// releases; [sentiment.Scorer.Name] tells versions apart.
package pcm

import (
	"embed"

	"github.com/kindlydm/kindly/sentiment"
)

//go:embed *.txt
var files embed.FS

// Lexicon parses the Nigerian Pidgin lexicon, whose name is "pcm". Parse it once and
// keep it: every call parses anew. The error is nil unless the build is
// damaged.
func Lexicon() (*sentiment.Lexicon, error) {
	return sentiment.LoadLexicon(files, "pcm")
}
