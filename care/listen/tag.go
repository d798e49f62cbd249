package listen

import (
	"unicode"
	"unicode/utf8"
)

// tag reads a hashtag whose sign stands at i: as a whole, and by the words that its capitals, digits and
// strokes show.
func (s *scan) tag(i, from int) int {
	whole := atom{start: from, end: from, kind: letter, inTag: true, gap: broken}
	end := from
	if !s.glued(i) {
		end = s.tagEnd(&whole)
	}
	if end == from {
		s.between('#')
		return from
	}
	if s.atoms == nil {
		s.found(rootTag, whole.hash, s.text[from:end], i, end)
	}
	first := s.count
	s.inTag = true
	for at := from; at < end; {
		at = s.part(at, end)
	}
	s.inTag = false
	if whole.ordinal = s.count - 1; s.count-first > 1 && s.atoms == nil {
		s.alone(whole)
	}
	return end
}

// tagEnd adds to a the hash of what a hashtag may be made of, and returns where that ends.
func (s *scan) tagEnd(a *atom) int {
	i := a.end
	for i < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[i:])
		switch g := s.fold.glyph(r); {
		case g.class() == ignored:
		case r == '_':
			a.add(r)
		case g.class() == pair:
			x, y := g.two()
			a.add(x)
			a.add(y)
		case g.class() == between:
			return i
		default:
			a.add(g.rune())
		}
		i += size
		a.end = i
	}
	return i
}

// part reads a word of a hashtag.
func (s *scan) part(i, end int) int {
	a := atom{start: i, end: i, kind: letter}
	var before rune
	for i < end {
		r, size := utf8.DecodeRuneInString(s.text[i:end])
		g := s.fold.glyph(r)
		c := g.class()
		switch {
		case c == ignored:
			i += size
			continue
		case c != letter && c != pair:
			if a.end > a.start {
				s.take(a)
				return i
			}
			return s.lone(g, i, i+size)
		case a.end > a.start && s.parts(before, r, i+size, end):
			s.take(a)
			return i
		case c == pair:
			x, y := g.two()
			a.add(x)
			a.add(y)
		default:
			a.add(g.rune())
		}
		i += size
		a.end, before = i, r
	}
	if a.end > a.start {
		s.take(a)
	}
	return i
}

// lone reads what is a part of its own, or parts others.
func (s *scan) lone(g glyph, i, end int) int {
	if g.class() == between {
		s.between(g.rune())
	} else {
		s.take(atom{hash: step(0, g.rune()), start: i, end: end, kind: g.class()})
	}
	return end
}

// parts reports whether a word of a hashtag ends between a and b, behind which the hashtag goes on at i.
func (s *scan) parts(a, b rune, i, end int) bool {
	switch {
	case unicode.IsDigit(a) != unicode.IsDigit(b):
		return true
	case !unicode.IsUpper(b):
		return false
	case !unicode.IsUpper(a):
		return unicode.IsLower(a)
	}
	next, _ := utf8.DecodeRuneInString(s.text[i:end])
	return unicode.IsLower(next) // the T of "ATTMobile" ends a word, its M begins one
}
