package sla

// index finds numbered slots by a hash of what is in them, in four bytes a
// place: a map would keep every key once more. It is a table with linear
// probing, and a power of two long.
type index struct {
	slots []int32 // slot + 1; 0: nothing
}

const smallestIndex = 16

// find returns the place of the slot that is, or the empty place where it would
// be put. The table is never full.
func (x *index) find(hash uint64, is func(slot int32) bool) int {
	i := x.home(hash)
	for x.slots[i] != 0 && !is(x.slots[i]-1) {
		i = x.after(i)
	}
	return i
}

func (x *index) home(hash uint64) int { return int(hash & uint64(len(x.slots)-1)) }
func (x *index) after(i int) int      { return (i + 1) & (len(x.slots) - 1) }

// add puts in a slot that is not there, beside n others. The table is at most
// three quarters full.
func (x *index) add(slot int32, n int, hash func(slot int32) uint64) {
	if 4*(n+1) > 3*len(x.slots) {
		x.grow(hash)
	}
	x.put(slot, hash(slot))
}

func (x *index) put(slot int32, hash uint64) {
	x.slots[x.find(hash, func(int32) bool { return false })] = slot + 1
}

func (x *index) grow(hash func(slot int32) uint64) {
	old := x.slots
	x.slots = make([]int32, max(smallestIndex, 2*len(old)))
	for _, s := range old {
		if s != 0 {
			x.put(s-1, hash(s-1))
		}
	}
}

// remove takes out a slot that is there, and moves up what was put behind it
// because of it.
func (x *index) remove(slot int32, hash func(slot int32) uint64) {
	hole := x.find(hash(slot), func(s int32) bool { return s == slot })
	for i := x.after(hole); x.slots[i] != 0; i = x.after(i) {
		home := x.home(hash(x.slots[i] - 1))
		if (i-home)&(len(x.slots)-1) >= (i-hole)&(len(x.slots)-1) {
			x.slots[hole] = x.slots[i]
			hole = i
		}
	}
	x.slots[hole] = 0
}
