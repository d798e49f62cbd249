package main

import (
	"time"

	"github.com/kindlydm/kindly/sla"
)

// A desk answers questions in its hours, but for its holidays.
type desk struct {
	zone            *time.Location
	holidays        holidays
	calendar, plain *sla.Calendar // with and without them
}

func newDesk(opts options, found holidays) (*desk, error) {
	cfg := sla.CalendarConfig{Name: opts.name(), Zone: opts.zone.String(), Week: opts.week}
	plain, err := sla.NewCalendar(cfg)
	if err != nil {
		return nil, err
	}
	cfg.Holidays = found
	c, err := sla.NewCalendar(cfg)
	if err != nil {
		return nil, err
	}
	return &desk{zone: opts.zone, holidays: found, calendar: c, plain: plain}, nil
}

// works reports whether the desk would have hours on a date that were no holiday.
func (d *desk) works(day sla.Day) bool {
	from := midnight(day, d.zone)
	return d.plain.Between(from, from.AddDate(0, 0, 1)) > 0
}

// lastHour is when the last hour begins before the next holiday that closes the desk, or now if there is none.
func (d *desk) lastHour(now time.Time) time.Time {
	const month = 31 * 24 * time.Hour
	for _, day := range d.holidays.dates() {
		at := midnight(day, d.zone)
		if !at.After(now) || !d.works(day) {
			continue
		}
		for back := time.Duration(0); back < month; back += time.Minute {
			if from := at.Add(-back); d.calendar.Between(from, at) >= time.Hour {
				return from
			}
		}
	}
	return now
}

// clock is that of a question, at the instant at which it is asked.
func (d *desk) clock(asked time.Time, within time.Duration) (sla.Clock, error) {
	p, err := sla.NewPolicy(sla.PolicyConfig{ID: "holidays", Version: 1, Rules: []sla.Rule{{
		Targets: []sla.Target{{Metric: sla.FirstResponse, Within: within, Calendar: d.calendar}},
	}}})
	if err != nil {
		return sla.Clock{}, err
	}
	talk := sla.Timeline{{At: asked, Kind: sla.Asked, ID: "the question"}}
	return p.Evaluate(sla.Subject{}, talk, asked)[0], nil
}
