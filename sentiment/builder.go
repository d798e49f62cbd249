package sentiment

import (
	"fmt"
	"slices"
)

// A builder puts tables together.
type builder struct {
	tables

	ids      map[string]int32 // nodes of words
	steps    map[uint64]int32
	langs    map[string]uint8
	classes  map[string]int32  // by language and name
	kin      map[int32][]int32 // the classes of words
	filled   map[int32]bool    // the classes that have words
	kinships map[string]int32  // places in kins
	users    map[int32]string  // an entry of each class
	aliases  map[string]int32
}

func newBuilder() *builder {
	b := &builder{
		ids: make(map[string]int32), steps: make(map[uint64]int32), langs: make(map[string]uint8),
		classes: map[string]int32{"": numberClass}, aliases: make(map[string]int32), kinships: make(map[string]int32),
		filled: map[int32]bool{numberClass: true}, users: make(map[int32]string), kin: map[int32][]int32{numberWord: {numberClass}},
	}
	b.nodes, b.ways = make([]node, faceRoot+1), make([]way, 1)
	b.entries, b.texts, b.kins = make([]entry, 1), make([]string, 1), make([]kin, 1)
	b.languages = 1
	return b
}

// add adds a lexicon's entries.
func (b *builder) add(l *Lexicon) error {
	lang, ok := b.langs[l.language]
	if !ok && l.language != "" {
		if b.languages > maxLangs {
			return fmt.Errorf("sentiment: more than %d languages", maxLangs)
		}
		lang = uint8(b.languages)
		b.langs[l.language] = lang
		b.languages++
	}
	first := len(b.parts)
	for _, part := range l.parts {
		b.parts = append(b.parts, joinPart(l.name, part))
	}
	for i := range l.items {
		b.item(l, &l.items[i], lang, first)
	}
	return nil
}

func joinPart(lexicon, part string) string {
	if part == "" {
		return lexicon
	}
	return lexicon + "/" + part
}

func (b *builder) item(l *Lexicon, it *item, lang uint8, first int) {
	switch it.role {
	case roleClass, roleNumber:
		class := numberClass
		if it.role == roleClass {
			class = b.class(l, it.detail)
		}
		b.filled[class] = true
		b.relate(b.word(it.key, lang), class)
		return
	}
	if it.role == rolePerson {
		b.nodes[b.word(it.key, lang)].persons |= 1 << lang
		b.persons |= 1 << lang
		return
	}
	b.take(b.path(l, it, lang), it, lang, uint16(first+it.part))
}

// class returns a class of a language.
func (b *builder) class(l *Lexicon, name string) int32 {
	if "<"+name+">" == anyNumber {
		return numberClass
	}
	key := l.language + " " + name
	class, ok := b.classes[key]
	if !ok {
		class = int32(len(b.classes))
		b.classes[key] = class
	}
	return class
}

// relate puts a word into a class.
func (b *builder) relate(word, class int32) {
	if !slices.Contains(b.kin[word], class) {
		b.kin[word] = append(b.kin[word], class)
	}
}
