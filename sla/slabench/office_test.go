package slabench_test

import (
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/us"
	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sla"
)

const zone = "America/New_York"

func holidays() []*cal.Holiday {
	return []*cal.Holiday{
		us.NewYear, us.MlkDay, us.PresidentsDay, us.MemorialDay, us.Juneteenth,
		us.IndependenceDay, us.LaborDay, us.VeteransDay, us.ThanksgivingDay, us.ChristmasDay,
	}
}

// theirOffice is open from Monday to Friday, 9 to 17, as their calendars are.
func theirOffice(cached bool) *cal.BusinessCalendar {
	c := cal.NewBusinessCalendar()
	c.AddHoliday(holidays()...)
	c.Cacheable = cached
	return c
}

func ourOffice(tb testing.TB) *sla.Calendar {
	tb.Helper()
	theirs, day := theirOffice(false), []sla.Span{{From: "09:00", To: "17:00"}}
	first := sla.Day{Year: 2025, Month: time.January, Day: 1}
	last := sla.Day{Year: 2029, Month: time.December, Day: 31}
	c, err := sla.NewCalendar(sla.CalendarConfig{
		Name: "office",
		Zone: zone,
		Week: map[time.Weekday][]sla.Span{
			time.Monday: day, time.Tuesday: day, time.Wednesday: day, time.Thursday: day, time.Friday: day,
		},
		Holidays: sla.Holidays(first, last, func(d sla.Day) (string, bool) {
			_, observed, h := theirs.IsHoliday(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC))
			if !observed {
				return "", false
			}
			return h.Name, true
		}),
	})
	require.NoError(tb, err)
	return c
}

// begin is a Tuesday, an hour after the office opened.
func begin(tb testing.TB) time.Time {
	tb.Helper()
	loc, err := time.LoadLocation(zone)
	require.NoError(tb, err)
	return time.Date(2026, time.February, 3, 10, 0, 0, 0, loc)
}

// starts are instants over a year, at all hours, open and closed.
func starts(tb testing.TB) []time.Time {
	tb.Helper()
	var out []time.Time
	for at, end := begin(tb), begin(tb).AddDate(1, 0, 0); at.Before(end); at = at.Add(71*time.Hour + 17*time.Minute) {
		out = append(out, at)
	}
	return out
}
