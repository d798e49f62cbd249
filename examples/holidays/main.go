// Holidays shows how holidays come into a calendar from data that others keep, and what they do to a deadline:
//
//	go run . -country gb
//	go run . -ical testdata/company.ics -zone Europe/Berlin
//	go run . -country us -asked 2026-07-02T16:00:00-04:00 -within 12h
//	go run . -country de -ical testdata/company.ics -json >calendar.json
//
// It prints which holidays of the year were used, and explains when a question has to be answered. One that is
// asked in the last hour before the next holiday is taken if -asked names none. With -json it prints the calendar
// in the form that a policy file has it in; the program that reads the file needs none of this data.
//
// A country's holidays are those that github.com/rickar/cal/v2 has for the whole of it. A desk is closed on the
// day itself and on the day on which it is observed.
//
// Of a file in the form of iCalendar, all entries that last whole days are holidays, on each of their days, and
// as often as they repeat. Entries with a time of day and those that were cancelled are left out, which is said
// on the standard error, as is what the file has wrong.
//
// Holidays exits with 0 after a report, with 1 if there was none, with 2 if it was called wrongly.
package main

import (
	"os"
	"time"
)

func main() {
	os.Exit(run(os.Args[1:], time.Now(), os.Stdout, os.Stderr))
}
