package sentiment_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
)

// pieces are what random texts are made of: words that mean something to the
// English lexicon, words that don't, and everything that is hard to cut.
func pieces() []string {
	return strings.Split("good|bad|great|worst|not|never|very|slightly|but|however|on hold|still no reply|"+
		"for 3 hours|please|help|thank you|can't|WON’T|GREAT|soooo|baaaaad|acme|Acme Air|acme's|#acme|@acme|"+
		"#SoBad|#fail|#|@|parcel|the|2hrs|10/10|24/7|3,000|:)|:(|:-((|<3|&lt;3|&amp;|&#39;|&|&#x1F621;|"+
		"😡|👍🏽|🤦🏽‍♀️|❤️|❤️‍🔥|🇰🇪|🇰|\u200d|\ufe0f|\u0301|📦|!|!!!|?|.|...|,|;|-|--| - |\n|\n\n|\t|(|)|\"|*|_|'|’|"+
		"https://t.example/x|www.|http://|a@b.example|x.com|f**k|naïve|ÜBER|ß|İ|مرحبا|不好|\xff|\xf0\x9f|\x00", "|")
}

func randomText(rng *rand.Rand, pieces []string) string {
	var b strings.Builder
	for range rng.IntN(16) {
		b.WriteString(pieces[rng.IntN(len(pieces))])
		if rng.IntN(4) > 0 {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// checkScore checks what holds for every text.
func checkScore(t *testing.T, s *sentiment.Scorer, text string) {
	t.Helper()
	got, why := s.Score(text), s.Explain(text)
	require.Equal(t, got, why.Score, "Score and Explain of %q", text)
	require.Equal(t, text, why.Text)
	require.False(t, math.IsNaN(got.Compound), "compound of %q", text)
	require.LessOrEqual(t, math.Abs(got.Compound), 1.0, "compound of %q", text)
	for _, sum := range []float64{got.Positive, got.Negative, got.Request, got.Question} {
		require.GreaterOrEqual(t, sum, 0.0, "%q", text)
		require.False(t, math.IsInf(sum, 0) || math.IsNaN(sum), "%q", text)
	}
	if got.Label != sentiment.Neutral {
		require.Equal(t, got.Label > 0, got.Compound > 0, "label and compound of %q", text)
	}
	checkSpans(t, why)
	require.NotEmpty(t, why.String())
}

func checkSpans(t *testing.T, e sentiment.Explanation) {
	t.Helper()
	var positive, negative, request float64
	end := 0
	for _, s := range e.Spans {
		require.LessOrEqual(t, end, s.Start, "spans of %q overlap", e.Text)
		require.Less(t, s.Start, s.End, "empty span of %q", e.Text)
		require.LessOrEqual(t, s.End, len(e.Text))
		end = s.End
		weight := s.Base
		for _, c := range s.Changes {
			weight *= c.Factor
			require.True(t, 0 <= c.Start && c.Start <= c.End && c.End <= len(e.Text), "change of %q", e.Text)
		}
		require.InDelta(t, weight, s.Weight, 1e-6, "changes of %q", e.Text)
		positive += max(0, s.Weight)
		negative += max(0, -s.Weight)
		request += s.Request
	}
	require.InEpsilon(t, 1+e.Positive, 1+positive, 1e-6, "positive of %q", e.Text)
	require.InEpsilon(t, 1+e.Negative, 1+negative, 1e-6, "negative of %q", e.Text)
	require.InEpsilon(t, 1+e.Request, 1+request, 1e-6, "request of %q", e.Text)
}

func TestRandomTexts(t *testing.T) {
	t.Parallel()
	s, rng, pieces := english(t, "Acme", "Acme Air"), rand.New(rand.NewPCG(1, 2)), pieces()
	for range 5_000 {
		checkScore(t, s, randomText(rng, pieces))
	}
}

// What carries no feeling may stand before or after any text.
func TestPassedOver(t *testing.T) {
	t.Parallel()
	s, rng, pieces := english(t, "Acme", "Acme Air", "Worst Bad"), rand.New(rand.NewPCG(3, 4)), pieces()
	nothing := []string{"@awful", "@bad@hate.social", "https://t.example/bad?x=terrible", "www.worst.example",
		"acme", "ACME", "Acme Air", "#Acme", "worst bad", "hate@bad.example"}
	for range 5_000 {
		text := randomText(rng, pieces)
		add := nothing[rng.IntN(len(nothing))]
		want := sumsOf(s.Score(text))
		if after := text + " " + add; !joinsName(text) {
			require.Equal(t, want, sumsOf(s.Score(after)), "%q after %q", add, text)
		}
		require.Equal(t, want, sumsOf(s.Score(add+" \u00a0 "+text)), "%q before %q", add, text)
	}
}

// sumsOf returns the evidence in a score, rounded.
func sumsOf(s sentiment.Score) [4]int {
	round := func(x float64) int { return int(math.Round(x * 1e6)) }
	return [4]int{round(s.Positive), round(s.Negative), round(s.Request), round(s.Question)}
}

// joinsName reports whether a name after the text might be read together with
// the text's end.
func joinsName(text string) bool {
	return strings.HasSuffix(strings.TrimSpace(text), "#") || strings.HasSuffix(text, "-")
}

func TestHostileTexts(t *testing.T) {
	t.Parallel()
	const size = 1 << 18
	s := english(t, "Acme", "Acme Air Line Company")
	for _, unit := range []string{
		"a", "aaaab", "a.", "a@", "a*", "'", "&", "&#", "&amp;", "#a", "#aB", "@", "@a.", "good but ", "good! ",
		"not very ", "on hold for ", "for two two ", "acme air line ", "😡", "👩\u200d", "\u200d", "🇰", "\ufe0f", ":(", ":", "<",
		"-", "--", "((", "//", "#failßßyou ", "www.", "http://", "1,", "1a", "!", ".\n", "\xff", "\xf0\x9f", "\x00", "İ", "é",
	} {
		text := strings.Repeat(unit, size/len(unit))
		got := s.Score(text)
		require.LessOrEqual(t, math.Abs(got.Compound), 1.0, "%q", unit)
		require.Equal(t, got, s.Explain(text).Score, "%q", unit)
	}
}

func FuzzScore(f *testing.F) {
	for _, p := range pieces() {
		f.Add(p)
	}
	rng, pieces := rand.New(rand.NewPCG(5, 6)), pieces()
	for range 50 {
		f.Add(randomText(rng, pieces))
	}
	s := english(f, "Acme", "Acme Air")
	f.Fuzz(func(t *testing.T, text string) {
		checkScore(t, s, text)
		if utf8.ValidString(text) {
			require.Equal(t, sumsOf(s.Score(text)), sumsOf(s.Score("@bad "+text)), "handle before %q", text)
		}
	})
}
