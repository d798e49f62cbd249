package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"time"
	_ "time/tzdata" // for -zone, where the system has no zones

	"github.com/kindlydm/kindly/sla"
)

type options struct {
	country *country
	ical    string
	zone    *time.Location
	week    map[time.Weekday][]sla.Span
	asked   time.Time
	within  time.Duration
	years   int
	json    bool
}

const (
	mostYears   = 100
	defaultWeek = "mon-fri 09:00-17:00"
)

// parse reads the arguments, and says on stderr what is wrong with them.
func parse(args []string, stderr io.Writer) (options, error) {
	var opts options
	flags := flag.NewFlagSet("holidays", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Func("country", "take the holidays of a `country`: "+codes(), func(s string) (err error) {
		opts.country, err = lookUp(s)
		return err
	})
	flags.StringVar(&opts.ical, "ical", "", "take the holidays in a `file` of iCalendar, beside those of the country if there is one")
	flags.Func("zone", "where the desk is, such as `Europe/Berlin` (default the capital of the country, else UTC)",
		func(s string) (err error) { opts.zone, err = time.LoadLocation(s); return err })
	flags.Func("week", "its `hours`, such as \"mon-fri 09:00-13:00,14:00-17:00; sat 10:00-14:00\" (default "+defaultWeek+")",
		func(s string) (err error) { opts.week, err = parseWeek(s); return err })
	flags.Func("asked", "explain the deadline of a question of that `time` (2006-01-02T15:04:05Z07:00; default before the next holiday)",
		func(s string) (err error) { opts.asked, err = time.Parse(time.RFC3339, s); return err })
	flags.DurationVar(&opts.within, "within", 8*time.Hour, "how much open time there is to answer it")
	flags.IntVar(&opts.years, "years", 2, "look up the holidays of so many `years`, from that of the question")
	flags.BoolVar(&opts.json, "json", false, "write the calendar as JSON, and nothing else")
	if err := flags.Parse(args); err != nil {
		return opts, err
	}
	err := opts.check(flags.Args())
	if err == nil {
		err = opts.fill()
	}
	if err != nil {
		fmt.Fprintln(stderr, "holidays:", err)
	}
	return opts, err
}

func (o *options) check(rest []string) error {
	var errs []error
	if len(rest) > 0 {
		errs = append(errs, fmt.Errorf("%q is not a flag", rest[0]))
	}
	if o.country == nil && o.ical == "" {
		errs = append(errs, errors.New("no holidays: set -country or -ical, or both"))
	}
	if o.within <= 0 {
		errs = append(errs, errors.New("-within: there must be some time"))
	}
	if o.years < 1 || o.years > mostYears {
		errs = append(errs, fmt.Errorf("-years: 1 to %d", mostYears))
	}
	return errors.Join(errs...)
}

// fill sets what was left to its default.
func (o *options) fill() (err error) {
	if o.zone == nil {
		name := "UTC"
		if o.country != nil {
			name = o.country.zone
		}
		if o.zone, err = time.LoadLocation(name); err != nil {
			return err
		}
	}
	if o.week == nil {
		o.week, err = parseWeek(defaultWeek)
	}
	return err
}

// name is what the calendar is called.
func (o *options) name() string {
	if o.country != nil {
		return o.country.code
	}
	return "desk"
}
