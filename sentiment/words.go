package sentiment

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// word reads the word or number that begins with r at pos. Where it turns out
// to begin an address, pos is then the address's end, not the word's.
func (s *scanner) word(r rune) token {
	var tok token
	if isDigit(r) {
		tok = s.number()
	} else {
		tok = s.fold(s.pos < s.tag)
	}
	if s.pos = tok.end; s.pos >= s.tag {
		s.pos = max(s.pos, addressEnd(s.text, tok.start, tok.end))
	}
	return tok
}

// hashtag decides how the word after a hash is read: as one if the lexicon has
// it, else cut at its capitals, as in #SoLate.
func (s *scanner) hashtag() {
	s.tag = 0
	if r, size := s.rune(s.pos); size > 0 && isWord(r) && !isDigit(r) {
		if whole := s.fold(false); whole.id == unknownWord {
			s.tag = whole.end
		}
	}
}

// fold reads the word at pos into buf, without moving pos: in lower case,
// apostrophes straight, no letter more than three times in a row. Where split
// is set it ends before a capital that follows a small letter.
func (s *scanner) fold(split bool) token {
	s.n = 0
	tok := token{kind: kindWord, start: s.pos, end: s.pos}
	var f folding
	for {
		if !split {
			tok.end = s.foldASCII(&f, tok.end)
		}
		r, size := s.rune(tok.end)
		if !isWord(r) {
			size = s.joins(r, tok.end, size)
		}
		if size == 0 || split && f.turns(r) {
			break
		}
		if !isIgnorable(r) && f.add(r) {
			s.put(f.last)
		}
		tok.end += size
	}
	tok.loud = f.upper >= 3 && f.lower == 0
	tok.drawn = f.drawn
	tok.id = s.find(f.drawn)
	return tok
}

// A folding is what is known of a word while it is folded.
type folding struct {
	last         rune // folded
	run          int  // how many times in a row
	upper, lower int
	small        bool // the last letter was a small one
	drawn        bool
}

// add folds r into last, and reports whether it is to be kept.
func (f *folding) add(r rune) bool {
	capital, low := isUpper(r), toLower(r)
	if isApostrophe(r) {
		low = '\''
	}
	f.small = !capital && isLower(low)
	if capital {
		f.upper++
	}
	if f.small {
		f.lower++
	}
	return f.keep(low, capital || f.small)
}

// foldASCII does what fold does for the ASCII letters and digits at pos, which
// is most of most texts, and returns where they end.
func (s *scanner) foldASCII(f *folding, pos int) int {
	for ; pos < len(s.text); pos++ {
		c := s.text[pos]
		low := c | 0x20
		switch {
		case low < 'a' || 'z' < low:
			if c < '0' || '9' < c {
				return pos
			}
			low, f.small = c, false
		case c == low:
			f.small = true
			f.lower++
		default:
			f.small = false
			f.upper++
		}
		if f.keep(rune(low), low >= 'a') {
			s.put(f.last)
		}
	}
	return pos
}

// keep takes the next folded character, and reports whether it is to be kept.
func (f *folding) keep(low rune, letter bool) bool {
	if low != f.last {
		f.last, f.run = low, 1
		return true
	}
	f.run++
	f.drawn = f.drawn || f.run >= 3 && letter
	return f.run <= 3
}

// turns reports whether r begins a new word within a hashtag.
func (f *folding) turns(r rune) bool {
	return f.small && (isUpper(r) || isDigit(r))
}

// joins returns size if r, which is no letter, joins the word before pos to
// letters after it, else 0. Apostrophes do, and asterisks that stand for
// letters; what is invisible belongs to the word in any case.
func (s *scanner) joins(r rune, pos, size int) int {
	switch {
	case size == 0 || isIgnorable(r):
		return size
	case r != '*' && !isApostrophe(r):
		return 0
	}
	after := pos + size
	for range 4 {
		next, n := s.rune(after)
		if isWord(next) {
			return size
		}
		if r != '*' || next != '*' {
			return 0
		}
		after += n
	}
	return 0
}

// number reads digits with single marks between them, as in 1,000 or 10/10.
// Letters right after them are a word of their own, as in 2hrs.
func (s *scanner) number() token {
	s.n = 0
	tok := token{kind: kindWord, start: s.pos, end: s.pos, number: true}
	for {
		r, size := s.rune(tok.end)
		if !isDigit(r) {
			next, _ := s.rune(tok.end + size)
			if r != '.' && r != ',' && r != ':' && r != '/' || !isDigit(next) {
				break
			}
		}
		s.put(r)
		tok.end += size
	}
	tok.id = s.find(false)
	return tok
}

// find returns the node of the word in buf: as it stands, with its drawn-out
// letters doubled or single, without a possessive ending.
func (s *scanner) find(drawn bool) int32 {
	if s.n > len(s.buf) {
		return unknownWord
	}
	word := s.buf[:s.n]
	if id, ok := s.tables.words[string(word)]; ok {
		return id
	}
	if drawn {
		return s.findDrawn(word)
	}
	if stem, ok := bytes.CutSuffix(word, []byte("'s")); ok {
		return s.tables.words[string(stem)]
	}
	return unknownWord
}

func (s *scanner) findDrawn(word []byte) int32 {
	var short [maxWord]byte
	for keep := 2; keep > 0; keep-- {
		n := squeeze(short[:], word, keep)
		if id, ok := s.tables.words[string(short[:n])]; ok {
			return id
		}
	}
	return unknownWord
}

// squeeze copies word to dst with every run of three equal letters cut to
// keep, and returns the length.
func squeeze(dst, word []byte, keep int) int {
	n := 0
	for len(word) > 0 {
		_, size := utf8.DecodeRune(word)
		letter, times := word[:size], 1
		if rest := word[size:]; bytes.HasPrefix(rest, letter) && bytes.HasPrefix(rest[size:], letter) {
			word, times = rest[size:], keep
		}
		for range times {
			n += copy(dst[n:], letter)
		}
		word = word[size:]
	}
	return n
}

func isLower(r rune) bool {
	return 'a' <= r && r <= 'z' || r >= utf8.RuneSelf && unicode.IsLower(r)
}

// foldWords returns the words of s as the scanner folds them, and whether s
// holds nothing but words with hyphens between them.
func foldWords(s string) (words []string, clean bool) {
	scan := scanner{text: s, tables: new(tables)}
	end := 0
	clean = true
	for {
		tok := scan.next()
		gap := s[end:tok.start]
		clean = clean && (gap == "" || gap == "-" && end > 0 && tok.kind != kindEnd)
		if tok.kind == kindEnd {
			return words, clean
		}
		end = tok.end
		if tok.kind != kindWord || scan.n > len(scan.buf) {
			clean = false
			continue
		}
		words = append(words, string(scan.buf[:scan.n]))
	}
}
