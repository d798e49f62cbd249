package listen

import (
	"cmp"
	"slices"
	"sort"
)

// A witness is where words stand that keep company or exclude, for whatever brand: thousands may share them, few of
// which are in one text.
type witness struct {
	node        int32
	start, end  int
	first, last int // its atoms; witnesses are found in the order of the last
}

// gather makes events, by brand, of the witnesses that matter to what was found, which is sorted.
func (s *scan) gather() {
	n := s.events.n
	s.gatherAnywhere(n)
	for from := 0; from < n; {
		found := s.events.all()[:n]
		to := from + 1
		for to < n && found[to].brand == found[from].brand {
			to++
		}
		if s.brands[found[from].brand].looksAround {
			s.gatherAround(from, to)
		}
		from = to
	}
	slices.SortFunc(s.events.all(), event.order)
}

// gatherAnywhere makes an event for each term that may stand anywhere in the text, once for each brand of the
// first n events.
func (s *scan) gatherAnywhere(n int) {
	witnesses := s.witnesses.all()
	if len(witnesses) > len(s.witnesses.room) {
		witnesses = firstOfNode(witnesses)
	}
	for _, c := range witnesses {
		if others := s.nodes[c.node].others; len(others) < 2*n {
			s.gatherKnown(c, others, n)
		} else {
			s.gatherFound(c, n)
		}
	}
}

// firstOfNode returns of each node's witnesses the first.
func firstOfNode(all []witness) []witness {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b witness) int { return cmp.Compare(a.node, b.node) })
	return slices.CompactFunc(all, func(a, b witness) bool { return a.node == b.node })
}

// gatherKnown looks for the brands of a witness among those that were found.
func (s *scan) gatherKnown(c witness, others []int32, n int) {
	for _, t := range others {
		found := s.events.all()[:n]
		_, ok := slices.BinarySearchFunc(found, s.terms[t].brand, func(e event, b int32) int { return cmp.Compare(e.brand, b) })
		if ok && s.terms[t].anywhere {
			s.hear(c, t)
		}
	}
}

// gatherFound looks for the brands that were found among those of a witness.
func (s *scan) gatherFound(c witness, n int) {
	last := none
	for i := range n {
		b := s.events.all()[i].brand
		if b == last {
			continue
		}
		last = b
		for _, t := range s.othersOf(c.node, b) {
			if s.terms[t].brand != b {
				break
			}
			if s.terms[t].anywhere {
				s.hear(c, t)
			}
		}
	}
}

// othersOf returns the terms of a node that keep company or exclude, from those of one brand on.
func (m *matcher) othersOf(id, brand int32) []int32 {
	others := m.nodes[id].others
	return others[sort.Search(len(others), func(i int) bool { return m.terms[others[i]].brand >= brand }):]
}

// gatherAround makes events of the terms that must stand near to what was found of a brand: the events between two
// places.
func (s *scan) gatherAround(from, to int) {
	witnesses := s.witnesses.all()
	b := s.events.all()[from].brand
	near, next := s.brands[b].near+1, 0
	for i := from; i < to; i++ {
		e := s.events.all()[i]
		low := sort.Search(len(witnesses), func(i int) bool { return witnesses[i].last >= e.first-near })
		for next = max(next, low); next < len(witnesses) && witnesses[next].last <= e.last+near+maxWords; next++ {
			for _, t := range s.othersOf(witnesses[next].node, b) {
				if s.terms[t].brand != b {
					break
				}
				if !s.terms[t].anywhere {
					s.hear(witnesses[next], t)
				}
			}
		}
	}
}

func (s *scan) hear(c witness, t int32) {
	s.events.add(event{
		term: t, brand: s.terms[t].brand, role: s.terms[t].role, by: none,
		start: c.start, end: c.end, first: c.first, last: c.last,
	})
}
