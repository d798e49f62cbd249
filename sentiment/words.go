package sentiment

import (
	"bytes"
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// A view says what the next bytes of the text are, by bit.
type view struct {
	at      int    // the first byte
	letters uint64 // of ASCII
	triples uint64 // the same letter three times from here on, in either case
}

const viewed = 64 // bytes of a view

// look views the text from pos on.
func (s *scanner) look(pos int) {
	var letters, twins uint64
	for i := 0; i < viewed && pos+i < len(s.text); i += 8 {
		v := eight(s.text, pos+i)
		w := eight(s.text, pos+i+1)
		letters |= gather(asciiLetters(v)) << uint(i)
		twins |= gather(zeroBytes((v^w)&^caseBits)) << uint(i)
	}
	s.view = view{pos, letters, letters & twins & (twins >> 1)}
}

// plain reads words of up to fifteen ASCII letters with spaces between them, and
// stops at the first byte of anything else. It branches as little as it can.
func (s *scanner) plain() {
	text, pos, n, ordinal := s.text, s.pos, s.n, s.ordinal
	for pos < s.until && n < fullHits {
		off := uint(pos - s.at)
		if off >= viewed {
			s.look(pos)
			off = 0
		}
		size := bits.TrailingZeros64(^(s.letters >> (off & 63)))
		if off > 0 && off+uint(size) == viewed {
			s.look(pos)
			continue
		}
		if uint(size-1) >= wordBytes-1 || s.triples>>(off&63)&(1<<(uint(size)&63)-1) != 0 {
			break
		}
		end := pos + size
		c := byteAt(text, end)
		if c != ' ' && (size == 1 || s.ends[c] != wordEnds && (s.ends[c] == wordGoesOn || mayBeAddress(text, end))) {
			break
		}
		var low, high uint64
		if pos+wordBytes <= len(text) {
			low, high = loadText(text[pos:]), loadText(text[pos+8:])
		} else {
			low, high = lastBytes(text, pos), lastBytes(text, pos+8)
		}
		first, second := below(size), below(max(size-8, 0))
		low, high = low&first, high&second
		k := key{low | caseBits&first, high | caseBits&second}
		node := s.nodes[s.short.at(k)].named(k)
		h := &s.hits[n&(maxHits-1)]
		h.start, h.end, h.node, h.ordinal = uint32(pos-s.base), uint32(end-s.base), node, ordinal
		h.kind, h.marks, h.loud, h.drawn = kindWord, 0, (low|high)&caseBits|uint64(size-3)>>63 == 0, false
		n += int(uint32(-node) >> 31)
		ordinal++
		pos = end
		if c == ' ' {
			pos++
		}
	}
	s.pos, s.n, s.ordinal = pos, n, ordinal
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
	small, drawn := v&caseBits&mask, triple(k.low)
	if n == 8 {
		v = eight(s.text, start+8)
		m, mask := leadingLetters(v)
		k.high = (v | caseBits) & mask
		small |= v & caseBits & mask
		drawn |= triple(k.high) | triple(k.low>>32|k.high<<32)
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
	if pos+8 <= len(text) {
		return loadText(text[pos:])
	}
	return lastBytes(text, pos)
}

// lastBytes does so near the end of the text.
//
//go:noinline // so that eight can be inlined
func lastBytes(text string, pos int) uint64 {
	n := len(text)
	switch {
	case pos >= n:
		return 0
	case pos+8 <= n:
		return loadText(text[pos:])
	case n >= 8:
		return loadText(text[n-8:]) >> (8 * uint(pos+8-n))
	}
	var v uint64
	for i := n - 1; i >= pos; i-- {
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
