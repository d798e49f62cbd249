package sla

import (
	"hash/maphash"
	"time"
)

// Due is a queue of instants for many keys, one instant each: which case has to
// be looked at next. It has no timer; its owner arms one for [Due.Next].
//
// The zero Due is empty and ready. It must not be copied after first use, and
// it is not safe for concurrent use. A change costs O(log n); a million
// integer keys take less than 64 megabytes.
type Due[K comparable] struct {
	heap  []entry // each entry has four children, none before itself
	slots []slot[K]
	free  []int32 // slots without a key
	index index   // finds the slot of a key
	seed  maphash.Seed
	seq   uint64
}

// entry is a key's instant. It holds no pointer, so that a large heap costs the
// garbage collector nothing.
type entry struct {
	sec  int64 // Unix seconds
	seq  uint64
	nsec int32
	slot int32
}

type slot[K comparable] struct {
	key K
	pos int32 // in the heap
}

func (a entry) before(b entry) bool {
	switch {
	case a.sec != b.sec:
		return a.sec < b.sec
	case a.nsec != b.nsec:
		return a.nsec < b.nsec
	}
	return a.seq < b.seq
}

func (a entry) at() time.Time { return time.Unix(a.sec, int64(a.nsec)).UTC() }

// Set makes at the instant of k, in place of any that it had; the zero time
// removes k. Of keys with the same instant the one set first comes first;
// setting a key to the instant that it has keeps its place. A key that is not
// equal to itself, as NaN is, is left out.
func (d *Due[K]) Set(k K, at time.Time) {
	if self := k; self != k { // a NaN: nobody could find it again
		return
	}
	s, ok := d.find(k)
	switch {
	case at.IsZero() && ok:
		d.remove(s)
	case at.IsZero():
	case ok:
		d.move(s, at)
	default:
		d.insert(k, at)
	}
}

// Next returns the earliest instant, in UTC, or the zero time if there is none.
func (d *Due[K]) Next() time.Time {
	if len(d.heap) == 0 {
		return time.Time{}
	}
	return d.heap[0].at()
}

// Pop removes the key with the earliest instant and returns both, the instant
// in UTC, if it is not after now. Otherwise ok is false and nothing changes.
func (d *Due[K]) Pop(now time.Time) (k K, at time.Time, ok bool) {
	if len(d.heap) == 0 {
		return k, at, false
	}
	first := d.heap[0]
	if at = first.at(); at.After(now) {
		return k, time.Time{}, false
	}
	k = d.slots[first.slot].key
	d.remove(first.slot)
	return k, at, true
}

// Len returns the number of keys.
func (d *Due[K]) Len() int { return len(d.heap) }

func (d *Due[K]) entry(s int32, at time.Time) entry {
	d.seq++
	return entry{sec: at.Unix(), nsec: int32(at.Nanosecond()), seq: d.seq, slot: s}
}

func (d *Due[K]) find(k K) (slot int32, ok bool) {
	if len(d.heap) == 0 {
		return 0, false
	}
	i := d.index.find(maphash.Comparable(d.seed, k), func(s int32) bool { return d.slots[s].key == k })
	return d.index.slots[i] - 1, d.index.slots[i] != 0
}

// hash returns that of the key in a slot.
func (d *Due[K]) hash(s int32) uint64 { return maphash.Comparable(d.seed, d.slots[s].key) }

func (d *Due[K]) insert(k K, at time.Time) {
	if d.index.slots == nil {
		d.seed = maphash.MakeSeed()
	}
	s := d.allocate(k)
	d.index.add(s, len(d.heap), d.hash)
	e := d.entry(s, at)
	d.heap = append(d.heap, e)
	d.up(len(d.heap)-1, e)
}

func (d *Due[K]) allocate(k K) int32 {
	n := len(d.free)
	if n == 0 {
		d.slots = append(d.slots, slot[K]{key: k})
		return int32(len(d.slots) - 1)
	}
	s := d.free[n-1]
	d.free = d.free[:n-1]
	d.slots[s].key = k
	return s
}

func (d *Due[K]) move(s int32, at time.Time) {
	i := int(d.slots[s].pos)
	if d.heap[i].sec == at.Unix() && d.heap[i].nsec == int32(at.Nanosecond()) {
		return
	}
	d.place(i, d.entry(s, at))
}

func (d *Due[K]) remove(s int32) {
	i, last := int(d.slots[s].pos), len(d.heap)-1
	d.index.remove(s, d.hash)
	d.slots[s] = slot[K]{}
	d.free = append(d.free, s)
	e := d.heap[last]
	if d.heap = d.heap[:last]; i < last {
		d.place(i, e)
	}
}

// place puts e where position i is vacant, and lets it rise or sink from there.
func (d *Due[K]) place(i int, e entry) {
	if i > 0 && e.before(d.heap[(i-1)/4]) {
		d.up(i, e)
		return
	}
	d.down(i, e)
}

func (d *Due[K]) up(i int, e entry) {
	for i > 0 {
		parent := (i - 1) / 4
		if !e.before(d.heap[parent]) {
			break
		}
		d.put(i, d.heap[parent])
		i = parent
	}
	d.put(i, e)
}

func (d *Due[K]) down(i int, e entry) {
	for {
		child := d.firstChild(i)
		if child < 0 || !d.heap[child].before(e) {
			break
		}
		d.put(i, d.heap[child])
		i = child
	}
	d.put(i, e)
}

// firstChild returns the earliest of the children of i, or -1.
func (d *Due[K]) firstChild(i int) int {
	from := 4*i + 1
	if from >= len(d.heap) {
		return -1
	}
	best := from
	for c := from + 1; c < min(from+4, len(d.heap)); c++ {
		if d.heap[c].before(d.heap[best]) {
			best = c
		}
	}
	return best
}

func (d *Due[K]) put(i int, e entry) {
	d.heap[i] = e
	d.slots[e.slot].pos = int32(i)
}
