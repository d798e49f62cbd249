package sla

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"time"
)

// CalendarConfig is what [NewCalendar] compiles.
type CalendarConfig struct {
	// Name is for people, for errors, and for a policy that has the calendar.
	// Required.
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
	// begin on the holiday. Each has its name, or "". Years 1900 to 2199.
	// [Holidays] fills them from a function. Defaults to none.
	Holidays map[Day]string
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
// The methods that compute are exact to the nanosecond, allocate nothing, and
// cost the same for a minute as for a century.
type Calendar struct {
	cfg   CalendarConfig
	loc   *time.Location
	wall  wall
	zone  []stretch
	hints []uint16
	start int64 // open seconds before repeatFrom
	cycle int64 // open seconds from repeatFrom to horizon
}

// NewCalendar compiles a calendar. The error joins all faults, each naming its
// field as the JSON form does: an unknown zone, a malformed span, a date that
// does not exist, a week without any opening hours.
//
// It works out the zone's shifts for centuries, which takes milliseconds, and
// the calendar keeps some 50 kilobytes: make it once and share it.
func NewCalendar(cfg CalendarConfig) (*Calendar, error) {
	f := newFaults()
	c := compileCalendar(cfg, f)
	if err := f.err(plainly); err != nil {
		return nil, fmt.Errorf("sla: calendar %q: %w", cfg.Name, err)
	}
	return c, nil
}

// Always returns a calendar that never closes, named "always".
func Always() *Calendar {
	cfg := CalendarConfig{Name: alwaysName, Zone: "UTC", Week: map[time.Weekday][]Span{}}
	for day := time.Sunday; day <= time.Saturday; day++ {
		cfg.Week[day] = []Span{{From: "00:00", To: "24:00"}}
	}
	return compileCalendar(cfg, newFaults())
}

const alwaysName = "always"

// compileCalendar returns nil if it finds faults.
func compileCalendar(cfg CalendarConfig, f faults) *Calendar {
	before := len(*f.list)
	if cfg.Name == "" {
		f.add("name", "is missing")
	}
	f.text("name", cfg.Name)
	loc := loadZone(cfg.Zone, f)
	week := compileWeek(cfg.Week, f.in("week"))
	holidays := compileHolidays(cfg.Holidays, f.in("holidays"))
	dates := compileDates(cfg.Dates, f.in("dates"))
	if len(*f.list) > before {
		return nil
	}
	c := &Calendar{cfg: cfg.clone(), loc: loc, wall: newWall(week, holidays, dates), zone: stretches(loc)}
	c.hints = hints(c.zone)
	join(c.zone, &c.wall)
	c.start, _ = c.within(repeatFrom)
	end, _ := c.within(horizon)
	c.cycle = end - c.start
	return c
}

func loadZone(name string, f faults) *time.Location {
	if slices.Contains([]string{"", "Local", "localtime", "posixrules", "Factory"}, name) { // the machine's, whichever that is
		f.add("zone", "%q is not an IANA time zone", name)
		return nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		f.add("zone", "%w", err)
	}
	return loc
}

func compileWeek(in map[time.Weekday][]Span, f faults) [7][]span {
	var week [7][]span
	open := false
	for _, day := range slices.Sorted(maps.Keys(in)) {
		if day < time.Sunday || day > time.Saturday {
			f.add("", "%d is no weekday", int(day))
			continue
		}
		week[monday(day)] = compileSpans(in[day], f.in("%s", weekdayName(day)))
		open = open || len(in[day]) > 0
	}
	if !open {
		f.add("", "no opening hours; Always is open all the time")
	}
	return week
}

func compileHolidays(in map[Day]string, f faults) map[int64]bool {
	out := map[int64]bool{}
	for _, day := range slices.SortedFunc(maps.Keys(in), compareDays) {
		if err := day.validate(); err != nil {
			f.add(day.String(), "%w", err)
		}
		f.text(day.String(), in[day])
		out[day.number()] = true
	}
	return out
}

func compileDates(in map[Day][]Span, f faults) map[int64][]span {
	out := map[int64][]span{}
	for _, day := range slices.SortedFunc(maps.Keys(in), compareDays) {
		if err := day.validate(); err != nil {
			f.add(day.String(), "%w", err)
		}
		out[day.number()] = compileSpans(in[day], f.in("%v", day))
	}
	return out
}

func (cfg CalendarConfig) clone() CalendarConfig {
	week, dates := map[time.Weekday][]Span{}, map[Day][]Span{}
	for day, spans := range cfg.Week {
		week[day] = slices.Clone(spans)
	}
	for day, spans := range cfg.Dates {
		dates[day] = slices.Clone(spans)
	}
	cfg.Week, cfg.Dates, cfg.Holidays = week, dates, maps.Clone(cfg.Holidays)
	return cfg
}

// Name returns the name that the calendar was made with.
func (c *Calendar) Name() string { return c.cfg.Name }

// String returns the name and the zone.
func (c *Calendar) String() string { return c.cfg.Name + " (" + c.cfg.Zone + ")" }

// Add returns the earliest instant by which d of open time has passed since t,
// in t's location. So eight hours from the opening of an eight-hour day end
// when that day closes, not when the next one opens. If d is not positive it
// returns t, open or not.
func (c *Calendar) Add(t time.Time, d time.Duration) time.Time {
	if d <= 0 {
		return t
	}
	return c.after(c.passed(t), d).In(t.Location())
}

// openTime is open time since the calendar began to count. All edges lie on
// whole seconds, so a second is open or closed as a whole.
type openTime struct{ sec, nsec int64 }

// after returns the earliest instant by which d has passed since from; d is
// positive.
func (c *Calendar) after(from openTime, d time.Duration) time.Time {
	n := from.nsec + int64(d%time.Second)
	k := from.sec + int64(d/time.Second) + n/int64(time.Second)
	if n %= int64(time.Second); n == 0 {
		return time.Unix(c.nth(k-1)+1, 0)
	}
	return time.Unix(c.nth(k), n)
}

// Between returns the open time in [a, b). It is 0 if b is not after a, and the
// greatest Duration, some 292 years, if it is longer than that.
func (c *Calendar) Between(a, b time.Time) time.Duration {
	if !b.After(a) {
		return 0
	}
	return c.passed(b).since(c.passed(a))
}

// since saturates.
func (t openTime) since(a openTime) time.Duration {
	sec, nsec := t.sec-a.sec, t.nsec-a.nsec
	if nsec < 0 {
		sec, nsec = sec-1, nsec+int64(time.Second)
	}
	if most := time.Duration(math.MaxInt64); sec > int64(most/time.Second) || sec == int64(most/time.Second) && nsec > int64(most%time.Second) {
		return most
	}
	return time.Duration(sec)*time.Second + time.Duration(nsec)
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

// passed returns the open time before t.
func (c *Calendar) passed(t time.Time) openTime {
	sec, open := c.at(t.Unix())
	if open {
		return openTime{sec, int64(t.Nanosecond())}
	}
	return openTime{sec: sec}
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
	s := &c.zone[c.stretch(u)]
	before, open = c.wall.at(u + s.offset)
	return s.base + before, open
}

// stretch returns the place of the stretch that Unix second u is in.
func (c *Calendar) stretch(u int64) int {
	lo, hi := 1, len(c.zone) // the first stretch that starts after u
	if i := (u - hintsFrom) >> hintBits; i >= 0 && i+1 < int64(len(c.hints)) {
		lo, hi = int(c.hints[i])+1, int(c.hints[i+1])+1
	}
	for lo < hi {
		if mid := (lo + hi) / 2; c.zone[mid].start <= u {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo - 1
}

// closes returns the first Unix second after the open second u that is closed,
// or limit if that comes first.
func (c *Calendar) closes(u, limit int64) int64 {
	if u >= horizon {
		shift := (u - repeatFrom) / repeatAfter * repeatAfter
		return c.closes(u-shift, limit-shift) + shift
	}
	for u < limit {
		i := c.stretch(u)
		next := limit
		if i+1 < len(c.zone) {
			next = min(next, c.zone[i+1].start)
		}
		if u = min(next, c.wall.closes(u+c.zone[i].offset)-c.zone[i].offset); u >= limit {
			break
		}
		if _, open := c.at(u); !open {
			return u
		}
	}
	return limit
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
