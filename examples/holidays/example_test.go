package main

import (
	"os"
	"time"
)

// A question is asked in the last hour before Easter, and may be answered within eight hours.
func Example() {
	run([]string{"-country", "de", "-asked", "2026-04-02T16:00:00+02:00", "-years", "1"}, time.Now(), os.Stdout, os.Stdout)
	// Output:
	// Holidays of 2026, by the calendar de (Europe/Berlin):
	//   Thu 2026-01-01  Neujahrstag
	//   Fri 2026-04-03  Karfreitag
	//   Mon 2026-04-06  Ostermontag
	//   Fri 2026-05-01  Tag der Arbeit
	//   Thu 2026-05-14  Christi Himmelfahrt
	//   Mon 2026-05-25  Pfingstmontag
	//   Sat 2026-10-03  Tag der Deutschen Einheit, closed anyway
	//   Fri 2026-12-25  Weihnachtstag
	//   Sat 2026-12-26  Zweiter Weihnachtsfeiertag, closed anyway
	//
	// first_response 1 by holidays@1: 8h of open time, by the calendar de (Europe/Berlin)
	//   Thu 2026-04-02 16:00  started by the question
	//   Thu 2026-04-02 16:00  running: 0s elapsed, 8h left
	//   Thu 2026-04-02 16:00 to 17:00  1h to come
	//   Fri 2026-04-03  holiday Karfreitag
	//   Sat 2026-04-04 to Sun 2026-04-05  closed
	//   Mon 2026-04-06  holiday Ostermontag
	//   Tue 2026-04-07 09:00 to 16:00  7h to come
	//   Tue 2026-04-07 16:00  due
	// Without holidays it would be due Fri 2026-04-03 16:00.
}

// A company closes for a week in summer, and says so in a file.
func Example_iCalendar() {
	run([]string{"-ical", "testdata/company.ics", "-zone", "Europe/Berlin", "-asked", "2026-07-31T16:30:00+02:00", "-years", "1"},
		time.Now(), os.Stdout, os.Stdout)
	// Output:
	// left out: testdata/company.ics: event 6 "Summer party": begins at a time of day, 20260703T160000
	// left out: testdata/company.ics: event 7 "Moving house": is cancelled
	// Holidays of 2026, by the calendar desk (Europe/Berlin):
	//   Mon 2026-06-08  Excursion, the desk is closed
	//   Mon 2026-08-03  Summer break
	//   Tue 2026-08-04  Summer break
	//   Wed 2026-08-05  Summer break
	//   Thu 2026-08-06  Summer break
	//   Fri 2026-08-07  Summer break
	//   Fri 2026-09-18  Founding Day
	//   Thu 2026-12-24  Christmas Eve
	//
	// first_response 1 by holidays@1: 8h of open time, by the calendar desk (Europe/Berlin)
	//   Fri 2026-07-31 16:30  started by the question
	//   Fri 2026-07-31 16:30  running: 0s elapsed, 8h left
	//   Fri 2026-07-31 16:30 to 17:00  30m to come
	//   Sat 2026-08-01 to Sun 2026-08-02  closed
	//   Mon 2026-08-03  holiday Summer break
	//   Tue 2026-08-04  holiday Summer break
	//   Wed 2026-08-05  holiday Summer break
	//   Thu 2026-08-06  holiday Summer break
	//   Fri 2026-08-07  holiday Summer break
	//   Sat 2026-08-08 to Sun 2026-08-09  closed
	//   Mon 2026-08-10 09:00 to 16:30  7h30m to come
	//   Mon 2026-08-10 16:30  due
	// Without holidays it would be due Mon 2026-08-03 16:30.
}
