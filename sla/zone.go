package sla

import (
	"math"
	"time"
)

// From repeatFrom on, a calendar repeats every 400 years: these are a whole
// number of weeks in the Gregorian calendar, no date of a calendar is later,
// and a zone's rules for the far future name months and weekdays only. So a
// table up to horizon answers for all time. The zone database has explicit
// transitions up to 2087 (Africa/Casablanca) as of 2025b.

const (
	repeatFrom  int64 = 7289654400 // 2201-01-01 00:00 UTC
	repeatAfter int64 = (400*365 + 97) * daySeconds
	horizon           = repeatFrom + repeatAfter
)

// stretch is a time in which a zone keeps one offset to UTC.
type stretch struct {
	start  int64 // Unix seconds
	offset int64 // seconds east of UTC
	opened int64 // open seconds before start
	base   int64 // what to add to the wall's count to continue from opened
}

// stretches lists a zone's offsets from the beginning of time to horizon.
func stretches(loc *time.Location) []stretch {
	u := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	out := []stretch{{start: math.MinInt64, offset: offsetAt(loc, u), opened: math.MinInt64}}
	for u < horizon {
		if o := offsetAt(loc, u); o != out[len(out)-1].offset {
			out = append(out, stretch{start: u, offset: o})
		}
		_, end := time.Unix(u, 0).In(loc).ZoneBounds()
		if end.IsZero() {
			break
		}
		// In the far future ZoneBounds ends some stretches early and, on the
		// last day of leap years, not after the time asked about.
		u = max(end.Unix(), u+3600)
	}
	return out
}

func offsetAt(loc *time.Location, u int64) int64 {
	_, offset := time.Unix(u, 0).In(loc).Zone()
	return int64(offset)
}

// join continues the count of open seconds from each stretch to the next.
func join(in []stretch, w *wall) {
	for i := 1; i < len(in); i++ {
		s, last := &in[i], &in[i-1]
		ended, _ := w.at(s.start + last.offset)
		begun, _ := w.at(s.start + s.offset)
		s.opened = last.base + ended
		s.base = s.opened - begun
	}
}

// Hints tell in which stretch every 388 days begin, so that few have to be
// searched.
const (
	hintBits        = 25
	hintsFrom int64 = -1 << 31 // in 1901; the zone database has little before
)

func hints(zone []stretch) []uint16 {
	var out []uint16
	i := 0
	for u := hintsFrom; u <= horizon; u += 1 << hintBits {
		for i+1 < len(zone) && zone[i+1].start <= u {
			i++
		}
		out = append(out, uint16(i)) //nolint:gosec // a zone shifts twice a year
	}
	return out
}
