package pcm_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/pcm"
)

func TestLexicon(t *testing.T) {
	t.Parallel()
	l, err := pcm.Lexicon()
	require.NoError(t, err)
	require.Equal(t, "pcm", l.Name())
	require.Equal(t, "pcm", l.Language())
	require.Greater(t, l.Len(), 5000)
}

// What customers say, as people would judge it.
func TestSentences(t *testing.T) {
	t.Parallel()
	const (
		bad   = sentiment.Negative
		plain = sentiment.Neutral
		good  = sentiment.Positive
	)
	const (
		complaint = sentiment.Complaint
		request   = sentiment.Request
		question  = sentiment.Question
		praise    = sentiment.Praise
		other     = sentiment.Chatter
	)
	tests := []struct {
		text   string
		label  sentiment.Label
		intent sentiment.Intent
	}{
		// Light and network
		{"No light for our area since yesterday", bad, complaint},
		{"Una don take light again, we dey darkness", bad, complaint},
		{"Network no dey work for my side", bad, complaint},
		{"This network too slow, e dey hang anyhow", bad, complaint},
		{"The token no gree load for my meter", bad, complaint},
		{"Una dey zap my data, data dey finish anyhow", bad, complaint},

		// Money
		{"Una debit me twice, where my money?", bad, complaint},
		{"Transfer failed but una never reverse my money", bad, complaint},
		{"ATM no pay me but dem don debit me", bad, complaint},
		{"My airtime don vanish, una be thief", bad, complaint},
		{"Dem don hack my account o, my money don miss", bad, complaint},

		// Manner and delivery
		{"I don call tire, nobody dey pick", bad, complaint},
		{"Una customer care na rubbish", bad, complaint},
		{"My order never reach since Monday", bad, complaint},
		{"Una bring wrong item and una no gree refund", bad, complaint},
		{"Una fall my hand well well", bad, complaint},
		{"I don tire for una", bad, complaint},
		{"The rider rude, e insult my wife", bad, complaint},
		{"App no dey open since morning", bad, complaint},
		{"I no like how una dey talk to person", bad, complaint},
		{"E pain me die", bad, other},

		// Requests and questions
		{"Abeg make una help me check my balance", plain, request},
		{"Please send me my account statement", plain, request},
		{"I wan change my password, abeg help me", plain, request},
		{"How much be the router?", plain, question},
		{"Which time una dey open on Saturday?", plain, question},
		{"How I go take buy data?", plain, question},

		// Praise and thanks
		{"Thank una well well, God bless una", good, praise},
		{"Una try well well, my light don come", good, praise},
		{"This app sweet die", good, praise},
		{"I too like this plan, e make sense", good, praise},
		{"The rider sharp and e dey respectful", good, praise},
		{"No wahala, everything don set", good, praise},
		{"Food sweet, body dey sweet me", good, praise},
		{"Na una sabi work, correct people", good, praise},
		{"Not bad at all, una try", good, praise},

		// Neither
		{"The bus dey late every day", bad, complaint},
		{"Una be ole, return my money", bad, complaint},
		{"My brother Ode buy two cows and one fowl", plain, other},
		{"The president go talk for TV this night", plain, other},
		{"Police station dey near the market", plain, other},
		{"How much be the charges for transfer?", plain, question},
		{"I dey house with my pikin", plain, other},
		{"Meeting na by two for office", plain, other},
		{"The bus go leave by six tomorrow", plain, other},
	}
	l, err := pcm.Lexicon()
	require.NoError(t, err)
	s, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{l}})
	require.NoError(t, err)
	for _, test := range tests {
		got := s.Score(test.text)
		require.Equalf(t, test.label, got.Label, "%v", s.Explain(test.text))
		require.Equalf(t, test.intent, got.Intent, "%v", s.Explain(test.text))
	}
}

func TestUrgency(t *testing.T) {
	t.Parallel()
	l, err := pcm.Lexicon()
	require.NoError(t, err)
	s, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{l}})
	require.NoError(t, err)
	for text, want := range map[string]sentiment.Urgency{
		"Transformer don catch fire for our street": sentiment.Safety,
		"No light since Monday":                     sentiment.Outage,
		"Dem don hack my account":                   sentiment.Fraud,
		"I go sue una":                              sentiment.Legal,
		"I don tire, I wan close my account":        sentiment.Leaving,
		"Which time una dey open?":                  0,
	} {
		require.Equal(t, want, s.Score(text).Urgency, text)
	}
}
