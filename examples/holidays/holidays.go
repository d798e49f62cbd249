package main

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/kindlydm/kindly/sla"
)

// holidays are dates and their names.
type holidays map[sla.Day]string

// add makes a date a holiday. One that was a holiday before has both names.
func (h holidays) add(d sla.Day, name string) {
	is, ok := h[d]
	switch {
	case !ok || is == "":
		h[d] = name
	case name != "" && !slices.Contains(strings.Split(is, " / "), name):
		h[d] = is + " / " + name
	}
}

func (h holidays) addAll(other holidays) {
	for d, name := range other {
		h.add(d, name)
	}
}

// dates lists them in order of time.
func (h holidays) dates() []sla.Day {
	return slices.SortedFunc(maps.Keys(h), func(a, b sla.Day) int { return midnight(a, time.UTC).Compare(midnight(b, time.UTC)) })
}

// A period is dates from the first to the last, with both.
type period struct{ first, last sla.Day }

func years(first, n int) period {
	return period{
		first: sla.Day{Year: first, Month: time.January, Day: 1},
		last:  sla.Day{Year: first + n - 1, Month: time.December, Day: 31},
	}
}

func (p period) has(d sla.Day) bool {
	at := midnight(d, time.UTC)
	return !at.Before(p.begin()) && at.Before(p.end())
}

// begin and end stand for dates by the midnights of UTC, of which there is one each.
func (p period) begin() time.Time { return midnight(p.first, time.UTC) }
func (p period) end() time.Time   { return midnight(p.last, time.UTC).AddDate(0, 0, 1) }

func midnight(d sla.Day, loc *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, loc)
}
