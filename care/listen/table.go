package listen

import "math/bits"

// Words are hashed as polynomials, so that the hash of a word less some of its letters is soon found.
const (
	hashBase  = 0x9E37_79B9_7F4A_7C15
	mixGap    = 0xC2B2_AE3D_27D4_EB4F
	mixParent = 0x9FB2_1C65_1E98_DF25
	mixSlot   = 0xFF51_AFD7_ED55_8CCD
)

func step(h uint64, r rune) uint64 { return h*hashBase + uint64(r) }

// A table finds numbers by keys; a key may have several. It is read only.
type table struct {
	slots   []slot // open addressing
	filter  []uint64
	shift   uint8 // of slots
	sieve   uint8 // shift of filter's bits
	entries int
}

type slot struct {
	key   uint64
	value int32 // from 1; 0: free
}

// newTable returns a table for pairs. Half of its slots are free, and few keys that it doesn't have pass
// its filter.
func newTable(pairs []slot) table {
	size := bits.Len(uint(2*len(pairs) + 1))
	t := table{
		slots: make([]slot, 1<<size), shift: uint8(64 - size),
		filter: make([]uint64, max(1, 1<<(size+3)/64)), sieve: uint8(64 - max(6, size+3)),
	}
	for _, p := range pairs {
		t.add(p)
	}
	return t
}

func (t *table) add(p slot) {
	i := t.place(p.key)
	for t.slots[i].value != 0 {
		if t.slots[i] == p {
			return
		}
		i = (i + 1) & (len(t.slots) - 1)
	}
	t.slots[i] = p
	t.entries++
	bit := p.key * mixSlot >> t.sieve
	t.filter[bit/64] |= 1 << (bit % 64)
}

func (t *table) place(key uint64) int { return int(key * mixSlot >> t.shift) }

// may reports whether t can have key; mostly it has it then.
func (t *table) may(key uint64) bool {
	bit := key * mixSlot >> t.sieve
	return t.filter[bit/64]&(1<<(bit%64)) != 0
}

// next returns a value of key and where to go on, beginning at place(key); 0 when there are no more.
func (t *table) next(key uint64, i int) (value int32, after int) {
	for {
		s := t.slots[i]
		i = (i + 1) & (len(t.slots) - 1)
		if s.value == 0 || s.key == key {
			return s.value, i
		}
	}
}
