package memstore

import (
	"fmt"
	"math"
	"time"

	"github.com/kindlydm/kindly/care"
)

// Times are kept as nanoseconds since 1970.
const never = math.MinInt64 // the zero time

func pack(t time.Time) int64 {
	if t.IsZero() {
		return never
	}
	return t.UnixNano()
}

func unpack(ns int64) time.Time {
	if ns == never {
		return time.Time{}
	}
	return time.Unix(0, ns).UTC()
}

// utc returns t as it comes back.
func utc(t time.Time) time.Time { return unpack(pack(t)) }

// inRange refuses what nanoseconds since 1970 can't say: times before 1678 and after 2261.
func inRange(op string, times ...time.Time) error {
	const limit = math.MaxInt64 / int64(time.Second)
	for _, t := range times {
		if s := t.Unix(); (s <= -limit || s >= limit) && !t.IsZero() {
			return invalid(op, "time %d s from 1970 is out of range", s)
		}
	}
	return nil
}

func invalid(op, format string, args ...any) error {
	return &care.Error{Op: op, Code: care.CodeInvalid, Err: fmt.Errorf(format, args...)}
}

func conflict(op, format string, args ...any) error {
	return &care.Error{Op: op, Code: care.CodeConflict, Err: fmt.Errorf(format, args...)}
}
