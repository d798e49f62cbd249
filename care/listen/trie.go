package listen

import "sort"

// Nodes that things are looked up from.
const (
	rootWord int32 = iota
	rootTag
	rootHandle
	rootDomain
	roots
)

// A node is a word, hashtag, handle or domain, or some words in a row, that a term is or begins with.
type node struct {
	parent int32
	gap    rune
	word   string // folded
	terms  []int32
	others []int32 // company and exclusions, by brand
	gaps   gapSet  // behind which longer terms go on
}

// A trieBuilder makes nodes of terms.
type trieBuilder struct {
	nodes []node
	index map[nodeKey]int32
}

type nodeKey struct {
	parent int32
	gap    rune
	word   string
}

func newTrieBuilder() *trieBuilder {
	return &trieBuilder{nodes: make([]node, roots), index: map[nodeKey]int32{}}
}

// add puts a term at the end of words that follow each other behind gaps, below a root.
func (b *trieBuilder) add(root, term int32, r role, form []part) {
	at := root
	for i, p := range form {
		k := nodeKey{at, p.gap, p.word}
		if i == 0 {
			k.gap = joined
		}
		next, ok := b.index[k]
		if !ok {
			next = int32(len(b.nodes))
			b.nodes = append(b.nodes, node{parent: at, gap: k.gap, word: k.word})
			b.index[k] = next
		}
		b.nodes[at].gaps |= gapSetOf(k.gap)
		at = next
	}
	list := &b.nodes[at].terms
	if !r.isOurs() {
		list = &b.nodes[at].others
	}
	if len(*list) == 0 || (*list)[len(*list)-1] != term {
		*list = append(*list, term)
	}
}

func (b *trieBuilder) edges(f *folder) table {
	pairs := make([]slot, 0, len(b.nodes))
	for i := roots; int(i) < len(b.nodes); i++ {
		n := b.nodes[i]
		pairs = append(pairs, slot{edgeKey(n.parent, n.gap, f.key(n.word)), i})
	}
	return newTable(pairs)
}

func edgeKey(parent int32, gap rune, hash uint64) uint64 {
	return hash + uint64(parent)*mixParent + uint64(gap)*mixGap
}

// child returns the node behind parent for a word of the text, 0 if there is none.
func (m *matcher) child(parent int32, gap rune, hash uint64, word string) int32 {
	key := edgeKey(parent, gap, hash)
	if !m.edges.may(key) {
		return 0
	}
	for id, i := m.edges.next(key, m.edges.place(key)); id != 0; id, i = m.edges.next(key, i) {
		n := &m.nodes[id]
		if n.parent == parent && n.gap == gap && m.fold.same(word, n.word) {
			return id
		}
	}
	return 0
}

// A gapSet is a set of gaps; all that are of one sign count as one.
type gapSet uint8

func gapSetOf(gap rune) gapSet {
	switch gap {
	case joined:
		return 1
	case loose:
		return 2
	case stop:
		return 4
	}
	return 8
}

// A state is a term that has begun in the text.
type state struct {
	node int32
	from origin
}

// An origin is where a term began.
type origin struct {
	start, ordinal int
	free           bool // to be written with a capital or without
}

func (a *atom) origin() origin { return origin{a.start, a.ordinal, !a.first && !a.inTag} }

// begin looks for terms that begin with a.
func (s *scan) begin(a atom) {
	if id := s.child(rootWord, joined, a.hash, s.text[a.start:a.end]); id != 0 {
		s.reach(state{id, a.origin()}, a)
	}
}

// alone looks for terms of one word only.
func (s *scan) alone(a atom) {
	if id := s.child(rootWord, joined, a.hash, s.text[a.start:a.end]); id != 0 {
		s.emit(id, a.origin(), a)
	}
	s.spelling(a)
}

// advance goes on with a in all terms that have begun.
func (s *scan) advance(a atom) {
	before := &s.begun[s.now]
	s.now ^= 1
	s.begun[s.now].n = 0
	if a.gap == broken {
		return
	}
	for _, st := range before.all() {
		s.follow(st, a.gap, a)
		switch a.gap {
		case joined:
			s.follow(st, loose, a)
			s.follow(st, stop, a)
		case loose, '.':
			s.follow(st, stop, a)
		}
	}
}

func (s *scan) follow(st state, gap rune, a atom) {
	if s.nodes[st.node].gaps&gapSetOf(gap) == 0 {
		return
	}
	if id := s.child(st.node, gap, a.hash, s.text[a.start:a.end]); id != 0 {
		s.reach(state{id, st.from}, a)
	}
}

func (s *scan) reach(st state, a atom) {
	s.emit(st.node, st.from, a)
	if s.nodes[st.node].gaps != 0 {
		s.begun[s.now].add(st)
	}
}

// emit notes the terms that end in a node, reached from one atom to another.
func (s *scan) emit(id int32, from origin, to atom) {
	n := &s.nodes[id]
	if len(n.terms)+len(n.others) == 0 || to.kind == single && s.marked(to.end) {
		return
	}
	for _, t := range s.wanted(n.terms) {
		s.note(t, 0, from, to)
	}
	if len(n.others) > 0 {
		s.witnesses.add(witness{id, from.start, to.end, from.ordinal, to.ordinal})
	}
}

// wanted returns those of some terms, which are sorted by brand, that events are wanted of.
func (s *scan) wanted(terms []int32) []int32 {
	if s.only == 0 {
		return terms
	}
	from := sort.Search(len(terms), func(i int) bool { return s.terms[terms[i]].brand >= s.only-1 })
	to := sort.Search(len(terms), func(i int) bool { return s.terms[terms[i]].brand >= s.only })
	return terms[from:to]
}

// marked reports whether a mark follows at i that belongs to the character before it.
func (s *scan) marked(i int) bool {
	for _, r := range s.text[i:] {
		if s.fold.glyph(r).class() != ignored {
			return isMark(r)
		}
	}
	return false
}

// found notes the terms of a hashtag, handle or domain.
func (s *scan) found(root int32, hash uint64, what string, start, end int) {
	if s.atoms != nil {
		return
	}
	if id := s.child(root, joined, hash, what); id != 0 {
		a := atom{start: start, end: end, ordinal: s.count}
		s.emit(id, a.origin(), a)
	}
}

func (s *scan) note(term int32, edits uint8, from origin, to atom) {
	t := &s.terms[term]
	e := event{
		term: term, brand: t.brand, role: t.role, edits: edits,
		start: from.start, end: to.end, first: from.ordinal, last: to.ordinal, by: none,
	}
	if t.role == common {
		e.big = s.startsBig(from)
	}
	s.events.add(e)
}
