package sla

import (
	"cmp"
	"errors"
	"fmt"
	"time"
)

// Dates in a calendar lie in these years. The lower one catches slips such as
// year 26; above the upper one every calendar repeats (see repeatFrom).
const (
	minYear = 1900
	maxYear = 2199
)

// daySeconds is the length of a wall-clock date. A date that loses or repeats
// an hour still has it on the wall; the zone accounts for the difference.
const daySeconds = 24 * 60 * 60

// Day is a date without a zone, such as a holiday.
type Day struct {
	Year  int
	Month time.Month
	Day   int
}

// ParseDay reads a date as 2006-01-02.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Day{}, fmt.Errorf("sla: %q is no date such as 2026-12-24", s)
	}
	return DayOf(t), nil
}

// DayOf returns the date that t shows in its location.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Day{y, m, d}
}

// String returns the date as 2006-01-02.
func (d Day) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// MarshalText returns the date as 2006-01-02.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a date as 2006-01-02.
func (d *Day) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDay(string(text))
	return err
}

// Holidays asks, for every date from the first to the last, whether it is a
// holiday and how it is called, and returns those that are, as
// [CalendarConfig] takes them. So a package that computes holidays fits, and a
// calendar remains a value that can be kept and compared. Dates after last are
// no holidays: leave enough of them, and make a new calendar in time.
func Holidays(first, last Day, on func(Day) (name string, ok bool)) map[Day]string {
	out := map[Day]string{}
	for n := first.number(); n <= last.number(); n++ {
		day := dayNumbered(n)
		if name, ok := on(day); ok {
			out[day] = name
		}
	}
	return out
}

// number counts days since 1970-01-01.
func (d Day) number() int64 { return d.midnight().Unix() / daySeconds }

func (d Day) midnight() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

func dayNumbered(n int64) Day { return DayOf(time.Unix(n*daySeconds, 0).UTC()) }

func (d Day) validate() error {
	switch {
	case DayOf(d.midnight()) != d:
		return errors.New("no such date")
	case d.Year < minYear || d.Year > maxYear:
		return fmt.Errorf("year is not within %d and %d", minYear, maxYear)
	}
	return nil
}

func compareDays(a, b Day) int {
	return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Month, b.Month), cmp.Compare(a.Day, b.Day))
}

// monday numbers weekdays from Monday on.
func monday(d time.Weekday) int { return (int(d) + 6) % 7 }

// weekdayName is how a weekday is called in the JSON form and in errors.
func weekdayName(d time.Weekday) string {
	return [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}[d]
}
