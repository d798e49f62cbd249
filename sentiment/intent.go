package sentiment

import "strings"

// An Intent is what a text is for.
type Intent uint8

// The intents.
const (
	Chatter   Intent = iota // none of the others: news, small talk
	Question                // it wants to know something
	Request                 // it wants something done
	Praise                  // it says that something is good
	Complaint               // it says that something is wrong with goods or service
)

// String returns the intent as one small word.
func (i Intent) String() string {
	switch i {
	case Question:
		return "question"
	case Request:
		return "request"
	case Praise:
		return "praise"
	case Complaint:
		return "complaint"
	}
	return "chatter"
}

// Urgency is a set of cues that somebody should look at a text now, by bit. It
// says what words are there, not that what they say is so.
type Urgency uint8

// The cues.
const (
	Safety  Urgency = 1 << iota // danger to somebody's health: smoke, allergic, stuck in the lift
	Outage                      // something is down for many
	Fraud                       // somebody's money or account is in strange hands
	Legal                       // lawyers, regulators, the press
	Leaving                     // the customer is about to go
)

// Has reports whether all cues of c are in u.
func (u Urgency) Has(c Urgency) bool { return u&c == c }

// String returns the names of the cues with commas between them, "" if there
// are none.
func (u Urgency) String() string {
	var names []string
	for c := Safety; c <= Leaving; c <<= 1 {
		if u.Has(c) {
			names = append(names, c.name())
		}
	}
	return strings.Join(names, ",")
}

func (u Urgency) name() string {
	switch u {
	case Safety:
		return "safety"
	case Outage:
		return "outage"
	case Fraud:
		return "fraud"
	case Legal:
		return "legal"
	}
	return "leaving"
}

// urgency returns the cue with this name, 0 if there is none.
func urgency(name string) Urgency {
	for c := Safety; c <= Leaving; c <<= 1 {
		if c.name() == name {
			return c
		}
	}
	return 0
}

// When evidence makes an intent.
const (
	complained = 0.8 // complaint evidence
	blameShare = 0.4 // of general blame that counts as such evidence in a message about goods or service
	praised    = 1.0 // balance of a positive text
	requested  = 0.8
	wondered   = 0.5
)

// intent decides what the text is for: what is wrong comes before what is
// wanted, that before what is asked, that before praise.
func (s *sums) intent(m *Margins, label Label) Intent {
	complaint := s.complaint + m.Lean
	if s.matter > 0 || s.addressed && (s.complaint >= evident || s.request > 0) {
		complaint += blameShare * (s.negative - s.complaint)
	}
	question := s.question + float64(min(s.questions, 1))
	switch {
	case complaint >= complained && label != Positive && m.Balance <= evident:
		return Complaint
	case label == Positive && m.Balance >= praised && s.request+question < m.Balance:
		return Praise
	case s.request >= requested && s.request >= question:
		return Request
	case question >= wondered:
		return Question
	case s.request >= requested:
		return Request
	case label == Positive:
		return Praise
	}
	return Chatter
}
