package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/kindlydm/kindly/sla"
)

// run is the program, at some instant. It returns with what it exits.
func run(args []string, now time.Time, stdout, stderr io.Writer) int {
	opts, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	}
	if err := report(opts, now, stdout, stderr); err != nil {
		fmt.Fprintln(stderr, "holidays:", err)
		return 1
	}
	return 0
}

func report(opts options, now time.Time, stdout, stderr io.Writer) error {
	if !opts.asked.IsZero() {
		now = opts.asked
	}
	in := years(now.In(opts.zone).Year(), opts.years)
	found, err := collect(opts, in, stderr)
	if err != nil {
		return err
	}
	desk, err := newDesk(opts, found)
	if err != nil {
		return err
	}
	if opts.json {
		enc := json.NewEncoder(stdout)
		enc.SetIndent("", "  ")
		return enc.Encode(desk.calendar)
	}
	if opts.asked.IsZero() {
		opts.asked = desk.lastHour(now)
	}
	clock, err := desk.clock(opts.asked, opts.within)
	if err != nil {
		return err
	}
	if due := sla.DayOf(clock.Due.In(opts.zone)); !in.has(due) {
		return fmt.Errorf("it is due on %s, of which the holidays were not looked up: set -years to more than %d", due, opts.years)
	}
	desk.print(stdout, opts.asked.In(opts.zone).Year())
	desk.explain(stdout, clock)
	return nil
}

// collect has the holidays of all sources.
func collect(opts options, in period, stderr io.Writer) (holidays, error) {
	found := holidays{}
	if opts.country != nil {
		found.addAll(opts.country.holidays(in))
	}
	if opts.ical == "" {
		return found, nil
	}
	f, err := os.Open(opts.ical)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	own, leftOut, err := readICal(opts.ical, f, in)
	if err != nil {
		return nil, err
	}
	for _, text := range leftOut {
		fmt.Fprintln(stderr, "left out:", text)
	}
	found.addAll(own)
	return found, nil
}
