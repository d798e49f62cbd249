package sla

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// ParseCalendar reads the JSON form of a calendar:
//
//	{
//	  "name": "nairobi",
//	  "zone": "Africa/Nairobi",
//	  "week": {
//	    "mon": ["08:00-13:00", "14:00-17:00"],
//	    "sat": ["22:00-06:00"]
//	  },
//	  "holidays": {"2026-12-25": "Christmas Day"},
//	  "dates": {"2026-12-24": ["08:00-12:00"], "2026-12-31": []}
//	}
//
// The fields are those of [CalendarConfig]. The error joins all faults of form
// or, if there are none, all others, each with the line on which it stands. A
// field that is unknown, or given twice, is one.
func ParseCalendar(data []byte) (*Calendar, error) {
	doc, err := parseDocument(data)
	if err != nil {
		return nil, fmt.Errorf("sla: calendar: %w", err)
	}
	f := newFaults()
	c := readCalendar(doc.root, f)
	if err := f.err(doc.located); err != nil {
		return nil, fmt.Errorf("sla: calendar: %w", err)
	}
	return c, nil
}

// readCalendar returns nil if it finds faults.
func readCalendar(n *node, f faults) *Calendar {
	var cfg CalendarConfig
	before := len(*f.list)
	n.object(f, map[string]func(*node, faults){
		"name":     func(n *node, f faults) { cfg.Name = text(n, f) },
		"zone":     func(n *node, f faults) { cfg.Zone = text(n, f) },
		"week":     func(n *node, f faults) { cfg.Week = readWeek(n, f) },
		"holidays": func(n *node, f faults) { cfg.Holidays = readHolidays(n, f) },
		"dates":    func(n *node, f faults) { cfg.Dates = readDates(n, f) },
	})
	if len(*f.list) > before {
		return nil
	}
	return compileCalendar(cfg, f)
}

func readWeek(n *node, f faults) map[time.Weekday][]Span {
	out := map[time.Weekday][]Span{}
	readers := map[string]func(*node, faults){}
	for day := time.Sunday; day <= time.Saturday; day++ {
		readers[weekdayName(day)] = func(n *node, f faults) { out[day] = list(n, f, readSpan) }
	}
	n.object(f, readers)
	return out
}

func readHolidays(n *node, f faults) map[Day]string {
	out := map[Day]string{}
	n.members(f, func(key string, n *node, f faults) { out[readDay(key, f)] = text(n, f) })
	return out
}

func readDates(n *node, f faults) map[Day][]Span {
	out := map[Day][]Span{}
	n.members(f, func(key string, n *node, f faults) { out[readDay(key, f)] = list(n, f, readSpan) })
	return out
}

func readDay(s string, f faults) Day {
	d, err := ParseDay(s)
	if err != nil {
		f.add("", "is no date such as 2026-12-24")
	}
	return d
}

func readSpan(n *node, f faults) Span {
	from, to, ok := strings.Cut(text(n, f), "-")
	if !ok {
		f.add("", `is not a span such as "09:00-17:00"`)
	}
	return Span{From: strings.TrimSpace(from), To: strings.TrimSpace(to)}
}

// same reports whether two calendars were configured alike.
func (c *Calendar) same(d *Calendar) bool {
	if c == d {
		return true
	}
	a, errA := json.Marshal(c)
	b, errB := json.Marshal(d)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

type calendarJSON struct {
	Name     string           `json:"name"`
	Zone     string           `json:"zone"`
	Week     weekJSON         `json:"week"`
	Holidays map[Day]string   `json:"holidays,omitempty"`
	Dates    map[Day][]string `json:"dates,omitempty"`
}

// weekJSON has the weekdays in the order in which people write them.
type weekJSON struct {
	Mon []string `json:"mon,omitempty"`
	Tue []string `json:"tue,omitempty"`
	Wed []string `json:"wed,omitempty"`
	Thu []string `json:"thu,omitempty"`
	Fri []string `json:"fri,omitempty"`
	Sat []string `json:"sat,omitempty"`
	Sun []string `json:"sun,omitempty"`
}

// MarshalJSON writes the form that [ParseCalendar] reads. Two calendars that
// were configured alike have the same form.
func (c *Calendar) MarshalJSON() ([]byte, error) {
	day := func(d time.Weekday) []string { return texts(c.cfg.Week[d], Span.String) }
	out := calendarJSON{Name: c.cfg.Name, Zone: c.cfg.Zone, Holidays: c.cfg.Holidays, Week: weekJSON{
		Mon: day(time.Monday), Tue: day(time.Tuesday), Wed: day(time.Wednesday), Thu: day(time.Thursday),
		Fri: day(time.Friday), Sat: day(time.Saturday), Sun: day(time.Sunday),
	}}
	if len(c.cfg.Dates) > 0 {
		out.Dates = map[Day][]string{}
	}
	for d, spans := range c.cfg.Dates {
		out.Dates[d] = texts(spans, Span.String)
	}
	return json.Marshal(out)
}
