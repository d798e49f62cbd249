package replay

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	_ "time/tzdata" // for -zone, where the system has no zones

	"github.com/kindlydm/kindly/care/report"
)

type options struct {
	db       string
	files    []string
	json     bool
	progress bool
	report   report.Config
}

func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// parse reads the arguments, and says on stderr what is wrong with them.
func parse(args []string, stderr io.Writer, databases bool) (options, error) {
	opts := options{report: report.Config{By: []report.By{report.ByAccount}, Zone: time.UTC}}
	var from, to string
	flags := flag.NewFlagSet("replay", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.BoolVar(&opts.json, "json", false, "write JSON instead of a table")
	if databases {
		flags.StringVar(&opts.db, "db", "", "keep what was read: the `name` of a file (SQLite) or a postgres:// URL (default: in memory)")
	}
	flags.BoolVar(&opts.progress, "progress", terminal(stderr), "show on stderr how far it has read (default where that is a terminal)")
	flags.StringVar(&from, "from", "", "leave out talks that began before this `day` (2006-01-02)")
	flags.StringVar(&to, "to", "", "leave out talks that began on this `day` or later")
	flags.Func("by", "rows by `account`, platform, day, week or hour, or several with commas (default account)",
		list(&opts.report.By, func(s string) (report.By, error) { return report.By(s), nil }))
	flags.Func("within", "the `times` that shares are given for (default 10m,1h)",
		list(&opts.report.Within, time.ParseDuration))
	flags.Func("zone", "where days and hours are counted, such as `Africa/Nairobi` (default UTC)",
		func(s string) (err error) { opts.report.Zone, err = time.LoadLocation(s); return err })
	if err := flags.Parse(args); err != nil {
		return opts, err
	}
	var errs [4]error
	if opts.files = flags.Args(); len(opts.files) == 0 {
		errs[0] = errors.New("no file: name one behind the flags")
	}
	opts.report.From, errs[1] = day(from, opts.report.Zone)
	opts.report.To, errs[2] = day(to, opts.report.Zone)
	errs[3] = opts.report.Validate() // now, and not when a long archive was read
	err := errors.Join(errs[:]...)
	if err != nil {
		fmt.Fprintln(stderr, "replay:", err)
	}
	return opts, err
}

// list returns what reads a flag of several values with commas between them.
func list[T any](into *[]T, parse func(string) (T, error)) func(string) error {
	return func(s string) error {
		*into = nil
		for part := range strings.SplitSeq(s, ",") {
			v, err := parse(strings.TrimSpace(part))
			if err != nil {
				return err
			}
			*into = append(*into, v)
		}
		return nil
	}
}

func day(s string, zone *time.Location) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.ParseInLocation(time.DateOnly, s, zone)
}
