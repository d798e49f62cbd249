package replay

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/report"
	"github.com/kindlydm/kindly/examples/internal/chart"
)

// whatIf reports how the policies' promises would have been kept.
func whatIf(ctx context.Context, opts options, d *desk.Desk, stdout io.Writer) error {
	cfg := opts.attainment()
	table, err := report.Attainment(d.Conversations(ctx, report.Query()), cfg)
	if err != nil {
		return err
	}
	if opts.svg != "-" {
		if err := write(stdout, table, opts.json); err != nil {
			return err
		}
	}
	if opts.svg == "" {
		return nil
	}
	cfg.Now, cfg.By = table.Now, []report.By{report.ByHourOfWeek}
	hours, err := report.Attainment(d.Conversations(ctx, report.Query()), cfg)
	if err != nil {
		return err
	}
	return draw(opts.svg, hours, stdout)
}

func (o *options) attainment() report.AttainmentConfig {
	return report.AttainmentConfig{Policies: o.policies, From: o.report.From, To: o.report.To, Zone: o.report.Zone, By: o.report.By}
}

// checkWhatIf finds flags that don't go together.
func (o *options) checkWhatIf() error {
	switch {
	case len(o.policies) == 0 && o.svg != "":
		return errors.New("-svg draws policies: name one with -policy")
	case len(o.policies) == 0:
		return nil
	case len(o.report.Within) > 0:
		return errors.New("-within is not for -policy, where targets say within what time")
	case o.svg == "-" && o.json:
		return errors.New("-json and -svg - both want the standard output: draw into a file")
	}
	return report.AttainmentConfig{Policies: o.policies}.Validate() // the rest is that of options.report
}

func draw(name string, c *report.Comparison, stdout io.Writer) error {
	if name == "-" {
		return chart.Write(stdout, c)
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(chart.Write(f, c), f.Close())
}
