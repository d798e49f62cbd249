package sentiment

import (
	"encoding/binary"
	"maps"
	"math/bits"
	"slices"
)

// A draft is tables before they are laid out for reading.
type draft struct {
	tables
	next [][]edge // of each node
}

// draft returns what the builder has collected.
func (b *builder) draft() *draft {
	for id, classes := range b.kin {
		b.nodes[id].kin = b.kinship(classes)
	}
	d := &draft{tables: b.tables, next: make([][]edge, len(b.nodes))}
	for key, to := range b.steps {
		d.next[key>>32] = append(d.next[key>>32], edge{int32(uint32(key)), to})
	}
	for _, next := range d.next {
		slices.SortFunc(next, func(a, b edge) int { return int(a.word) - int(b.word) })
	}
	return d
}

// faces returns the nodes of emoticons. Their steps are by characters, not words.
func (d *draft) faces() map[int32]bool {
	faces, todo := make(map[int32]bool), []int32{faceRoot}
	for i := 0; i < len(todo); i++ {
		faces[todo[i]] = true
		for _, e := range d.next[todo[i]] {
			todo = append(todo, e.to)
		}
	}
	return faces
}

// finish lays the tables out for reading: what nodes say of themselves and of
// others, for the judge to pass over those that mean nothing, and the steps.
func (d *draft) finish() *tables {
	faces := d.faces()
	d.edges = make([]edge, 1) // of nodes that nothing follows
	for i := range d.nodes {
		n := &d.nodes[i]
		n.as = filterBit(int32(i))
		for _, class := range d.kins[n.kin].classes {
			n.as |= filterBit(classKey(class))
		}
		if n.next = 0; !faces[int32(i)] {
			for _, e := range d.next[i] {
				n.next |= filterBit(e.word)
			}
		}
		d.layEdges(n, d.next[i])
	}
	d.root()
	for i := range d.nodes {
		if d.matters(&d.nodes[i]) {
			d.nodes[i].matters = 1
		}
	}
	return &d.tables
}

// root finds the entries that begin with the classes of words.
func (d *draft) root() {
	d.kins = slices.Clone(d.kins)
	for i := range d.kins {
		k := &d.kins[i]
		k.roots, k.next = nil, 0
		for _, class := range k.classes {
			if at := d.step(classRoot, classKey(class)); at != 0 {
				k.roots = append(k.roots, at)
				k.next |= d.nodes[at].next
			}
		}
	}
}

// matters reports whether the rules have to look at a node, whatever follows.
func (d *draft) matters(n *node) bool {
	n.gaps = d.ways[n.way].gap != 0
	for _, at := range d.kins[n.kin].roots {
		n.gaps = n.gaps || d.ways[d.nodes[at].way].gap != 0
	}
	matters := n.gaps
	for e := n.entry; e != 0; e = d.entries[e].other {
		matters = matters || d.entries[e].does != 0
	}
	return matters
}

// layEdges gives a node a table of its steps.
func (d *draft) layEdges(n *node, next []edge) {
	n.first, n.shift = 0, 32
	if len(next) == 0 {
		return
	}
	size := bits.Len(uint(len(next) + len(next)/2))
	n.first, n.shift = int32(len(d.edges)), uint8(32-size)
	table := make([]edge, 1<<size)
	for _, e := range next {
		i := edgeHash(e.word) >> n.shift
		for table[i].to != 0 {
			i = (i + 1) & (1<<size - 1)
		}
		table[i] = e
	}
	d.edges = append(d.edges, table...)
}

// merge makes the tables smaller, so that more of them stays in the processor's
// caches, and leaves all scores as they are: alternatives such as "(a|the) refund"
// make many nodes after which all is the same, and their entries say the same.
// What only an explanation tells apart is gone, the texts of entries.
func (d *draft) merge(words map[string]int32) *draft {
	out := &draft{tables: d.tables}
	out.nodes, out.ways = slices.Clone(d.nodes), slices.Clone(d.ways)
	out.mergeEntries()
	out.number(d, words, out.mergeNodes(d.next, d.unique(words)))
	return out
}

// mergeEntries keeps one of each entry.
func (d *draft) mergeEntries() {
	all := d.entries
	d.entries, d.texts = make([]entry, 1), nil
	seen, same := make(map[entry]int32), make([]int32, len(all))
	for i, e := range all[1:] { // others stand before
		e.other = same[e.other]
		at, ok := seen[e]
		if !ok {
			at = int32(len(d.entries))
			d.entries = append(d.entries, e)
			seen[e] = at
		}
		same[i+1] = at
	}
	for i := range d.nodes {
		d.nodes[i].entry = same[d.nodes[i].entry]
	}
}

// unique reports which nodes hits may have: roots, words and emoticons.
func (d *draft) unique(words map[string]int32) []bool {
	unique := make([]bool, len(d.nodes))
	for id := range d.faces() {
		unique[id] = true
	}
	for _, id := range words {
		unique[id] = true
	}
	for id := range faceRoot {
		unique[id] = true
	}
	return unique
}

// mergeNodes returns for each node the one that stands for it. What follows a node
// in entries stands behind it in the tables.
func (d *draft) mergeNodes(next [][]edge, unique []bool) []int32 {
	same, seen := make([]int32, len(d.nodes)), make(map[string]int32)
	for i := len(d.nodes) - 1; i >= 0; i-- {
		n := &d.nodes[i]
		same[i] = int32(i)
		if way := &d.ways[n.way]; way.gap != 0 {
			way.gap = same[way.gap]
		}
		if unique[i] {
			continue
		}
		text := string(d.describe(n, next[i], same))
		if at, ok := seen[text]; ok {
			same[i] = at
			continue
		}
		seen[text] = int32(i)
	}
	return same
}

// describe returns all that a node means to the rules.
func (d *draft) describe(n *node, next []edge, same []int32) []byte {
	way := &d.ways[n.way]
	b := []byte{n.own}
	b = binary.LittleEndian.AppendUint32(b, uint32(n.entry))
	b = binary.LittleEndian.AppendUint32(b, uint32(way.gap))
	b = binary.LittleEndian.AppendUint64(b, way.classes)
	for _, e := range next {
		b = binary.LittleEndian.AppendUint32(b, uint32(e.word))
		b = binary.LittleEndian.AppendUint32(b, uint32(same[e.to]))
	}
	return b
}

// number takes the nodes that stand for others out of d, words first, and gives
// them new numbers.
func (d *draft) number(from *draft, words map[string]int32, same []int32) {
	faces := from.faces()
	order := []int32{unknownWord, numberWord, classRoot, faceRoot}
	order = append(order, slices.Sorted(maps.Values(words))...)
	to := make([]int32, len(same))
	for at, id := range order {
		to[id] = int32(at)
	}
	for i, id := range same {
		if int32(i) == id && to[i] == 0 && i > 0 {
			to[i] = int32(len(order))
			order = append(order, id)
		}
	}
	nodes := d.nodes
	d.nodes, d.next = make([]node, len(order)), make([][]edge, len(order))
	for at, id := range order {
		n := nodes[id]
		n.word = to[n.word]
		d.nodes[at] = n
		for _, e := range from.next[id] {
			if e.word > 0 && !faces[id] {
				e.word = to[e.word]
			}
			d.next[at] = append(d.next[at], edge{e.word, to[same[e.to]]})
		}
	}
	for i := range d.ways {
		d.ways[i].gap = to[d.ways[i].gap]
	}
	d.short.nodes, d.long = slices.Clone(d.short.nodes), maps.Clone(d.long)
	for i, place := range d.short.nodes {
		id := place & (1<<nodeBits - 1)
		d.short.nodes[i] = place&^id | uint32(to[id])
	}
	for text, id := range d.long {
		d.long[text] = to[id]
	}
}
