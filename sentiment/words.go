package sentiment

import (
	"bytes"
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// plain reads words of up to fifteen ASCII letters with spaces between them, and
// stops at the first byte of anything else. It branches as little as it can.
func (s *scanner) plain() {
	text, pos, n, ordinal := s.text, s.pos, s.n, s.ordinal
	last := len(text) - 8
	for pos < s.until && n < fullHits && last >= 0 {
		from := min(pos, last)
		v := loadText(text[from:]) >> (8 * uint(pos-from) & 63)
		stop := ^asciiLetters(v) & highBits // where the word ends
		if stop == 0 {                      // not within eight bytes
			s.pos, s.n, s.ordinal = pos, n, ordinal
			if !s.longer(v) {
				return
			}
			pos, n, ordinal = s.pos, s.n, s.ordinal
			continue
		}
		mask := stop&-stop>>7 - 1
		size := bits.TrailingZeros64(stop) >> 3
		c := byte(v >> (uint(size) * 8 & 63))
		if c != ' ' && (size <= 1 || !s.endsWord(c, pos+size)) {
			break
		}
		if size == 0 {
			pos++
			continue
		}
		k := key{low: (v | caseBits) & mask}
		if tripled(k.low, mask) != 0 {
			break
		}
		node := s.nodes[s.short.at(k)].named(k)
		h := &s.hits[n&(maxHits-1)]
		h.start, h.end, h.node, h.ordinal = uint32(pos-s.base), uint32(pos+size-s.base), node, ordinal
		h.kind, h.marks, h.loud, h.drawn = kindWord, 0, v&mask&caseBits|uint64(size-3)>>63 == 0, false
		n += int(uint32(-node) >> 31)
		ordinal++
		pos += size
		if c == ' ' {
			pos++
		}
	}
	s.pos, s.n, s.ordinal = pos, n, ordinal
}

// longer reads a word of eight to fifteen letters for plain, which has the first
// eight, or reports that it is none.
func (s *scanner) longer(v uint64) bool {
	w := eight(s.text, s.pos+8)
	n, mask := leadingLetters(w)
	k := key{v | caseBits, (w | caseBits) & mask}
	end := s.pos + 8 + n
	if n == 8 || tripledKey(k, mask) != 0 || !s.endsWord(byteAt(s.text, end), end) {
		return false
	}
	s.hit(s.pos, end, s.find(k), (v|w&mask)&caseBits == 0, false)
	s.pos = end
	return true
}

// endsWord reports whether a word ends before pos, where c stands, and no address
// goes on there.
func (s *scanner) endsWord(c byte, pos int) bool {
	return s.ends[c] == wordEnds || s.ends[c] == wordMayBeAddress && !mayBeAddress(s.text, pos)
}

// word reads the word at pos, or the address that it begins. It is the quick
// form of fold for words of up to sixteen ASCII letters and an apostrophe.
func (s *scanner) word() {
	start := s.pos
	if start < s.tag {
		s.fold()
		return
	}
	v := eight(s.text, start)
	n, mask := leadingLetters(v)
	k := key{low: (v | caseBits) & mask}
	small, drawn := v&caseBits&mask, tripled((v|caseBits)&mask, mask)
	if n == 8 {
		v = eight(s.text, start+8)
		m, mask := leadingLetters(v)
		k.high = (v | caseBits) & mask
		small |= v & caseBits & mask
		drawn = tripledKey(k, mask)
		n += m
	}
	c := byteAt(s.text, start+n)
	if c == '\'' && n < 8 {
		v = eight(s.text, start+n+1)
		if m, mask := leadingLetters(v); 0 < m && m < 8 {
			k.put('\'', n)
			k.put((v|caseBits)&mask, n+1)
			small |= v & caseBits & mask
			n += 1 + m
			c = byteAt(s.text, start+n)
		}
	}
	if s.ends[c] == wordGoesOn || drawn != 0 || n == wordBytes {
		s.fold()
		return
	}
	node := s.find(k)
	if node == unknownWord && k.has('\'') {
		s.fold()
		return
	}
	s.pos = start + n
	if s.ends[c] == wordMayBeAddress && s.address(start) {
		return
	}
	s.hit(start, s.pos, node, small == 0 && n >= 3, false)
}

// eight returns eight bytes of the text from pos on, zeros behind its end.
func eight(text string, pos int) uint64 {
	if n := len(text); n >= 8 {
		from := min(pos, n-8)
		return loadText(text[from:]) >> (8 * uint(pos-from))
	}
	var v uint64
	for i := len(text) - 1; i >= pos; i-- {
		v = v<<8 | uint64(text[i])
	}
	return v
}

func byteAt(text string, pos int) byte {
	if pos < len(text) {
		return text[pos]
	}
	return 0
}

// fold reads the word at pos: in lower case, apostrophes straight, no letter
// more than twice in a row. Within a hashtag it ends before a capital that
// follows a small letter.
func (s *scanner) fold() {
	f := folding{split: s.pos < s.tag}
	end := s.foldWord(&f, s.pos)
	if end == s.pos { // nothing but a mark
		_, size := s.rune(s.pos)
		s.pos += max(size, 1)
		return
	}
	s.endWord(s.pos, end, f.upper >= 3 && f.lower == 0)
}

// foldWord puts the folded word at pos into buf and returns where it ends.
func (s *scanner) foldWord(f *folding, pos int) int {
	s.size, s.drawn = 0, 0
	for {
		r, size := s.rune(pos)
		if !isWord(r) {
			size = s.joins(r, pos, size)
		}
		if size == 0 || f.split && f.turns(r) {
			return pos
		}
		if !isIgnorable(r) {
			s.letter(f, r)
		}
		pos += size
	}
}

// letter appends one character of a word.
func (s *scanner) letter(f *folding, r rune) {
	low := f.add(r)
	switch {
	case isMark(r) && f.latin:
		return // an accent on its own; words stand without it as well
	case f.run > 2 && isLetter(low):
		s.drawn |= 1 << (uint(s.size-1) & 63)
		return
	case low == 'ß':
		s.put('s')
		s.put('s')
	default:
		s.put(low)
	}
	f.latin = low < utf8.RuneSelf
}

func isLetter(r rune) bool {
	return 'a' <= r && r <= 'z' || r >= utf8.RuneSelf && unicode.IsLetter(r)
}

// A folding is what is known of a word while it is folded.
type folding struct {
	split        bool // at capitals
	last         rune // folded
	run          int  // how many times in a row
	upper, lower int
	small        bool // the last letter was a small one
	latin        bool // the last letter was an ASCII one
}

// add returns r folded.
func (f *folding) add(r rune) rune {
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
	if low != f.last {
		f.last, f.run = low, 0
	}
	f.run++
	return low
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

// endWord looks the word in buf up and moves behind it.
func (s *scanner) endWord(start, end int, loud bool) {
	s.pos = end
	if end >= s.tag && end < len(s.text) && s.ends[s.text[end]] == wordMayBeAddress && s.address(start) {
		return
	}
	drawn := s.drawn != 0
	node := s.lookup()
	if node == unknownWord && s.size <= len(s.buf) {
		if drawn {
			node = s.lookupSingle()
		}
		if at := bytes.IndexByte(s.buf[:s.size], '\''); node == unknownWord && at > 0 {
			s.elided(start, end, at, loud)
			return
		}
	}
	s.hit(start, end, node, loud, drawn)
}

// address reports whether the word from start to pos begins an address, and if
// so moves behind it.
func (s *scanner) address(start int) bool {
	end := s.pos
	if !mayBeAddress(s.text, end) {
		return false
	}
	if to := addressEnd(s.text, start, end); to > start {
		s.pos, s.linked = to, true
		return true
	}
	return false
}

// mayBeAddress reports whether an address may go on behind the mark at pos.
func mayBeAddress(text string, pos int) bool {
	return pos+1 < len(text) && (isHandleByte(text[pos+1]) || text[pos+1] == '/')
}

// lookupSingle looks the word up with its drawn-out letters single.
func (s *scanner) lookupSingle() int32 {
	var short [maxWord]byte
	n := 0
	for i, c := range s.buf[:s.size] {
		if s.drawn>>i&1 == 0 {
			short[n] = c
			n++
		}
	}
	return s.findWord(short[:n])
}

// elided notes a word with an apostrophe that the lexicons don't have: without
// a possessive ending, else as the two words that it is made of, as in l'heure.
func (s *scanner) elided(start, end, at int, loud bool) {
	head, tail := s.buf[:at], s.buf[at+1:s.size]
	if string(tail) == "s" {
		s.hit(start, end, s.findWord(head), loud, false)
		return
	}
	cut := start
	for r, size := s.rune(cut); !isApostrophe(r); r, size = s.rune(cut) {
		cut += size
	}
	_, size := s.rune(cut)
	s.hit(start, cut, s.findWord(head), loud, false)
	s.hit(cut+size, end, s.findWord(tail), loud, false)
}

func isLower(r rune) bool {
	return 'a' <= r && r <= 'z' || r >= utf8.RuneSelf && unicode.IsLower(r)
}

// foldWords returns the words of s as the scanner folds them, and whether s
// holds nothing but words with hyphens between them.
func foldWords(s string) (words []string, clean bool) {
	scan := scanner{tables: new(tables), text: s}
	clean = true
	for pos := 0; pos < len(s); {
		r, size := scan.rune(pos)
		switch {
		case isDigit(r):
			end := scan.foldNumber(pos)
			words, pos = append(words, s[pos:end]), end
		case isWord(r):
			end := scan.foldWord(new(folding), pos)
			if end == pos || scan.size > len(scan.buf) {
				return words, false
			}
			words, pos = append(words, string(scan.buf[:scan.size])), end
		default:
			clean = clean && r == '-' && len(words) > 0 && pos+size < len(s)
			pos += size
		}
	}
	return words, clean
}
