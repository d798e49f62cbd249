package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-ical"

	"github.com/kindlydm/kindly/sla"
)

// An event is an entry of a file. Its times stand for dates by the midnights of UTC.
type event struct {
	ical.Event
	moved map[string][]time.Time // by UID, the dates of which another event says what became
}

// title is the summary, in one line. What is no list by the rules may be one by its commas.
func (e event) title() string {
	p := e.Props.Get(ical.PropSummary)
	if p == nil {
		return ""
	}
	parts, err := p.TextList()
	if err != nil {
		parts = []string{p.Value}
	}
	return strings.Join(strings.Fields(strings.ToValidUTF8(strings.Join(parts, ","), "?")), " ")
}

// dates lists the dates of an event in a period, or says why it is left out.
func (e event) dates(in period) (dates []sla.Day, leftOut string, err error) {
	err = safely(func() error {
		start := e.Props.Get(ical.PropDateTimeStart)
		if start == nil {
			return errors.New("DTSTART is missing")
		}
		from, isDate, err := when(start)
		if err != nil {
			return err
		}
		status, err := e.Status()
		switch {
		case err != nil:
			return err
		case status == ical.EventCancelled:
			leftOut = "is cancelled"
			return nil
		case !isDate:
			leftOut = "begins at a time of day, " + start.Value
			return nil
		}
		length, err := e.length(from)
		if err != nil {
			return err
		}
		dates, err = e.expand(from, length, in)
		return err
	})
	return dates, leftOut, err
}

// when reads a property that is a date, or else an instant, whose zone is left open.
func when(p *ical.Prop) (at time.Time, isDate bool, err error) {
	if len(p.Value) == len("20060102") {
		p.SetValueType(ical.ValueDate) // many leave out the type, or write it as they like
	}
	if p.ValueType() == ical.ValueDate {
		if at, err = p.DateTime(time.UTC); err != nil {
			return at, true, fmt.Errorf("%s: %q is not a date", p.Name, p.Value)
		}
		return at, true, nil
	}
	if at, err = time.Parse("20060102T150405", strings.TrimSuffix(p.Value, "Z")); err != nil {
		return at, false, fmt.Errorf("%s: %q is neither a date nor a time", p.Name, p.Value)
	}
	return at, false, nil
}

// length is a number of days. The end is the first day that is free no more; who writes that of the start means
// one day.
func (e event) length(from time.Time) (int, error) {
	if p := e.Props.Get(ical.PropDateTimeEnd); p != nil {
		switch _, isDate, err := when(p); {
		case err != nil:
			return 0, err
		case !isDate:
			return 0, fmt.Errorf("DTEND: %q is not a date, as DTSTART is", p.Value)
		}
	}
	end, err := e.DateTimeEnd(time.UTC)
	if err != nil {
		return 0, err
	}
	if end.Before(from) {
		return 0, fmt.Errorf("ends on %s, before it begins on %s", sla.DayOf(end), sla.DayOf(from))
	}
	const day = 24 * 60 * 60
	return max(1, int((end.Unix()-from.Unix()+day-1)/day)), nil // a Duration has no room for 300 years
}

// expand lists the dates in a period of all that an event is repeated.
func (e event) expand(from time.Time, length int, in period) ([]sla.Day, error) {
	starts, err := e.starts(from, in.end())
	if err != nil {
		return nil, err
	}
	slices.SortFunc(starts, time.Time.Compare)
	var out []sla.Day
	at := in.begin()
	for _, start := range starts {
		if start.After(at) {
			at = start
		}
		for end := start.AddDate(0, 0, length); at.Before(end) && at.Before(in.end()); at = at.AddDate(0, 0, 1) {
			out = append(out, sla.DayOf(at))
		}
	}
	return out, nil
}
