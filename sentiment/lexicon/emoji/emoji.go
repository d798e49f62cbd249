// Package emoji is the lexicon of emoji and emoticons of package sentiment,
// for texts in any language. Its weights say how people use them in short
// posts, which isn't always what they show. A lexicon of a language goes with
// it; alone it judges nothing but symbols.
//
// It is data, linked only where it is imported. Its weights may change between
// releases; [sentiment.Scorer.Name] tells versions apart.
package emoji

import (
	"embed"

	"github.com/kindlydm/kindly/sentiment"
)

//go:embed *.txt
var files embed.FS

// Lexicon reads the lexicon, whose name is "emoji". Read it once and keep it:
// every call reads anew. The error is nil unless the build is damaged.
func Lexicon() (*sentiment.Lexicon, error) { return sentiment.LoadLexicon(files, "emoji") }
