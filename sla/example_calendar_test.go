package sla_test

import (
	"fmt"
	"log"
	"time"

	"github.com/kindlydm/kindly/sla"
)

func ExampleCalendar() {
	day := []sla.Span{{From: "08:00", To: "13:00"}, {From: "14:00", To: "17:00"}}
	nairobi, err := sla.NewCalendar(sla.CalendarConfig{
		Name: "Nairobi",
		Zone: "Africa/Nairobi",
		Week: map[time.Weekday][]sla.Span{
			time.Monday: day, time.Tuesday: day, time.Wednesday: day, time.Thursday: day, time.Friday: day,
			time.Saturday: {{From: "09:00", To: "13:00"}},
		},
		Holidays: map[sla.Day]string{
			{Year: 2026, Month: time.December, Day: 25}: "Christmas Day",
			{Year: 2026, Month: time.December, Day: 26}: "Utamaduni Day",
		},
		Dates: map[sla.Day][]sla.Span{
			{Year: 2026, Month: time.December, Day: 24}: {{From: "08:00", To: "12:00"}},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	// Christmas Eve, 11:30. Half an hour until noon, then Monday from eight.
	asked := time.Date(2026, time.December, 24, 8, 30, 0, 0, time.UTC)
	due := nairobi.Add(asked, 2*time.Hour)
	fmt.Println(due.Format(time.RFC1123))
	fmt.Println(nairobi.Between(asked, due))
	fmt.Println(nairobi.Open(asked.Add(time.Hour)))
	fmt.Println(nairobi.NextOpen(asked.Add(time.Hour)).Format(time.RFC1123))
	// Output:
	// Mon, 28 Dec 2026 06:30:00 UTC
	// 2h0m0s
	// false
	// Mon, 28 Dec 2026 05:00:00 UTC
}

// A night in which the clock is put back has nine hours between 22:00 and 06:00.
func ExampleCalendar_Between_daylightSaving() {
	night := []sla.Span{{From: "22:00", To: "06:00"}}
	c, err := sla.NewCalendar(sla.CalendarConfig{
		Name: "test",
		Zone: "America/New_York",
		Week: map[time.Weekday][]sla.Span{time.Saturday: night},
	})
	if err != nil {
		log.Fatal(err)
	}
	noon := time.Date(2026, time.October, 31, 16, 0, 0, 0, time.UTC)
	fmt.Println(c.Between(noon, noon.Add(24*time.Hour)))
	// Output: 9h0m0s
}

func ExampleNewCalendar_faults() {
	_, err := sla.NewCalendar(sla.CalendarConfig{
		Name:     "office",
		Zone:     "UTC",
		Week:     map[time.Weekday][]sla.Span{time.Monday: {{From: "9am", To: "17:00"}}},
		Holidays: map[sla.Day]string{{Year: 2026, Month: time.June, Day: 31}: ""},
	})
	fmt.Println(err)
	// Output:
	// sla: calendar "office": week.mon[0]: "9am" is not a time of day, HH:MM or HH:MM:SS
	// holidays.2026-06-31: no such date
}
