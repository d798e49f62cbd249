package listen

import (
	"fmt"
	"slices"
)

// An Example is a text of which a person says what it is about.
type Example struct {
	Text   string   `json:"text"`
	Lang   string   `json:"lang,omitzero"`
	Brands []string `json:"brands,omitempty"` // none: about nobody of the rules
}

// A Trial is how well rules tell what examples are about. Each pair of an example and a brand is judged once,
// however often the brand is found in the text.
type Trial struct {
	Rules    string  `json:"rules"` // their name
	Examples int     `json:"examples"`
	Brands   []Score `json:"brands"` // by name
	Total    Score   `json:"total"`  // over all pairs
	// Misses are the false positives and negatives, in the order of the examples. They hold the texts.
	Misses []Miss `json:"misses,omitempty"`
}

// A Score counts examples by whether they are about a brand, and whether it was found.
type Score struct {
	Brand string `json:"brand,omitzero"` // none in the total
	// TruePositives are about the brand, and it was found. FalsePositives are not, and it was found all the
	// same. FalseNegatives are, and it was not found. TrueNegatives are not, and it was not found.
	TruePositives  int `json:"true_positives"`
	FalsePositives int `json:"false_positives"`
	FalseNegatives int `json:"false_negatives"`
	TrueNegatives  int `json:"true_negatives"`
	// Precision is the share of true positives among all that was found, 0 if nothing was.
	Precision float64 `json:"precision"`
	// Recall is the share of true positives among all that should be found, 0 if nothing should.
	Recall float64 `json:"recall"`
	// F1 is the harmonic mean of precision and recall, 0 if both are.
	F1 float64 `json:"f1"`
}

// A Miss is an example that the rules got wrong for a brand.
type Miss struct {
	Example int    `json:"example"` // its index
	Text    string `json:"text"`
	Brand   string `json:"brand"`
	// Wanted tells a false negative, which is about the brand, from a false positive.
	Wanted bool `json:"wanted"`
	// Findings are all places where a term of the brand stands, with what was made of each. None: the rules
	// know no word in it.
	Findings []Finding `json:"findings,omitempty"`
}

// Try holds rules against examples. An example that names a brand without rules, or one twice, is an error.
func (r *Rules) Try(examples []Example) (*Trial, error) {
	t := &Trial{Rules: r.name, Examples: len(examples)}
	for _, b := range r.sources {
		t.Brands = append(t.Brands, Score{Brand: b.Name})
	}
	for i, e := range examples {
		if err := r.check(e); err != nil {
			return nil, fmt.Errorf("listen: try: examples[%d]: %w", i, err)
		}
		r.try(t, i, e)
	}
	for i := range t.Brands {
		t.Total.add(t.Brands[i])
		t.Brands[i].finish()
	}
	t.Total.finish()
	return t, nil
}

func (r *Rules) check(e Example) error {
	seen := make(map[string]bool, len(e.Brands))
	for i, name := range e.Brands {
		if !r.has(name) {
			return fmt.Errorf("brands[%d]: %.80q has no rules", i, name)
		}
		if seen[name] {
			return fmt.Errorf("brands[%d]: %.80q: twice", i, name)
		}
		seen[name] = true
	}
	return nil
}

func (r *Rules) try(t *Trial, i int, e Example) {
	findings, about := r.Explain(e.Text, e.Lang), slices.Sorted(slices.Values(e.Brands)) // by brand, as t.Brands
	for b := range t.Brands {
		s := &t.Brands[b]
		of := findings[:leading(findings, s.Brand)]
		findings = findings[len(of):]
		found := slices.ContainsFunc(of, func(f Finding) bool { return f.Verdict == Counts })
		wanted := len(about) > 0 && about[0] == s.Brand
		if wanted {
			about = about[1:]
		}
		s.count(wanted, found)
		if wanted != found {
			t.Misses = append(t.Misses, Miss{i, e.Text, s.Brand, wanted, slices.Clone(of)})
		}
	}
}

// leading returns how many findings are of a brand, of those that the list begins with.
func leading(findings []Finding, brand string) int {
	n := 0
	for n < len(findings) && findings[n].Brand == brand {
		n++
	}
	return n
}

func (s *Score) count(wanted, found bool) {
	switch {
	case wanted && found:
		s.TruePositives++
	case found:
		s.FalsePositives++
	case wanted:
		s.FalseNegatives++
	default:
		s.TrueNegatives++
	}
}

func (s *Score) add(o Score) {
	s.TruePositives += o.TruePositives
	s.FalsePositives += o.FalsePositives
	s.FalseNegatives += o.FalseNegatives
	s.TrueNegatives += o.TrueNegatives
}

func (s *Score) finish() {
	s.Precision = share(s.TruePositives, s.FalsePositives)
	s.Recall = share(s.TruePositives, s.FalseNegatives)
	s.F1 = share(2*s.TruePositives, s.FalsePositives+s.FalseNegatives)
}

// share is a of a and b together, 0 of nothing.
func share(a, b int) float64 {
	if a+b == 0 {
		return 0
	}
	return float64(a) / float64(a+b)
}
