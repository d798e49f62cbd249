package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-ical"
	"github.com/teambition/rrule-go"
)

// starts lists when an event begins, again and again until before an instant.
func (e event) starts(first, until time.Time) ([]time.Time, error) {
	stands := e.Props.Get(ical.PropRecurrenceID) // for a date of another event
	switch {
	case len(e.Props[ical.PropRecurrenceRule]) > 1 || len(e.Props["EXRULE"]) > 0:
		return nil, errors.New("more than one RRULE, or an EXRULE, can't be read")
	case stands != nil && stands.Params.Get("RANGE") != "":
		return nil, errors.New("RECURRENCE-ID: a RANGE can't be read")
	}
	out, err := e.repeated(first, until)
	if err != nil {
		return nil, err
	}
	added, err := dateList(e.Props[ical.PropRecurrenceDates])
	if err != nil {
		return nil, err
	}
	except, err := dateList(e.Props[ical.PropExceptionDates])
	if err != nil {
		return nil, err
	}
	if stands == nil {
		except = append(except, e.moved[e.uid()]...)
	} else if _, err := dateList([]ical.Prop{*stands}); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(append(out, added...), func(at time.Time) bool {
		return !at.Before(until) || slices.ContainsFunc(except, at.Equal)
	}), nil
}

// repeated expands the rule of an event. The library would also expand a set of rule, dates and exceptions, but it
// forgets the dates, reads no lists, and ends a rule that has no end after 292 years.
func (e event) repeated(first, until time.Time) ([]time.Time, error) {
	rule, err := e.Props.RecurrenceRule()
	if err != nil {
		return nil, err
	}
	if rule == nil {
		return []time.Time{first}, nil
	}
	if rule.Freq > rrule.DAILY {
		return nil, fmt.Errorf("RRULE: a date is not repeated %s", rule.Freq)
	}
	rule.Dtstart, rule.Byhour, rule.Byminute, rule.Bysecond = first, nil, nil, nil
	if rule.Until.IsZero() || rule.Until.After(until) {
		rule.Until = until
	}
	all, err := rrule.NewRRule(*rule)
	if err != nil {
		return nil, fmt.Errorf("RRULE: %w", err)
	}
	return all.All(), nil
}

// movedDates lists the dates of repeated events that other events of the file have taken over.
func movedDates(events []ical.Event) map[string][]time.Time {
	out := map[string][]time.Time{}
	for _, e := range events {
		dates, err := dateList(e.Props[ical.PropRecurrenceID])
		if uid := (event{Event: e}).uid(); err == nil && uid != "" {
			out[uid] = append(out[uid], dates...)
		}
	}
	return out
}

func (e event) uid() string {
	if p := e.Props.Get(ical.PropUID); p != nil {
		return p.Value
	}
	return ""
}

// dateList reads lists of dates. Of instants it takes the date, which is what is meant beside an event that lasts
// whole days.
func dateList(props []ical.Prop) ([]time.Time, error) {
	var out []time.Time
	for _, p := range props {
		for s := range strings.SplitSeq(p.Value, ",") {
			at, err := time.Parse("20060102", s[:min(len(s), len("20060102"))])
			if err != nil {
				return nil, fmt.Errorf("%s: %q is not a date", p.Name, s)
			}
			out = append(out, at)
		}
	}
	return out, nil
}
