package sentiment

import "math/bits"

const (
	unknownWord int32 = 0 // the node of a word that no lexicon has
	numberWord  int32 = 1 // the node of any number
	classRoot   int32 = 2 // entries that begin with a class lead away from it
	faceRoot    int32 = 3 // emoticons lead away from it, by characters

	numberClass int32 = 0 // <number>

	maxLangs = 15
)

// tables are what lexicons compile to. They are read only once they are
// complete.
//
// Words and phrases make one trie. The first nodes are single words; edges
// lead from them to the nodes of longer entries.
type tables struct {
	lower     [256]byte // ASCII letters and digits in lower case, else 0
	begins    [256]uint8
	faces     [4]uint64 // which low bytes the first characters of emoticons have
	ends      [256]uint8
	short     places           // of words up to sixteen bytes
	long      map[string]int32 // words over sixteen bytes
	heads     lengths
	tails     lengths
	nodes     []node
	ways      []way
	edges     []edge // a table for each node, open addressing
	entries   []entry
	texts     []string // of entries
	parts     []string
	languages int
	kins      []kin  // classes that words are of together
	persons   uint16 // the languages that know such words
	own       bool   // brand's names are known
}

// A key is a folded word of up to sixteen bytes, the first ones lowest.
type key struct{ low, high uint64 }

const wordBytes = 16 // of a key

// put puts bytes into the key from the i-th on.
func (k *key) put(v uint64, i int) {
	if i < 8 {
		k.low |= v << (8 * uint(i))
		k.high |= v >> (64 - 8*uint(i))
		return
	}
	k.high |= v << (8 * uint(i-8))
}

func (k *key) has(c byte) bool {
	return (zeroBytes(k.low^ones*uint64(c)) | zeroBytes(k.high^ones*uint64(c))) != 0
}

// A node is a word or phrase, or the beginning of one. It fills a line of the
// processor's cache.
type node struct {
	key       key    // of a short word
	next      uint64 // a filter of the words and classes that longer entries go on with
	as        uint64 // what this word is in such a filter: itself, and its classes
	kin       int32  // all classes that this word is of
	entry     int32  // the entry that ends here, 0 if none
	word      int32  // the node of the word with its accents; else this one
	way       int32  // how longer entries go on but by words, 0 if they don't
	languages uint16 // the languages that know the word, by bit
	persons   uint16 // the languages in which the word is of the first or second person, by bit
	matters   uint8  // 1 if it does to the rules, whatever stands behind it
	gaps      bool   // "..." may follow, after it or one of its classes
	first     int32  // where the table of its edges begins
	shift     uint8  // of hashes in it
	own       uint8  // what it is of a brand's name, by bit
}

const (
	ownBegins uint8 = 1 << iota // the beginning of one, or one
	ownEnds                     // one
)

// A kin is the classes that a word is of.
type kin struct {
	classes []int32
	filter  uint64  // by classBit
	next    uint64  // a filter of the second words of entries that begin with one of them
	roots   []int32 // the nodes behind these classes
}

// A way is how longer entries go on, but by words.
type way struct {
	classes uint64 // the classes that may come, by classBit
	gap     int32  // the node behind "...", 0 if none
}

// An edge is the step with a word, or its class, to another node.
type edge struct{ word, to int32 }

// An entry is what the lexicons of one language say of a word or phrase.
type entry struct {
	feeling, request, question, matter float64

	boost    float64 // multiplier of an intensifier, else 0
	does     deeds
	urgency  Urgency
	language uint8 // 0 is any
	part     uint16
	other    int32 // the same words in another language, 0 if none

	_ [8]byte // fills a line of the processor's cache
}

// deeds are the parts that an entry plays, by bit.
type deeds uint8

const (
	weighs deeds = 1 << iota // has a feeling, request, question or matter, be it 0
	complains
	thanks
	negates
	contrasts
	supposes
	rules // negates, contrasts, supposes, or intensifies
)

// find returns the node of a short word, unknownWord if there is none.
func (t *tables) find(k key) int32 { return t.nodes[t.short.at(k)].named(k) }

// named returns the node's word if that is k, else unknownWord. Words are as
// often unknown as not, so it doesn't branch.
func (n *node) named(k key) int32 {
	diff := n.key.low ^ k.low | n.key.high ^ k.high
	return n.word &^ -int32((diff|-diff)>>63)
}

// findWord returns the node of a folded word, unknownWord if there is none.
func (t *tables) findWord(word []byte) int32 {
	if len(word) > wordBytes {
		return t.long[string(word)]
	}
	return t.find(shortKey(word))
}

func shortKey(word []byte) key {
	var b [wordBytes]byte
	copy(b[:], word)
	return key{load64(b[:]), load64(b[8:])}
}

func load64(b []byte) uint64 {
	_ = b[7]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

func loadText(b string) uint64 {
	_ = b[7]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// Eight bytes at once.
const (
	highBits = 0x8080808080808080
	caseBits = 0x2020202020202020
	ones     = 0x0101010101010101
)

// asciiLetters returns the high bits of those bytes that are ASCII letters.
func asciiLetters(v uint64) uint64 {
	low := (v | caseBits) &^ highBits
	return (low + ones*(128-'a')) &^ (low + ones*(127-'z')) &^ v & highBits
}

// leadingLetters returns how many of the bytes, from the lowest on, are ASCII
// letters, and the bits of these bytes.
func leadingLetters(v uint64) (n int, mask uint64) {
	end := ^asciiLetters(v) & highBits
	return bits.TrailingZeros64(end) / 8, end&-end>>7 - 1
}

// tripled returns not 0 if three bytes in a row are the same; mask has the bits of
// the bytes that count.
func tripled(v, mask uint64) uint64 {
	differ := v ^ v>>8
	differ |= differ >> 8
	return (differ - ones) &^ differ & highBits & (mask >> 16)
}

// tripledKey does so for a key of eight letters and more; mask has the bits of the
// later ones.
func tripledKey(k key, mask uint64) uint64 {
	return tripled(k.low, ^uint64(0)) | tripled(k.low>>48|k.high<<16, mask<<16|0xffff) | tripled(k.high, mask)
}

// zeroBytes returns the high bits of those bytes that are 0.
func zeroBytes(v uint64) uint64 {
	return ^(((v &^ highBits) + ^uint64(highBits)) | v | ^uint64(highBits))
}

// step returns the node to which a word leads from a node, 0 if none.
func (t *tables) step(from, word int32) int32 {
	n := &t.nodes[from]
	for i := edgeHash(word) >> (n.shift & 63); ; i++ {
		e := &t.edges[n.first+int32(i&(1<<(32-n.shift)-1))]
		if e.to == 0 || e.word == word {
			return e.to
		}
	}
}

func edgeHash(word int32) uint64 { return uint64(uint32(word) * 0x85ebca6b) }

// classKey stands for a class where a word would stand.
func classKey(class int32) int32 { return -1 - class }

// classBit returns the bit of a class in a filter; several classes share one.
func classBit(class int32) uint64 { return 1 << (uint(class) & 63) }

// filterBit returns the bit of a word in the filter of a node.
func filterBit(word int32) uint64 { return 1 << (uint32(word) * 0x9e3779b1 >> 26) }

// entryOf returns the entry of a node in the language, 0 if there is none.
func (t *tables) entryOf(at int32, language uint8) int32 {
	n := &t.nodes[at]
	if e := &t.entries[n.entry]; e.other == 0 && (e.language == language || e.language == 0) {
		return n.entry
	}
	return t.variant(n, language)
}

// variant chooses among the languages that have the words: the text's own, any
// language, and only if the text's own doesn't know them, another one.
func (t *tables) variant(n *node, language uint8) int32 {
	for i := n.entry; i != 0; i = t.entries[i].other {
		if e := &t.entries[i]; e.language == language || e.language == 0 {
			return i
		}
	}
	if n.languages>>language&1 != 0 {
		return 0
	}
	return n.entry
}
