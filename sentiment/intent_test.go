package sentiment_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
)

func TestIntent(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want sentiment.Intent
	}{
		{"", sentiment.Chatter},
		{"the parcel is brown", sentiment.Chatter},
		{"good", sentiment.Praise},
		{"thanks", sentiment.Praise},
		{"too big", sentiment.Complaint},
		{"too big, where is another?", sentiment.Complaint},
		{"too big, please help", sentiment.Complaint},
		{"bad", sentiment.Chatter},
		{"@acme bad", sentiment.Chatter},
		{"@acme my parcel is bad", sentiment.Complaint},
		{"is it brown?", sentiment.Question},
		{"where is it", sentiment.Question},
		{"please", sentiment.Request},
		{"can you please", sentiment.Request},
		{"@acme good, please", sentiment.Praise},
		{"where is it, please", sentiment.Request},
		{"where is it, please?", sentiment.Question},
	}
	s := scorer(t)
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, s.Score(tt.text).Intent, "%v", s.Explain(tt.text))
		})
	}
}

func TestIntentString(t *testing.T) {
	t.Parallel()
	var names []string
	for i := sentiment.Chatter; i <= sentiment.Complaint; i++ {
		names = append(names, i.String())
	}
	require.Equal(t, []string{"chatter", "question", "request", "praise", "complaint"}, names)
}

func TestUrgency(t *testing.T) {
	t.Parallel()
	s := scorer(t)
	got := s.Score("smoke! I called my lawyer").Urgency
	require.Equal(t, sentiment.Safety|sentiment.Legal, got)
	require.True(t, got.Has(sentiment.Legal))
	require.False(t, got.Has(sentiment.Legal|sentiment.Fraud))
	require.Equal(t, "safety,legal", got.String())
	require.Empty(t, s.Score("a parcel").Urgency.String())
	require.Equal(t, "safety,outage,fraud,legal,leaving",
		(sentiment.Safety | sentiment.Outage | sentiment.Fraud | sentiment.Legal | sentiment.Leaving).String())
}
