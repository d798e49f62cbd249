package sentiment

import (
	"math"
	"slices"
	"strings"
)

// How the fit goes.
const (
	steps    = 150
	stride   = 0.5  // of a step
	pull     = 0.15 // of the given weight, for each unit of distance
	doubt    = 5.0  // examples that a rare entry is short of
	pointing = 1.2  // how sharply labels turn at the margins
	smallest = 0.1  // change that is worth an entry
	telling  = 0.5  // weight that is worth a new one
)

// A knob is a weight that may be turned.
type knob struct {
	TunedEntry
	is, slope float64
}

// A lever is what a knob moves in an example: the factor of its weight.
type lever struct {
	knob   int
	factor float64
}

// A sample is an example as the fit sees it.
type sample struct {
	label    Label
	weight   float64 // rare labels weigh more
	rest     float64 // of the balance, which no knob moves
	levers   []lever
	positive float64 // margins
	negative float64
}

// fit returns the entries whose weights the examples would change, by name.
func (t *tuner) fit(examples []Example) []TunedEntry {
	knobs, samples := t.prepare(examples)
	for range steps {
		for i := range samples {
			samples[i].slopes(knobs)
		}
		turn(knobs, t.how.Bound)
	}
	var out []TunedEntry
	for _, k := range knobs {
		k.Is = math.Round(k.is*10) / 10
		least := smallest
		if k.Part == "" {
			least = telling
		}
		if math.Abs(k.Is-k.Was) >= least-1e-9 {
			out = append(out, k.settle())
		}
	}
	slices.SortFunc(out, func(a, b TunedEntry) int { return strings.Compare(a.Entry, b.Entry) })
	return out
}

// settle chooses the section that fits the new weight.
func (k *knob) settle() TunedEntry {
	e := k.TunedEntry
	if e.section == roleComplaint && e.Is > 0 || e.section == roleThanks && e.Is < 0 {
		e.section = roleTerm
	}
	return e
}

// prepare makes knobs of what counts in enough examples.
func (t *tuner) prepare(examples []Example) ([]knob, []sample) {
	names := make(map[string]int) // of knobs
	var knobs []knob
	samples := make([]sample, len(examples))
	for i, e := range examples {
		samples[i] = t.sample(e, func(k knob) int {
			at, ok := names[k.Entry]
			if !ok {
				at = len(knobs)
				names[k.Entry] = at
				knobs = append(knobs, k)
			}
			return at
		})
	}
	for i := range samples {
		samples[i].count(knobs)
	}
	weigh(samples)
	t.fix(knobs, samples)
	return knobs, samples
}

// sample explains an example and asks for the knobs of its spans.
func (t *tuner) sample(e Example, ask func(knob) int) sample {
	why := t.base.Explain(e.Text)
	s := sample{label: e.Label, rest: -why.Margins.Courtesy - why.Margins.Grievance - why.Margins.Lean,
		positive: why.Margins.Positive, negative: why.Margins.Negative}
	for _, span := range why.Spans {
		if section := t.section(span); section == roleNone || span.Base == 0 {
			s.rest += balance(span.Weight)
		} else {
			k := knob{TunedEntry: TunedEntry{Entry: span.Entry, Part: span.Part, Was: span.Base, section: section}, is: span.Base}
			s.levers = append(s.levers, lever{ask(k), span.Weight / span.Base})
		}
	}
	for _, w := range t.unknown(e.Text) {
		k := knob{TunedEntry: TunedEntry{Entry: w, section: roleTerm}}
		s.levers = append(s.levers, lever{ask(k), 1})
	}
	return s
}

// section returns the section that a span's entry is tuned in. Emoji and emoticons
// aren't tuned, and entries with classes only where the language is known.
func (t *tuner) section(s Span) role {
	switch {
	case s.symbol, strings.Contains(s.Entry, "<") && t.language == "":
		return roleNone
	case s.Complaint:
		return roleComplaint
	case s.Thanks:
		return roleThanks
	}
	return roleTerm
}

// count counts the examples of each knob, once each.
func (s *sample) count(knobs []knob) {
	seen := make(map[int]bool, len(s.levers))
	for _, l := range s.levers {
		if !seen[l.knob] {
			seen[l.knob] = true
			knobs[l.knob].Examples++
		}
	}
}

// weigh makes the labels weigh the same.
func weigh(samples []sample) {
	var count [3]float64
	for _, s := range samples {
		count[s.label+1]++
	}
	for i := range samples {
		samples[i].weight = float64(len(samples)) / 3 / count[samples[i].label+1]
	}
}

// fix takes the levers away of knobs that too few examples know.
func (t *tuner) fix(knobs []knob, samples []sample) {
	for i := range samples {
		s := &samples[i]
		s.levers = slices.DeleteFunc(s.levers, func(l lever) bool {
			k := &knobs[l.knob]
			if k.Examples >= t.how.Seen {
				return false
			}
			s.rest += balance(k.is * l.factor)
			return true
		})
	}
}

// balance returns what a weight adds to the balance.
func balance(w float64) float64 {
	if w < 0 {
		return bias * w
	}
	return w
}

// slopes adds to every knob's slope how the example wants it turned.
func (s *sample) slopes(knobs []knob) {
	at := s.rest
	for _, l := range s.levers {
		at += balance(knobs[l.knob].is * l.factor)
	}
	up := s.want(at-s.positive, s.label == Positive) + s.want(at-s.negative, s.label != Negative)
	for _, l := range s.levers {
		knobs[l.knob].slope += up * l.factor
	}
}

// want returns how much the balance should grow for it to be over a margin, or
// under it.
func (s *sample) want(over float64, should bool) float64 {
	p := 1 / (1 + math.Exp(-pointing*over))
	if should {
		return s.weight * (1 - p)
	}
	return -s.weight * p
}

// turn turns all knobs by their slopes, within the bound.
func turn(knobs []knob, bound float64) {
	for i := range knobs {
		k := &knobs[i]
		step := stride * (k.slope/(float64(k.Examples)+doubt) - pull*(k.is-k.Was))
		k.is = min(max(k.is+step, k.Was-bound, -4), k.Was+bound, 4)
		k.slope = 0
	}
}
