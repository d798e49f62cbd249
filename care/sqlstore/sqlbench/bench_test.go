package sqlbench_test

import (
	"fmt"
	"testing"
)

func sizes() []int { return []int{1, 100, 500} }

// BenchmarkFloor has what nobody who keeps a mention gets below.
func BenchmarkFloor(b *testing.B) {
	b.Run("sync", benchmarkSync)
	b.Run("PostgreSQL/roundtrip", benchmarkRoundTrip)
}

// BenchmarkIngest takes talks in through a desk.
func BenchmarkIngest(b *testing.B) {
	memory := kind{"memory", inMemory}
	memory.each(b, memory.name, benchmarkIngest)
	for _, n := range talks(b) { // they would be in the way of what comes next
		memory.leave(b, n)
	}
	for _, k := range databases() {
		k.each(b, k.name, benchmarkIngest)
	}
	kind{"PostgreSQL", postgresRoom}.each(b, "PostgreSQL-4-processes", benchmarkProcesses)
}

// BenchmarkBare writes what BenchmarkIngest writes, where that writes it, without a desk. Nothing is read, and
// all rows are known before.
func BenchmarkBare(b *testing.B) {
	for _, k := range databases() {
		k.each(b, k.name, benchmarkBare)
	}
}

// BenchmarkJobs puts and works jobs of a store, as BenchmarkRiver does with river's. A desk finishes each job
// in the transaction in which it does it; what is done outside may be finished together.
func BenchmarkJobs(b *testing.B) {
	s := jobStore(b)
	for _, size := range sizes() {
		b.Run(fmt.Sprintf("PostgreSQL/put/batch=%d", size), func(b *testing.B) { benchmarkPut(b, s, size) })
	}
	b.Run("PostgreSQL/work-finish=each", func(b *testing.B) { benchmarkWork(b, s, finishEach) })
	b.Run("PostgreSQL/work-finish=together", func(b *testing.B) { benchmarkWork(b, s, finishTogether) })
}

// BenchmarkRiver has jobs inserted and worked by river. Its settings for working are those of its own benchmark.
func BenchmarkRiver(b *testing.B) {
	pool := riverPool(b)
	for _, size := range sizes() {
		b.Run(fmt.Sprintf("insert/batch=%d", size), func(b *testing.B) { benchmarkRiverInsert(b, pool, size) })
	}
	b.Run("work", func(b *testing.B) { benchmarkRiverWork(b, pool) })
}
