package memstore

import (
	"cmp"
	"slices"
	"sort"
)

// An ordered holds values by a number, then by their name: sorted, in chunks, so that putting one in
// moves only a few.
type ordered[T any] struct {
	name   func(*T) string
	chunks [][]item[T]
}

type item[T any] struct {
	at int64
	v  *T
}

const chunkSize = 512

func newOrdered[T any](name func(*T) string) *ordered[T] { return &ordered[T]{name: name} }

func (o *ordered[T]) compare(it item[T], at int64, name string) int {
	if c := cmp.Compare(it.at, at); c != 0 {
		return c
	}
	return cmp.Compare(o.name(it.v), name)
}

// find returns the place of the first item that is not before at and name.
func (o *ordered[T]) find(at int64, name string) (chunk, i int) {
	chunk = sort.Search(len(o.chunks), func(i int) bool {
		c := o.chunks[i]
		return o.compare(c[len(c)-1], at, name) >= 0
	})
	if chunk == len(o.chunks) {
		return chunk, 0
	}
	c := o.chunks[chunk]
	return chunk, sort.Search(len(c), func(i int) bool { return o.compare(c[i], at, name) >= 0 })
}

func (o *ordered[T]) insert(at int64, v *T) {
	chunk, i := o.find(at, o.name(v))
	if chunk == len(o.chunks) {
		o.push(item[T]{at, v})
		return
	}
	if c := o.chunks[chunk]; len(c) == chunkSize {
		half := append(make([]item[T], 0, chunkSize), c[chunkSize/2:]...)
		clear(c[chunkSize/2:])
		o.chunks[chunk] = c[:chunkSize/2]
		o.chunks = slices.Insert(o.chunks, chunk+1, half)
		if i > chunkSize/2 {
			chunk, i = chunk+1, i-chunkSize/2
		}
	}
	o.chunks[chunk] = slices.Insert(o.chunks[chunk], i, item[T]{at, v})
}

// push puts it at the end. The last chunk is filled and not halved: most things come in order.
func (o *ordered[T]) push(it item[T]) {
	n := len(o.chunks)
	if n == 0 || len(o.chunks[n-1]) == chunkSize {
		o.chunks = append(o.chunks, make([]item[T], 0, chunkSize))
		n++
	}
	o.chunks[n-1] = append(o.chunks[n-1], it)
}

// remove takes v out, which is there.
func (o *ordered[T]) remove(at int64, v *T) {
	chunk, i := o.find(at, o.name(v))
	c := slices.Delete(o.chunks[chunk], i, i+1)
	o.chunks[chunk] = c
	switch next := chunk + 1; {
	case len(c) == 0:
		o.chunks = slices.Delete(o.chunks, chunk, chunk+1)
	case next < len(o.chunks) && len(c)+len(o.chunks[next]) <= chunkSize/2:
		o.chunks[chunk] = append(c, o.chunks[next]...)
		o.chunks = slices.Delete(o.chunks, next, next+1)
	}
}

// walk calls f with each item behind at and name, until f returns false.
func (o *ordered[T]) walk(at int64, name string, f func(at int64, v *T) bool) {
	chunk, i := o.find(at, name)
	for ; chunk < len(o.chunks); chunk, i = chunk+1, 0 {
		for _, it := range o.chunks[chunk][i:] {
			if o.compare(it, at, name) > 0 && !f(it.at, it.v) {
				return
			}
		}
	}
}

// until returns up to limit values whose number is not above at, lowest first.
func (o *ordered[T]) until(at int64, limit int) []*T {
	var out []*T
	for _, c := range o.chunks {
		for _, it := range c {
			if len(out) >= limit || it.at > at {
				return out
			}
			out = append(out, it.v)
		}
	}
	return out
}
