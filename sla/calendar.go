package sla

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"
)

// CalendarConfig is what [NewCalendar] compiles.
type CalendarConfig struct {
	// Name is for people and for errors. Defaults to no name.
	Name string
	// Zone is an IANA time zone such as "Africa/Nairobi", or "UTC". Required:
	// the zone of the machine is never meant.
	Zone string
	// Week is the opening hours of each weekday: those that begin on it. A
	// weekday that is left out is closed. Spans may touch or overlap; what they
	// cover together is open. At least one weekday must have hours.
	Week map[time.Weekday][]Span
	// Holidays are closed from midnight to midnight, which includes the end of
	// a night that began on the day before, and the whole night that would
	// begin on the holiday. Years 1900 to 2199. Defaults to none.
	Holidays []Day
	// Dates are the opening hours of single dates and replace all other hours
	// on them, also those of a holiday and the end of a night that began on the
	// day before. No spans means closed. Years 1900 to 2199. Defaults to none.
	Dates map[Day][]Span

	_ struct{}
}

// Calendar knows when a desk is open. It is immutable and safe for concurrent
// use. Make one with [NewCalendar] or [Always]; the zero Calendar is of no use
// and its methods panic.
//
// An instant is open if the wall clock in the calendar's zone then shows a time
// within the spans of the date it shows. Where the clock is put forward, the
// skipped times never come: a span that would begin among them begins when the
// clock has moved. Where it is put back, the repeated times come twice, and
// are open or closed both times.
//
// Every method is exact to the nanosecond, allocates nothing, and costs the
// same for a minute as for a century.
type Calendar struct {
	name  string
	wall  wall
	zone  []stretch
	start int64 // open seconds before repeatFrom
	cycle int64 // open seconds from repeatFrom to horizon
}

// NewCalendar compiles a calendar. The error joins all faults, each naming its
// field: an unknown zone, a malformed span, a date that does not exist, a week
// without any opening hours.
//
// It works out the zone's shifts for centuries, which takes milliseconds, and
// the calendar keeps some 50 kilobytes: make it once and share it.
func NewCalendar(cfg CalendarConfig) (*Calendar, error) {
	loc, errZone := loadZone(cfg.Zone)
	week, errWeek := parseWeek(cfg.Week)
	holidays, errHolidays := parseHolidays(cfg.Holidays)
	overrides, errDates := parseDates(cfg.Dates)
	if err := errors.Join(errZone, errWeek, errHolidays, errDates); err != nil {
		return nil, fmt.Errorf("sla: calendar %q: %w", cfg.Name, err)
	}
	return newCalendar(cfg.Name, loc, newWall(week, holidays, overrides)), nil
}

// Always returns a calendar that never closes.
func Always() *Calendar {
	var week [7][]span
	for i := range week {
		week[i] = []span{{0, daySeconds}}
	}
	return newCalendar("always", time.UTC, newWall(week, nil, nil))
}

func newCalendar(name string, loc *time.Location, w wall) *Calendar {
	c := &Calendar{name: name, wall: w, zone: stretches(loc)}
	join(c.zone, &c.wall)
	c.start, _ = c.within(repeatFrom)
	end, _ := c.within(horizon)
	c.cycle = end - c.start
	return c
}

func loadZone(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("Zone: %q is not an IANA time zone", name)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("Zone: %w", err)
	}
	return loc, nil
}

func parseWeek(in map[time.Weekday][]Span) ([7][]span, error) {
	var week [7][]span
	var faults []error
	open := false
	for _, day := range slices.Sorted(maps.Keys(in)) {
		if day < time.Sunday || day > time.Saturday {
			faults = append(faults, fmt.Errorf("Week[%d]: no such weekday", int(day)))
			continue
		}
		spans, err := parseSpans(fmt.Sprintf("Week[%v]", day), in[day])
		if err != nil {
			faults = append(faults, err)
		}
		week[monday(day)] = spans
		open = open || len(spans) > 0
	}
	if !open {
		faults = append(faults, errors.New("Week: no opening hours; Always is open all the time"))
	}
	return week, errors.Join(faults...)
}

func parseHolidays(in []Day) (map[int64]bool, error) {
	out := map[int64]bool{}
	var faults []error
	for i, day := range in {
		if err := day.validate(); err != nil {
			faults = append(faults, fmt.Errorf("Holidays[%d]: %v: %w", i, day, err))
		}
		out[day.number()] = true
	}
	return out, errors.Join(faults...)
}

func parseDates(in map[Day][]Span) (map[int64][]span, error) {
	out := map[int64][]span{}
	var faults []error
	for _, day := range slices.SortedFunc(maps.Keys(in), compareDays) {
		field := fmt.Sprintf("Dates[%v]", day)
		if err := day.validate(); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", field, err))
		}
		spans, err := parseSpans(field, in[day])
		if err != nil {
			faults = append(faults, err)
		}
		out[day.number()] = spans
	}
	return out, errors.Join(faults...)
}

// Name returns the name that the calendar was made with.
func (c *Calendar) Name() string { return c.name }

// Add returns the earliest instant by which d of open time has passed since t,
// in t's location. So eight hours from the opening of an eight-hour day end
// when that day closes, not when the next one opens. If d is not positive it
// returns t, open or not.
func (c *Calendar) Add(t time.Time, d time.Duration) time.Time {
	if d <= 0 {
		return t
	}
	k, n := c.passed(t)
	n += int64(d % time.Second)
	k += int64(d/time.Second) + n/int64(time.Second)
	n %= int64(time.Second)
	if n == 0 {
		return time.Unix(c.nth(k-1)+1, 0).In(t.Location())
	}
	return time.Unix(c.nth(k), n).In(t.Location())
}

// Between returns the open time in [a, b). It is 0 if b is not after a, and the
// greatest Duration, some 292 years, if it is longer than that.
func (c *Calendar) Between(a, b time.Time) time.Duration {
	if !b.After(a) {
		return 0
	}
	ka, na := c.passed(a)
	kb, nb := c.passed(b)
	if kb-ka >= math.MaxInt64/int64(time.Second) {
		return math.MaxInt64
	}
	return time.Duration(kb-ka)*time.Second + time.Duration(nb-na)
}

// Open reports whether t is open.
func (c *Calendar) Open(t time.Time) bool {
	_, open := c.at(t.Unix())
	return open
}

// NextOpen returns t if it is open, else the next instant that is, in t's
// location.
func (c *Calendar) NextOpen(t time.Time) time.Time {
	before, open := c.at(t.Unix())
	if open {
		return t
	}
	return time.Unix(c.nth(before), 0).In(t.Location())
}

// passed returns the open time before t, as whole seconds and nanoseconds. All
// edges lie on whole seconds, so a second is open or closed as a whole.
func (c *Calendar) passed(t time.Time) (sec, nsec int64) {
	sec, open := c.at(t.Unix())
	if open {
		nsec = int64(t.Nanosecond())
	}
	return sec, nsec
}

// at returns the open seconds before Unix second u, and whether u is open.
func (c *Calendar) at(u int64) (before int64, open bool) {
	if u < horizon {
		return c.within(u)
	}
	cycles := (u - repeatFrom) / repeatAfter
	before, open = c.within(u - cycles*repeatAfter)
	return before + cycles*c.cycle, open
}

// within is at for seconds up to horizon.
func (c *Calendar) within(u int64) (before int64, open bool) {
	lo, hi := 1, len(c.zone) // the first stretch that starts after u
	for lo < hi {
		if mid := (lo + hi) / 2; c.zone[mid].start <= u {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	s := &c.zone[lo-1]
	before, open = c.wall.at(u + s.offset)
	return s.base + before, open
}

// nth returns the open Unix second that has k open seconds before it.
func (c *Calendar) nth(k int64) int64 {
	var cycles int64
	if k >= c.start+c.cycle {
		cycles = (k - c.start) / c.cycle
		k -= cycles * c.cycle
	}
	lo, hi := 1, len(c.zone) // the first stretch that starts after k open seconds
	for lo < hi {
		if mid := (lo + hi) / 2; c.zone[mid].opened <= k {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	s := &c.zone[lo-1]
	return c.wall.nth(k-s.base) - s.offset + cycles*repeatAfter
}
