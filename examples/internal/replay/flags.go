package replay

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	_ "time/tzdata" // for -zone and calendars, where the system has no zones

	"github.com/kindlydm/kindly/care/report"
	"github.com/kindlydm/kindly/sla"
)

type options struct {
	db       string
	files    []string
	json     bool
	progress bool
	report   report.Config
	policies []*sla.Policy // none: how fast answers came; else: how promises would have been kept
	svg      string        // the name of a file, or "-"
}

// typed is what can be read only when all flags are known.
type typed struct {
	from, to string
	policies []string
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
	flags := flag.NewFlagSet("replay", flag.ContinueOnError)
	flags.SetOutput(stderr)
	if databases {
		flags.StringVar(&opts.db, "db", "", "keep what was read: the `name` of a file (SQLite) or a postgres:// URL (default: in memory)")
	}
	flags.BoolVar(&opts.progress, "progress", terminal(stderr), "show on stderr how far it has read (default where that is a terminal)")
	typed := opts.define(flags)
	if err := flags.Parse(args); err != nil {
		return opts, err
	}
	opts.files = flags.Args()
	err := opts.finish(typed)
	if err != nil {
		fmt.Fprintln(stderr, "replay:", err)
	}
	return opts, err
}

// define defines the flags that say what to report.
func (o *options) define(flags *flag.FlagSet) *typed {
	var typed typed
	flags.BoolVar(&o.json, "json", false, "write JSON instead of a table")
	flags.StringVar(&typed.from, "from", "", "leave out talks that began before this `day` (2006-01-02)")
	flags.StringVar(&typed.to, "to", "", "leave out talks that began on this `day` or later")
	flags.Func("by", "rows by `account`, platform, day, week, hour or hourofweek, or several with commas (default account);\n"+
		"the time is that of the customer's first message or, with -policy, of the one from which a promise ran",
		list(&o.report.By, func(s string) (report.By, error) { return report.By(s), nil }))
	flags.Func("within", "the `times` that shares are given for, without -policy (default 10m,1h)",
		list(&o.report.Within, time.ParseDuration))
	flags.Func("zone", "where days and hours are counted, such as `Africa/Nairobi` (default UTC)",
		func(s string) (err error) { o.report.Zone, err = time.LoadLocation(s); return err })
	flags.Func("policy", "report how the promises in this JSON `file` would have been kept, in place of how fast answers came;\n"+
		"give it several times to hold policies side by side, each against the first",
		func(s string) error { typed.policies = append(typed.policies, s); return nil })
	flags.StringVar(&o.svg, "svg", "", "draw what -policy finds into this `file`; - draws on the standard output, in place of the table")
	return &typed
}

// finish reads what was typed, and finds what is wrong now and not when a long archive was read.
func (o *options) finish(typed *typed) error {
	var errs [5]error
	if len(o.files) == 0 {
		errs[0] = errors.New("no file: name one behind the flags")
	}
	o.report.From, errs[1] = day(typed.from, o.report.Zone)
	o.report.To, errs[2] = day(typed.to, o.report.Zone)
	errs[3] = o.report.Validate()
	if o.policies, errs[4] = loadPolicies(typed.policies); errs[4] == nil {
		errs[4] = o.checkWhatIf()
	}
	return errors.Join(errs[:]...)
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
