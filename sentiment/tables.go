package sentiment

import "strings"

const maxPhrase = 8 // words of a phrase or of a brand's name

const (
	unknownWord int32 = 0 // the node of a word that no lexicon has
	numberWord  int32 = 1 // the node of any number
)

// tables are what lexicons compile to. They are read only once they are
// complete.
//
// Words and phrases make one trie. The first nodes are single words and stand
// at the word's id; edges lead from them to the nodes of longer phrases.
type tables struct {
	words   map[string]int32
	nodes   []node
	edges   map[uint64]int32 // key: node<<32 | id of the next word
	symbols symbols
}

// A node is a word or phrase, or the beginning of one.
type node struct {
	term      float64
	request   float64
	boost     float64 // multiplier of an intensifier, else 0
	negator   bool
	contrast  bool
	number    bool // counts as a number
	entry     bool // stands in a lexicon, so that its words are taken together
	weighed   bool // has a weight or a request, be it 0
	more      bool // a longer entry begins with it
	own       bool // a brand's name
	beginsOwn bool // a brand's name, or the beginning of one
}

func newTables() *tables {
	return &tables{
		words:   make(map[string]int32),
		nodes:   make([]node, 2),
		edges:   make(map[uint64]int32),
		symbols: newSymbols(),
	}
}

func (t *tables) add(it item) {
	switch it.role {
	case roleEmoji:
		t.symbols.addEmoji(it.key, it.weight)
	case roleEmoticon:
		t.symbols.addEmoticon(it.key, it.weight)
	default:
		t.node(strings.Fields(it.key)).take(it)
	}
}

// take adds an item's knowledge to the node, over what the node had.
func (n *node) take(it item) {
	n.entry = true
	switch it.role {
	case roleTerm, rolePhrase:
		n.term, n.weighed = it.weight, true
	case roleRequest:
		n.request, n.weighed = it.weight, true
	case roleIntensifier:
		n.boost = it.weight
	case roleNegator:
		n.negator = true
	case roleContrast:
		n.contrast = true
	case roleNumber:
		n.number = true
	}
}

// addOwn adds a brand's name.
func (t *tables) addOwn(words []string) {
	for i := range words {
		t.node(words[:i+1]).beginsOwn = true
	}
	t.node(words).own = true
}

// node returns the node of a word or phrase, and makes it if it isn't there.
// The pointer is good until the next call.
func (t *tables) node(words []string) *node {
	at := t.word(words[0])
	for _, w := range words[1:] {
		at = t.step(at, t.word(w))
	}
	return &t.nodes[at]
}

func (t *tables) word(w string) int32 {
	if w == anyNumber {
		return numberWord
	}
	id, ok := t.words[w]
	if !ok {
		id = t.grow()
		t.words[w] = id
	}
	return id
}

func (t *tables) step(from, word int32) int32 {
	edge := edgeKey(from, word)
	to, ok := t.edges[edge]
	if !ok {
		to = t.grow()
		t.edges[edge] = to
		t.nodes[from].more = true
	}
	return to
}

func (t *tables) grow() int32 {
	t.nodes = append(t.nodes, node{})
	return int32(len(t.nodes) - 1)
}

func edgeKey(from, word int32) uint64 { return uint64(from)<<32 | uint64(word) }
