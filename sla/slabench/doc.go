// Package slabench measures package sla, and what there is to hold it against, in one run on one machine.
// The whole of it is
//
//	go test -run='^$' -bench=. -count=5 .
//
// which takes a few minutes. With -benchtime=1x -count=1 it takes seconds.
//
//   - BenchmarkDeadline finds the instant by which so much open time has passed, and BenchmarkElapsed how much
//     has passed between two instants, by the calendar of an office in New York with ten holidays, from instants
//     of a whole year, open and closed. Beside them stands github.com/rickar/cal/v2 with the same office, and tests
//     see to it that both come to the same.
//   - BenchmarkEvaluate judges a case of twenty marks by a policy that has all metrics, with pauses and warnings.
//   - BenchmarkDue sets a million keys, moves each, removes every other one and pops the rest, beside
//     container/heap with a map that finds its entries.
//
// # The figures
//
// x-cal is how many times longer rickar/cal takes, and x-cal-cached how many times longer with its cache of
// holidays, already filled; a calendar that has it must not be used concurrently. Both are taken in turns with
// ours, a few milliseconds each, and the best turn of either counts.
//
// ns/set, ns/move, ns/remove and ns/pop are the time of a single change, and x-heap/set and so on how many times
// longer container/heap takes for it; x-heap is that of all changes together. B/key is the memory that a key takes
// when all are there, as the garbage collector leaves it, and heap-B/key that of container/heap and its map.
//
// Figures of two runs, or of two machines, are not to be compared; those of one run are.
package slabench
