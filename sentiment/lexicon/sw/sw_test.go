package sw_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/sw"
)

func TestLexicon(t *testing.T) {
	t.Parallel()
	l, err := sw.Lexicon()
	require.NoError(t, err)
	require.Equal(t, "sw", l.Name())
	require.Equal(t, "sw", l.Language())
	require.Greater(t, l.Len(), 20_000)
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
		// Power and water
		{"Hakuna stima hapa kwetu tangu jana asubuhi", bad, complaint},
		{"Stima imepotea tena, mnarudisha lini?", bad, complaint},
		{"Umeme unakatika kila siku, tumechoka sana", bad, complaint},
		{"Tuko gizani siku tatu sasa na hamjibu simu", bad, complaint},
		{"Nimenunua token lakini haijaingia kwenye simu", bad, complaint},
		{"Maji yamekatika wiki nzima mtaa wetu", bad, complaint},

		// Network, airtime, bundles
		{"Bando langu limeisha kwa dakika tano", bad, complaint},
		{"Mtandao wenu ni mbovu sana", bad, complaint},
		{"Hakuna mtu anapokea simu yenu tangu asubuhi", bad, complaint},
		{"Huu ni wizi, rudisheni pesa yangu", bad, complaint},
		{"Ninaishi Umoja, karibu na soko", plain, other},
		{"Wasanii wa Nairobi wako studio", plain, other},
		{"Network iko slow sana leo", bad, complaint},
		{"Bundles zinaisha haraka, mnatuibia!", bad, complaint},
		{"Mmekula airtime yangu bila sababu", bad, complaint},
		{"Internet inasumbua, inapotea kila saa", bad, complaint},

		// Mobile money and banks
		{"Nilituma pesa kimakosa, naomba mnirudishie", plain, request},
		{"Muamala umekataa lakini pesa imekatwa kwenye akaunti", bad, complaint},
		{"Mmenikata pesa mara mbili", bad, complaint},
		{"Nimetapeliwa, mtu ametoa pesa kwenye akaunti yangu", bad, complaint},

		// Manner and delivery
		{"Customer care wenu hampokei simu kabisa", bad, complaint},
		{"Huduma mbovu sana, mna dharau kwa wateja", bad, complaint},
		{"Mzigo wangu haujafika mpaka leo", bad, complaint},
		{"Mnatuzungusha tu, kila siku kesho kesho", bad, complaint},
		{"Sipendi vile mnajibu watu", bad, other},
		{"Nasubiri masaa matatu na hakuna jibu", bad, complaint},
		{"App yenu haifunguki tangu asubuhi", bad, complaint},

		// Requests and questions
		{"Tafadhali niangalizie salio langu", plain, request},
		{"Naomba mnitumie statement ya mwezi huu", plain, request},
		{"Nisaidieni kubadilisha password", plain, request},
		{"Ofisi zenu zinafungua saa ngapi?", plain, question},
		{"Je, naweza kulipa bili kwa simu?", plain, question},
		{"Bei ya router ni shilingi ngapi?", plain, question},

		// Praise and thanks
		{"Asante sana kwa msaada wenu", good, praise},
		{"Mmenisaidia haraka, huduma nzuri sana", good, praise},
		{"Ninapenda app yenu mpya, iko poa sana", good, praise},
		{"Hongereni kwa kazi nzuri", good, praise},
		{"Mko juu, customer care wenu ni wa ukweli", good, praise},
		{"Nimefurahi sana, mungu awabariki", good, praise},
		{"Stima imerudi, shukrani sana wadau", good, praise},
		{"Hakuna shida, nimeelewa", good, praise},

		// Neither
		{"Gari linaondoka saa mbili asubuhi", plain, other},
		{"Nipo nyumbani na watoto leo", plain, other},
		{"Mkutano utafanyika Jumatatu mjini", plain, other},
	}
	l, err := sw.Lexicon()
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
	l, err := sw.Lexicon()
	require.NoError(t, err)
	s, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{l}})
	require.NoError(t, err)
	for text, want := range map[string]sentiment.Urgency{
		"Waya umeanguka karibu na shule":           sentiment.Safety,
		"Hakuna umeme mtaa mzima":                  sentiment.Outage,
		"Nimetapeliwa, mnisaidie":                  sentiment.Fraud,
		"Tukutane mahakamani":                      sentiment.Legal,
		"Nimechoka, nahamia mtandao mwingine":      sentiment.Leaving,
		"Ofisi zenu zinafungua saa ngapi Jumamosi": 0,
	} {
		require.Equal(t, want, s.Score(text).Urgency, text)
	}
}
