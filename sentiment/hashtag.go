package sentiment

import "math/bits"

const (
	maxTagWords = 8 // words that a hashtag is cut into
	maxTag      = 40
	minTagWord  = 4 // bytes of a word at either end of a hashtag
	maxTagPart  = 20
	lengthBits  = 12
	minTagName  = 5 // bytes of what is left beside them, if anything is
)

// hashtag decides how the word after a hash is read: as one if the lexicons
// have it, else cut at its capitals, as in #SoLate, else at the words that they
// have, as in #acmefail.
func (s *scanner) hashtag() {
	s.tag = 0
	r, _ := s.rune(s.pos)
	if !isWord(r) || isDigit(r) {
		return
	}
	start := s.pos
	end := s.foldTag(start)
	if end == start || s.lookup() != unknownWord {
		return
	}
	if camel(s.text[start:end]) {
		s.tag = end
		return
	}
	if s.size <= maxTag && isASCII(s.text[start:end]) && s.size == end-start {
		s.cut(start)
		s.pos = end
	}
}

// foldTag puts the folded word at pos into buf and returns where it ends: quickly,
// if it is of ASCII letters and digits, none of them three times in a row.
func (s *scanner) foldTag(pos int) int {
	var last, before byte
	for n := range maxWord {
		c := byteAt(s.text, pos+n)
		low := s.lower[c]
		switch {
		case low == 0 && s.ends[c] != wordGoesOn:
			s.size, s.drawn = n, 0
			return pos + n
		case low == 0, low == last && last == before:
			return s.foldWord(new(folding), pos)
		}
		s.buf[n] = low
		last, before = low, last
	}
	return s.foldWord(new(folding), pos)
}

// camel reports whether a capital follows a small letter.
func camel(tag string) bool {
	for i := 1; i < len(tag); i++ {
		if 'A' <= tag[i] && tag[i] <= 'Z' && 'a' <= tag[i-1] && tag[i-1] <= 'z' {
			return true
		}
	}
	return false
}

// cut notes the words of the hashtag in buf: the longest that it ends in, the
// longest that is left at the new end and so on, and the longest that the rest
// begins with.
func (s *scanner) cut(start int) {
	var from, to [maxTagWords]int
	n, end := 0, s.size
	for n < maxTagWords-1 {
		at := s.longestEnd(end)
		if at == end {
			break
		}
		from[n], to[n], end = at, end, at
		n++
	}
	if head := s.longestBeginning(end); head > 0 && (n == 0 || end-head >= minTagName) {
		from[n], to[n] = 0, head
		n++
		end -= head
	}
	if 0 < end && end < minTagName {
		n = 0 // #chicago is neither chic nor ago
	}
	for i := n - 1; i >= 0; i-- {
		s.hit(start+from[i], start+to[i], s.findWord(s.buf[from[i]:to[i]]), false, false)
	}
	if n == 0 {
		s.ordinal++
	}
}

// longestEnd returns where the longest word begins that ends at end, or end.
func (s *scanner) longestEnd(end int) int {
	if end < minTagWord {
		if end > 0 && s.findWord(s.buf[:end]) != unknownWord {
			return 0
		}
		return end
	}
	for m := s.tails.of(s.buf[end-minTagWord:end]) & lengthsTo(end); m != 0; {
		size := bits.Len32(m) - 1
		if s.findWord(s.buf[end-size:end]) != unknownWord {
			return end - size
		}
		m &^= 1 << size
	}
	return end
}

// longestBeginning returns where the longest word ends that begins at 0, or 0.
func (s *scanner) longestBeginning(end int) int {
	if end < minTagWord {
		return 0
	}
	for m := s.heads.of(s.buf[:minTagWord]) & lengthsTo(end); m != 0; {
		size := bits.Len32(m) - 1
		if s.findWord(s.buf[:size]) != unknownWord {
			return size
		}
		m &^= 1 << size
	}
	return 0
}

// Lengths are how many bytes words may have, by bit, from their first or last
// four bytes, so that few of a hashtag's pieces have to be looked up.
type lengths []uint32

func (l lengths) of(four []byte) uint32 { return l[lengthsAt(four)] }

// lengthsTo returns the lengths up to n.
func lengthsTo(n int) uint32 { return 1<<(min(n, maxTagPart)+1) - 1 }

func lengthsAt(four []byte) uint32 {
	return (uint32(four[0]) | uint32(four[1])<<8 | uint32(four[2])<<16 | uint32(four[3])<<24) * 0x9e3779b1 >> (32 - lengthBits)
}

// measure notes the lengths of words that hashtags may be cut into.
func (b *builder) measure() {
	b.heads, b.tails = make(lengths, 1<<lengthBits), make(lengths, 1<<lengthBits)
	for text := range b.ids {
		if n := len(text); minTagWord <= n && n <= maxTagPart {
			b.heads[lengthsAt([]byte(text[:minTagWord]))] |= 1 << n
			b.tails[lengthsAt([]byte(text[n-minTagWord:]))] |= 1 << n
		}
	}
}
