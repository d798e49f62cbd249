package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/kindlydm/kindly/sla"
)

// tally collects a row of a Comparison.
type tally struct {
	row     KeptRow
	elapsed [][]time.Duration // by policy
}

func newTally(m sla.Metric, keys []string, policies []*sla.Policy) *tally {
	t := &tally{row: KeptRow{Metric: m, Keys: keys}, elapsed: make([][]time.Duration, len(policies))}
	for _, p := range policies {
		t.row.Kept = append(t.row.Kept, Kept{Policy: p.Tag()})
	}
	return t
}

// add counts a cycle as policy number i judged it.
func (t *tally) add(i int, c sla.Clock) {
	k := &t.row.Kept[i]
	k.Cycles++
	switch c.State {
	case sla.Met:
		k.Met++
	case sla.Missed:
		k.Missed++
		if c.Stop.IsZero() {
			k.Overdue++
		}
	case sla.Cancelled:
		k.Cancelled++
		return
	default:
		k.Open++
	}
	if !c.Stop.IsZero() {
		t.elapsed[i] = append(t.elapsed[i], c.Elapsed)
	}
}

func (t *tally) finish() KeptRow {
	for i := range t.row.Kept {
		k := &t.row.Kept[i]
		k.Elapsed = times(t.elapsed[i], nil)
		if n := k.Met + k.Missed; n > 0 {
			k.Attainment = float64(k.Met) / float64(n)
		}
	}
	return t.row
}

// sorted finishes rows: a metric after the other, and by keys within it.
func sorted(tallies map[string]*tally, by []By) []KeptRow {
	rows := []KeptRow{} // not nil: "total":[]
	for _, t := range tallies {
		rows = append(rows, t.finish())
	}
	slices.SortFunc(rows, func(a, b KeptRow) int {
		return cmp.Or(cmp.Compare(order(a.Metric), order(b.Metric)), compareKeys(by, a.Keys, b.Keys))
	})
	return rows
}

func order(m sla.Metric) int {
	return slices.Index([]sla.Metric{sla.FirstResponse, sla.NextResponse, sla.Update, sla.FirstResolution, sla.TotalResolution}, m)
}
