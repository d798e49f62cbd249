package sla_test

import (
	"container/heap"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sla"
)

// TestAllocs is not parallel: the count is of the whole process.
func TestAllocs(t *testing.T) {
	c := newCalendar(t, office())
	p := newPolicy(t,
		sla.Target{Metric: sla.FirstResponse, Within: 8 * time.Hour, Calendar: c},
		sla.Target{Metric: sla.NextResponse, Within: 8 * time.Hour, Calendar: c},
		sla.Target{Metric: sla.FirstResolution, Within: 80 * time.Hour, Calendar: c},
		sla.Target{Metric: sla.TotalResolution, Within: 80 * time.Hour, Calendar: c})
	start, closed := minute(100), 0
	count := func(sla.Clock) { closed++ }
	timeline := sla.Timeline{ask(0), answer(5, sla.Agent), ask(9), resolve(10), ask(11)}
	var open sla.Track
	for _, m := range timeline {
		p.Add(sla.Subject{}, &open, m, nil)
	}
	dst := make([]sla.Clock, 0, 4)
	var due sla.Due[int]
	for i := range 100 {
		due.Set(i, minute(i))
	}
	tests := []struct {
		name string
		f    func()
	}{
		{"Calendar.Add", func() { c.Add(start, 2000*time.Hour) }},
		{"Calendar.Between", func() { c.Between(start, minute(1_000_000)) }},
		{"Calendar.Open", func() { c.Open(start) }},
		{"Calendar.NextOpen", func() { c.NextOpen(start) }},
		{"Policy.Add", func() {
			var tr sla.Track
			for _, m := range timeline {
				p.Add(sla.Subject{Platform: "twitter"}, &tr, m, count)
			}
		}},
		{"Policy.Open", func() {
			if dst = p.Open(sla.Subject{}, open, start, dst[:0]); len(dst) != 2 {
				panic(len(dst))
			}
		}},
		{"Due", func() {
			due.Set(7, minute(300))
			due.Set(7, time.Time{})
			due.Set(7, minute(7))
			k, _, _ := due.Pop(minute(99))
			due.Set(k, minute(50))
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Zero(t, testing.AllocsPerRun(100, tt.f))
		})
	}
	require.Positive(t, closed)
}

func BenchmarkCalendar_Add(b *testing.B) {
	cfg := office()
	for i := range 10 {
		cfg.Holidays[sla.Day{Year: 2026, Month: time.Month(1 + i), Day: 3 + i}] = ""
	}
	c := newCalendar(b, cfg)
	start := time.Date(2026, 2, 3, 15, 0, 0, 0, time.UTC)
	for _, bb := range []struct {
		name string
		d    time.Duration
	}{{"10m", 10 * time.Minute}, {"8h", 8 * time.Hour}, {"2000h", 2000 * time.Hour}} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.Add(start, bb.d)
			}
		})
	}
}

func BenchmarkCalendar_Between(b *testing.B) {
	c := newCalendar(b, office())
	start := time.Date(2026, 2, 3, 15, 0, 0, 0, time.UTC)
	for _, bb := range []struct {
		name string
		days int
	}{{"1d", 1}, {"14d", 14}, {"365d", 365}} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			end := start.AddDate(0, 0, bb.days)
			for b.Loop() {
				c.Between(start, end)
			}
		})
	}
}

func BenchmarkNewCalendar(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		newCalendar(b, office())
	}
}

func BenchmarkPolicy_Add(b *testing.B) {
	p := sla.Default()
	timeline := sla.Timeline{ask(0), answer(5, sla.Agent), ask(9), answer(12, sla.Agent), resolve(20)}
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		var tr sla.Track
		for _, m := range timeline {
			p.Add(sla.Subject{Platform: "mastodon"}, &tr, m, func(sla.Clock) { n++ })
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(timeline)), "ns/mark")
}

// peer is what one would write with container/heap: pointers that know their
// place, found by a map.
type peer struct {
	at  time.Time
	key int
	pos int
}

type peers []*peer

func (h peers) Len() int           { return len(h) }
func (h peers) Less(i, j int) bool { return h[i].at.Before(h[j].at) }
func (h peers) Swap(i, j int)      { h[i], h[j] = h[j], h[i]; h[i].pos = i; h[j].pos = j }
func (h *peers) Push(x any)        { p := x.(*peer); p.pos = len(*h); *h = append(*h, p) }
func (h *peers) Pop() any          { p := (*h)[len(*h)-1]; *h = (*h)[:len(*h)-1]; return p }

// BenchmarkDue sets a million keys, moves each, and pops all, beside the same
// with container/heap; x-heap is how many times longer that took.
func BenchmarkDue(b *testing.B) {
	const keys = 1_000_000
	r := rand.New(rand.NewPCG(1, 2))
	first, second := make([]time.Time, keys), make([]time.Time, keys)
	for i := range keys {
		first[i], second[i] = minute(r.IntN(keys)), minute(r.IntN(keys))
	}
	end := minute(keys)
	var ours, theirs [3]time.Duration
	b.ReportAllocs()
	for b.Loop() {
		for i, d := range dueSteps(first, second, end) {
			ours[i] += d
		}
		for i, d := range heapSteps(first, second) {
			theirs[i] += d
		}
	}
	sum := func(d [3]time.Duration) float64 { return float64(d[0] + d[1] + d[2]) }
	b.ReportMetric(sum(theirs)/sum(ours), "x-heap")
	for i, name := range []string{"set", "move", "pop"} {
		b.ReportMetric(float64(ours[i].Nanoseconds())/float64(b.N*keys), "ns/"+name)
		b.ReportMetric(float64(theirs[i])/float64(ours[i]), "x-heap/"+name)
	}
}

func dueSteps(first, second []time.Time, end time.Time) [3]time.Duration {
	var d sla.Due[int]
	return [3]time.Duration{
		measure(func() {
			for k, at := range first {
				d.Set(k, at)
			}
		}),
		measure(func() {
			for k, at := range second {
				d.Set(k, at)
			}
		}),
		measure(func() {
			for ok := true; ok; {
				_, _, ok = d.Pop(end)
			}
		}),
	}
}

func heapSteps(first, second []time.Time) [3]time.Duration {
	var h peers
	index := map[int]*peer{}
	return [3]time.Duration{
		measure(func() {
			for k, at := range first {
				p := &peer{at: at, key: k}
				index[k] = p
				heap.Push(&h, p)
			}
		}),
		measure(func() {
			for k, at := range second {
				p := index[k]
				p.at = at
				heap.Fix(&h, p.pos)
			}
		}),
		measure(func() {
			for len(h) > 0 {
				delete(index, heap.Pop(&h).(*peer).key)
			}
		}),
	}
}

func measure(f func()) time.Duration {
	start := time.Now()
	f()
	return time.Since(start)
}
