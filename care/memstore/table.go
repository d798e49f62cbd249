package memstore

import "hash/maphash"

// A table finds values by the key that they hold. Beside each value it keeps four bytes of hash, and no
// key, so that a million values cost about 18 MB of index; a map would take 40.
//
// It is open addressing with linear probing, where a hash is scaled to the length and not cut to it: so
// the length may be any, and growing reads the old slots in their order.
type table[K comparable, V any] struct {
	seed   maphash.Seed
	key    func(*V) K
	hashes []uint32 // 0: empty
	values []*V
	n      int
}

func newTable[K comparable, V any](key func(*V) K) *table[K, V] {
	return &table[K, V]{seed: maphash.MakeSeed(), key: key}
}

func (t *table[K, V]) hash(k K) uint32 { return max(1, uint32(maphash.Comparable(t.seed, k))) }

func (t *table[K, V]) home(h uint32) int { return int(uint64(h) * uint64(len(t.hashes)) >> 32) }

func (t *table[K, V]) next(i int) int {
	if i++; i < len(t.hashes) {
		return i
	}
	return 0
}

// get returns the value with key k, or nil.
func (t *table[K, V]) get(k K) *V {
	if t.n == 0 {
		return nil
	}
	v, _ := t.find(k)
	return v
}

// find returns the value with key k, or nil, and the hash of k.
func (t *table[K, V]) find(k K) (*V, uint32) {
	h := t.hash(k)
	if t.n == 0 {
		return nil, h
	}
	for i := t.home(h); t.hashes[i] != 0; i = t.next(i) {
		if t.hashes[i] == h && t.key(t.values[i]) == k {
			return t.values[i], h
		}
	}
	return nil, h
}

// add puts in v, whose key is not there yet and does not change while it is.
func (t *table[K, V]) add(v *V) { t.insert(t.hash(t.key(v)), v) }

// insert is add, for who knows the hash.
func (t *table[K, V]) insert(h uint32, v *V) {
	if t.n >= len(t.hashes)*4/5 {
		t.grow()
	}
	t.put(h, v)
	t.n++
}

func (t *table[K, V]) put(h uint32, v *V) {
	i := t.home(h)
	for t.hashes[i] != 0 {
		i = t.next(i)
	}
	t.hashes[i], t.values[i] = h, v
}

func (t *table[K, V]) grow() {
	hashes, values := t.hashes, t.values
	size := max(16, len(hashes)+len(hashes)/2)
	t.hashes, t.values = make([]uint32, size), make([]*V, size)
	for i, h := range hashes {
		if h != 0 {
			t.put(h, values[i])
		}
	}
}

// remove takes v out, which is there.
func (t *table[K, V]) remove(v *V) {
	i := t.home(t.hash(t.key(v)))
	for t.values[i] != v {
		i = t.next(i)
	}
	t.n--
	// What probed past i moves up, so that no search ends too early.
	for j := t.next(i); t.hashes[j] != 0; j = t.next(j) {
		if t.distance(t.home(t.hashes[j]), j) >= t.distance(i, j) {
			t.hashes[i], t.values[i] = t.hashes[j], t.values[j]
			i = j
		}
	}
	t.hashes[i], t.values[i] = 0, nil
}

// distance is how many steps of next lead from i to j.
func (t *table[K, V]) distance(i, j int) int {
	if j >= i {
		return j - i
	}
	return j + len(t.hashes) - i
}

// all calls f with every value; f must not change the table.
func (t *table[K, V]) all(f func(*V)) {
	for _, v := range t.values {
		if v != nil {
			f(v)
		}
	}
}
