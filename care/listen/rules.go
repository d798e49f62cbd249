package listen

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/kindlydm/kindly/care"
)

// Rules are brands compiled to one matcher. They don't change, and may be used concurrently.
type Rules struct {
	*matcher

	sources []Brand // by name
	name    string
}

// Compile makes rules of brands; their order means nothing. It keeps nothing of what it is given. Faults
// are joined, up to a hundred, each with its brand and field; there are no rules then. No brand is a fault too.
func Compile(brands ...Brand) (*Rules, error) {
	return compileShown(brands, plainly)
}

// Validate reports what Compile refuses in brands.
func Validate(brands ...Brand) error {
	_, err := Compile(brands...)
	return err
}

// Validate reports what Compile refuses in b.
func (b Brand) Validate() error { return Validate(b) }

func compileShown(brands []Brand, show func(*fault) error) (*Rules, error) {
	if len(brands) == 0 {
		return nil, errors.New("listen: no brand")
	}
	m, sources, faults := compile(brands)
	if err := faults.err(show); err != nil {
		return nil, err
	}
	r := &Rules{matcher: m}
	for _, s := range sources {
		r.sources = append(r.sources, clone(s.Brand))
	}
	for i, b := range r.sources {
		m.brands[i].languages = b.Languages
	}
	r.name = nameOf(r.sources)
	return r, nil
}

// version changes when the same rules find something else.
const version = 1

func nameOf(brands []Brand) string {
	text, err := json.Marshal(brands)
	if err != nil {
		text = fmt.Appendf(nil, "%#v", brands) // no Brand is beyond JSON
	}
	sum := sha256.Sum256(text)
	return fmt.Sprintf("listen/%d-%s", version, hex.EncodeToString(sum[:6]))
}

func clone(b Brand) Brand {
	for _, list := range []*[]string{
		&b.Handles, &b.Domains, &b.Hashtags, &b.Phrases, &b.Words, &b.Common, &b.Nearby, &b.Not, &b.Languages,
	} {
		*list = slices.Clone(*list)
	}
	if b.Misspelled != nil {
		edits := make(map[string]int, len(b.Misspelled))
		for w, n := range b.Misspelled {
			edits[w] = n
		}
		b.Misspelled = edits
	}
	return b
}

// Name names the rules: the same for the same brands as they are written, whatever their order, and another for others.
func (r *Rules) Name() string { return r.name }

// Brands returns the names of the brands, sorted.
func (r *Rules) Brands() []string {
	names := make([]string, 0, len(r.sources))
	for _, b := range r.sources {
		names = append(names, b.Name)
	}
	return names
}

func (r *Rules) has(brand string) bool {
	_, ok := slices.BinarySearchFunc(r.sources, brand, func(b Brand, name string) int { return cmp.Compare(b.Name, name) })
	return ok
}

// Match returns where brands are found in a text: by the name of the brand, then in the order of the text. lang
// is the text's language, a BCP 47 tag, "" if nobody knows. A hit that is part of a longer one of the same
// brand is left out. Any text will do, also one that is not UTF-8: bytes that are none part words.
func (r *Rules) Match(text, lang string) []Hit { return r.Append(nil, text, lang) }

// Append is Match that appends to dst. It allocates nothing else where little is found.
func (r *Rules) Append(dst []Hit, text, lang string) []Hit {
	s := scan{matcher: r.matcher, text: text}
	s.read()
	for _, e := range s.settle(lang) {
		if e.role.isOurs() && e.verdict == counts {
			dst = append(dst, s.hit(&e))
		}
	}
	return dst
}

// Explain returns every place where a term of a brand stands, in the order of Match, and why it counts or
// doesn't. Those that count are what Match returns: both run the same code.
func (r *Rules) Explain(text, lang string) []Finding {
	s := scan{matcher: r.matcher, text: text}
	s.read()
	var found []Finding
	for _, e := range s.settle(lang) {
		if e.role.isOurs() {
			found = append(found, Finding{s.hit(&e), e.verdict.exported(), r.cause(&e)})
		}
	}
	return found
}

// Annotate is a care.Annotator: the topics of a mention are the brands that its text is about, and By names
// the rules. It judges nothing else: an empty Intent means that it says nothing of feeling. It doesn't wait, and keeps nothing of m.
func (r *Rules) Annotate(_ context.Context, m care.Mention) (care.Assessment, error) {
	s := scan{matcher: r.matcher, text: m.Text}
	s.read()
	a := care.Assessment{By: r.name}
	last := none
	for _, e := range s.settle(m.Lang) {
		if e.role.isOurs() && e.verdict == counts && e.brand != last {
			a.Topics = append(a.Topics, r.brands[e.brand].name)
			last = e.brand
		}
	}
	return a, nil
}

func (s *scan) hit(e *event) Hit {
	return Hit{
		Brand: s.brands[e.brand].name, Kind: e.role.kind(), Term: s.terms[e.term].text,
		Start: s.startOf(e.start), End: s.endOf(e.end), Edits: int(e.edits),
	}
}

func (m *matcher) cause(e *event) string {
	switch e.by {
	case none:
		return ""
	case byCapital:
		return itsCapital
	}
	return m.terms[e.by].text
}
