package sla

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Explanation says how a [Clock] came about, as values and, by String, as text.
// Its times are in the zone of the calendar.
type Explanation struct {
	Clock Clock
	// Steps are what counted and what did not, in order of time, from the start
	// until the cycle ended or, while it is open, until it is due or Clock.AsOf,
	// whichever is later. Those behind Clock.AsOf are still to come. Nights and
	// breaks between open stretches are not listed. Of decades, the last step
	// has all the rest in one.
	Steps []Step
}

// Step is a stretch of time in an [Explanation].
type Step struct {
	Kind     StepKind
	From, To time.Time
	// Open is the open time in it: it counted if Kind is Counted, and did not
	// if it is Stood.
	Open time.Duration
	// Why is the name of a holiday, the hours of a date, the status of a pause,
	// or by how much a clock was put forward ("+1h") or back ("-1h").
	Why string
}

// StepKind is a sort of [Step].
type StepKind string

const (
	Counted   StepKind = "counted"     // open, outside of pauses
	Stood     StepKind = "paused"      // a pause
	Closed    StepKind = "closed"      // dates on which the week has no hours
	OnHoliday StepKind = "holiday"     // a date that is a holiday
	OnDate    StepKind = "date"        // a date with hours of its own, or none
	Shifted   StepKind = "clock_shift" // daylight saving time, or a new zone; it takes no time
)

// Explain lists what was counted. A Clock that was read from JSON has no
// calendar, and nothing to explain.
func (c Clock) Explain() Explanation {
	e := Explanation{Clock: c}
	if c.Calendar == nil {
		return e
	}
	until := c.AsOf
	if c.Stop.IsZero() && c.Due.After(until) {
		until = c.Due
	}
	e.Steps = slices.Concat(c.dates(until), c.shifts(until), cut(c.counted(until), c.AsOf), c.stood(until))
	slices.SortStableFunc(e.Steps, func(a, b Step) int { return a.From.Compare(b.From) })
	return e
}

// counted lists the open stretches outside of pauses.
func (c *Clock) counted(until time.Time) []Step {
	var out []Step
	at := c.Start
	for _, p := range c.Pauses {
		if !p.From.Before(until) {
			break
		}
		out = append(out, c.Calendar.open(at, p.From)...)
		if p.To.IsZero() {
			return out
		}
		at = p.To
	}
	return append(out, c.Calendar.open(at, until)...)
}

// cut divides the step that an instant is in.
func cut(steps []Step, at time.Time) []Step {
	for i, s := range steps {
		if s.From.Before(at) && at.Before(s.To) {
			at = at.In(s.From.Location())
			before, after := s, s
			before.To, before.Open = at, at.Sub(s.From)
			after.From, after.Open = at, s.To.Sub(at)
			return slices.Concat(steps[:i], []Step{before, after}, steps[i+1:])
		}
	}
	return steps
}

// mostSteps is for a time of which nobody wants to read every day.
const mostSteps = 10_000

// open lists the open stretches in [from, to).
func (c *Calendar) open(from, to time.Time) []Step {
	var out []Step
	for from = c.NextOpen(from); from.Before(to); from = c.NextOpen(from) {
		if len(out) == mostSteps {
			return append(out, Step{Kind: Counted, From: from.In(c.loc), To: to.In(c.loc), Open: c.Between(from, to)})
		}
		end := to
		if closes := c.closes(from.Unix(), to.Unix()+1); closes <= to.Unix() {
			end = time.Unix(closes, 0)
		}
		out = append(out, Step{Kind: Counted, From: from.In(c.loc), To: end.In(c.loc), Open: end.Sub(from)})
		from = end
	}
	return out
}

func (c *Clock) stood(until time.Time) []Step {
	var out []Step
	for _, p := range c.Pauses {
		if !p.over(until) {
			p.To = until
		}
		if p.From.Before(p.To) {
			out = append(out, Step{
				Kind: Stood, From: p.From.In(c.Calendar.loc), To: p.To.In(c.Calendar.loc),
				Open: c.Calendar.Between(p.From, p.To), Why: p.Status,
			})
		}
	}
	return out
}

// dates lists the dates that are not as the others, or closed.
func (c *Clock) dates(until time.Time) []Step {
	var out []Step
	cal := c.Calendar
	first := DayOf(c.Start.In(cal.loc)).number()
	for n := first; n <= min(DayOf(until.In(cal.loc)).number(), first+mostSteps); n++ {
		kind, why := cal.dateKind(n)
		if kind == "" {
			continue
		}
		step := Step{Kind: kind, From: cal.midnight(n), To: cal.midnight(n + 1), Why: why}
		if last := len(out) - 1; last >= 0 && kind == Closed && out[last].Kind == Closed && out[last].To.Equal(step.From) {
			out[last].To = step.To
			continue
		}
		out = append(out, step)
	}
	return out
}

// dateKind returns what is special about a date; "" if nothing is.
func (c *Calendar) dateKind(n int64) (kind StepKind, why string) {
	day := dayNumbered(n)
	if spans, ok := c.cfg.Dates[day]; ok {
		return OnDate, "open " + strings.Join(texts(spans, Span.String), ", ")
	}
	if name, ok := c.cfg.Holidays[day]; ok {
		return OnHoliday, name
	}
	if c.wall.hours(n).total() == 0 {
		return Closed, ""
	}
	return "", ""
}

// midnight returns when a date begins: with the first instant that it has.
func (c *Calendar) midnight(n int64) time.Time {
	day := dayNumbered(n)
	t := time.Date(day.Year, day.Month, day.Day, 0, 0, 0, 0, c.loc)
	if DayOf(t) != day { // its midnight is skipped
		_, t = t.ZoneBounds()
	}
	return t
}

// shifts lists the changes of the zone's offset after the start.
func (c *Clock) shifts(until time.Time) []Step {
	var out []Step
	zone := c.Calendar.zone
	for i := 1; i < len(zone) && zone[i].start < until.Unix(); i++ {
		if zone[i].start <= c.Start.Unix() {
			continue
		}
		at, by := time.Unix(zone[i].start, 0).In(c.Calendar.loc), time.Duration(zone[i].offset-zone[i-1].offset)*time.Second
		why := durationText(by)
		if by > 0 {
			why = "+" + why
		}
		out = append(out, Step{Kind: Shifted, From: at, To: at, Why: why})
	}
	return out
}

// Of more steps than mostLines, String shows as many from both ends.
const (
	mostLines = 40
	endLines  = 15
)

// String returns a few lines that say what was promised, what was counted, and
// what became of it.
func (e Explanation) String() string {
	var b strings.Builder
	c := &e.Clock
	if c.Calendar == nil {
		return ""
	}
	fmt.Fprintf(&b, "%s %d by %s: %s of open time, by the calendar %v\n", c.Metric, c.Cycle, c.Policy, durationText(c.Within), c.Calendar)
	fmt.Fprintf(&b, "  %s  started by %s\n", e.when(c.Start), c.ID)
	now := false
	for i, s := range e.Steps {
		if !now && c.Stop.IsZero() && !s.From.Before(c.AsOf) {
			fmt.Fprintf(&b, "  %s\n", e.verdict())
			now = true
		}
		switch rest := len(e.Steps) - 2*endLines; {
		case rest <= mostLines-2*endLines || i < endLines || i >= endLines+rest:
			fmt.Fprintf(&b, "  %s\n", e.line(s))
		case i == endLines:
			fmt.Fprintf(&b, "  ... %d more, with %s of open time\n", rest, durationText(counted(e.Steps[i:i+rest])))
		}
	}
	if !now {
		fmt.Fprintf(&b, "  %s\n", e.verdict())
	} else if !c.Due.IsZero() {
		fmt.Fprintf(&b, "  %s  due\n", e.when(c.Due))
	}
	return b.String()
}

// line is a step's own, or says that it is still to come.
func (e Explanation) line(s Step) string {
	if s.Kind == Counted && !s.From.Before(e.Clock.AsOf) {
		return strings.TrimSuffix(s.String(), "counted") + "to come"
	}
	return s.String()
}

func counted(steps []Step) time.Duration {
	var sum time.Duration
	for _, s := range steps {
		if s.Kind == Counted {
			sum += s.Open
		}
	}
	return sum
}

func (e Explanation) when(t time.Time) string { return instant(t.In(e.Clock.Calendar.loc)) }

func (e Explanation) verdict() string {
	c := &e.Clock
	figures := durationText(c.Elapsed) + " elapsed"
	if c.Paused > 0 {
		figures += ", " + durationText(c.Paused) + " paused"
	}
	switch {
	case c.State == Missed && c.Stop.IsZero():
		figures += ", " + durationText(c.Elapsed-c.Within) + " late and still open; it was due " + e.when(c.Due)
	case c.State == Missed:
		figures += ", " + durationText(c.Elapsed-c.Within) + " late; it was due " + e.when(c.Due)
	default:
		figures += ", " + durationText(c.Remaining) + " left"
	}
	return fmt.Sprintf("%s  %s: %s", e.when(c.AsOf), c.State, figures)
}

// String returns one line, in which the second time has no date if it is that
// of the first.
func (s Step) String() string {
	switch s.Kind {
	case Counted:
		return s.stretch() + "  " + durationText(s.Open) + " counted"
	case Stood:
		return s.stretch() + "  paused while " + s.Why + ": " + durationText(s.Open) + " not counted"
	case OnHoliday:
		return strings.TrimSuffix(s.dates()+"  holiday "+s.Why, " ")
	case OnDate:
		if s.Why == "open " {
			return s.dates() + "  closed on this date"
		}
		return s.dates() + "  " + s.Why + " on this date"
	case Shifted:
		return instant(s.From) + "  clocks move by " + s.Why
	}
	return s.dates() + "  " + string(s.Kind)
}

func (s Step) stretch() string {
	if DayOf(s.From) == DayOf(s.To) {
		return instant(s.From) + " to " + clock(s.To)
	}
	return instant(s.From) + " to " + instant(s.To)
}

// dates shows a stretch of whole dates.
func (s Step) dates() string {
	const date = "Mon 2006-01-02"
	from, last := s.From.Format(date), s.To.Add(-1).Format(date)
	if from == last {
		return from
	}
	return from + " to " + last
}

func instant(t time.Time) string { return t.Format("Mon 2006-01-02 ") + clock(t) }

// clock shows seconds only where there are any.
func clock(t time.Time) string {
	if t.Second() == 0 && t.Nanosecond() == 0 {
		return t.Format("15:04")
	}
	return t.Format("15:04:05.999999999")
}
