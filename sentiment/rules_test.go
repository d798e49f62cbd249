package sentiment_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// sums are what a text is to add up to.
type sums struct{ positive, negative, request float64 }

func TestRules(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       sums
	}{
		{"nothing", "", sums{}},
		{"unknown words", "the parcel came on Tuesday", sums{}},
		{"term", "a good parcel", sums{positive: 2}},
		{"both", "good parcel. bad box", sums{positive: 2, negative: 2}},
		{"case", "Good parcel", sums{positive: 2}},
		{"case beyond ASCII", "Naïve GRÜn", sums{positive: 4}},
		{"possessive", "the good's", sums{positive: 2}},
		{"curly apostrophe", "it won’t", sums{negative: 2}},
		{"asterisk for a letter", "f*ck", sums{negative: 2}},
		{"asterisks around a word", "*good*", sums{positive: 2}},
		{"invisible characters", "go\u200bo\u00add", sums{positive: 2}},

		{"phrase", "I am on hold", sums{negative: 3}},
		{"phrase over a hyphen", "on-hold", sums{negative: 3}},
		{"phrase not over a comma", "on, hold", sums{}},
		{"phrase not over a line", "on\nhold", sums{}},
		{"longest phrase", "on hold for 3 hours", sums{negative: 3}},
		{"phrase that goes on in vain", "on hold for 3 days", sums{negative: 3}},
		{"number as a word", "for two hours", sums{negative: 1}},
		{"number glued to its unit", "2hours", sums{negative: 1}},
		{"number with a comma", "2,000 hours", sums{negative: 1}},
		{"phrase with a term in it", "good as gold", sums{positive: 3}},
		{"phrase begun only", "good as new", sums{positive: 2}},
		{"phrase without feeling", "good morning", sums{}},

		{"negated praise", "not good", sums{negative: 1.4}},
		{"negated blame", "not bad", sums{positive: 0.4}},
		{"negation reaches four words", "not at all that good", sums{negative: 1.4}},
		{"negation does not reach five", "not at all that very, very good", sums{positive: 3}},
		{"negation ends at a comma", "not today, good", sums{positive: 2}},
		{"negation ends at a stop", "not today. good", sums{positive: 2}},
		{"negation ends at a dash", "not today - good", sums{positive: 2}},
		{"negation ends at contrast", "not today but good", sums{positive: 2}},
		{"negation ends at an emoji", "not 📦 good", sums{positive: 2}},
		{"negation does not touch an emoji", "not 👍", sums{positive: 2}},
		{"negator of several words", "at no point good", sums{negative: 1.4}},
		{"negator within a phrase", "can't wait good", sums{positive: 5}},
		{"negator that is none", "not only good", sums{positive: 2}},

		{"intensifier", "very good", sums{positive: 3}},
		{"intensifier a word away", "really a good box", sums{positive: 3}},
		{"intensifier too far", "really a box good", sums{positive: 2}},
		{"intensifiers together", "really very good", sums{positive: 4}},
		{"intensifier with a feeling", "awfully bad", sums{negative: 4}},
		{"intensifier with the opposite feeling", "awfully good", sums{positive: 3}},
		{"dampener", "slightly bad", sums{negative: 1}},
		{"dampener of two words", "a bit bad", sums{negative: 1}},
		{"entry that ends in a negator", "smell not good", sums{negative: 2.4}},
		{"negated and intensified", "not very good", sums{negative: 2.1}},

		{"contrast", "good but bad", sums{positive: 1, negative: 2}},
		{"contrast of several words", "good on the other hand bad", sums{positive: 1, negative: 2}},
		{"contrast once", "good but bad but bad", sums{positive: 1, negative: 3}},
		{"contrast with the sentence before", "good box. But bad", sums{positive: 1, negative: 2}},
		{"contrast leaves older sentences", "good. good box. But bad", sums{positive: 3, negative: 2}},

		{"capitals", "GOOD box", sums{positive: 2.5}},
		{"capitals of a phrase", "ON HOLD", sums{negative: 3.75 - 0.75}},
		{"drawn out", "baaaad", sums{negative: 2.4}},
		{"drawn out a double letter", "goooood", sums{positive: 2.4}},
		{"drawn out a single letter of two", "coool", sums{positive: 2.4}},
		{"gap", "walked in very late", sums{negative: 1}},
		{"gap of nothing", "walks late", sums{negative: 1}},
		{"gap too long", "walked in a red box late", sums{negative: 2}},
		{"gap not over a comma", "walked in, late", sums{negative: 2}},
		{"drawn out without end", "baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaad", sums{negative: 2.4}},
		{"exclamation mark", "good!", sums{positive: 2.2}},
		{"exclamation marks", "good box!!!!!!", sums{positive: 2.6}},
		{"exclaimed from the other side of contrast", "good but bad!", sums{positive: 1.1, negative: 2.2}},
		{"exclamation of its sentence only", "good. bad!", sums{positive: 2, negative: 2.2}},

		{"class", "too big", sums{negative: 2}},
		{"no word of the class", "too good", sums{positive: 2}},
		{"condition", "if good", sums{positive: 0.8}},
		{"condition to the end of its sentence", "wish it were, well, bad. bad", sums{negative: 2.8}},
		{"thanks", "thanks", sums{positive: 1}},
		{"thanks beside a question", "thanks?", sums{positive: 0.5}},
		{"thanks beside a request", "please, thanks", sums{positive: 0.5, request: 1}},
		{"thanks beside blame", "bad. thanks", sums{positive: 0.5, negative: 2}},
		{"thanks beside praise", "good. thanks", sums{positive: 3}},
		{"praise before a complaint", "@acme good, too big", sums{positive: 0.6, negative: 2}},
		{"praise before a complaint in another sentence", "good. parcel too big", sums{positive: 0.6, negative: 2.5}},
		{"thanks before a complaint", "thanks, too big", sums{positive: 0.15, negative: 2}},
		{"praise before a weak complaint", "good, a bit too big", sums{positive: 0.6, negative: 1}},
		{"praise before a complaint that hardly is one", "good, slightly slow", sums{positive: 2, negative: 0.4}},
		{"a face before a complaint", "😀 too big", sums{positive: 2, negative: 2}},
		{"gap with a negator in it", "walked not late", sums{positive: 0.4}},
		{"matter before a complaint in it", "my parcel too big", sums{negative: 2.5}},
		{"praise in the sentence, but not at its head", "bad, good, too big", sums{positive: 2, negative: 4}},
		{"praise after a complaint", "@acme too big, good", sums{positive: 2, negative: 2}},
		{"praise before blame", "@acme good, bad", sums{positive: 2, negative: 2}},
		{"praise, contrast, a complaint", "@acme good, but too big", sums{positive: 1, negative: 2}},

		{"request", "please", sums{request: 1}},
		{"request is not exclaimed", "please!", sums{request: 1}},
		{"request of two words", "can you", sums{request: 1}},
		{"request and praise", "happy", sums{positive: 2, request: 0.5}},
	}
	s := scorer(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := s.Score(tt.text)
			require.InDelta(t, tt.want.positive, got.Positive, 1e-9, "positive of %q:\n%v", tt.text, s.Explain(tt.text))
			require.InDelta(t, tt.want.negative, got.Negative, 1e-9, "negative of %q:\n%v", tt.text, s.Explain(tt.text))
			require.InDelta(t, tt.want.request, got.Request, 1e-9, "request of %q:\n%v", tt.text, s.Explain(tt.text))
		})
	}
}

func TestSymbols(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       sums
	}{
		{"emoji", "👍", sums{positive: 2}},
		{"emoji between letters", "box👍box", sums{positive: 2}},
		{"skin tone", "👍🏽", sums{positive: 2}},
		{"variation selector", "❤️", sums{positive: 2}},
		{"no variation selector", "❤", sums{positive: 2}},
		{"sequence in the lexicon", "🤦🏽‍♀️", sums{positive: 1}},
		{"sequence that counts as its beginning", "🤦🏽‍♂️", sums{negative: 2}},
		{"family", "👨‍👩‍👧", sums{positive: 1}},
		{"part of a family", "👨‍👩", sums{}},
		{"flag", "🇰🇪", sums{positive: 1}},
		{"another flag", "🇰🇬", sums{}},
		{"flags in a row", "🇺🇬🇰🇪", sums{positive: 1}},
		{"unknown emoji", "📦", sums{}},
		{"repeated", "😡😡😡", sums{negative: 3}},
		{"different ones", "😡🤦😡", sums{negative: 6}},
		{"exclaimed with an emoji", "good 😀!", sums{positive: 4.4}},
		{"heavy exclamation mark", "good❗", sums{positive: 2.2}},

		{"emoticon", "parcel :)", sums{positive: 2}},
		{"emoticon after a word", "parcel:(", sums{negative: 2}},
		{"drawn-out emoticon", "parcel :((((", sums{negative: 2}},
		{"heart as a reference", "&lt;3", sums{positive: 2}},
		{"emoticon of letters", "o_O o_o", sums{positive: 2}},
		{"bracket and colon", "late:(2 boxes)", sums{negative: 2}},
		{"bracket that closes one", "(page 2): good", sums{positive: 2}},
		{"bracket that closes none", "page 2): good", sums{positive: 2, negative: 2}},
		{"slash in an address", "ftp://good", sums{positive: 2}},
	}
	s := scorer(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := s.Score(tt.text)
			require.InDelta(t, tt.want.positive, got.Positive, 1e-9, "positive of %q:\n%v", tt.text, s.Explain(tt.text))
			require.InDelta(t, tt.want.negative, got.Negative, 1e-9, "negative of %q:\n%v", tt.text, s.Explain(tt.text))
		})
	}
}

func TestMarkup(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       sums
	}{
		{"handle", "@good", sums{}},
		{"handle after a word", "hi@good", sums{}},
		{"wide at sign", "＠good", sums{}},
		{"handle with a host", "@good@bad.social", sums{}},
		{"handle that is a host", "@good.bsky.social", sums{}},
		{"handle before a sentence", "@box.good", sums{positive: 2}},
		{"handle is passed over", "not @box good", sums{negative: 1.4}},
		{"mail", "write to good.bad@good.example", sums{}},
		{"http", "https://good.example/bad?late#bad", sums{}},
		{"http in capitals", "HTTP://GOOD.EXAMPLE", sums{}},
		{"sentence after an address", "https://x.example/a! bad!", sums{negative: 2.2}},
		{"mark after an address", "bad https://x.example/a!", sums{negative: 2.2}},
		{"emoji glued to an address", "https://t.example/a👍", sums{positive: 2}},
		{"www", "www.good.example", sums{}},
		{"bare host", "good.com", sums{}},
		{"bare host with a path", "good.example/bad", sums{}},
		{"no space after a stop", "good.bad", sums{positive: 2, negative: 2}},

		{"hashtag", "#good", sums{positive: 2}},
		{"wide hash", "＃good", sums{positive: 2}},
		{"hashtag in parts", "#NotGood", sums{negative: 1.4}},
		{"hashtag in parts with underscore", "#so_good", sums{positive: 2}},
		{"hashtag that is a word", "#GoOd", sums{positive: 2}},
		{"capitals elsewhere don't part", "NotGood", sums{}},
		{"hashtag that ends in a word", "#acmeairgood", sums{positive: 2}},
		{"hashtag that begins with a word", "#goodacmeair", sums{positive: 2}},
		{"hashtag of words", "#reallygood", sums{positive: 3}},
		{"hashtag that ends in a short word", "#acmebad", sums{}},
		{"hashtag of a word and a little", "#acmegood", sums{}},
		{"hashtag of short words", "#notbad", sums{}},
		{"number sign", "#2 hours", sums{negative: 1}},

		{"reference to an ampersand", "good &amp; bad", sums{positive: 2, negative: 2}},
		{"reference to an apostrophe", "won&#39;t", sums{negative: 2}},
		{"hexadecimal reference", "won&#x27;t", sums{negative: 2}},
		{"reference to a letter", "&#98;ad", sums{negative: 2}},
		{"reference to a quotation mark", "not &quot;good", sums{positive: 2}},
		{"ampersand alone", "not & good", sums{negative: 1.4}},
		{"no such reference", "&good; &#xFFFFFFF; &#;", sums{positive: 2}},
		{"broken UTF-8", "\xff\xfegood\xc3", sums{positive: 2}},
	}
	s := scorer(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := s.Score(tt.text)
			require.InDelta(t, tt.want.positive, got.Positive, 1e-9, "positive of %q:\n%v", tt.text, s.Explain(tt.text))
			require.InDelta(t, tt.want.negative, got.Negative, 1e-9, "negative of %q:\n%v", tt.text, s.Explain(tt.text))
		})
	}
}
