package sla_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sla"
)

// The tests count minutes from a Monday, 00:00 UTC.
func minute(n int) time.Time {
	return time.Date(2026, 6, 1, 0, n, 0, 0, time.UTC)
}

func mark(n int, kind sla.Kind, by sla.Reply) sla.Mark {
	return sla.Mark{At: minute(n), Kind: kind, Reply: by, ID: fmt.Sprintf("%s-%d", kind, n)}
}

func ask(n int) sla.Mark                  { return mark(n, sla.Asked, "") }
func answer(n int, by sla.Reply) sla.Mark { return mark(n, sla.Answered, by) }
func resolve(n int) sla.Mark              { return mark(n, sla.Resolved, sla.Agent) }

// line shows a clock as "metric/cycle id state start-stop elapsed+remaining".
func line(c sla.Clock) string {
	n := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return fmt.Sprint(t.Sub(minute(0)).Minutes())
	}
	return fmt.Sprintf("%s/%d %s %s %s-%s %v+%v", c.Metric, c.Cycle, c.ID, c.State, n(c.Start), n(c.Stop), c.Elapsed.Minutes(), c.Remaining.Minutes())
}

func lines(cs []sla.Clock) []string {
	out := []string{}
	for _, c := range cs {
		out = append(out, line(c))
	}
	return out
}

func TestPolicy_Evaluate(t *testing.T) {
	t.Parallel()
	const within = 10 * time.Minute
	var (
		first       = sla.Target{Metric: sla.FirstResponse, Within: within}
		next        = sla.Target{Metric: sla.NextResponse, Within: within}
		firstRes    = sla.Target{Metric: sla.FirstResolution, Within: within}
		total       = sla.Target{Metric: sla.TotalResolution, Within: within}
		firstByBot  = sla.Target{Metric: sla.FirstResponse, Within: within, Counts: []sla.Reply{sla.Bot}}
		nextByBot   = sla.Target{Metric: sla.NextResponse, Within: within, Counts: []sla.Reply{sla.Bot}}
		responses   = []sla.Target{first, next}
		resolutions = []sla.Target{firstRes, total}
	)
	tests := []struct {
		name     string
		targets  []sla.Target
		timeline sla.Timeline
		now      int
		want     []string
	}{
		{"nothing happened", responses, nil, 5, nil},
		{"running", responses, sla.Timeline{ask(0)}, 4, []string{"first_response/1 asked-0 running 0- 4+6"}},
		{"running when due", responses, sla.Timeline{ask(0)}, 10, []string{"first_response/1 asked-0 running 0- 10+0"}},
		{"past due and open", responses, sla.Timeline{ask(0)}, 11, []string{"first_response/1 asked-0 missed 0- 11+0"}},
		{"further messages move nothing", responses, sla.Timeline{ask(0), ask(3)}, 4, []string{"first_response/1 asked-0 running 0- 4+6"}},
		{"met", responses, sla.Timeline{ask(0), answer(4, sla.Agent)}, 30, []string{"first_response/1 asked-0 met 0-4 4+6"}},
		{"met when due", responses, sla.Timeline{ask(0), answer(10, sla.Agent)}, 30, []string{"first_response/1 asked-0 met 0-10 10+0"}},
		{"missed", responses, sla.Timeline{ask(0), answer(11, sla.Agent)}, 30, []string{"first_response/1 asked-0 missed 0-11 11+0"}},
		{"approved counts", responses, sla.Timeline{ask(0), answer(1, sla.Approved)}, 30, []string{"first_response/1 asked-0 met 0-1 1+9"}},
		{"elsewhere counts", responses, sla.Timeline{ask(0), answer(1, sla.Elsewhere)}, 30, []string{"first_response/1 asked-0 met 0-1 1+9"}},
		{"a bot does not", responses, sla.Timeline{ask(0), answer(1, sla.Bot)}, 2, []string{"first_response/1 asked-0 running 0- 2+8"}},
		{"an answer to nobody", responses, sla.Timeline{answer(0, sla.Agent), ask(1)}, 2, []string{"first_response/1 asked-1 running 1- 1+9"}},
		{"unknown kind and no time", responses, sla.Timeline{ask(0), mark(1, "waved", sla.Agent), {Kind: sla.Answered, Reply: sla.Agent}}, 2,
			[]string{"first_response/1 asked-0 running 0- 2+8"}},
		{"later marks are not known yet", responses, sla.Timeline{ask(0), answer(5, sla.Agent)}, 4, []string{"first_response/1 asked-0 running 0- 4+6"}},

		{"next response", responses, sla.Timeline{ask(0), answer(1, sla.Agent), ask(2), ask(8), answer(9, sla.Agent), answer(10, sla.Agent), ask(20)}, 21,
			[]string{"first_response/1 asked-0 met 0-1 1+9", "next_response/1 asked-2 met 2-9 7+3", "next_response/2 asked-20 running 20- 1+9"}},
		{"resolving cancels the next response", responses, sla.Timeline{ask(0), answer(1, sla.Agent), ask(2), resolve(3)}, 60,
			[]string{"first_response/1 asked-0 met 0-1 1+9", "next_response/1 asked-2 cancelled 2-3 1+9"}},
		{"resolving without an answer", responses, sla.Timeline{ask(0), resolve(3), ask(5), answer(7, sla.Agent), ask(8)}, 9,
			[]string{"first_response/1 asked-0 cancelled 0-3 3+7", "first_response/2 asked-5 met 5-7 2+8", "next_response/1 asked-8 running 8- 1+9"}},
		{"resolved past due", responses, sla.Timeline{ask(0), resolve(30)}, 60, []string{"first_response/1 asked-0 missed 0-30 30+0"}},
		{"an answer after resolving", responses, sla.Timeline{ask(0), resolve(3), answer(4, sla.Agent), ask(5)}, 6,
			[]string{"first_response/1 asked-0 cancelled 0-3 3+7", "first_response/2 asked-5 running 5- 1+9"}},
		{"not armed again in a reopened case", responses, sla.Timeline{ask(0), answer(1, sla.Agent), resolve(2), ask(3)}, 4,
			[]string{"first_response/1 asked-0 met 0-1 1+9", "next_response/1 asked-3 running 3- 1+9"}},
		{"a bot may open, a person must follow", []sla.Target{firstByBot, next}, sla.Timeline{ask(0), answer(1, sla.Bot)}, 2,
			[]string{"first_response/1 asked-0 met 0-1 1+9", "next_response/1 asked-0 running 0- 2+8"}},
		{"a person must open, a bot may follow", []sla.Target{first, nextByBot}, sla.Timeline{ask(0), answer(1, sla.Bot), ask(2), answer(3, sla.Agent), ask(4)}, 5,
			[]string{"first_response/1 asked-0 met 0-3 3+7", "next_response/1 asked-2 running 2- 3+7"}},
		{"next response alone", []sla.Target{next}, sla.Timeline{ask(0), answer(1, sla.Bot), answer(2, sla.Agent), ask(3)}, 4,
			[]string{"next_response/1 asked-3 running 3- 1+9"}},
		{"unseen message", responses, sla.Timeline{ask(0), answer(1, sla.Agent), resolve(9), ask(5), answer(12, sla.Agent)}, 20,
			[]string{"first_response/1 asked-0 met 0-1 1+9", "next_response/1 asked-5 met 5-12 7+3"}},
		{"never negative", responses, sla.Timeline{ask(5), answer(2, sla.Agent)}, 20, []string{"first_response/1 asked-5 met 5-5 0+10"}},

		{"resolutions run", resolutions, sla.Timeline{ask(0), answer(1, sla.Agent)}, 4,
			[]string{"first_resolution/1 asked-0 running 0- 4+6", "total_resolution/1 asked-0 running 0- 4+6"}},
		{"resolved", resolutions, sla.Timeline{ask(0), resolve(6), resolve(7)}, 60,
			[]string{"first_resolution/1 asked-0 met 0-6 6+4", "total_resolution/1 asked-0 met 0-6 6+4"}},
		{"reopened", resolutions, sla.Timeline{ask(0), resolve(6), ask(8), ask(9)}, 9,
			[]string{"first_resolution/1 asked-0 met 0-6 6+4", "total_resolution/1 asked-0 running 0- 9+1"}},
		{"reopened past due", resolutions, sla.Timeline{ask(0), resolve(6), ask(20)}, 20,
			[]string{"first_resolution/1 asked-0 met 0-6 6+4", "total_resolution/1 asked-0 missed 0- 20+0"}},
		{"resolved again", resolutions, sla.Timeline{ask(0), resolve(6), ask(8), resolve(15)}, 60,
			[]string{"first_resolution/1 asked-0 met 0-6 6+4", "total_resolution/1 asked-0 missed 0-15 15+0"}},
		{"nothing to resolve", resolutions, sla.Timeline{resolve(0), ask(2)}, 3,
			[]string{"first_resolution/1 asked-2 running 2- 1+9", "total_resolution/1 asked-2 running 2- 1+9"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := newPolicy(t, tt.targets...).Evaluate(sla.Subject{}, tt.timeline, minute(tt.now))
			require.ElementsMatch(t, tt.want, lines(got))
			requireSound(t, got, minute(tt.now))
		})
	}
}

// requireSound checks what holds for all clocks.
func requireSound(t testing.TB, cs []sla.Clock, now time.Time) {
	t.Helper()
	for i, c := range cs {
		if i > 0 && c.Start.Before(cs[i-1].Start) {
			require.Fail(t, "not oldest first", "%v", lines(cs))
		}
		if !sound(c, now) {
			require.Fail(t, "unsound", "%+v at %v", c, now)
		}
	}
}

func sound(c sla.Clock, now time.Time) bool {
	open := c.Stop.IsZero()
	ok := c.Elapsed >= 0 && c.Remaining >= 0 && c.Paused >= 0 && c.Cycle > 0 &&
		c.Elapsed+c.Paused == c.Calendar.Between(c.Start, c.AsOf) &&
		(open || !c.Stop.Before(c.Start) && c.AsOf.Equal(c.Stop) && c.Next.IsZero()) &&
		(!open || c.AsOf.Equal(now) && (c.Next.IsZero() || c.Next.After(now)))
	for _, at := range []time.Time{c.Start, c.Due, c.Stop, c.Next, c.AsOf} {
		ok = ok && at.Location() == time.UTC
	}
	switch c.State {
	case sla.Running:
		return ok && open && !now.After(c.Due) && !c.Next.IsZero() && !c.Next.After(c.Due.Add(1))
	case sla.Paused:
		return ok && open && (c.Due.IsZero() || !now.After(c.Due))
	case sla.Met, sla.Cancelled:
		return ok && !open && !c.Stop.After(c.Due)
	case sla.Missed:
		return ok && c.AsOf.After(c.Due) && !c.Due.IsZero()
	}
	return false
}

// TestPolicy_OpeningHours counts in a calendar: lunch, evening, weekend.
func TestPolicy_OpeningHours(t *testing.T) {
	t.Parallel()
	p := newPolicy(t, sla.Target{Metric: sla.FirstResponse, Within: 2 * time.Hour, Calendar: newCalendar(t, office())})
	asked := sla.Mark{At: at(t, "2026-06-12T16:00:00-04:00"), Kind: sla.Asked, ID: "a"}
	tests := []struct {
		name, now          string
		state              sla.State
		elapsed, remaining time.Duration
	}{
		{"evening", "2026-06-12T18:00:00-04:00", sla.Running, time.Hour, time.Hour},
		{"monday", "2026-06-15T09:15:00-04:00", sla.Running, 75 * time.Minute, 45 * time.Minute},
		{"due", "2026-06-15T10:00:00-04:00", sla.Running, 2 * time.Hour, 0},
		{"past due", "2026-06-15T10:00:00.000000001-04:00", sla.Missed, 2*time.Hour + 1, 0},
		{"much later", "2026-06-15T20:00:00-04:00", sla.Missed, 8 * time.Hour, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := p.Evaluate(sla.Subject{}, sla.Timeline{asked}, at(t, tt.now))
			require.Len(t, got, 1)
			requireTime(t, at(t, "2026-06-15T10:00:00-04:00"), got[0].Due)
			require.Equal(t, tt.state, got[0].State)
			require.Equal(t, tt.elapsed, got[0].Elapsed)
			require.Equal(t, tt.remaining, got[0].Remaining)
		})
	}
}

// TestPolicy_Closed sees each cycle once, and a reopened one again.
func TestPolicy_Closed(t *testing.T) {
	t.Parallel()
	p := newPolicy(t,
		sla.Target{Metric: sla.FirstResponse, Within: time.Hour},
		sla.Target{Metric: sla.NextResponse, Within: time.Hour},
		sla.Target{Metric: sla.FirstResolution, Within: time.Hour},
		sla.Target{Metric: sla.TotalResolution, Within: time.Hour})
	var tr sla.Track
	var got []string
	for _, m := range (sla.Timeline{ask(0), answer(1, sla.Agent), ask(2), resolve(3), ask(4), answer(5, sla.Agent), resolve(70)}) {
		p.Add(sla.Subject{}, &tr, m, func(c sla.Clock) { got = append(got, line(c)) })
	}
	require.Equal(t, []string{
		"first_response/1 asked-0 met 0-1 1+59",
		"next_response/1 asked-2 cancelled 2-3 1+59",
		"first_resolution/1 asked-0 met 0-3 3+57",
		"total_resolution/1 asked-0 met 0-3 3+57",
		"next_response/2 asked-4 met 4-5 1+59",
		"total_resolution/1 asked-0 missed 0-70 70+0",
	}, got)
	require.Empty(t, p.Open(sla.Subject{}, tr, minute(80), nil))
}

// TestPolicy_SubjectChanges raises the priority of a case that is open.
func TestPolicy_SubjectChanges(t *testing.T) {
	t.Parallel()
	first := func(d time.Duration) []sla.Target { return []sla.Target{{Metric: sla.FirstResponse, Within: d}} }
	p, err := sla.NewPolicy(sla.PolicyConfig{ID: "p", Version: 1, Rules: []sla.Rule{
		{If: sla.Match{Priority: "high"}, Targets: first(time.Minute)},
		{Targets: first(time.Hour)},
	}})
	require.NoError(t, err)
	var tr sla.Track
	p.Add(sla.Subject{}, &tr, ask(0), nil)
	require.Equal(t, minute(60), p.Open(sla.Subject{}, tr, minute(0), nil)[0].Due)
	require.Equal(t, minute(1), p.Open(sla.Subject{Priority: "high"}, tr, minute(0), nil)[0].Due)
}

func TestTrack_JSON(t *testing.T) {
	t.Parallel()
	var tr sla.Track
	raw, err := json.Marshal(tr)
	require.NoError(t, err)
	require.JSONEq(t, `{}`, string(raw))

	p := sla.Default()
	for _, m := range (sla.Timeline{ask(0), resolve(1), ask(2), answer(3, sla.Agent), ask(4)}) {
		m.At = m.At.In(time.FixedZone("", 3*3600))
		p.Add(sla.Subject{}, &tr, m, nil)
	}
	raw, err = json.Marshal(tr)
	require.NoError(t, err)
	require.JSONEq(t, `{
		"asked": {"at": "2026-06-01T00:00:00Z", "id": "asked-0"},
		"waiting": {"at": "2026-06-01T00:04:00Z", "id": "asked-4"},
		"first_closed": 2, "answered": true, "settled": true
	}`, string(raw))
	var back sla.Track
	require.NoError(t, json.Unmarshal(raw, &back))
	require.Equal(t, tr, back)
}

// TestTrack_Same changes each field alone.
func TestTrack_Same(t *testing.T) {
	t.Parallel()
	point := sla.Point{At: minute(1), ID: "p"}
	values := []any{point, minute(2), int32(3), true, []sla.Pause{{Status: "pending", From: minute(1)}}}
	for i := range reflect.TypeFor[sla.Track]().NumField() {
		var a, b sla.Track
		require.True(t, a.Same(&b))
		field := reflect.ValueOf(&b).Elem().Field(i)
		for _, v := range values {
			if reflect.TypeOf(v) == field.Type() {
				field.Set(reflect.ValueOf(v))
			}
		}
		require.False(t, a.Same(&b), "%s", reflect.TypeFor[sla.Track]().Field(i).Name)
	}
}

func TestUrgent(t *testing.T) {
	t.Parallel()
	clock := func(id string, remaining time.Duration, due int, stop time.Time) sla.Clock {
		return sla.Clock{ID: id, Remaining: remaining, Due: minute(due), Stop: stop}
	}
	var (
		closed = clock("closed", 0, 1, minute(2))
		late   = clock("late", 0, 5, time.Time{})
		later  = clock("later", 0, 3, time.Time{})
		soon   = clock("soon", time.Minute, 900, time.Time{})
		eased  = clock("eased", time.Hour, 60, time.Time{})
	)
	tests := []struct {
		name string
		cs   []sla.Clock
		want string
	}{
		{"none", nil, ""},
		{"all closed", []sla.Clock{closed}, ""},
		{"least open time", []sla.Clock{eased, closed, soon}, "soon"},
		{"past due first", []sla.Clock{soon, late}, "late"},
		{"longest past due", []sla.Clock{late, later, soon}, "later"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, ok := sla.Urgent(tt.cs)
			require.Equal(t, tt.want != "", ok)
			require.Equal(t, tt.want, got.ID)
		})
	}
}
