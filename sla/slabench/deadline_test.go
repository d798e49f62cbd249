package slabench_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

type deadline struct {
	name   string
	within time.Duration
}

func deadlines() []deadline {
	return []deadline{
		{"10m", 10 * time.Minute},
		{"8h", 8 * time.Hour},
		{"80h", 80 * time.Hour},
		{"2000h", 2000 * time.Hour},
	}
}

func BenchmarkDeadline(b *testing.B) {
	ours, theirs, cached := ourOffice(b), theirOffice(false), theirOffice(true)
	from := starts(b)
	for _, d := range deadlines() {
		b.Run(d.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				ours.Add(from[i%len(from)], d.within)
			}
			x := times(
				func(i int) { ours.Add(from[i%len(from)], d.within) },
				func(i int) { theirs.AddWorkHours(from[i%len(from)], d.within) },
				func(i int) { cached.AddWorkHours(from[i%len(from)], d.within) },
			)
			b.ReportMetric(x[0], "x-cal")
			b.ReportMetric(x[1], "x-cal-cached")
		})
	}
}

// Who comes to another answer is not to be compared.
func TestDeadlineIsTheSame(t *testing.T) {
	t.Parallel()
	ours, theirs := ourOffice(t), theirOffice(false)
	for _, d := range deadlines() {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			cached := theirOffice(true)
			for _, start := range starts(t) {
				want := ours.Add(start, d.within)
				require.WithinDuration(t, want, theirs.AddWorkHours(start, d.within), 0, "%s", start)
				require.WithinDuration(t, want, cached.AddWorkHours(start, d.within), 0, "%s", start)
			}
		})
	}
}
