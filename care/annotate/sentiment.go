package annotate

import (
	"context"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/sentiment"
)

// Sentiment returns an annotator that judges a mention by what s makes of its text: the label, the compound,
// and as By the name of s. It neither fails nor waits, and keeps no word.
func Sentiment(s *sentiment.Scorer) care.Annotator {
	return func(_ context.Context, m care.Mention) (care.Assessment, error) {
		score := s.Score(m.Text)
		return care.Assessment{By: s.Name(), Label: int(score.Label), Compound: score.Compound}, nil
	}
}
