package listen

import (
	"fmt"
	"slices"
	"strings"
)

// pack makes queries of a set.
func (w *writer) pack(s *set) error {
	slices.SortStableFunc(s.clauses, func(a, b clause) int { return int(a.term.brand - b.term.brand) })
	s.clauses = distinct(s.clauses)
	for _, languages := range w.turns(s.languages) {
		for _, c := range s.clauses {
			if err := w.room(s, c, languages); err != nil {
				return err
			}
		}
		for rest := s.clauses; len(rest) > 0; {
			n := w.fill(s, rest, languages)
			w.out.Queries = append(w.out.Queries, w.query(s, rest[:n], languages))
			rest = rest[n:]
		}
	}
	return nil
}

// distinct leaves out what a brand has asked for before.
func distinct(clauses []clause) []clause {
	type asked struct {
		brand int32
		text  string
	}
	seen := map[asked]bool{}
	return slices.DeleteFunc(clauses, func(c clause) bool {
		k := asked{c.term.brand, strings.ToLower(c.text)}
		again := seen[k]
		seen[k] = true
		return again
	})
}

// turns returns the languages of each turn of queries: all of them, or one after the other.
func (w *writer) turns(languages []string) [][]string {
	if len(languages) < 2 || !w.d.LanguageApart && w.d.groups() {
		return [][]string{languages}
	}
	var turns [][]string
	for _, l := range languages {
		turns = append(turns, []string{l})
	}
	return turns
}

// room makes room for c by leaving exclusions out, if it must.
func (w *writer) room(s *set, c clause, languages []string) error {
	for {
		q := w.query(s, []clause{c}, languages)
		if w.fits(q) {
			return nil
		}
		if len(s.nots) == 0 {
			return fmt.Errorf("listen: render: brand %.80q: %s: %q doesn't fit into a query of %s alone (%s)",
				w.brands[c.term.brand].name, c.term.where, c.term.text, w.d.Name, w.misfit(q))
		}
		last := len(s.nots) - 1
		for _, nots := range s.alike {
			w.crowd(nots[last].term)
		}
		s.nots = s.nots[:last]
	}
}

// crowd tells of an exclusion that there is no room for, also if only one way of writing it is left out.
func (w *writer) crowd(t *term) {
	if !w.crowded[t] {
		w.crowded[t] = true
		w.lose(t, false, "there is no room for it in a query of %s", w.d.Name)
	}
}

// misfit says by how much a query is too long for the platform.
func (w *writer) misfit(q Query) string {
	if n := w.d.length(q.Text); w.d.MaxLength > 0 && n > w.d.MaxLength {
		return fmt.Sprintf("needs %d, MaxLength is %d", n, w.d.MaxLength)
	}
	return fmt.Sprintf("needs %d, MaxTerms is %d", q.Terms, w.d.MaxTerms)
}

// fill returns how many clauses go into one query.
func (w *writer) fill(s *set, rest []clause, languages []string) int {
	most := 1
	for most < len(rest) && w.joins(s, rest[most-1], languages) && w.joins(s, rest[most], languages) {
		most++
	}
	known, step := 1, 1 // so many fit
	for known < most {
		n := min(known+step, most)
		switch {
		case w.fits(w.query(s, rest[:n], languages)):
			known, step = n, 2*step
		case n == known+1:
			return known
		default:
			most, step = n-1, 1
		}
	}
	return known
}

// joins reports whether c may be one of several alternatives.
func (w *writer) joins(s *set, c clause, languages []string) bool {
	restricted := w.d.Always != "" || len(s.nots) > 0 || len(languages) > 0 && !w.d.LanguageApart
	return w.d.Or != "" && !c.alone && (w.d.Open != "" || !restricted)
}

func (w *writer) fits(q Query) bool {
	return (w.d.MaxLength == 0 || w.d.length(q.Text) <= w.d.MaxLength) && (w.d.MaxTerms == 0 || q.Terms <= w.d.MaxTerms)
}

func (w *writer) query(s *set, clauses []clause, languages []string) Query {
	var q Query
	texts, asked := make([]string, 0, len(clauses)), map[string]bool{}
	for _, c := range clauses {
		if !asked[c.text] {
			asked[c.text] = true
			texts = append(texts, c.text)
			q.Terms += c.terms
		}
		if name := w.brands[c.term.brand].name; len(q.Brands) == 0 || q.Brands[len(q.Brands)-1] != name {
			q.Brands = append(q.Brands, name) // clauses are sorted by brand
		}
	}
	must := []string{strings.Join(texts, w.d.Or)}
	for _, c := range s.nots {
		must = append(must, w.d.Not+c.text)
		q.Terms += c.terms
	}
	if w.d.LanguageApart {
		q.Lang = strings.Join(languages, "")
	} else if len(languages) > 0 {
		must = append(must, w.group(languages))
		q.Terms += len(languages)
	}
	if w.d.Always != "" {
		must = append(must, w.d.Always)
	}
	if len(must) > 1 {
		must[0] = w.group(texts)
	}
	q.Text = strings.Join(must, w.d.And)
	return q
}

// group makes alternatives one.
func (w *writer) group(texts []string) string {
	if len(texts) == 1 {
		return texts[0]
	}
	return w.d.Open + strings.Join(texts, w.d.Or) + w.d.Close
}
