package sentiment

import (
	"cmp"
	"math/bits"
	"slices"
)

// Places say where words are, by a perfect hash: every word has a place of its
// own, so that finding it takes no search. Words fall into small groups, and
// each group has a number that keeps its words apart from all others.
type places struct {
	first, second uint64 // what the halves of a key are multiplied with
	groups        []uint16
	nodes         []uint32 // with a mark above; 0 where there is none
	group, place  uint8    // shifts
}

const (
	groupSize = 4  // words of a group, on average
	nodeBits  = 24 // of a node in a place; above them stand bits of the hash
	spread    = 0x9e3779b97f4a7c15
)

// at returns the node that may be k's, unknownWord if there is none. It is
// another's for one in 256 unknown words; for the others no node has to be looked
// at, which would seldom be in the processor's caches.
func (p *places) at(k key) uint32 {
	h := k.low*p.first + k.high*p.second
	place := p.nodes[p.slot(h, p.groups[h>>(p.group&63)])]
	other := uint64(place^mark(h)) >> nodeBits
	return place & (1<<nodeBits - 1) &^ uint32(-other>>32)
}

// mark returns the bits of a hash that stand above a node.
func mark(hash uint64) uint32 { return uint32(hash>>16) &^ (1<<nodeBits - 1) }

func (p *places) slot(hash uint64, group uint16) uint64 {
	return hash * (spread + uint64(group)<<1) >> (p.place & 63)
}

// newPlaces finds places for the nodes of words.
func newPlaces(words map[key]int32) places {
	size := max(1, bits.Len(uint(len(words)+len(words)/4)))
	p := places{first: spread, second: 0xd6e8feb86659fd93}
	for !p.fill(words, size) { // hardly ever more than once
		p.first, p.second = p.first*p.second|1, p.second*spread+2
		size++
	}
	return p
}

// fill gives each word a place, or reports that it can't.
func (p *places) fill(words map[key]int32, size int) bool {
	p.nodes, p.place = make([]uint32, 1<<size), uint8(64-size)
	width := max(1, size-bits.Len(groupSize)+1)
	p.groups, p.group = make([]uint16, 1<<width), uint8(64-width)
	hashes := make([][]uint64, len(p.groups))
	nodes := make(map[uint64]int32, len(words))
	for k, node := range words {
		h := k.low*p.first + k.high*p.second
		g := h >> (p.group & 63)
		hashes[g] = append(hashes[g], h)
		nodes[h] = node
	}
	if len(nodes) < len(words) {
		return false
	}
	order := make([]int, len(hashes)) // large groups first, while there is room
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(hashes[b]), len(hashes[a])) })
	for _, g := range order {
		if !p.settle(g, hashes[g], nodes) {
			return false
		}
	}
	return true
}

// settle finds the number that gives each word of a group a free place.
func (p *places) settle(group int, hashes []uint64, nodes map[uint64]int32) bool {
	for number := range 1 << 16 {
		placed := p.put(uint16(number), hashes, nodes)
		if placed == len(hashes) {
			p.groups[group] = uint16(number)
			return true
		}
		for _, h := range hashes[:placed] {
			p.nodes[p.slot(h, uint16(number))] = 0
		}
	}
	return false
}

// put puts words into their places, up to the first whose place is taken, and
// returns how many.
func (p *places) put(number uint16, hashes []uint64, nodes map[uint64]int32) int {
	for i, h := range hashes {
		at := p.slot(h, number)
		if p.nodes[at] != 0 {
			return i
		}
		p.nodes[at] = uint32(nodes[h]) | mark(h)
	}
	return len(hashes)
}
