package memstore

import "slices"

// A forward remembers what became part of what. Every name leads to the last one at once, however long
// the chain was.
type forward[K comparable] struct {
	to      map[K]K
	members map[K][]K // all that lead to a name
}

func newForward[K comparable]() forward[K] {
	return forward[K]{to: map[K]K{}, members: map[K][]K{}}
}

// now returns what k is part of: itself, if it was never moved.
func (f *forward[K]) now(k K) K {
	if len(f.to) == 0 {
		return k
	}
	if to, ok := f.to[k]; ok {
		return to
	}
	return k
}

// move makes from a part of into; both lead nowhere else.
func (f *forward[K]) move(from, into K) {
	members := slices.Concat(f.members[from], []K{from})
	for _, k := range members {
		f.to[k] = into
	}
	delete(f.members, from)
	f.members[into] = append(f.members[into], members...)
}

// back undoes the last move, before which n names led to from.
func (f *forward[K]) back(from, into K, n int) {
	all := f.members[into]
	came := slices.Clone(all[len(all)-n-1:])
	f.members[into] = all[:len(all)-n-1]
	for _, k := range came[:n] {
		f.to[k] = from
	}
	delete(f.to, from)
	if n > 0 {
		f.members[from] = came[:n]
	}
}
