package sentiment

import "unicode/utf8"

const maxWord = 64 // bytes of a folded word that we look up

// A kind says what a token is to the rules.
type kind uint8

const (
	kindEnd    kind = iota // of the text; comes again and again
	kindWord               // a word or a number
	kindSymbol             // an emoji or emoticon
	kindPause              // ends a clause
	kindStop               // ends a sentence
)

// A token is a piece of text that means something to the rules. What carries
// no feeling and breaks nothing (handles, addresses, spaces) makes no token.
type token struct {
	start, end int
	id         int32 // of the word's node or the symbol; 0 if unknown
	kind       kind
	number     bool
	loud       bool  // in capitals
	drawn      bool  // with a letter three times or more in a row
	marks      uint8 // exclamation marks of a stop
}

// A scanner cuts text into tokens. It doesn't allocate: words are folded into
// buf, and tokens are offsets.
type scanner struct {
	text   string
	pos    int
	tables *tables
	tag    int           // where the hashtag ends whose words are being read
	n      int           // bytes of the folded word or cluster, more than len(buf) if it didn't fit
	buf    [maxWord]byte // its first bytes
}

// next returns the next token.
func (s *scanner) next() token {
	for s.pos < len(s.text) {
		start := s.pos
		r, size := s.rune(s.pos)
		if s.tables.symbols.begins(r) {
			if tok := s.emoticon(); tok.kind == kindSymbol {
				return tok
			}
		}
		switch {
		case r == ' ':
			s.pos++
		case isWord(r):
			if tok := s.word(r); s.pos == tok.end {
				return tok
			}
		case r == '@' || r == '＠':
			s.pos = handleEnd(s.text, s.pos+size)
		case r == '#' || r == '＃':
			s.pos += size
			s.hashtag()
		case isStop(r):
			return s.stop()
		case isPause(r) || s.isDash(r):
			s.pos += size
			return token{kind: kindPause, start: start, end: s.pos}
		case isPictograph(r):
			return s.emoji()
		default:
			s.pos += size
		}
	}
	return token{kind: kindEnd, start: s.pos, end: s.pos}
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
func (s *scanner) stop() token {
	tok := token{kind: kindStop, start: s.pos}
	marks := 0
	for {
		r, size := s.rune(s.pos)
		if size == 0 || !isStop(r) && !isIgnorable(r) {
			break
		}
		marks += exclaims(r)
		s.pos += size
	}
	tok.end, tok.marks = s.pos, uint8(min(marks, 255))
	return tok
}

// emoji reads a cluster and finds it, or the longest beginning of it, in the
// lexicon.
func (s *scanner) emoji() token {
	tok := token{kind: kindSymbol, start: s.pos}
	s.pos = s.cluster(s.pos)
	tok.end = s.pos
	key := s.buf[:min(s.n, len(s.buf))]
	for len(key) > 0 {
		if id, ok := s.tables.symbols.emoji[string(key)]; ok {
			tok.id = id
			break
		}
		key = beforeJoiner(key)
	}
	return tok
}

// cluster puts the emoji at pos, without modifiers, into buf and returns where
// it ends.
func (s *scanner) cluster(pos int) int {
	s.n = 0
	r, size := s.rune(pos)
	flag := isRegional(r)
	for joined := true; size > 0; r, size = s.rune(pos) {
		switch {
		case joined && isPictograph(r):
			joined = false
			s.put(r)
		case isModifier(r):
		case flag && isRegional(r):
			flag = false
			s.put(r)
		case r == zeroWidthJoiner && !joined:
			joined = true
			s.put(r)
		default:
			return pos
		}
		pos += size
	}
	return pos
}

// beforeJoiner returns the key up to its last joiner.
func beforeJoiner(key []byte) []byte {
	for len(key) > 0 {
		r, size := utf8.DecodeLastRune(key)
		key = key[:len(key)-size]
		if r == zeroWidthJoiner {
			break
		}
	}
	return key
}

// emoticon reads the longest emoticon at pos. Repetitions of its last
// character belong to it, as in ":)))".
func (s *scanner) emoticon() token {
	var tok token
	var at int32
	end := s.pos
	for pos := s.pos; ; {
		r, size := s.rune(pos)
		to, ok := s.tables.symbols.faces[edgeKey(at, r)]
		if size == 0 || !ok {
			break
		}
		at, pos = to, pos+size
		if id, ok := s.tables.symbols.ends[at]; ok {
			if over := s.repeats(r, pos); s.closes(r, over) {
				tok = token{kind: kindSymbol, start: s.pos, end: over, id: id}
				end = over
			}
		}
	}
	s.pos = end
	return tok
}

func (s *scanner) repeats(last rune, pos int) int {
	for {
		r, size := s.rune(pos)
		if size == 0 || r != last || isWord(r) {
			return pos
		}
		pos += size
	}
}

// closes reports whether an emoticon that ends in last may end at pos: ":D"
// doesn't in ":Delta", ":(" doesn't in ":(2 hours)".
func (s *scanner) closes(last rune, pos int) bool {
	next, _ := s.rune(pos)
	return !isWord(next) || !isWord(last) && last != '/' && last != '\\' && last != '('
}

// put appends r to the buffer; what doesn't fit is counted only.
func (s *scanner) put(r rune) {
	if s.n < len(s.buf) && r < utf8.RuneSelf {
		s.buf[s.n] = byte(r)
		s.n++
		return
	}
	size := utf8.RuneLen(r)
	if s.n+size <= len(s.buf) {
		utf8.EncodeRune(s.buf[s.n:], r)
		s.n += size
		return
	}
	s.n = len(s.buf) + 1
}
