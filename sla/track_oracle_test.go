package sla_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sla"
)

// naive judges a whole timeline metric by metric with plain loops: it looks for
// where cycles begin and end in the list and remembers nothing.
type naive struct {
	targets []sla.Target // with Calendar and Counts given
	marks   sla.Timeline
	now     time.Time
	out     []sla.Clock
}

func (n *naive) target(m sla.Metric) *sla.Target {
	for i := range n.targets {
		if n.targets[i].Metric == m {
			return &n.targets[i]
		}
	}
	return nil
}

// find returns the first mark from i on of a kind, whoever made it or one of by.
func (n *naive) find(i int, kind sla.Kind, by []sla.By) int {
	for ; i < len(n.marks); i++ {
		if n.marks[i].Kind == kind && (by == nil || slices.Contains(by, n.marks[i].By)) {
			return i
		}
	}
	return len(n.marks)
}

// cycle notes a cycle from mark i to mark j, open if there is no j.
func (n *naive) cycle(m sla.Metric, number, i, j int, cancelled bool) {
	t := n.target(m)
	if t == nil {
		return
	}
	start := n.marks[i].At
	c := sla.Clock{Metric: m, Cycle: number, ID: n.marks[i].ID, Start: start, Due: t.Calendar.Add(start, t.Within), Policy: "test@1"}
	seen := n.now
	if j < len(n.marks) {
		c.Stop = n.marks[j].At
		if c.Stop.Before(start) {
			c.Stop = start
		}
		seen = c.Stop
	}
	late := seen.After(c.Due)
	switch {
	case late:
		c.State = sla.Missed
	case cancelled:
		c.State = sla.Cancelled
	case c.Stop.IsZero():
		c.State, c.Next = sla.Running, c.Due.Add(1)
	default:
		c.State = sla.Met
	}
	if seen.After(start) {
		c.Elapsed = t.Calendar.Between(start, seen)
	}
	if !late {
		c.Remaining = t.Calendar.Between(seen, c.Due)
	}
	n.out = append(n.out, c)
}

func (n *naive) evaluate() []sla.Clock {
	n.responses()
	n.resolutions()
	slices.SortStableFunc(n.out, func(a, b sla.Clock) int { return a.Start.Compare(b.Start) })
	return n.out
}

func (n *naive) responses() {
	firstBy, nextBy := []sla.By{sla.Agent, sla.Approved, sla.Elsewhere}, []sla.By{sla.Agent, sla.Approved, sla.Elsewhere}
	first, next := n.target(sla.FirstResponse), n.target(sla.NextResponse)
	if next != nil {
		firstBy, nextBy = next.Counts, next.Counts
	}
	if first != nil {
		firstBy = first.Counts
		if next == nil {
			nextBy = firstBy
		}
	}
	// First responses, up to the one that was given.
	end, given, number := len(n.marks), -1, 1
	for i := n.find(0, sla.Asked, nil); i < end; number++ {
		a, r := n.find(i, sla.Answered, firstBy), n.find(i, sla.Resolved, nil)
		n.cycle(sla.FirstResponse, number, i, min(a, r), r < a)
		if a < r {
			given = a
			break
		}
		i = n.find(r, sla.Asked, nil)
	}
	if given < 0 {
		return
	}
	// Stretches of waiting; those that lasted beyond the first response count.
	number = 1
	for i := n.find(0, sla.Asked, nil); i < end; {
		a, r := n.find(i, sla.Answered, nextBy), n.find(i, sla.Resolved, nil)
		j := min(a, r)
		if j > given {
			n.cycle(sla.NextResponse, number, i, j, r < a)
			number++
		}
		i = n.find(j, sla.Asked, nil)
	}
}

func (n *naive) resolutions() {
	i, end := n.find(0, sla.Asked, nil), len(n.marks)
	if i == end {
		return
	}
	r := n.find(i, sla.Resolved, nil)
	n.cycle(sla.FirstResolution, 1, i, r, false)
	for {
		again := n.find(r, sla.Asked, nil)
		if again == end {
			break
		}
		r = n.find(again, sla.Resolved, nil)
	}
	n.cycle(sla.TotalResolution, 1, i, r, false)
}

func randomTargets(r *rand.Rand, calendars []*sla.Calendar) []sla.Target {
	var out []sla.Target
	for _, m := range []sla.Metric{sla.TotalResolution, sla.FirstResponse, sla.NextResponse, sla.FirstResolution} {
		if r.IntN(5) == 0 {
			continue
		}
		by := []sla.By{sla.Agent, sla.Approved, sla.Elsewhere}
		if r.IntN(2) == 0 {
			by = [][]sla.By{{sla.Bot}, {sla.Agent}, {sla.Agent, sla.Bot}}[r.IntN(3)]
		}
		out = append(out, sla.Target{
			Metric:   m,
			Within:   time.Duration(1+r.IntN(40)) * 30 * time.Minute,
			Calendar: calendars[r.IntN(len(calendars))],
			Counts:   by,
		})
	}
	return out
}

func randomTimeline(r *rand.Rand) sla.Timeline {
	var out sla.Timeline
	now := 0
	kinds := []sla.Kind{sla.Asked, sla.Asked, sla.Answered, sla.Answered, sla.Resolved, "unknown"}
	for i := range r.IntN(20) {
		if r.IntN(4) > 0 {
			now += r.IntN(600) // else at the same time as the last
		}
		m := mark(now, kinds[r.IntN(len(kinds))], []sla.By{sla.Agent, sla.Approved, sla.Bot, sla.Elsewhere}[r.IntN(4)])
		if m.Kind == sla.Asked && r.IntN(4) == 0 {
			m.At = m.At.Add(-time.Duration(r.IntN(900)) * time.Minute) // unseen
		}
		m.ID = fmt.Sprint(i)
		out = append(out, m)
	}
	return out
}

// TestPolicy_Oracle folds random timelines mark by mark, through JSON now and
// then, and compares every prefix with the naive reference and with Evaluate.
func TestPolicy_Oracle(t *testing.T) {
	t.Parallel()
	calendars := []*sla.Calendar{sla.Always(), newCalendar(t, office())}
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(3, seed))
			for range 100 {
				checkPrefixes(t, r, randomTargets(r, calendars), randomTimeline(r))
			}
		})
	}
}

func checkPrefixes(t *testing.T, r *rand.Rand, targets []sla.Target, timeline sla.Timeline) {
	t.Helper()
	p := newPolicy(t, targets...)
	var (
		tr     sla.Track
		closed []sla.Clock
		latest = minute(-1000)
	)
	for i, m := range timeline {
		p.Add(sla.Subject{}, &tr, m, func(c sla.Clock) {
			closed = slices.DeleteFunc(closed, func(o sla.Clock) bool { return o.Metric == c.Metric && o.Cycle == c.Cycle })
			closed = append(closed, c)
		})
		if r.IntN(8) == 0 {
			raw, err := json.Marshal(tr)
			require.NoError(t, err)
			tr = sla.Track{}
			require.NoError(t, json.Unmarshal(raw, &tr))
		}
		if m.At.After(latest) {
			latest = m.At
		}
		now := latest.Add(time.Duration(r.IntN(3*r.IntN(400)+1)) * time.Minute)
		want := (&naive{targets: targets, marks: timeline[:i+1], now: now}).evaluate()
		requireSame(t, want, p.Evaluate(sla.Subject{}, timeline[:i+1], now), timeline[:i+1])
		requireSound(t, p.Evaluate(sla.Subject{}, timeline[:i+1], now), now)

		got := p.Open(sla.Subject{}, tr, now, nil)
		requireSound(t, got, now)
		for _, c := range closed {
			if !slices.ContainsFunc(got, func(o sla.Clock) bool { return o.Metric == c.Metric && o.Cycle == c.Cycle }) {
				got = append(got, c)
			}
		}
		requireSame(t, want, got, timeline[:i+1])
	}
	checkAsOf(t, p, timeline, r)
}

// requireSame compares clocks in any order.
func requireSame(t *testing.T, want, got []sla.Clock, timeline sla.Timeline) {
	t.Helper()
	order := func(a, b sla.Clock) int {
		return cmp.Or(cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.Cycle, b.Cycle))
	}
	want, got = slices.SortedFunc(slices.Values(want), order), slices.SortedFunc(slices.Values(got), order)
	if !slices.Equal(want, got) {
		require.Equal(t, want, got, "timeline %v", timeline)
	}
}

// checkAsOf evaluates the timeline as of an instant in its middle.
func checkAsOf(t *testing.T, p *sla.Policy, timeline sla.Timeline, r *rand.Rand) {
	t.Helper()
	now := minute(r.IntN(6000))
	known := slices.DeleteFunc(slices.Clone(timeline), func(m sla.Mark) bool { return m.At.After(now) })
	require.Equal(t, p.Evaluate(sla.Subject{}, known, now), p.Evaluate(sla.Subject{}, timeline, now))
}
