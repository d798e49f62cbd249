package listen

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// String is a table of the scores, and a line for each miss.
func (t *Trial) String() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s: %d examples\n\n", t.Rules, t.Examples)
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "brand\tright\tfalse\tmissed\tprecision\trecall\tF1")
	for _, s := range t.Brands {
		fmt.Fprintln(w, s.row(s.Brand))
	}
	fmt.Fprintln(w, t.Total.row("total"))
	if err := w.Flush(); err != nil {
		return err.Error() // a strings.Builder takes everything
	}
	for i, m := range t.Misses {
		if i == 0 {
			out.WriteByte('\n')
		}
		fmt.Fprintln(&out, m)
	}
	return out.String()
}

func (s *Score) row(name string) string {
	return fmt.Sprintf("%s\t%d\t%d\t%d\t%.3f\t%.3f\t%.3f",
		name, s.TruePositives, s.FalsePositives, s.FalseNegatives, s.Precision, s.Recall, s.F1)
}

// String says what was got wrong, and why.
func (m Miss) String() string {
	verb := "false"
	if m.Wanted {
		verb = "missed"
	}
	return fmt.Sprintf("%s %s [%d] %q: %s", verb, m.Brand, m.Example, m.Text, m.Reason())
}

// Reason says why the rules decided as they did: each finding, or that there is none.
func (m Miss) Reason() string {
	if len(m.Findings) == 0 {
		return "no term stands in it"
	}
	why := make([]string, 0, len(m.Findings))
	for _, f := range m.Findings {
		why = append(why, f.reason())
	}
	return strings.Join(why, "; ")
}

// String says what was found of which brand and where, and what was made of it.
func (f Finding) String() string { return f.Brand + ": " + f.reason() }

func (f Finding) reason() string {
	out := fmt.Sprintf("%s %q at %d: %s", f.Kind, f.Term, f.Start, f.Verdict)
	if f.By == "" {
		return out
	}
	if f.By == itsCapital {
		return out + " by its capital"
	}
	preposition := "by"
	if f.Verdict == Counts {
		preposition = "with"
	}
	return fmt.Sprintf("%s %s %q", out, preposition, f.By)
}
