package sla

import (
	"maps"
	"slices"
)

// wall is the opening hours on a wall clock that never shifts: a week that
// repeats, and dates that differ from it. Its seconds count from 1970-01-01
// 00:00 on that clock. Sums over whole weeks are products and sums over
// exceptional dates are stored, so no question costs more with distance.
type wall struct {
	week [7]hours // Monday first
	sums [8]int64 // open seconds of the week before each weekday; sums[7] is all
	// dates differ from the week, ascending. sentinel holds what follows them.
	dates    []date
	sentinel date
}

// date is one date with hours of its own.
type date struct {
	number int64 // days since 1970-01-01
	hours  hours
	delta  int64 // open seconds that the dates before it have more than the week
	opened int64 // open seconds before it
}

// mondayShift turns days since 1970-01-01, a Thursday, into days since a Monday.
const mondayShift = 3

// newWall compiles validated spans. Holidays and overrides are by day number.
func newWall(week [7][]span, holidays map[int64]bool, overrides map[int64][]span) wall {
	var w wall
	for i := range week {
		w.week[i] = newHours(week[i], week[(i+6)%7])
		w.sums[i+1] = w.sums[i] + w.week[i].total()
	}
	// own are the spans that begin on a date; they may run past its midnight.
	own := func(n int64) []span {
		if spans, ok := overrides[n]; ok {
			return spans
		}
		if holidays[n] {
			return nil
		}
		_, day := floorDiv(n+mondayShift, 7)
		return week[day]
	}
	var delta int64
	for _, n := range exceptional(holidays, overrides) {
		before := own(n - 1)
		if _, ok := overrides[n]; ok || holidays[n] {
			before = nil // it replaces the whole date, the night before included
		}
		d := date{number: n, hours: newHours(own(n), before), delta: delta}
		d.opened = w.weekly(n) + delta
		delta += d.hours.total() - w.weekday(n).total()
		w.dates = append(w.dates, d)
	}
	w.sentinel.delta = delta
	return w
}

// exceptional lists the dates that may differ from the week: the holidays, the
// overrides, and the day after each, which may lose or gain a night's tail.
func exceptional(holidays map[int64]bool, overrides map[int64][]span) []int64 {
	set := map[int64]bool{}
	for n := range holidays {
		set[n], set[n+1] = true, true
	}
	for n := range overrides {
		set[n], set[n+1] = true, true
	}
	return slices.Sorted(maps.Keys(set))
}

// at returns the open seconds before second x, and whether x is open.
func (w *wall) at(x int64) (before int64, open bool) {
	day, sec := floorDiv(x, daySeconds)
	d, exact := w.find(day)
	h := w.weekday(day)
	if exact {
		h = d.hours
	}
	before, open = h.at(sec)
	return w.weekly(day) + d.delta + before, open
}

// hours returns those of a date.
func (w *wall) hours(day int64) hours {
	if d, exact := w.find(day); exact {
		return d.hours
	}
	return w.weekday(day)
}

// closes returns where the span of the date ends in which second x is; x is
// open.
func (w *wall) closes(x int64) int64 {
	day, sec := floorDiv(x, daySeconds)
	for _, s := range w.hours(day) {
		if sec < s.to {
			return day*daySeconds + s.to
		}
	}
	return x + 1
}

// nth returns the open second that has k open seconds before it.
func (w *wall) nth(k int64) int64 {
	lo, hi := 0, len(w.dates) // the first date that begins after k open seconds
	for lo < hi {
		if mid := (lo + hi) / 2; w.dates[mid].opened <= k {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo > 0 {
		if d := &w.dates[lo-1]; k-d.opened < d.hours.total() {
			return d.number*daySeconds + d.hours.nth(k-d.opened)
		}
	}
	weeks, rest := floorDiv(k-w.date(lo).delta, w.sums[7])
	day := int64(6)
	for w.sums[day] > rest {
		day--
	}
	// Weekdays without hours share their sum with the next one, which the
	// search from the end prefers, so this day has the second.
	return (weeks*7+day-mondayShift)*daySeconds + w.week[day].nth(rest-w.sums[day])
}

// find returns the first exceptional date that is not before day, and whether
// it is day itself.
func (w *wall) find(day int64) (d *date, exact bool) {
	lo, hi := 0, len(w.dates)
	for lo < hi {
		if mid := (lo + hi) / 2; w.dates[mid].number < day {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return w.date(lo), lo < len(w.dates) && w.dates[lo].number == day
}

func (w *wall) date(i int) *date {
	if i == len(w.dates) {
		return &w.sentinel
	}
	return &w.dates[i]
}

// weekly is the open seconds before a day if no date differed from the week.
func (w *wall) weekly(day int64) int64 {
	weeks, i := floorDiv(day+mondayShift, 7)
	return weeks*w.sums[7] + w.sums[i]
}

func (w *wall) weekday(day int64) hours {
	_, i := floorDiv(day+mondayShift, 7)
	return w.week[i]
}

// floorDiv divides, rounding down; the rest is never negative.
func floorDiv(a, b int64) (quotient, rest int64) {
	quotient, rest = a/b, a%b
	if rest < 0 {
		return quotient - 1, rest + b
	}
	return quotient, rest
}
