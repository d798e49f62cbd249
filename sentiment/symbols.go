package sentiment

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

const maxEmoticon = 16 // characters of an emoticon

// symbols are the emoji and emoticons of the lexicons.
type symbols struct {
	weights []float64        // by symbol; the first is of no symbol
	emoji   map[string]int32 // by the cluster without modifiers
	faces   map[uint64]int32 // trie of emoticons; key: node<<32 | character
	ends    map[int32]int32  // the symbol that ends at a node of that trie
	starts  [4]uint64        // which low bytes the first characters have
	nodes   int32            // nodes of the trie so far
}

func newSymbols() symbols {
	return symbols{
		weights: make([]float64, 1),
		emoji:   make(map[string]int32),
		faces:   make(map[uint64]int32),
		ends:    make(map[int32]int32),
	}
}

func (s *symbols) addEmoji(key string, weight float64) {
	if id, ok := s.emoji[key]; ok {
		s.weights[id] = weight
		return
	}
	s.emoji[key] = s.grow(weight)
}

func (s *symbols) addEmoticon(key string, weight float64) {
	first, _ := utf8.DecodeRuneInString(key)
	s.starts[byte(first)>>6] |= 1 << (byte(first) & 63)
	var at int32
	for _, r := range key {
		edge := edgeKey(at, r)
		to, ok := s.faces[edge]
		if !ok {
			s.nodes++
			to = s.nodes
			s.faces[edge] = to
		}
		at = to
	}
	if id, ok := s.ends[at]; ok {
		s.weights[id] = weight
		return
	}
	s.ends[at] = s.grow(weight)
}

func (s *symbols) grow(weight float64) int32 {
	s.weights = append(s.weights, weight)
	return int32(len(s.weights) - 1)
}

// begins reports whether an emoticon may begin with r.
func (s *symbols) begins(r rune) bool {
	return s.starts[byte(r)>>6]&(1<<(byte(r)&63)) != 0
}

// emojiKey returns the cluster without its modifiers.
func emojiKey(entry string) (string, error) {
	s := scanner{text: entry, tables: new(tables)}
	r, size := s.rune(0)
	if size == 0 || !isPictograph(r) || s.cluster(0) != len(entry) {
		return "", errors.New("is not one emoji")
	}
	if s.n > len(s.buf) {
		return "", fmt.Errorf("emoji over %d bytes", len(s.buf))
	}
	return string(s.buf[:s.n]), nil
}

// emoticonKey returns the emoticon with character references decoded.
func emoticonKey(entry string) (string, error) {
	s := scanner{text: entry}
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
