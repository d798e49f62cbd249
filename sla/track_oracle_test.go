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
// where cycles begin and end in the list and remembers nothing. Time goes by
// minutes, all of which are looked at one by one.
type naive struct {
	targets []sla.Target // with Calendar and Counts given
	open    map[*sla.Calendar][]bool
	marks   sla.Timeline
	status  [][]byte // after so many marks: of each minute from the first, as its place in statusWords
	now     time.Time
	out     []sla.Clock
}

// The minutes that are looked at, beside minute(0).
const (
	firstMinute = -20_000
	lastMinute  = 60_000
)

func openMinutes(c *sla.Calendar) []bool {
	var out []bool
	for n := firstMinute; n < lastMinute; n++ {
		out = append(out, c.Open(minute(n)))
	}
	return out
}

func place(t time.Time) int { return int(t.Sub(minute(0)).Minutes()) - firstMinute }

var statusWords = []string{"", "open", "pending", "snoozed", "resolved"}

// statuses writes down the status of each minute, mark by mark.
func statuses(marks sla.Timeline) [][]byte {
	out := [][]byte{make([]byte, lastMinute-firstMinute)}
	for i, m := range marks {
		next := slices.Clone(out[i])
		if word := slices.Index(statusWords, m.Status); word > 0 {
			from, until := place(m.At), len(next)
			if !m.Until.IsZero() && (m.Kind != sla.Answered || m.Reply != sla.Holding) {
				until = place(m.Until)
			}
			for k := from; k < len(next); k++ {
				if next[k] = 0; k < until {
					next[k] = byte(word)
				}
			}
		}
		out = append(out, next)
	}
	return out
}

// pauses reports whether a target pauses in a minute, as known after so many marks.
func (n *naive) pauses(t *sla.Target, k, marks int) bool {
	return slices.Contains(t.Pause, statusWords[n.status[marks][k]])
}

func (n *naive) target(m sla.Metric) *sla.Target {
	for i := range n.targets {
		if n.targets[i].Metric == m {
			return &n.targets[i]
		}
	}
	return nil
}

// find returns the first mark from i on of a kind, whatever the reply or one of those.
func (n *naive) find(i int, kind sla.Kind, replies []sla.Reply) int {
	for ; i < len(n.marks); i++ {
		if n.marks[i].Kind == kind && (replies == nil || slices.Contains(replies, n.marks[i].Reply)) {
			return i
		}
	}
	return len(n.marks)
}

// until returns the minute by which so many of open time have passed since k,
// but for those before stop in which the target pauses, as known after so many
// marks; -1 if that is not known.
func (n *naive) until(t *sla.Target, k, minutes, stop, marks int) int {
	for ; minutes > 0; k++ {
		if k == lastMinute-firstMinute {
			return -1
		}
		if n.open[t.Calendar][k] && (k >= stop || !n.pauses(t, k, marks)) {
			minutes--
		}
	}
	return k
}

// cycle notes a cycle from mark i to mark j, open if there is no j.
func (n *naive) cycle(m sla.Metric, number, i, j int, cancelled bool) {
	t := n.target(m)
	if t == nil {
		return
	}
	if until := n.marks[i].Until; m == sla.Update && until.After(n.marks[i].At) { // promised, whatever the hour
		t = &sla.Target{Metric: m, Within: until.Sub(n.marks[i].At), Warn: t.Warn} // the nil calendar is always open
	}
	c := sla.Clock{
		Metric: m, Cycle: number, ID: n.marks[i].ID, Start: n.marks[i].At, AsOf: n.now,
		Within: t.Within, Calendar: t.Calendar, Policy: "test@1",
	}
	open, stop := j == len(n.marks), lastMinute-firstMinute
	if !open {
		if c.Stop = n.marks[j].At; c.Stop.Before(c.Start) {
			c.Stop = c.Start
		}
		c.AsOf, stop = c.Stop, place(c.Stop)
	}
	within := int(t.Within.Minutes())
	if due := n.until(t, place(c.Start), within, stop, j); due >= 0 {
		c.Due = minute(due + firstMinute)
	}
	seen := place(c.AsOf)
	for k := place(c.Start); k < seen; k++ {
		switch paused := n.pauses(t, k, j); {
		case !n.open[t.Calendar][k]:
		case paused:
			c.Paused += time.Minute
		default:
			c.Elapsed += time.Minute
		}
	}
	c.Remaining = max(0, t.Within-c.Elapsed)
	paused := open && n.pauses(t, seen, j) && seen >= place(c.Start)
	switch {
	case !c.Due.IsZero() && c.AsOf.After(c.Due):
		c.State = sla.Missed
	case cancelled:
		c.State = sla.Cancelled
	case !open:
		c.State = sla.Met
	case paused:
		c.State = sla.Paused
		for k := seen; k < lastMinute-firstMinute && c.Next.IsZero(); k++ {
			if n.status[j][k] != n.status[j][seen] {
				c.Next = minute(k + firstMinute)
			}
		}
	default:
		c.State, c.Next = sla.Running, c.Due.Add(1)
	}
	if c.State == sla.Running || c.State == sla.Paused {
		n.warn(&c, t)
	}
	n.out = append(n.out, c)
}

func (n *naive) warn(c *sla.Clock, t *sla.Target) {
	for _, w := range t.Warn {
		k := n.until(t, place(c.Start), int((t.Within - w).Minutes()), lastMinute-firstMinute, len(n.marks))
		if k < 0 {
			return
		}
		for !n.open[t.Calendar][k] {
			k++
		}
		at := minute(k + firstMinute)
		if at.After(n.now) {
			if c.Next.IsZero() || at.Before(c.Next) {
				c.Next = at
			}
			return
		}
		c.Warning = w
	}
}

func (n *naive) evaluate() []sla.Clock {
	n.responses()
	n.updates()
	n.resolutions()
	slices.SortStableFunc(n.out, func(a, b sla.Clock) int { return a.Start.Compare(b.Start) })
	return n.out
}

func (n *naive) responses() {
	firstBy, nextBy := []sla.Reply{sla.Agent, sla.Approved, sla.Elsewhere}, []sla.Reply{sla.Agent, sla.Approved, sla.Elsewhere}
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

// updates go from holding reply to holding reply or answer.
func (n *naive) updates() {
	ends := []sla.Reply{sla.Agent, sla.Approved, sla.Elsewhere, sla.Holding}
	if t := n.target(sla.Update); t != nil {
		ends = append(slices.Clone(t.Counts), sla.Holding)
	}
	number := 0
	for i := n.find(0, sla.Answered, []sla.Reply{sla.Holding}); i < len(n.marks); i = n.find(i+1, sla.Answered, []sla.Reply{sla.Holding}) {
		if !n.runs(i) {
			continue
		}
		number++
		a, r := n.find(i+1, sla.Answered, ends), n.find(i+1, sla.Resolved, nil)
		n.cycle(sla.Update, number, i, min(a, r), r < a)
	}
}

// runs reports whether the case is open at mark i.
func (n *naive) runs(i int) bool {
	for i--; i >= 0; i-- {
		switch n.marks[i].Kind {
		case sla.Asked:
			return true
		case sla.Resolved:
			return false
		}
	}
	return false
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
	for _, m := range []sla.Metric{sla.TotalResolution, sla.FirstResponse, sla.NextResponse, sla.FirstResolution, sla.Update} {
		if r.IntN(5) == 0 {
			continue
		}
		by := []sla.Reply{sla.Agent, sla.Approved, sla.Elsewhere}
		if r.IntN(2) == 0 {
			by = [][]sla.Reply{{sla.Bot}, {sla.Agent}, {sla.Agent, sla.Holding}, {sla.Handover}}[r.IntN(4)]
		}
		t := sla.Target{
			Metric:   m,
			Within:   time.Duration(1+r.IntN(40)) * 30 * time.Minute,
			Calendar: calendars[r.IntN(len(calendars))],
			Counts:   by,
			Pause:    [][]string{nil, {"pending"}, {"snoozed", "pending"}, {"resolved"}}[r.IntN(4)],
		}
		for _, w := range []time.Duration{2 * time.Hour, time.Hour, 20 * time.Minute} {
			if w < t.Within && r.IntN(2) == 0 {
				t.Warn = append(t.Warn, w)
			}
		}
		out = append(out, t)
	}
	return out
}

func randomTimeline(r *rand.Rand) sla.Timeline {
	var out sla.Timeline
	now := 0
	kinds := []sla.Kind{sla.Asked, sla.Asked, sla.Answered, sla.Answered, sla.Resolved, sla.Turned, sla.Thanked, "unknown"}
	replies := []sla.Reply{sla.Agent, sla.Approved, sla.Bot, sla.Elsewhere, sla.Holding, sla.Holding, sla.Handover}
	for i := range r.IntN(20) {
		if r.IntN(4) > 0 {
			now += r.IntN(600) // else at the same time as the last
		}
		m := mark(now, kinds[r.IntN(len(kinds))], replies[r.IntN(len(replies))])
		if m.Kind == sla.Asked && r.IntN(4) == 0 {
			m.At = m.At.Add(-time.Duration(r.IntN(900)) * time.Minute) // unseen
		}
		if m.Kind != "unknown" && r.IntN(2) == 0 {
			m.Status = []string{"open", "pending", "snoozed", "resolved"}[r.IntN(4)]
			if m.Kind == sla.Turned && r.IntN(2) == 0 {
				m.Until = m.At.Add(time.Duration(r.IntN(900)) * time.Minute)
			}
		}
		if m.Kind == sla.Answered && m.Reply == sla.Holding && r.IntN(2) == 0 {
			m.Until = m.At.Add(time.Duration(r.IntN(600)-60) * time.Minute)
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
	calendars, open := []*sla.Calendar{sla.Always(), newCalendar(t, office())}, map[*sla.Calendar][]bool{}
	for _, c := range calendars {
		open[c] = openMinutes(c)
	}
	open[nil] = open[calendars[0]]
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(3, seed))
			for range 100 {
				checkPrefixes(t, r, open, randomTargets(r, calendars), randomTimeline(r))
			}
		})
	}
}

func checkPrefixes(t *testing.T, r *rand.Rand, open map[*sla.Calendar][]bool, targets []sla.Target, timeline sla.Timeline) {
	t.Helper()
	p := newPolicy(t, targets...)
	var (
		tr     sla.Track
		closed []sla.Clock
		latest = minute(-1000)
		status = statuses(timeline)
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
		want := (&naive{targets: targets, open: open, status: status, marks: timeline[:i+1], now: now}).evaluate()
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
	for i := range got {
		got[i].Pauses = nil   // see TestCase_Pauses
		got[i].Calendar = nil // of what was promised for an instant
	}
	for i := range want {
		want[i].Calendar = nil
	}
	require.Equal(t, want, got, "timeline %v", timeline)
}

// checkAsOf evaluates the timeline as of an instant in its middle.
func checkAsOf(t *testing.T, p *sla.Policy, timeline sla.Timeline, r *rand.Rand) {
	t.Helper()
	now := minute(r.IntN(6000))
	known := slices.DeleteFunc(slices.Clone(timeline), func(m sla.Mark) bool { return m.At.After(now) })
	require.Equal(t, p.Evaluate(sla.Subject{}, known, now), p.Evaluate(sla.Subject{}, timeline, now))
}
