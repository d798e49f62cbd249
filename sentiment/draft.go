package sentiment

import (
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
	for _, id := range slices.Sorted(maps.Keys(b.kin)) {
		b.nodes[id].kin = b.kinship(b.kin[id])
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
