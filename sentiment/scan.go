package sentiment

import "unicode/utf8"

const (
	maxWord  = 64                    // bytes of a folded word that we look up
	maxHits  = 256                   // words and signs that are judged together
	fullHits = maxHits - maxTagWords // that we stop at
	maxSpan  = 1 << 30               // bytes that are
)

// A kind says what a hit is to the rules.
type kind uint8

const (
	kindWord   kind = iota // a word or a number that the lexicons have
	kindSymbol             // an emoji or emoticon, which they may not have
	kindPause              // ends a clause
	kindStop               // ends a sentence
)

// A hit is a piece of text that means something to the rules. What carries no
// feeling and breaks nothing (handles, addresses, spaces, unknown words) makes
// no hit; unknown words are counted.
type hit struct {
	start, end uint32 // bytes from the scanner's base
	node       int32
	ordinal    int32 // how many words stand before it
	kind       kind
	marks      uint8 // exclamation marks of a stop
	loud       bool  // in capitals
	drawn      bool  // with a letter three times or more in a row
}

// What a byte may begin.
const (
	beginsNothing uint8 = iota
	beginsWord
	beginsNumber
	beginsHandle
	beginsHashtag
	beginsStop
	beginsPause
	beginsOther // an entity, a dash, or what is not ASCII
)

func beginning(c byte) uint8 {
	r := rune(c)
	switch {
	case c >= utf8.RuneSelf || c == '&' || c == '-':
		return beginsOther
	case isDigit(r):
		return beginsNumber
	case isWord(r):
		return beginsWord
	case c == '@':
		return beginsHandle
	case c == '#':
		return beginsHashtag
	case isStop(r):
		return beginsStop
	case isPause(r):
		return beginsPause
	}
	return beginsNothing
}

// A scanner cuts text into hits. It doesn't allocate: words are folded into
// buf, and hits are offsets.
type scanner struct {
	*tables

	text    string
	pos     int
	base    int   // where what is judged together begins
	until   int   // where it ends at the latest
	ordinal int32 // of the next word
	n       int   // hits
	hits    [maxHits]hit
	behind  [maxHits]uint64 // what the word right behind a hit is in a filter, 0 if none is

	size  int           // bytes of the folded word or cluster, more than len(buf) if it didn't fit
	buf   [maxWord]byte // its first bytes
	drawn uint64        // the bytes of buf that stand for three or more

	tag       int  // where the hashtag ends whose words are being read
	brackets  int  // open ones
	addressed bool // it begins with a handle, or names the brand
	linked    bool // an address of a page was seen
	quoted    bool // it repeats what somebody else said: RT @name
	questions int  // question marks
}

// scan reads on until the text ends or the hits are full.
func (s *scanner) scan() {
	text := s.text
	s.n, s.base, s.ordinal, s.until, s.brackets = 0, s.pos, 0, min(len(text), s.pos+maxSpan), 0
	for {
		if s.pos >= s.tag {
			s.plain()
		}
		if s.pos >= s.until || s.n >= fullHits {
			return
		}
		c := text[s.pos]
		if s.faces[c>>6]&(1<<(c&63)) != 0 && s.emoticon() {
			continue
		}
		switch s.begins[c] {
		case beginsNothing:
			s.pos++
		case beginsWord:
			s.word()
		case beginsNumber:
			s.number()
		case beginsHandle:
			s.handle(1)
		case beginsHashtag:
			s.pos++
			s.hashtag()
		case beginsStop:
			s.stop()
		case beginsPause:
			s.pause(1)
		default:
			s.other()
		}
	}
}

// other reads what begins with no ASCII character, an entity or a hyphen.
func (s *scanner) other() {
	r, size := s.rune(s.pos)
	switch {
	case isWord(r) && isDigit(r):
		s.number()
	case isWord(r):
		s.fold()
	case r == '@' || r == '＠':
		s.handle(size)
	case r == '#' || r == '＃':
		s.pos += size
		s.hashtag()
	case isStop(r):
		s.stop()
	case isPause(r) || s.isDash(r):
		s.pause(size)
	case isPictograph(r):
		s.emoji()
	default:
		s.pos += size
	}
}

// What the byte behind a word of ASCII letters says of it.
const (
	wordEnds uint8 = iota
	wordGoesOn
	wordMayBeAddress
)

func wordEnd(c byte) uint8 {
	switch {
	case c >= utf8.RuneSelf || isApostrophe(rune(c)) || isDigit(rune(c)) || c == '*' || c == '&':
		return wordGoesOn
	case joinsAddress(c):
		return wordMayBeAddress
	}
	return wordEnds
}

// rune returns the character at pos and how many bytes it takes.
func (s *scanner) rune(pos int) (rune, int) {
	if pos >= len(s.text) {
		return 0, 0
	}
	switch c := s.text[pos]; {
	case c == '&':
		return reference(s.text[pos:])
	case c < utf8.RuneSelf:
		return rune(c), 1
	default:
		return utf8.DecodeRuneInString(s.text[pos:])
	}
}

// hit notes a word, if the lexicons have it.
func (s *scanner) hit(start, end int, node int32, loud, drawn bool) {
	if node != unknownWord {
		h := s.sign(kindWord, start, end, node)
		h.loud, h.drawn = loud, drawn
	}
	s.ordinal++
}

// sign notes what is no word. Each field is set alone: the compiler would put a
// whole hit together elsewhere and copy it, which takes longer.
func (s *scanner) sign(k kind, start, end int, node int32) *hit {
	h := &s.hits[s.n&(maxHits-1)]
	h.start, h.end, h.node, h.ordinal = uint32(start-s.base), uint32(end-s.base), node, s.ordinal
	h.kind, h.marks, h.loud, h.drawn = k, 0, false, false
	s.n++
	return h
}

func (s *scanner) pause(size int) {
	switch s.text[s.pos] {
	case '(':
		s.brackets++
	case ')':
		s.brackets = max(0, s.brackets-1)
	}
	if s.n > 0 && s.hits[s.n-1].kind != kindPause {
		s.sign(kindPause, s.pos, s.pos+size, 0)
	}
	s.pos += size
}

func (s *scanner) handle(size int) {
	s.quoted = s.quoted || s.pos >= 3 && s.text[s.pos-3:s.pos] == "RT "
	end := handleEnd(s.text, s.pos+size)
	s.addressed = s.addressed || s.ordinal == 0 && s.base == 0 && end > s.pos+size
	s.pos = end
}

// isDash reports whether the hyphen at pos is a dash: between spaces, or one
// of several.
func (s *scanner) isDash(r rune) bool {
	if r != '-' {
		return false
	}
	next, _ := s.rune(s.pos + 1)
	if next == '-' {
		return true
	}
	return isSpace(next) && s.pos > 0 && isSpace(rune(s.text[s.pos-1]))
}

// stop reads all the marks that end the sentence.
func (s *scanner) stop() {
	start, marks, asks := s.pos, 0, false
	for {
		if s.pos < len(s.text) && s.begins[s.text[s.pos]] == beginsStop { // of ASCII
			marks += exclaims(rune(s.text[s.pos]))
			asks = asks || s.text[s.pos] == '?'
			s.pos++
			continue
		}
		if s.pos == len(s.text) || s.begins[s.text[s.pos]] != beginsOther {
			break
		}
		r, size := s.rune(s.pos)
		if !isStop(r) && !isIgnorable(r) {
			break
		}
		marks += exclaims(r)
		asks = asks || isQuestion(r)
		s.pos += size
	}
	if asks {
		s.questions++
	}
	if s.n > 0 && s.hits[s.n-1].kind == kindStop && marks == 0 {
		return
	}
	s.sign(kindStop, start, s.pos, 0).marks = uint8(min(marks, 255))
}

// number reads digits with single marks between them, as in 1,000 or 10/10.
// Letters right after them are a word of their own, as in 2hrs.
func (s *scanner) number() {
	start := s.pos
	end := s.foldNumber(start)
	s.pos = end
	if end < len(s.text) && s.ends[s.text[end]] == wordMayBeAddress && s.address(start) {
		return
	}
	node := s.lookup()
	if node == unknownWord {
		node = numberWord
	}
	s.hit(start, end, node, false, false)
}

// foldNumber puts the number at pos into buf and returns where it ends.
func (s *scanner) foldNumber(pos int) int {
	s.size = 0
	for {
		r, size := s.rune(pos)
		if !isDigit(r) {
			next, _ := s.rune(pos + size)
			if r != '.' && r != ',' && r != ':' && r != '/' || !isDigit(next) {
				return pos
			}
		}
		s.put(r)
		pos += size
	}
}

// put appends r to the buffer; what doesn't fit is counted only.
func (s *scanner) put(r rune) {
	if s.size < len(s.buf) && r < utf8.RuneSelf {
		s.buf[s.size] = byte(r)
		s.size++
		return
	}
	size := utf8.RuneLen(r)
	if s.size+size <= len(s.buf) {
		utf8.EncodeRune(s.buf[s.size:], r)
		s.size += size
		return
	}
	s.size = len(s.buf) + 1
}

// lookup returns the node of the word in buf.
func (s *scanner) lookup() int32 {
	if s.size > len(s.buf) {
		return unknownWord
	}
	return s.findWord(s.buf[:s.size])
}
