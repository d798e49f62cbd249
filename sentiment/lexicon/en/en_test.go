package en_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/emoji"
	"github.com/kindlydm/kindly/sentiment/lexicon/en"
)

func TestLexicon(t *testing.T) {
	t.Parallel()
	l, err := en.Lexicon()
	require.NoError(t, err)
	require.Equal(t, "en", l.Name())
	require.Greater(t, l.Len(), 1000)
}

// scorer knows emoji as well, as most programs will. Making it takes a while.
var scorer = sync.OnceValue(func() *sentiment.Scorer {
	faces, err := emoji.Lexicon()
	if err != nil {
		panic(err)
	}
	l, err := en.Lexicon()
	if err != nil {
		panic(err)
	}
	s, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{faces, l}})
	if err != nil {
		panic(err)
	}
	return s
})

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
		{"Your website has been down since lunch", bad},
		{"The driver threw our parcel over the gate", bad},
		{"Still waiting for refund, two weeks now", bad},
		{"The jumper shrank after one wash", bad},
		{"I can't believe how rude the cashier was", bad},
		{"Never buying from this shop again", bad},

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
		{"Exactly what we needed, thanks a lot", good},
		{"Another great trip with you", good},
		{"Your riders never fail to amaze me", good},
		{"Nobody does it better than this team", good},
		{"Thank you for never letting us down", good},
		{"I can't believe how good the coffee is", good},
		{"Customer for 12 years and I still love you", good},
		{"Refunded in two days, brilliant", good},
		{"Wouldn't hesitate to recommend this garage", good},

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
		{"Why is the sea salty?", plain},
		{"Are you guys open on Saturday?", plain},
		{"What's going on in the park today?", plain},
		{"What is your return policy?", plain},
		{"Nobody was rude", plain},
		{"My name is Joy", plain},
		{"Pizza on Friday?", plain},
		{"I want to cancel my order", plain},
		{"Which lost and found office do I call?", plain},
		{"@shop https://shop.example/terrible-bargains", plain},
	}
	s := scorer()
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, s.Score(tt.text).Label, "%q:\n%v", tt.text, s.Explain(tt.text))
		})
	}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	s := scorer()
	for _, text := range []string{
		"Can you help?", "please advise", "dm me", "let me know", "I need help asap",
	} {
		require.GreaterOrEqual(t, s.Score(text).Request, 1.0, "%q:\n%v", text, s.Explain(text))
	}
	require.Zero(t, s.Score("The queue was long").Request)
}

func TestIntents(t *testing.T) {
	t.Parallel()
	const (
		chatter, question, request = sentiment.Chatter, sentiment.Question, sentiment.Request
		praise, complaint          = sentiment.Praise, sentiment.Complaint
	)
	tests := []struct {
		text string
		want sentiment.Intent
	}{
		{"@acme still waiting for my refund, it's been 3 weeks", complaint},
		{"@acme you charged me twice for the same bill", complaint},
		{"@acme no internet since this morning, when will it be fixed?", complaint},
		{"@acme third time I call and nobody picks up", complaint},
		{"@acme my parcel arrived broken", complaint},
		{"@acme your app logs me out every five minutes", complaint},
		{"@acme the agent hung up on me", complaint},
		{"@acme sitting on the tarmac for two hours now", complaint},
		{"@acme where is my order? It was supposed to come on Monday", complaint},
		{"@acme great job losing my suitcase", complaint},
		{"@acme do you fly to Lisbon in winter?", question},
		{"@acme what time does the branch in Westlands open?", question},
		{"@acme how do I change my PIN?", question},
		{"@acme is there wifi on board?", question},
		{"@acme please send me a copy of my invoice", request},
		{"@acme could you follow me so that I can DM you", request},
		{"@acme please unblock my card", request},
		{"@acme thank you, Mary sorted it out in a minute!", praise},
		{"@acme best crew ever, loved the flight", praise},
		{"@acme kudos to your driver, so helpful", praise},
		{"@acme what a pleasure to deal with you", praise},
		{"@acme how lovely your new shop is", praise},
		{"@acme so nice of you, thank you", praise},
		{"good morning from Nairobi", chatter},
		{"off to the airport with the kids", chatter},
		{"Acme opens two new branches in Mombasa", chatter},
	}
	s := scorer()
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, s.Score(tt.text).Intent, "%v", s.Explain(tt.text))
		})
	}
}

func TestUrgency(t *testing.T) {
	t.Parallel()
	s := scorer()
	for text, want := range map[string]sentiment.Urgency{
		"@acme there is smoke coming out of the charger":            sentiment.Safety,
		"@acme whole estate without power since noon, network down": sentiment.Outage,
		"@acme someone hacked my account and took my money":         sentiment.Fraud,
		"@acme you will hear from my lawyer":                        sentiment.Legal,
		"@acme enough, I am cancelling my contract":                 sentiment.Leaving,
		"@acme your app has been down all morning":                  sentiment.Outage,
		"@acme my charger caught fire":                              sentiment.Safety,
		"@acme I am switching to another bank":                      sentiment.Leaving,
		"@acme never flying with this airline again":                sentiment.Leaving,
		"@acme moving to another network tomorrow":                  sentiment.Leaving,
		"@acme I'm done with you":                                   sentiment.Leaving,
		"@acme I'm going to the market":                             0,
		"@acme I'm going to the bank":                               0,
		"@acme nice life hack":                                      0,
		"@acme moving to Kisumu next month, do you deliver there?":  0,
		"@acme changing to summer hours on Sunday":                  0,
		"@acme is there room for a wheelchair?":                     0,
		"@acme can I bring my medication on board?":                 0,
		"@acme saw you in the news, well done":                      0,
		"@acme the last time I came the food was lovely":            0,
		"@acme when do you open?":                                   0,
	} {
		require.Equal(t, want, s.Score(text).Urgency, "%v", s.Explain(text))
	}
}
