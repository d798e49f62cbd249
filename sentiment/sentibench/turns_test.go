package sentibench_test

import "time"

// times takes two functions in turns and returns how many times longer the second takes, by the best turn of each.
func times(ours, theirs func()) float64 {
	const turns = 5
	us, them := perCall(ours), perCall(theirs)
	for range turns - 1 {
		us, them = min(us, perCall(ours)), min(them, perCall(theirs))
	}
	return them / us
}

// perCall is the nanoseconds of a call, of as many as take some milliseconds.
func perCall(f func()) float64 {
	const turn = 10 * time.Millisecond
	calls, start := 0, time.Now()
	for {
		f()
		calls++
		if took := time.Since(start); took >= turn {
			return float64(took) / float64(calls)
		}
	}
}
