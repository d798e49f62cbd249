package sentiment

import "math"

// A Label says what a text is on the whole.
type Label int8

// The labels.
const (
	Negative Label = -1
	Neutral  Label = 0
	Positive Label = 1
)

// String returns "negative", "neutral" or "positive".
func (l Label) String() string {
	switch {
	case l < 0:
		return "negative"
	case l > 0:
		return "positive"
	}
	return "neutral"
}

// A Score is what a text says: the label and compound to sort by, and the
// evidence behind them. The zero value is the score of a text in which nothing
// counts.
type Score struct {
	// Label is the sign of Compound, or Neutral where the evidence is too
	// little to tell.
	Label Label

	// Compound runs from -1, all blame, to 1, all praise. It grows ever more
	// slowly with the evidence, and is never NaN.
	Compound float64

	// Positive, Negative and Request are sums of weights, each 0 or more, in
	// the units of the lexicon. They grow with the length of the text.
	Positive, Negative, Request float64
}

// How evidence becomes a score.
const (
	bias     = 1.2  // blame counts more than praise: people praise to be polite
	courtesy = 0.5  // praise that each unit of request takes for politeness
	knee     = 15.0 // where the compound bends: one strong word is about 0.6
	decisive = 0.5  // the balance at which a label is given
)

func newScore(e evidence) Score {
	balance := max(0, e.positive-courtesy*e.request) - bias*e.negative
	s := Score{
		Compound: balance / math.Sqrt(balance*balance+knee),
		Positive: e.positive,
		Negative: e.negative,
		Request:  e.request,
	}
	switch {
	case balance >= decisive:
		s.Label = Positive
	case balance <= -decisive:
		s.Label = Negative
	}
	return s
}
