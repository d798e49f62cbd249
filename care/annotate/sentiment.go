package annotate

import (
	"context"
	"strings"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/sentiment"
)

// Sentiment returns an annotator that judges a mention by what s makes of its text: the label, the compound and
// the intent, the cues of urgency as topics ("safety", "outage", "fraud", "legal", "leaving"), and as By the name of
// s. It neither fails nor waits, and keeps no word.
func Sentiment(s *sentiment.Scorer) care.Annotator {
	return func(_ context.Context, m care.Mention) (care.Assessment, error) {
		score := s.Score(m.Text)
		return care.Assessment{
			By: s.Name(), Label: int(score.Label), Compound: score.Compound,
			Intent: score.Intent.String(), Topics: topics(score.Urgency),
		}, nil
	}
}

func topics(u sentiment.Urgency) []string {
	if u == 0 {
		return nil
	}
	return strings.Split(u.String(), ",")
}
