package listen

import (
	"cmp"
	"slices"
	"unicode"
)

// An event is a term that was found, before it is known whether it counts.
type event struct {
	term        int32
	brand       int32
	by          int32 // the term that decided, or none, or byCapital
	role        role
	edits       uint8
	verdict     verdict
	big         bool // begins with a capital that its sentence doesn't ask for
	start, end  int
	first, last int // its atoms
}

const (
	none      int32 = -1
	byCapital int32 = -2
)

type verdict uint8

const (
	counts verdict = iota
	excluded
	noContext
	foreign
	covered
)

func (v verdict) exported() Verdict {
	return [...]Verdict{Counts, Excluded, NoContext, Foreign, Covered}[v]
}

// order is by brand, then as in the text; of two that begin together, the longer first, then by kind and term.
func (e event) order(o event) int {
	return cmp.Or(cmp.Compare(e.brand, o.brand), cmp.Compare(e.start, o.start), cmp.Compare(o.end, e.end),
		cmp.Compare(e.role, o.role), cmp.Compare(e.term, o.term))
}

// settle orders what was found and decides what counts.
func (s *scan) settle(lang string) []event {
	slices.SortFunc(s.events.all(), event.order)
	if s.witnesses.n > 0 && s.events.n > 0 {
		s.gather()
	}
	found := s.events.all()
	for from := 0; from < len(found); {
		to := from + 1
		for to < len(found) && found[to].brand == found[from].brand {
			to++
		}
		s.judge(found[from:to], lang)
		from = to
	}
	return found
}

// judge decides about what was found of one brand.
func (s *scan) judge(found []event, lang string) {
	b := &s.brands[found[0].brand]
	if !b.speaks(lang) {
		mark(found, func(e *event) bool { return !e.role.isAddress() }, foreign)
	}
	if b.excludes {
		s.exclude(found)
	}
	if b.hasCommon {
		s.companies(b, found, lang)
	}
	cover(found)
}

func mark(found []event, which func(*event) bool, v verdict) {
	for i := range found {
		if which(&found[i]) {
			found[i].verdict = v
		}
	}
}

// exclude takes out what exclusions overlap, or all that they can if one is for the whole text.
func (s *scan) exclude(found []event) {
	var near span
	for i := range found {
		if e := &found[i]; e.role == exclusion {
			if s.terms[e.term].wide {
				excludeAll(found, e.term)
				return
			}
			near.reach(e)
		} else if e.start < near.end {
			e.silence(near.term)
		}
	}
	near = span{start: int(^uint(0) >> 1)}
	for i := len(found) - 1; i >= 0; i-- {
		if e := &found[i]; e.role == exclusion {
			near.start, near.term = e.start, e.term
		} else if near.start < e.end {
			e.silence(near.term)
		}
	}
}

// A span is as much of the text as was seen of some events.
type span struct {
	start, end int
	term       int32
}

func (s *span) reach(e *event) {
	if e.end > s.end {
		s.end, s.term = e.end, e.term
	}
}

func excludeAll(found []event, by int32) {
	for i := range found {
		found[i].silence(by)
	}
}

func (e *event) silence(by int32) {
	if e.verdict == counts && e.role.isOurs() && !e.role.isAddress() {
		e.verdict, e.by = excluded, by
	}
}

// companies takes out common words that have no company.
func (s *scan) companies(b *brand, found []event, lang string) {
	strong := slices.IndexFunc(found, func(e event) bool { return e.verdict == counts && e.role < common })
	if strong >= 0 {
		for i := range found {
			found[i].join(found[strong].term)
		}
		return
	}
	b.meet(found)
	capital := b.capital && !isGerman(lang) && slices.ContainsFunc(found, func(e event) bool { return e.big }) && s.mostlySmall()
	for i := range found {
		if e := &found[i]; e.waits() && capital && e.big {
			e.join(byCapital)
		}
	}
	for i := range found {
		if e := &found[i]; e.waits() {
			e.verdict = noContext
		}
	}
}

// waits reports whether e is a common word that has no company yet.
func (e *event) waits() bool { return e.role == common && e.verdict == counts && e.by == none }

func (e *event) join(by int32) {
	if e.waits() {
		e.by = by
	}
}

// meet gives common words the company that is near enough.
func (b *brand) meet(found []event) {
	const far = int(^uint(0) >> 2)
	last, by := -far, none
	for i := range found {
		if e := &found[i]; e.role == company {
			if e.last > last {
				last, by = e.last, e.term
			}
		} else if by != none && b.within(e.first-last-1) {
			e.join(by)
		}
	}
	next, by := far, none
	for i := len(found) - 1; i >= 0; i-- {
		if e := &found[i]; e.role == company {
			next, by = e.first, e.term
		} else if by != none && b.within(next-e.last-1) {
			e.join(by)
		}
	}
}

func (b *brand) within(words int) bool { return b.near == 0 || words <= b.near }

// cover takes out what is part of a longer finding that counts.
func cover(found []event) {
	var longest span
	for i := range found {
		e := &found[i]
		if !e.role.isOurs() || e.verdict != counts {
			continue
		}
		if e.end <= longest.end {
			e.verdict, e.by = covered, longest.term
		}
		longest.reach(e)
	}
}

func isGerman(lang string) bool { return covers("de", lang) }

// mostlySmall reports whether a capital says something in this text. Every brand may ask.
func (s *scan) mostlySmall() bool {
	if !s.weighed {
		s.weighed, s.small = true, mostlySmall(s.text)
	}
	return s.small
}

// mostlySmall reports whether at least as many words begin small as begin with a capital.
func mostlySmall(text string) bool {
	small, inWord := 0, false
	for _, r := range text {
		switch {
		case !isWord(r):
			inWord = false
			continue
		case inWord:
		case unicode.IsUpper(r):
			small--
		case unicode.IsLower(r):
			small++
		}
		inWord = true
	}
	return small >= 0
}
