package sentiment

import (
	"errors"
	"fmt"
	"strings"
)

// ownSign stands in a brand's name for punctuation and emoji between its words.
const (
	ownSign     int32 = -1 << 31
	ownSignText       = "."
)

// ownWords returns the folded words of a brand's name, with ownSignText where
// there are signs between them.
func ownWords(name string) ([]string, error) {
	s := scanner{tables: new(tables), text: strings.TrimLeft(strings.TrimSpace(name), "@#")}
	var out []string
	words, sign := 0, false
	for s.pos < len(s.text) {
		r, size := s.rune(s.pos)
		if !isWord(r) {
			sign = sign || isStop(r) || isPause(r) || isPictograph(r) || s.isDash(r)
			s.pos += size
			continue
		}
		start := s.pos
		if s.pos = s.foldWord(new(folding), start); s.size > len(s.buf) || s.pos == start {
			return nil, errors.New("holds a word that is too long")
		}
		if sign && words > 0 {
			out = append(out, ownSignText)
		}
		out, sign = append(out, string(s.buf[:s.size])), false
		words++
	}
	switch {
	case words == 0:
		return nil, errors.New("holds no word")
	case words > maxPhrase:
		return nil, fmt.Errorf("%d words; at most %d", words, maxPhrase)
	}
	return out, nil
}

// addOwn adds a brand's name. In a text its signs may be missing.
func (b *builder) addOwn(words []string) {
	b.own = true
	at, plain := int32(0), int32(0)
	for _, w := range words {
		if w == ownSignText {
			at = b.ownStep(at, ownSign)
			continue
		}
		id := b.word(w, 0)
		at, plain = b.ownStep(at, id), b.ownStep(plain, id)
	}
	b.nodes[at].own |= ownEnds
	b.nodes[plain].own |= ownEnds
}

func (b *builder) ownStep(from, word int32) int32 {
	at := word
	if from != 0 {
		at = b.edge(from, word)
	}
	b.nodes[at].own |= ownBegins
	return at
}

// dropOwn takes the brand's names out of the hits, as if they were not there.
func (s *scanner) dropOwn() {
	kept, words := 0, int32(0)
	for i := 0; i < s.n; {
		if last := s.ownName(i); last >= i {
			words += s.hits[last].ordinal + 1 - s.hits[i].ordinal
			i = last + 1
			s.addressed = true
			continue
		}
		s.hits[kept] = s.hits[i]
		s.hits[kept].ordinal -= words
		kept++
		i++
	}
	s.n = kept
}

// ownName returns the last hit of the longest brand's name that begins at hit i,
// -1 if none does.
func (s *scanner) ownName(i int) int {
	at, last := s.hits[i].node, -1
	if s.hits[i].kind != kindWord {
		return last
	}
	for at != 0 && s.nodes[at].own&ownBegins != 0 {
		if s.nodes[at].own&ownEnds != 0 {
			last = i
		}
		next := i + 1
		for next < s.n && s.hits[next].kind != kindWord && next <= i+2 {
			next++
		}
		if next >= s.n || s.hits[next].ordinal != s.hits[i].ordinal+1 || s.hits[next].kind != kindWord {
			return last
		}
		if next > i+1 {
			at = s.step(at, ownSign)
		}
		if at != 0 {
			at = s.step(at, s.hits[next].node)
		}
		i = next
	}
	return last
}
