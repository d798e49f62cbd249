package sentiment

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// path returns the node of an entry, and makes it if it isn't there.
func (b *builder) path(l *Lexicon, it *item, lang uint8) int32 {
	switch it.role {
	case roleEmoji:
		return b.word(it.key, lang)
	case roleEmoticon:
		return b.face(it.key)
	}
	at := int32(0)
	for word := range strings.FieldsSeq(it.key) {
		switch {
		case word == gap:
			at = b.gapAfter(at)
		case isClass(word):
			class := b.class(l, word[1:len(word)-1])
			b.users[class] = fmt.Sprintf("lexicon %s: %q: no words in [class %s]; list them, or declare the language whose class it is",
				l.place(it), it.key, word[1:len(word)-1])
			at = b.classAfter(at, class)
		case at == 0:
			at = b.word(word, lang)
		default:
			at = b.edge(at, b.word(word, lang))
		}
	}
	return at
}

// word returns the node of a word.
func (b *builder) word(text string, lang uint8) int32 {
	id, ok := b.ids[text]
	if !ok {
		id = b.grow()
		b.ids[text] = id
		if isDigit(rune(text[0])) {
			b.relate(id, numberClass)
		}
		for _, plain := range withoutAccents(text) {
			b.aliases[plain] = id
		}
	}
	if lang > 0 {
		b.nodes[id].languages |= 1 << lang
	}
	return id
}

func (b *builder) classAfter(from, class int32) int32 {
	if from == 0 {
		from = classRoot
	}
	b.wayFrom(from).classes |= classBit(class)
	return b.edge(from, classKey(class))
}

func (b *builder) gapAfter(from int32) int32 {
	way := b.wayFrom(from)
	if way.gap == 0 {
		way.gap = b.grow()
	}
	return way.gap
}

// wayFrom returns the way from a node, for it to be changed at once.
func (b *builder) wayFrom(from int32) *way {
	n := &b.nodes[from]
	if n.way == 0 {
		b.ways = append(b.ways, way{})
		n.way = int32(len(b.ways) - 1)
	}
	return &b.ways[n.way]
}

func (b *builder) edge(from, word int32) int32 {
	key := uint64(from)<<32 | uint64(uint32(word))
	to, ok := b.steps[key]
	if !ok {
		to = b.grow()
		b.steps[key] = to
	}
	return to
}

func (b *builder) grow() int32 {
	b.nodes = append(b.nodes, node{})
	return int32(len(b.nodes) - 1)
}

// face returns the node of an emoticon.
func (b *builder) face(key string) int32 {
	for _, c := range []byte{key[0], '&'} { // as a character reference
		b.faces[c>>6] |= 1 << (c & 63)
	}
	at := faceRoot
	for _, r := range key {
		at = b.edge(at, r)
	}
	return at
}

// take adds an item's knowledge to a node, over what earlier lexicons of its
// language say there; an item of no language goes over all of them.
func (b *builder) take(at int32, it *item, lang uint8, part uint16) {
	found := false
	for i := b.nodes[at].entry; i != 0; i = b.entries[i].other {
		if e := &b.entries[i]; lang == 0 || e.language == lang {
			e.take(it, part)
			found = true
		}
	}
	if found {
		return
	}
	e := entry{language: lang, part: part, other: b.nodes[at].entry}
	e.take(it, part)
	b.entries, b.texts = append(b.entries, e), append(b.texts, it.key)
	b.nodes[at].entry = int32(len(b.entries) - 1)
}

func (e *entry) take(it *item, part uint16) {
	switch it.role {
	case roleTerm, roleEmoji, roleEmoticon:
		e.feel(it.weight, 0)
	case roleComplaint:
		e.feel(-it.weight, complains)
	case roleThanks:
		e.feel(it.weight, thanks)
	case roleMatter:
		e.matter, e.does = it.weight, e.does|weighs
	case roleRequest:
		e.request, e.does = it.weight, e.does|weighs
	case roleQuestion:
		e.question, e.does = it.weight, e.does|weighs
	case roleUrgent:
		e.urgency, e.does = e.urgency|urgency(it.detail), e.does|weighs
	case roleIntensifier:
		e.boost, e.does = it.weight, e.does|rules
	case roleNegator:
		e.does |= negates | rules
	case roleContrast:
		e.does |= contrasts | rules
	case roleConditional:
		e.does |= supposes | rules
	default:
		return
	}
	e.part = part
}

func (e *entry) feel(weight float64, kind deeds) {
	e.feeling = weight
	e.does = e.does&^(complains|thanks) | kind | weighs
}

// check reports classes that entries use and that have no words.
func (b *builder) check() error {
	var faults []error
	for class, user := range b.users {
		if !b.filled[class] {
			faults = append(faults, errors.New("sentiment: "+user))
		}
	}
	if len(b.nodes)+len(b.aliases) >= 1<<nodeBits {
		faults = append(faults, errors.New("sentiment: too many words and phrases"))
	}
	slices.SortFunc(faults, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(faults...)
}

// negate makes entries negate what follows that end in a negator: "still not"
// and the like.
func (b *builder) negate() {
	for i := range b.entries {
		words := strings.Fields(b.texts[i])
		if e := &b.entries[i]; len(words) > 1 && e.does&weighs != 0 && b.negator(words[len(words)-1], e.language) {
			e.does |= negates | rules
		}
	}
}

// negator reports whether a word alone is a negator in the language.
func (b *builder) negator(word string, lang uint8) bool {
	for i := b.nodes[b.ids[word]].entry; i != 0; i = b.entries[i].other {
		if e := &b.entries[i]; e.does&negates != 0 && (e.language == lang || e.language == 0) {
			return true
		}
	}
	return false
}

// finish lays the tables out for reading.
func (b *builder) finish() *tables {
	b.negate()
	for c := range b.lower {
		if r := rune(c); c < utf8.RuneSelf && isWord(r) {
			b.lower[c] = byte(toLower(r))
		}
		b.begins[c], b.ends[c] = beginning(byte(c)), wordEnd(byte(c))
	}
	for _, plain := range slices.Sorted(maps.Keys(b.aliases)) {
		id := b.aliases[plain]
		if _, taken := b.ids[plain]; !taken {
			b.ids[plain] = b.grow()
			b.nodes[b.ids[plain]].word = id
		}
	}
	b.placeWords()
	b.measure()
	return b.draft().finish()
}

// placeWords makes the tables of words.
func (b *builder) placeWords() {
	b.long = make(map[string]int32)
	short := make(map[key]int32)
	for text, id := range b.ids {
		n := &b.nodes[id]
		if n.word == 0 {
			n.word = id
		}
		if len(text) > wordBytes {
			b.long[text] = n.word
			continue
		}
		n.key = shortKey([]byte(text))
		short[n.key] = id
	}
	b.short = newPlaces(short)
}

// kinship returns the place of classes that a word is of among all such lists.
func (b *builder) kinship(classes []int32) int32 {
	slices.Sort(classes)
	key := fmt.Sprint(classes)
	at, ok := b.kinships[key]
	if !ok {
		at = int32(len(b.kins))
		b.kinships[key] = at
		k := kin{classes: classes}
		for _, class := range classes {
			k.filter |= classBit(class)
		}
		b.kins = append(b.kins, k)
	}
	return at
}
