package sqlbench_test

import (
	"slices"
	"testing"
	"time"
)

// A stopwatch takes the time of transactions, and of nothing between them.
type stopwatch struct {
	took []time.Duration
	cpu  time.Duration
}

func (s *stopwatch) time(fn func() error) error {
	cpu, began := processorTime(), time.Now()
	err := fn()
	s.took = append(s.took, time.Since(began))
	s.cpu += processorTime() - cpu
	return err
}

// report says what came of transactions of size things each, one after the other.
func (s *stopwatch) report(b *testing.B, size int, thing string) {
	b.Helper()
	var sum time.Duration
	for _, d := range s.took {
		sum += d
	}
	s.reportOver(b, size, thing, sum)
}

// reportOver is for transactions that took so long together, some at the same time.
func (s *stopwatch) reportOver(b *testing.B, size int, thing string, whole time.Duration) {
	b.Helper()
	slices.Sort(s.took)
	n := float64(len(s.took) * size)
	b.ReportMetric(n/whole.Seconds(), many(thing)+"/s")
	b.ReportMetric(float64(s.cpu.Microseconds())/n, "cpu-us/"+thing)
	b.ReportMetric(float64(s.took[len(s.took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(0, "ns/op") // an operation is of no fixed size
}

func many(thing string) string {
	if thing == "query" {
		return "queries"
	}
	return thing + "s"
}
