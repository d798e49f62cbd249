package slabench_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

type stretch struct {
	name  string
	after func(start time.Time) time.Time
}

func stretches() []stretch {
	days := func(n int) func(time.Time) time.Time {
		return func(start time.Time) time.Time { return start.AddDate(0, 0, n) }
	}
	return []stretch{
		{"same-day", func(start time.Time) time.Time { return start.Add(5 * time.Hour) }},
		{"1d", days(1)},
		{"14d", days(14)},
		{"365d", days(365)},
	}
}

func BenchmarkElapsed(b *testing.B) {
	ours, theirs, cached := ourOffice(b), theirOffice(false), theirOffice(true)
	from := starts(b)
	for _, s := range stretches() {
		b.Run(s.name, func(b *testing.B) {
			to := make([]time.Time, len(from))
			for i, start := range from {
				to[i] = s.after(start)
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				ours.Between(from[i%len(from)], to[i%len(from)])
			}
			x := times(
				func(i int) { ours.Between(from[i%len(from)], to[i%len(from)]) },
				func(i int) { theirs.WorkHoursInRange(from[i%len(from)], to[i%len(from)]) },
				func(i int) { cached.WorkHoursInRange(from[i%len(from)], to[i%len(from)]) },
			)
			b.ReportMetric(x[0], "x-cal")
			b.ReportMetric(x[1], "x-cal-cached")
		})
	}
}

func TestElapsedIsTheSame(t *testing.T) {
	t.Parallel()
	ours, theirs := ourOffice(t), theirOffice(false)
	for _, s := range stretches() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			cached := theirOffice(true)
			for _, start := range starts(t) {
				end := s.after(start)
				want := ours.Between(start, end)
				require.Equal(t, want, theirs.WorkHoursInRange(start, end), "%s to %s", start, end)
				require.Equal(t, want, cached.WorkHoursInRange(start, end), "%s to %s", start, end)
			}
		})
	}
}
