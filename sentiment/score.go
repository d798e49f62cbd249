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

	// Positive, Negative, Request and Question are sums of weights, each 0 or
	// more, in the units of the lexicon. They grow with the length of the text.
	Positive, Negative, Request, Question float64

	// Intent is what the text is for. The zero value is Chatter.
	Intent Intent

	// Urgency holds the cues that somebody should look at it now.
	Urgency Urgency
}

// Margins say how a label came about. Balance is the positive evidence less 1.2
// times the negative, and less courtesy, grievance and lean. The text is positive
// from Positive on, negative from Negative down, else neutral; all in the units of
// the lexicon. The two margins are wider in news than in somebody's own word, and
// wherever something is asked or a page is shared.
type Margins struct {
	Courtesy  float64 // praise taken for politeness, because something is asked
	Grievance float64 // what complaints weigh more in a message to somebody
	Lean      float64 // towards a complaint, because of what the text is about
	Balance   float64
	Positive  float64
	Negative  float64
}

// How evidence becomes a score. A label needs more where a text is news rather
// than somebody's own word.
const (
	bias     = 1.2  // blame counts more than praise: people praise to be polite
	courtesy = 0.5  // praise that each unit of request takes for politeness
	grieved  = 0.6  // on top of that, a complaint to somebody
	calm     = 0.5  // less of a complaint in the compound
	knee     = 15.0 // where the compound bends: one strong word is about 0.6
	evident  = 0.5  // the least that counts as evidence of its own
	plain    = 1.0  // the least that turns praise before it into irony
	direct   = 0.6  // balance of a label, of a text to somebody, or of I or you
	fewWords = 6    // that are no report
	reported = 1.0  // of any other
	shared   = 1.0  // more of it for a text that shares a page
	flattery = 0.3  // more of it for praise
	asking   = 0.3  // more of it for each unit of request or question
	maxAsked = 2.0
	maxLean  = 1.0
)

// score returns the score, and how it came about.
func (s *sums) score() (Score, Margins) {
	asked := min(s.request+s.question+float64(min(s.questions, 1)), maxAsked)
	least := s.least()
	m := Margins{Positive: least + flattery + asking*asked, Negative: -least - asking*asked}
	m.Courtesy = min(s.positive, courtesy*s.request)
	if s.addressed && s.positive < evident && asked < evident {
		m.Lean = min(s.matter, maxLean)
	}
	m.Balance = s.positive - m.Courtesy - bias*s.negative - m.Lean
	if s.addressed {
		m.Grievance = grieved * s.complaint
		m.Balance -= m.Grievance
	}
	out := Score{
		Positive: s.positive, Negative: s.negative, Request: s.request, Question: s.question,
		Urgency: s.urgency,
	}
	switch {
	case m.Balance >= m.Positive:
		out.Label = Positive
	case m.Balance <= m.Negative:
		out.Label = Negative
	}
	out.Compound = s.compound(&m, out.Label)
	out.Intent = s.intent(&m, out.Label)
	return out, m
}

// compound bends the balance into [-1, 1]. Complaints, which are facts, count
// for less in it than words of feeling, but never so little that it contradicts
// the label.
func (s *sums) compound(m *Margins, label Label) float64 {
	felt := m.Balance + m.Grievance + calm*s.complaint
	switch label {
	case Negative:
		felt = min(felt, m.Negative)
	case Positive:
		felt = max(felt, m.Positive)
	}
	return felt / math.Sqrt(felt*felt+knee)
}

// least returns the balance that a label needs.
func (s *sums) least() float64 {
	least := reported
	if !s.quoted && (s.addressed || s.personal || s.thanks > 0 || s.words <= fewWords) {
		least = direct
	}
	if s.linked {
		least += shared
	}
	return least
}
