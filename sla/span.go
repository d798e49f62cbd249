package sla

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"
)

// daySeconds is the length of a wall-clock date. A date that loses or repeats
// an hour still has it on the wall; the zone accounts for the difference.
const daySeconds = 24 * 60 * 60

// Dates in a calendar lie in these years. The lower one catches slips such as
// year 26; above the upper one every calendar repeats (see repeatFrom).
const (
	minYear = 1900
	maxYear = 2199
)

// Span is a stretch of opening hours by the wall clock of the calendar's zone,
// half open: From is open, To is not.
//
// Both are written HH:MM or HH:MM:SS. To may be "24:00", the end of the day. A
// span whose To is not after its From runs past midnight into the next date,
// so 22:00 to 06:00 is a night, and 09:00 to 09:00 is 24 hours.
type Span struct {
	From, To string
}

// Day is a date without a zone, such as a holiday.
type Day struct {
	Year  int
	Month time.Month
	Day   int
}

// String returns the date as 2006-01-02.
func (d Day) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// number counts days since 1970-01-01.
func (d Day) number() int64 {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() / daySeconds
}

func (d Day) validate() error {
	t := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
	switch {
	case t.Year() != d.Year || t.Month() != d.Month || t.Day() != d.Day:
		return errors.New("no such date")
	case d.Year < minYear || d.Year > maxYear:
		return fmt.Errorf("year is not within %d and %d", minYear, maxYear)
	}
	return nil
}

func compareDays(a, b Day) int {
	return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Month, b.Month), cmp.Compare(a.Day, b.Day))
}

// span is a Span in seconds since its date's midnight. To exceeds daySeconds
// where it runs past midnight.
type span struct{ from, to int64 }

// parseSpans compiles the spans of a field and names the field in each fault.
func parseSpans(field string, in []Span) ([]span, error) {
	var out []span
	var faults []error
	for i, s := range in {
		from, errFrom := parseClock(s.From)
		if errFrom == nil && from == daySeconds {
			errFrom = fmt.Errorf("%q can only end a span", s.From)
		}
		to, errTo := parseClock(s.To)
		if errFrom != nil {
			faults = append(faults, fmt.Errorf("%s[%d].From: %w", field, i, errFrom))
		}
		if errTo != nil {
			faults = append(faults, fmt.Errorf("%s[%d].To: %w", field, i, errTo))
		}
		if to <= from {
			to += daySeconds
		}
		out = append(out, span{from, to})
	}
	return out, errors.Join(faults...)
}

// parseClock reads HH:MM or HH:MM:SS as seconds since midnight.
func parseClock(s string) (int64, error) {
	fault := fmt.Errorf("%q is not a time of day, HH:MM or HH:MM:SS", s)
	if len(s) != 5 && len(s) != 8 {
		return 0, fault
	}
	var part [3]int64
	for i := range len(s) {
		c := s[i]
		switch {
		case i%3 == 2 && c == ':':
		case i%3 != 2 && c >= '0' && c <= '9':
			part[i/3] = part[i/3]*10 + int64(c-'0')
		default:
			return 0, fault
		}
	}
	sec := part[0]*3600 + part[1]*60 + part[2]
	if part[1] > 59 || part[2] > 59 || sec > daySeconds {
		return 0, fault
	}
	return sec, nil
}

// hours are the open spans of one date, disjoint and ascending within
// [0, daySeconds).
type hours []span

// newHours unites a date's own spans, cut at midnight, with what runs into it
// from the spans of the day before.
func newHours(own, before []span) hours {
	var all []span
	for _, s := range own {
		all = append(all, span{s.from, min(s.to, daySeconds)})
	}
	for _, s := range before {
		if s.to > daySeconds {
			all = append(all, span{0, s.to - daySeconds})
		}
	}
	slices.SortFunc(all, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var h hours
	for _, s := range all {
		if n := len(h); n > 0 && s.from <= h[n-1].to {
			h[n-1].to = max(h[n-1].to, s.to)
			continue
		}
		h = append(h, s)
	}
	return h
}

// total is the open seconds of the date.
func (h hours) total() int64 {
	n, _ := h.at(daySeconds)
	return n
}

// at returns the open seconds before second sec of the date, and whether that
// second is open.
func (h hours) at(sec int64) (before int64, open bool) {
	for _, s := range h {
		if sec < s.to {
			return before + max(0, sec-s.from), sec >= s.from
		}
		before += s.to - s.from
	}
	return before, false
}

// nth returns the open second that has k open seconds of the date before it;
// k is less than the total.
func (h hours) nth(k int64) int64 {
	for _, s := range h {
		if n := s.to - s.from; k >= n {
			k -= n
			continue
		}
		return s.from + k
	}
	panic("sla: no such second in the date")
}
