package slabench_test

import (
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sla"
)

const keys = 1_000_000

// A queue is what is measured: of instants by key.
type queue interface {
	set(k int64, at time.Time)
	remove(k int64)
	pop() (k int64, ok bool)
}

type ours struct{ due sla.Due[int64] }

func (q *ours) set(k int64, at time.Time) { q.due.Set(k, at) }
func (q *ours) remove(k int64)            { q.due.Set(k, time.Time{}) }

func (q *ours) pop() (int64, bool) {
	k, _, ok := q.due.Pop(epoch().Add(time.Duration(1<<63 - 1)))
	return k, ok
}

func epoch() time.Time { return time.Unix(1_800_000_000, 0).UTC() }

// steps are what is done to a queue, in this order.
func steps() []string { return []string{"set", "move", "remove", "pop"} }

// A course is what happened to a queue: how long each step took for a key, and how much memory one took.
type course struct {
	nanos [4]float64
	bytes float64
}

// run takes a queue through the steps: n keys are set, all are moved, every other is removed, the rest popped.
func run(q queue, first, second []time.Time) course {
	var c course
	n := len(first)
	before := heapBytes()
	c.nanos[0] = perKey(n, func() {
		for k, at := range first {
			q.set(int64(k), at)
		}
	})
	c.bytes = float64(heapBytes()-before) / float64(n)
	c.nanos[1] = perKey(n, func() {
		for k, at := range second {
			q.set(int64(k), at)
		}
	})
	c.nanos[2] = perKey(n/2, func() {
		for k := 0; k < n; k += 2 {
			q.remove(int64(k))
		}
	})
	c.nanos[3] = perKey(n-n/2, func() {
		for _, ok := q.pop(); ok; _, ok = q.pop() {
		}
	})
	return c
}

func perKey(n int, f func()) float64 {
	start := time.Now()
	f()
	return float64(time.Since(start)) / float64(n)
}

func heapBytes() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// instants are n within a month.
func instants(n int, seed uint64) []time.Time {
	r := rand.New(rand.NewPCG(seed, 1))
	out := make([]time.Time, n)
	for i := range out {
		out[i] = epoch().Add(time.Duration(r.Int64N(int64(30 * 24 * time.Hour))))
	}
	return out
}

func BenchmarkDue(b *testing.B) {
	first, second := instants(keys, 1), instants(keys, 2)
	var us, them course
	for b.Loop() {
		us.add(run(&ours{}, first, second))
		them.add(run(&theirs{index: map[int64]*entry{}}, first, second))
	}
	var usAll, themAll float64
	for i, name := range steps() {
		b.ReportMetric(us.nanos[i]/float64(b.N), "ns/"+name)
		b.ReportMetric(them.nanos[i]/us.nanos[i], "x-heap/"+name)
		usAll, themAll = usAll+us.nanos[i], themAll+them.nanos[i]
	}
	b.ReportMetric(themAll/usAll, "x-heap")
	b.ReportMetric(us.bytes/float64(b.N), "B/key")
	b.ReportMetric(them.bytes/float64(b.N), "heap-B/key")
}

func (c *course) add(other course) {
	for i, n := range other.nanos {
		c.nanos[i] += n
	}
	c.bytes += other.bytes
}

func TestDueIsTheSame(t *testing.T) {
	t.Parallel()
	const n = 10_000
	first, second := instants(n, 3), instants(n, 4)
	us, them := popped(&ours{}, first, second), popped(&theirs{index: map[int64]*entry{}}, first, second)
	require.Len(t, us, n/2)
	require.Equal(t, them, us)
}

func popped(q queue, first, second []time.Time) []int64 {
	for k, at := range first {
		q.set(int64(k), at)
	}
	for k, at := range second {
		q.set(int64(k), at)
	}
	for k := 0; k < len(first); k += 2 {
		q.remove(int64(k))
	}
	var out []int64
	for k, ok := q.pop(); ok; k, ok = q.pop() {
		out = append(out, k)
	}
	return out
}
