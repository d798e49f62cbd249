package en_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/en"
)

func TestLexicon(t *testing.T) {
	t.Parallel()
	l, err := en.Lexicon()
	require.NoError(t, err)
	require.Equal(t, "en", l.Name())
	require.Greater(t, l.Len(), 1000)
}

// What customers say, as people would judge it.
func TestLabels(t *testing.T) {
	t.Parallel()
	const bad, plain, good = sentiment.Negative, sentiment.Neutral, sentiment.Positive
	tests := []struct {
		text string
		want sentiment.Label
	}{
		{"Been on hold for two hours, is anyone there?", bad},
		{"I emailed you three weeks ago and still no reply", bad},
		{"45 minute wait and then they hung up on me", bad},
		{"Why is it that nobody answers the phone?", bad},
		{"It's been 5 days. Where is my parcel?", bad},
		{"Parcel arrived damaged and the item is missing", bad},
		{"You charged me twice and won't refund it", bad},
		{"wrong size AGAIN", bad},
		{"The website is down and I can't log in", bad},
		{"app keeps crashing since the last version", bad},
		{"no internet since this morning", bad},
		{"Our flight was cancelled and nobody told us", bad},
		{"stuck at the airport, missed our connection", bad},
		{"They lost my suitcase", bad},
		{"The lady at the desk was so rude to us", bad},
		{"Your driver couldn't care less", bad},
		{"I'm not happy with this at all", bad},
		{"Nice shop, but the staff are useless", bad},
		{"Great, another delay. Thanks for nothing", bad},
		{"Never again. Taking my business elsewhere", bad},
		{"👎👎", bad},
		{"#fail", bad},
		{"ugh :(", bad},

		{"Thank you so much for sorting this out!", good},
		{"Your team went above and beyond ❤️", good},
		{"Can't wait to fly with you on Friday!", good},
		{"The new app works like a charm", good},
		{"Quick reply and friendly staff, 10 out of 10", good},
		{"No complaints at all, on time again", good},
		{"not bad at all", good},
		{"Bit slow at first but the food was AMAZING!!!", good},
		{"Sooooo good 😍", good},
		{"You guys rock", good},
		{"Never had a better meal, loved it", good},
		{"problem solved, cheers", good},

		{"", plain},
		{"Hello", plain},
		{"What are your opening hours on Sunday?", plain},
		{"Can you please tell me which gate?", plain},
		{"Do you deliver to Kisumu?", plain},
		{"Good morning, how do I change my address?", plain},
		{"I would like to book a table for 6", plain},
		{"Please help me with my account", plain},
		{"I have sent you a DM", plain},
		{"Is there any chance to get a window seat?", plain},
		{"My order number is 12345", plain},
		{"Which lost and found office do I call?", plain},
		{"@shop https://shop.example/terrible-bargains", plain},
	}
	l, err := en.Lexicon()
	require.NoError(t, err)
	s, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{l}})
	require.NoError(t, err)
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, s.Score(tt.text).Label, "%q:\n%v", tt.text, s.Explain(tt.text))
		})
	}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	l, err := en.Lexicon()
	require.NoError(t, err)
	s, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{l}})
	require.NoError(t, err)
	for _, text := range []string{
		"Can you help?", "please advise", "How do I reset it", "any update on this", "dm me", "let me know", "I need help asap",
	} {
		require.GreaterOrEqual(t, s.Score(text).Request, 1.0, "%q:\n%v", text, s.Explain(text))
	}
	require.Zero(t, s.Score("The queue was long").Request)
}
