package sla

import (
	"cmp"
	"fmt"
	"slices"
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

// String returns the span as 09:00-17:00.
func (s Span) String() string { return s.From + "-" + s.To }

// span is a Span in seconds since its date's midnight. To exceeds daySeconds
// where it runs past midnight.
type span struct{ from, to int64 }

func compileSpans(in []Span, f faults) []span {
	var out []span
	for i, s := range in {
		field := fmt.Sprintf("[%d]", i)
		from, err := parseClock(s.From)
		if err == nil && from == daySeconds {
			err = fmt.Errorf("%q can only end a span", s.From)
		}
		if err != nil {
			f.add(field, "%w", err)
		}
		to, err := parseClock(s.To)
		if err != nil {
			f.add(field, "%w", err)
		}
		if to <= from {
			to += daySeconds
		}
		out = append(out, span{from, to})
	}
	return out
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
