package sentiment

import (
	"fmt"
	"html"
	"strings"
)

// An Explanation is a score with its reasons. It holds the text that was
// scored, so it has to be kept and erased as the text is.
type Explanation struct {
	Score
	Margins Margins

	// Text is what was scored; offsets in spans are bytes of it.
	Text string

	// Spans are what the lexicons have of the text, in its order. The positive
	// weights add up to Score.Positive, the negative ones to Score.Negative, the
	// requests and questions likewise, but for rounding.
	Spans []Span
}

// A Span is a word, phrase, emoji or emoticon that a lexicon has.
type Span struct {
	Start, End int      // bytes of the text
	Entry      string   // in the lexicon's format, alternatives chosen
	Part       string   // lexicon and part, such as "en/waiting"
	Base       float64  // feeling in the lexicon
	Weight     float64  // Base times the factors of all changes
	Complaint  bool     // the feeling is evidence of a complaint
	Thanks     bool     // the feeling is thanks
	Request    float64  // evidence of a request
	Question   float64  // evidence of a question
	Matter     float64  // what it takes to lean towards a complaint
	Urgency    Urgency  // cues that it gives
	Changes    []Change // of the feeling, in the order in which they were made

	symbol bool // an emoji or emoticon
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
	RuleSpent       Rule = "spent"       // it strengthens its opposite after it: "damn good"
	RuleNegated     Rule = "negated"     // a word such as "not" before it
	RuleCondition   Rule = "supposed"    // a word such as "if" or "wish" before it
	RuleCapitals    Rule = "capitals"    // written in capitals
	RuleDrawn       Rule = "drawn out"   // a letter three times or more
	RuleRepeated    Rule = "repeated"    // the same emoji or emoticon once more
	RuleContrast    Rule = "contrast"    // a word such as "but" after it
	RuleExclaimed   Rule = "exclaimed"   // exclamation marks end its sentence
	RuleIrony       Rule = "ironic"      // praise, and a complaint after it
	RuleCourtesy    Rule = "courtesy"    // thanks beside blame, a request or a question
)

// String returns the explanation for a person to read: a line with the score,
// one with its sums, one with the label's margins, and one for each span. It
// quotes the text.
func (e Explanation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%v %+.2f, %v%s\npositive %.2f, negative %.2f, request %.2f, question %.2f\n",
		e.Label, e.Compound, e.Intent, e.urgent(), e.Positive, e.Negative, e.Request, e.Question)
	b.WriteString(e.Margins.String())
	b.WriteByte('\n')
	for _, s := range e.Spans {
		fmt.Fprintf(&b, "%+6.2f  %q %s\n", s.Weight+0, e.Text[s.Start:s.End], s.reasons(e.Text))
	}
	return b.String()
}

func (e Explanation) urgent() string {
	if e.Urgency == 0 {
		return ""
	}
	return ", urgent: " + e.Urgency.String()
}

// String returns the margins as a sentence.
func (m Margins) String() string {
	return fmt.Sprintf("balance %+.2f: courtesy %.2f, grievance %.2f, lean %.2f; positive from %+.2f, negative from %+.2f",
		m.Balance, m.Courtesy, m.Grievance, m.Lean, m.Positive, m.Negative)
}

// reasons says where the span's weight comes from.
func (s Span) reasons(text string) string {
	var b strings.Builder
	b.WriteString(s.Part)
	if s.Base != 0 || s.Request+s.Question+s.Matter == 0 && s.Urgency == 0 {
		fmt.Fprintf(&b, " %+.2f", s.Base+0)
	}
	for _, c := range s.Changes {
		fmt.Fprintf(&b, ", %s", c.Rule)
		if c.Start < c.End {
			fmt.Fprintf(&b, " %q", text[c.Start:c.End])
		}
		fmt.Fprintf(&b, " × %.2f", c.Factor)
	}
	s.evidence(&b)
	return b.String()
}

// evidence writes what the span is evidence of, beside a feeling.
func (s Span) evidence(b *strings.Builder) {
	if s.Complaint {
		b.WriteString(", complaint")
	}
	if s.Thanks {
		b.WriteString(", thanks")
	}
	for _, e := range []struct {
		name   string
		weight float64
	}{{"request", s.Request}, {"question", s.Question}, {"matter", s.Matter}} {
		if e.weight != 0 {
			fmt.Fprintf(b, ", %s %.2f", e.name, e.weight)
		}
	}
	if s.Urgency != 0 {
		fmt.Fprintf(b, ", urgent: %v", s.Urgency)
	}
}

// HTML returns the text with every span marked, safe to put into a page: each
// in a <mark> with a class that is positive, negative, request, question or
// other, and a title that holds its reasons. Line breaks stay line breaks.
func (e Explanation) HTML() string {
	var b strings.Builder
	end := 0
	for _, s := range e.Spans {
		b.WriteString(escape(e.Text[end:s.Start]))
		fmt.Fprintf(&b, `<mark class="%s" title="%+.2f %s">%s</mark>`,
			s.class(), s.Weight+0, escape(s.reasons(e.Text)), escape(e.Text[s.Start:s.End]))
		end = s.End
	}
	b.WriteString(escape(e.Text[end:]))
	return b.String()
}

func escape(s string) string { return html.EscapeString(strings.ToValidUTF8(s, "\ufffd")) }

func (s Span) class() string {
	switch {
	case s.Weight > 0:
		return "positive"
	case s.Weight < 0:
		return "negative"
	case s.Request > 0:
		return "request"
	case s.Question > 0:
		return "question"
	}
	return "other"
}

// A recorder writes down what the rules do. All methods do nothing on a nil
// recorder, so that scoring with and without reasons is one code.
type recorder struct {
	spans []Span
	first int // the span of the first clue that is judged together with the others
}

// begin begins a stretch of text that is judged together.
func (r *recorder) begin() {
	if r != nil {
		r.first = len(r.spans)
	}
}

// open begins the span that later changes are about.
func (r *recorder) open(t *tables, id int32, at extent, urgency Urgency, symbol bool) {
	if r == nil {
		return
	}
	e := &t.entries[id]
	r.spans = append(r.spans, Span{
		Start: at.start, End: at.end, Entry: t.texts[id], Part: t.parts[e.part], Base: e.feeling, Weight: e.feeling,
		Complaint: e.does&complains != 0, Thanks: e.does&thanks != 0,
		Request: e.request, Question: e.question, Matter: e.matter, Urgency: urgency, symbol: symbol,
	})
}

// change notes what a rule does to the span opened last.
func (r *recorder) change(rule Rule, factor float64, cause extent) {
	if r != nil {
		r.spans[len(r.spans)-1].change(rule, factor, cause)
	}
}

// scale notes what a rule does to the span of a clue.
func (r *recorder) scale(clue int, rule Rule, factor float64, cause extent) {
	if r != nil {
		r.spans[r.first+clue].change(rule, factor, cause)
	}
}

func (s *Span) change(rule Rule, factor float64, cause extent) {
	if s.Base != 0 {
		s.Weight *= factor
		s.Changes = append(s.Changes, Change{rule, factor, cause.start, cause.end})
	}
}
