package slabench_test

import (
	"slices"
	"time"
)

// times takes functions in turns and returns how many times longer than the first each of the others takes, by
// the best turn of each. A function gets the number of the call.
func times(ours func(int), theirs ...func(int)) []float64 {
	const turns = 5
	all := slices.Concat([]func(int){ours}, theirs)
	best := make([]float64, len(all))
	for turn := range turns {
		for i, f := range all {
			if took := perCall(f); turn == 0 || took < best[i] {
				best[i] = took
			}
		}
	}
	out := make([]float64, len(theirs))
	for i := range out {
		out[i] = best[i+1] / best[0]
	}
	return out
}

// perCall is the nanoseconds of a call. It looks at the clock seldom, for that takes as long as what is measured.
func perCall(f func(int)) float64 {
	const turn = 10 * time.Millisecond
	calls, batch := 0, 64
	start := time.Now()
	for {
		for range batch {
			f(calls)
			calls++
		}
		if took := time.Since(start); took >= turn {
			return float64(took) / float64(calls)
		}
		batch = calls
	}
}
