package listen

import (
	"unicode"
	"unicode/utf8"
)

// An atom is what terms are made of: a word, or a character of a script that puts no spaces between words.
type atom struct {
	hash       uint64
	start, end int
	n          int  // letters
	ordinal    int  // among the atoms of the text
	gap        rune // before it
	kind       class
	inner      bool // Hangul behind Hangul, or what an apostrophe cuts off: no term begins here
	first      bool // of its sentence
	inTag      bool
}

func (a *atom) add(r rune) {
	a.hash = step(a.hash, r)
	a.n++
}

// A scan goes once over a text. It lives on the stack of its caller, and so do its first events and states.
type scan struct {
	*matcher

	text      string
	events    list[event]
	witnesses list[witness]
	begun     [2]list[state] // terms that have begun, and room for those that go on
	now       int            // which of begun
	atoms     *[]atom        // if set, atoms are collected here and not matched
	last      class          // of the atom before
	end       int            // of the atom before, or of what counts as one
	count     int
	gap       rune // since end
	fresh     bool // no word yet in this sentence
	inTag     bool
	skipped   int // addresses
	checked   int // up to here it is known where mail addresses and bare domains are
	weighed   bool
	small     bool        // once weighed: as mostlySmall has it
	refs      []reference // that text was written with
	only      int32       // if above 0: one more than the brand that events are wanted of
}

func (s *scan) run() {
	s.fresh, s.gap = true, broken
	for i := 0; i < len(s.text); {
		switch c := s.text[i]; {
		case s.fold.letters[c] != 0:
			i = s.word(i)
		case c == ' ':
			s.between(' ')
			i++
		case c >= utf8.RuneSelf:
			i = s.wide(i)
		default:
			i = s.sign(i, c)
		}
	}
}

// sign reads an ASCII character that is no letter.
func (s *scan) sign(i int, c byte) int {
	switch c {
	case '@':
		return s.handle(i, i+1)
	case '#':
		return s.tag(i, i+1)
	case '&':
		if r, size := entity(s.text[i:]); size > 0 {
			s.character(r)
			return i + size
		}
	case '+':
		if s.count > 0 && s.end == i {
			s.take(atom{hash: step(0, '+'), start: i, end: i + 1, kind: letter})
			return i + 1
		}
	}
	s.between(s.fold.low[c].rune())
	return i + 1
}

// character reads one that was written as a reference. A letter parts words.
func (s *scan) character(r rune) {
	if r < 0 || s.fold.glyph(r).class() != between {
		r = broken
	} else {
		r = s.fold.glyph(r).rune()
	}
	s.between(r)
}

func (s *scan) between(gap rune) {
	if gap != loose && endsSentence(gap) {
		s.fresh = true
	}
	s.gap = widen(s.gap, gap)
}

// word reads a word that begins at i with an ASCII letter or digit, and returns where it ends.
func (s *scan) word(i int) int {
	a := atom{start: i, kind: letter}
	for i < len(s.text) {
		c := s.fold.letters[s.text[i]]
		if c == 0 {
			break
		}
		a.hash = step(a.hash, rune(c))
		i++
	}
	a.end, a.n = i, i-a.start
	if i < len(s.text) {
		switch s.text[i] {
		case '.', '@', ':', '-', '_', '+':
			if end := s.address(a.start, i); end > 0 {
				return end
			}
		default:
			if s.text[i] >= utf8.RuneSelf {
				i = s.rest(&a)
			}
		}
	}
	s.take(a)
	return i
}

// wide reads what begins at i with a character outside ASCII.
func (s *scan) wide(i int) int {
	r, size := utf8.DecodeRuneInString(s.text[i:])
	switch g := s.fold.glyph(r); g.class() {
	case ignored:
	case between:
		switch r {
		case '＠':
			return s.handle(i, i+size)
		case '＃':
			return s.tag(i, i+size)
		}
		s.between(g.rune())
	case single, syllable:
		s.take(atom{hash: step(0, g.rune()), start: i, end: i + size, kind: g.class()})
	default:
		a := atom{start: i, end: i, kind: letter}
		i = s.rest(&a)
		s.take(a)
		return i
	}
	return i + size
}

// rest adds to a what follows of its word, and returns where to go on.
func (s *scan) rest(a *atom) int {
	i := a.end
	for i < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[i:])
		switch g := s.fold.glyph(r); g.class() {
		case ignored:
			i += size
			continue
		case letter:
			a.add(g.rune())
		case pair:
			x, y := g.two()
			a.add(x)
			a.add(y)
		default:
			return i
		}
		i += size
		a.end = i
	}
	return i
}

// take goes on with a as the next atom.
func (s *scan) take(a atom) {
	a.gap, a.first, a.inTag, a.ordinal = s.gap, s.fresh, s.inTag, s.count
	if a.kind == syllable {
		a.inner = s.last == syllable && a.gap == joined
	} else if a.gap == '\'' {
		a.inner = a.n <= 2 // 's, 't, 'll
	}
	s.gap, s.fresh, s.last, s.end = joined, false, a.kind, a.end
	s.count++
	if s.atoms != nil {
		*s.atoms = append(*s.atoms, a)
		return
	}
	if s.begun[s.now].n > 0 {
		s.advance(a)
	}
	if a.inner {
		return
	}
	if s.edges.may(a.hash) {
		s.begin(a)
	}
	s.spelling(a)
}

// skip goes on behind an address, which has no words.
func (s *scan) skip(end int) int {
	s.begun[s.now].n = 0
	s.gap, s.end, s.last = broken, end, between
	s.count++
	s.skipped++
	return end
}

// glued reports whether a word ends directly before i.
func (s *scan) glued(i int) bool { return s.count > 0 && s.end == i && s.last != between }

// startsBig reports whether what begins at o has a capital that its sentence doesn't ask for.
func (s *scan) startsBig(o origin) bool {
	r, _ := utf8.DecodeRuneInString(s.text[o.start:])
	return o.free && unicode.IsUpper(r)
}
