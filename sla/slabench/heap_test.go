package slabench_test

import (
	"container/heap"
	"time"
)

// theirs is what one would write with container/heap: entries that know their place, found by a map.
type theirs struct {
	heap  entries
	index map[int64]*entry
}

type entry struct {
	at  time.Time
	key int64
	pos int
}

func (q *theirs) set(k int64, at time.Time) {
	if e := q.index[k]; e != nil {
		e.at = at
		heap.Fix(&q.heap, e.pos)
		return
	}
	e := &entry{at: at, key: k}
	q.index[k] = e
	heap.Push(&q.heap, e)
}

func (q *theirs) remove(k int64) {
	heap.Remove(&q.heap, q.index[k].pos)
	delete(q.index, k)
}

func (q *theirs) pop() (int64, bool) {
	if len(q.heap) == 0 {
		return 0, false
	}
	k := heap.Pop(&q.heap).(*entry).key //nolint:forcetypeassert // Push takes nothing else
	delete(q.index, k)
	return k, true
}

type entries []*entry

func (h entries) Len() int           { return len(h) }
func (h entries) Less(i, j int) bool { return h[i].at.Before(h[j].at) }
func (h entries) Swap(i, j int)      { h[i], h[j] = h[j], h[i]; h[i].pos = i; h[j].pos = j }

func (h *entries) Push(x any) {
	e := x.(*entry) //nolint:forcetypeassert // theirs pushes nothing else
	e.pos = len(*h)
	*h = append(*h, e)
}

func (h *entries) Pop() any {
	last := len(*h) - 1
	e := (*h)[last]
	(*h)[last] = nil // the map forgets it too
	*h = (*h)[:last]
	return e
}
