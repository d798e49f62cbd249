package main

import (
	"fmt"
	"io"
	"time"

	"github.com/kindlydm/kindly/sla"
)

// print lists the holidays of a year.
func (d *desk) print(w io.Writer, year int) {
	fmt.Fprintf(w, "Holidays of %d, by the calendar %v:\n", year, d.calendar)
	later := 0
	for _, day := range d.holidays.dates() {
		if day.Year != year {
			later++
			continue
		}
		note := ""
		if !d.works(day) {
			note = ", closed anyway"
		}
		fmt.Fprintf(w, "  %s  %s%s\n", midnight(day, time.UTC).Format("Mon 2006-01-02"), d.holidays[day], note)
	}
	if later > 0 {
		fmt.Fprintf(w, "  and %d in the years after\n", later)
	}
}

// explain says when an answer is due, why, and what the holidays have to do with it.
func (d *desk) explain(w io.Writer, c sla.Clock) {
	fmt.Fprintf(w, "\n%s", c.Explain())
	if plain := d.plain.Add(c.Start, c.Within); !plain.Equal(c.Due) {
		fmt.Fprintf(w, "Without holidays it would be due %s.\n", plain.In(d.zone).Format("Mon 2006-01-02 15:04"))
	}
}
