package report

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// WriteText writes a table: a line for each row and policy, the totals, and what the figures can't tell. Its
// columns are, in short, the fields of Kept: "attained" is Attainment and "change" its difference to that of
// the first of several policies, in percentage points; "took" is the median of Elapsed, with its P90. Where
// nothing was met or missed there is a "-".
func (c *Comparison) WriteText(w io.Writer) error {
	lines := [][]string{c.header()}
	for _, row := range c.Rows {
		lines = append(lines, c.lines(row, row.Keys)...)
	}
	for _, row := range c.Total {
		keys := make([]string, len(c.By))
		if len(keys) > 0 {
			keys[0] = "total"
		}
		lines = append(lines, c.lines(row, keys)...)
	}
	if err := writeTable(w, lines, 2+len(c.By)); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%s\n", strings.Join(c.notes(), "\n"))
	return err
}

func (c *Comparison) notes() []string {
	notes := []string{fmt.Sprintf("%d conversations, as of %s.", c.Conversations, c.Now.Format("2006-01-02 15:04:05 MST"))}
	return append(append(notes, c.Tells), c.CannotTell...)
}

func (c *Comparison) header() []string {
	h := []string{"metric"}
	for _, by := range c.By {
		h = append(h, string(by))
	}
	h = append(h, "policy", "cycles", "met", "missed", "overdue", "cancelled", "open", "attained")
	if len(c.Policies) > 1 {
		h = append(h, "change")
	}
	return append(h, "took", "90%")
}

// lines returns one line for each policy; only the first names metric and keys.
func (c *Comparison) lines(row KeptRow, keys []string) [][]string {
	var out [][]string
	lead := append([]string{string(row.Metric)}, keys...)
	for i, k := range row.Kept {
		took := []string{k.Elapsed.show(k.Elapsed.Median), k.Elapsed.show(k.Elapsed.P90)}
		out = append(out, slices.Concat(lead, []string{k.Policy}, k.counts(), k.changes(row.Kept, i), took))
		lead = make([]string, len(lead))
	}
	return out
}

func (k Kept) counts() []string {
	var out []string
	for _, n := range []int{k.Cycles, k.Met, k.Missed, k.Overdue, k.Cancelled, k.Open} {
		out = append(out, strconv.Itoa(n))
	}
	return append(out, k.share())
}

func (k Kept) judged() int { return k.Met + k.Missed }

func (k Kept) share() string {
	if k.judged() == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f%%", 100*k.Attainment)
}

// changes is the column that is there if there are several policies, of which k is number i.
func (k Kept) changes(all []Kept, i int) []string {
	switch {
	case len(all) == 1:
		return nil
	case i == 0:
		return []string{""}
	case k.judged() == 0 || all[0].judged() == 0:
		return []string{"-"}
	}
	return []string{fmt.Sprintf("%+.1f", 100*(k.Attainment-all[0].Attainment))}
}
