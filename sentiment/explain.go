package sentiment

import (
	"fmt"
	"strings"
)

// An Explanation is a score with its reasons. It holds the text that was
// scored, so it has to be kept and erased as the text is.
type Explanation struct {
	Score

	// Text is what was scored; offsets in spans are bytes of it.
	Text string

	// Spans are what the lexicons have of the text, in its order. The positive
	// weights add up to Positive, the negative ones to Negative, the requests
	// to Request, but for rounding.
	Spans []Span
}

// A Span is a word, phrase, emoji or emoticon that a lexicon has.
type Span struct {
	Start, End int      // bytes of the text
	Base       float64  // weight in the lexicon
	Weight     float64  // Base times the factors of all changes
	Request    float64  // weight as evidence of a request
	Changes    []Change // in the order in which they were made
}

// A Change is what a rule did to a span's weight.
type Change struct {
	Rule       Rule
	Factor     float64
	Start, End int // bytes of the word that caused it; equal if it lies in the span itself
}

// A Rule names what changed a weight.
type Rule string

// The rules.
const (
	RuleIntensifier Rule = "intensifier" // a word such as "very" or "slightly" before it
	RuleNegated     Rule = "negated"     // a word such as "not" before it
	RuleCapitals    Rule = "capitals"    // written in capitals
	RuleDrawn       Rule = "drawn out"   // a letter three times or more
	RuleRepeated    Rule = "repeated"    // the same emoji or emoticon once more
	RuleContrast    Rule = "contrast"    // a word such as "but" after it
	RuleExclaimed   Rule = "exclaimed"   // exclamation marks end its sentence
)

// String returns the explanation for a person to read: a line with the score
// and its sums, and a line for each span. It quotes the text.
func (e Explanation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%v %+.2f (positive %.2f, negative %.2f, request %.2f)\n",
		e.Label, e.Compound, e.Positive, e.Negative, e.Request)
	for _, s := range e.Spans {
		e.writeSpan(&b, s)
	}
	return b.String()
}

func (e Explanation) writeSpan(b *strings.Builder, s Span) {
	fmt.Fprintf(b, "%+6.2f  %q", s.Weight, e.Text[s.Start:s.End])
	if s.Base != 0 || s.Request == 0 {
		fmt.Fprintf(b, " %+.2f", s.Base)
	}
	for _, c := range s.Changes {
		fmt.Fprintf(b, ", %s", c.Rule)
		if c.Start < c.End {
			fmt.Fprintf(b, " %q", e.Text[c.Start:c.End])
		}
		fmt.Fprintf(b, " × %.2f", c.Factor)
	}
	if s.Request != 0 {
		fmt.Fprintf(b, ", request %.2f", s.Request)
	}
	b.WriteByte('\n')
}

// A recorder writes down what the rules do. All methods do nothing on a nil
// recorder, so that scoring with and without reasons is one code.
type recorder struct {
	spans  []Span
	starts [partNow + 1]int // the first span of each part
}

// A part is a stretch of the spans, from its first to the last so far.
type part int

const (
	partLast     part = iota // the last sentence, and nothing yet of this one
	partSentence             // this sentence
	partNow                  // this sentence since its last contrast word
)

// open begins the span that later changes are about.
func (r *recorder) open(at extent, term, request float64) {
	if r != nil {
		r.spans = append(r.spans, Span{Start: at.start, End: at.end, Base: term, Weight: term, Request: request})
	}
}

// change notes what a rule does to the span opened last.
func (r *recorder) change(rule Rule, factor float64, cause extent) {
	if r != nil {
		r.spans[len(r.spans)-1].change(rule, factor, cause)
	}
}

func (s *Span) change(rule Rule, factor float64, cause extent) {
	if s.Base != 0 {
		s.Weight *= factor
		s.Changes = append(s.Changes, Change{rule, factor, cause.start, cause.end})
	}
}

// scale notes what a rule does to all spans of a part.
func (r *recorder) scale(p part, rule Rule, factor float64, cause extent) {
	if r == nil {
		return
	}
	for i := r.starts[p]; i < len(r.spans); i++ {
		r.spans[i].change(rule, factor, cause)
	}
}

// turn notes that a contrast word was passed.
func (r *recorder) turn() {
	if r != nil {
		r.starts[partNow] = len(r.spans)
	}
}

func (r *recorder) endSentence() {
	if r != nil {
		r.starts = [...]int{r.starts[partSentence], len(r.spans), len(r.spans)}
	}
}
