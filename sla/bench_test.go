package sla_test

import (
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
