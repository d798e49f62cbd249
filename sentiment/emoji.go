package sentiment

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

const maxEmoticon = 16 // characters of an emoticon

// emoji reads a cluster and finds it, or the longest beginning of it, in the
// lexicons.
func (s *scanner) emoji() {
	start := s.pos
	s.pos = s.cluster(start)
	node := unknownWord
	for key := s.buf[:min(s.size, len(s.buf))]; len(key) > 0 && node == unknownWord; key = beforeJoiner(key) {
		node = s.findWord(key)
	}
	s.sign(kindSymbol, start, s.pos, node)
}

// cluster puts the emoji at pos, without modifiers, into buf and returns where
// it ends.
func (s *scanner) cluster(pos int) int {
	s.size = 0
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

// emoticon reads the longest emoticon at pos, if there is one. Repetitions of
// its last character belong to it, as in ":)))".
func (s *scanner) emoticon() bool {
	if s.inWord() {
		return false
	}
	at, node, end := faceRoot, int32(0), s.pos
	for pos := s.pos; ; {
		r, size := s.rune(pos)
		if size == 0 {
			break
		}
		to := s.step(at, r)
		if to == 0 {
			break
		}
		at, pos = to, pos+size
		if s.nodes[at].entry != 0 {
			if over := s.repeats(r, pos); s.closes(r, over) {
				node, end = at, over
			}
		}
	}
	if node == 0 || s.text[s.pos] == ')' && s.brackets > 0 {
		return false
	}
	s.sign(kindSymbol, s.pos, end, node)
	s.pos = end
	return true
}

// inWord reports whether pos is a letter or digit beside another one.
func (s *scanner) inWord() bool {
	alnum := func(pos int) bool { return pos >= 0 && pos < len(s.text) && s.lower[s.text[pos]] != 0 }
	return alnum(s.pos) && (alnum(s.pos+1) || alnum(s.pos-1))
}

// repeats returns where repetitions of the last character end, a hundred of them
// at most.
func (s *scanner) repeats(last rune, pos int) int {
	for range 100 {
		r, size := s.rune(pos)
		if size == 0 || r != last || isWord(r) {
			return pos
		}
		pos += size
	}
	return pos
}

// closes reports whether an emoticon that ends in last may end at pos: ":D"
// doesn't in ":Delta", ":(" doesn't in ":(2 hours)".
func (s *scanner) closes(last rune, pos int) bool {
	next, _ := s.rune(pos)
	return !isWord(next) || !isWord(last) && last != '/' && last != '\\' && last != '('
}

// emojiKey returns the cluster without its modifiers.
func emojiKey(entry string) (string, error) {
	s := scanner{tables: new(tables), text: entry}
	r, size := s.rune(0)
	if size == 0 || !isPictograph(r) || s.cluster(0) != len(entry) {
		return "", errors.New("is not one emoji")
	}
	if s.size > len(s.buf) {
		return "", fmt.Errorf("emoji over %d bytes", len(s.buf))
	}
	return string(s.buf[:s.size]), nil
}

// emoticonKey returns the emoticon with character references decoded.
func emoticonKey(entry string) (string, error) {
	s := scanner{tables: new(tables), text: entry}
	var key []rune
	plain := true
	for pos := 0; pos < len(entry); {
		r, size := s.rune(pos)
		pos += size
		key = append(key, r)
		plain = plain && isWord(r)
		if isSpace(r) {
			return "", errors.New("an emoticon can't hold a space")
		}
	}
	switch {
	case len(key) < 2 || len(key) > maxEmoticon:
		return "", fmt.Errorf("an emoticon has 2 to %d characters", maxEmoticon)
	case plain:
		return "", errors.New("letters and digits alone belong in [terms]")
	case key[0] == '@' || key[0] == '#':
		return "", errors.New("an emoticon can't look like a handle or a hashtag")
	}
	return string(key), nil
}
