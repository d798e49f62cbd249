package listen

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// A Rendering is rules as queries of a platform.
type Rendering struct {
	Queries []Query `json:"queries,omitempty"`
	// Losses are what the queries can't say: those that find more than the rules want narrowing by
	// [Rules.Match], those that find less need another way of listening.
	Losses []Loss `json:"losses,omitempty"`
}

// A Query is one search that finds some terms of some brands.
type Query struct {
	Text   string   `json:"text"`
	Lang   string   `json:"lang,omitzero"` // a parameter beside the text; see Dialect.LanguageApart
	Brands []string `json:"brands"`        // sorted
	Terms  int      `json:"terms"`         // that it is made of
}

// A Loss is a term, or a field, that a platform has no words for.
type Loss struct {
	Brand string `json:"brand"`
	Field string `json:"field"` // of the JSON form: "words[2]"
	Term  string `json:"term,omitzero"`
	// Missed says that what the rules would find is not found; else more is found than they want.
	Missed bool   `json:"missed"`
	Why    string `json:"why"`
}

// Render writes the rules of some brands as queries, those of all brands if none is named. The same rules give the
// same queries. A query holds as many terms as the dialect allows, also of several brands: render them one by one
// for queries of their own. Terms are never cut: one that doesn't fit is an error, as is a name without rules.
//
// Handles and domains, which no exclusion and no language may keep away, have queries of their own where the
// others are restricted. Where exclusions leave no room for the terms, the last of them are left out. What a
// platform takes for a word is its own affair: match what it finds.
func (r *Rules) Render(d Dialect, brands ...string) (Rendering, error) {
	if err := d.Validate(); err != nil {
		return Rendering{}, err
	}
	w := &writer{d: &d, matcher: r.matcher, crowded: map[*term]bool{}}
	for _, name := range brands {
		if !r.has(name) {
			return Rendering{}, fmt.Errorf("listen: render: %.80q has no rules", name)
		}
	}
	for i := range r.sources {
		if len(brands) == 0 || slices.Contains(brands, r.sources[i].Name) {
			w.brand(int32(i), &r.sources[i])
		}
	}
	for _, set := range w.sets {
		if err := w.pack(set); err != nil {
			return Rendering{}, err
		}
	}
	return w.out, nil
}

// A writer writes queries in a dialect.
type writer struct {
	*matcher

	d       *Dialect
	sets    []*set
	crowded map[*term]bool // exclusions left out for lack of room
	out     Rendering
}

// A set is clauses that the same restrictions hold for.
type set struct {
	clauses   []clause
	nots      []clause
	alike     [][]clause // the nots of each brand
	languages []string
}

// A clause is what finds a term.
type clause struct {
	term  *term
	text  string
	terms int
	alone bool // it can't be an alternative among others
}

func (w *writer) lose(t *term, missed bool, why string, args ...any) {
	w.loseField(t.brand, t.where, t.text, missed, fmt.Sprintf(why, args...))
}

func (w *writer) loseField(b int32, field, text string, missed bool, why string) {
	w.out.Losses = append(w.out.Losses, Loss{w.brands[b].name, field, text, missed, why})
}

// brand adds the clauses of a brand to the sets that they belong to.
func (w *writer) brand(i int32, src *Brand) {
	var free, bound []clause
	var nearby, nots []clause
	terms := w.termsOf(i)
	asks := w.d.And != "" && len(src.Common) > 0 && !src.Capital
	for _, t := range terms {
		switch {
		case t.role.isAddress():
			free = append(free, w.clauses(t)...)
		case t.role == company && asks:
			nearby = append(nearby, w.clauses(t)...)
		case t.role == exclusion:
			nots = append(nots, w.not(t)...)
		}
	}
	for _, t := range terms {
		switch {
		case t.role == common:
			bound = append(bound, w.common(t, src, nearby)...)
		case t.role.isOurs() && !t.role.isAddress():
			bound = append(bound, w.clauses(t)...)
		}
	}
	w.into(&set{}, free)
	w.into(&set{nots: nots, languages: w.languages(i, src)}, bound)
}

func (w *writer) termsOf(brand int32) []*term {
	var list []*term
	from := sort.Search(len(w.terms), func(i int) bool { return w.terms[i].brand >= brand })
	for i := from; i < len(w.terms) && w.terms[i].brand == brand; i++ {
		list = append(list, &w.terms[i])
	}
	return list
}

// into adds clauses to the set with the restrictions of like, which is the first of its kind or is not needed.
func (w *writer) into(like *set, clauses []clause) {
	if len(clauses) == 0 {
		return
	}
	for _, s := range w.sets {
		if s.sameAs(like) {
			s.clauses = append(s.clauses, clauses...)
			s.alike = append(s.alike, like.nots)
			return
		}
	}
	like.clauses, like.alike = clauses, [][]clause{like.nots}
	w.sets = append(w.sets, like)
}

func (s *set) sameAs(o *set) bool {
	return slices.Equal(s.languages, o.languages) &&
		slices.EqualFunc(s.nots, o.nots, func(a, b clause) bool { return a.text == b.text })
}

// languages returns what restricts a query to the languages of a brand.
func (w *writer) languages(i int32, src *Brand) []string {
	var list []string
	for j, tag := range src.Languages {
		if text := write(w.d.Language, tag); text == "" {
			w.loseField(i, place("languages", j), tag, false, w.d.Name+" has no word for it: posts in any language are found")
			return nil
		} else if !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	if len(list) > 0 && !w.d.LanguageApart && w.d.And == "" {
		w.loseField(i, "languages", "", false, w.d.Name+" has no way to ask for it too: posts in any language are found")
		return nil
	}
	if len(list) > 0 {
		w.loseField(i, "languages", "", true, "posts whose language "+w.d.Name+" doesn't know are not found")
	}
	return list
}

// not returns the clause of an exclusion, if it is for the whole text.
func (w *writer) not(t *term) []clause {
	switch {
	case !t.wide:
		w.lose(t, false, "it takes out what it overlaps, and %s takes out whole posts, so it isn't asked for", w.d.Name)
		return nil
	case w.d.Not == "":
		w.lose(t, false, "%s has no exclusions", w.d.Name)
		return nil
	}
	lost := len(w.out.Losses)
	list := w.clauses(t)
	for i := range w.out.Losses[lost:] {
		w.out.Losses[lost+i].Missed = false
	}
	return list
}

// common returns the clauses of a common word: beside company, where it counts in no other case.
func (w *writer) common(t *term, src *Brand, nearby []clause) []clause {
	if len(src.Nearby) == 0 && !src.Capital {
		return nil // it only counts beside terms that are looked for themselves
	}
	bare := w.clauses(t)
	switch {
	case src.Capital:
		w.lose(t, false, "it counts with a capital, which %s doesn't look at: it is asked for without company", w.d.Name)
		return bare
	case w.d.And == "":
		w.lose(t, false, "%s can't ask for what is nearby", w.d.Name)
		return bare
	case len(nearby) == 0:
		w.lose(t, true, "%s can't ask for anything that is nearby", w.d.Name)
	}
	if src.Within > 0 {
		w.lose(t, false, "company counts within %d words, and %s looks in the whole post", src.Within, w.d.Name)
	}
	var list []clause
	for _, c := range bare {
		list = append(list, w.beside(c, nearby)...)
	}
	return list
}

// beside returns clauses of c beside each of some others; several for each, where groups are too long or there
// are none.
func (w *writer) beside(c clause, others []clause) []clause {
	var list []clause
	for len(others) > 0 {
		n := 1
		for w.d.groups() && n < len(others) && w.half(w.both(c, others[:n+1])) {
			n++
		}
		list = append(list, w.both(c, others[:n]))
		others = others[n:]
	}
	return list
}

// half reports whether c takes at most half of a query, so that there is room for more.
func (w *writer) half(c clause) bool {
	return (w.d.MaxLength == 0 || 2*w.d.length(c.text) <= w.d.MaxLength) && (w.d.MaxTerms == 0 || 2*c.terms <= w.d.MaxTerms)
}

func (w *writer) both(c clause, others []clause) clause {
	out := clause{term: c.term, terms: c.terms, alone: !w.d.groups()}
	texts := make([]string, 0, len(others))
	for _, o := range others {
		texts = append(texts, o.text)
		out.terms += o.terms
	}
	company := strings.Join(texts, w.d.Or)
	if len(others) > 1 {
		company = w.d.Open + company + w.d.Close
	}
	out.text = c.text + w.d.And + company
	if w.d.groups() {
		out.text = w.d.Open + out.text + w.d.Close
	}
	return out
}
