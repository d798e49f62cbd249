package sla_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sla"
)

func TestClock_Explain(t *testing.T) {
	t.Parallel()
	cfg := office()
	cfg.Holidays = map[sla.Day]string{{Year: 2026, Month: time.March, Day: 9}: "Founders' Day"}
	cfg.Dates = map[sla.Day][]sla.Span{
		{Year: 2026, Month: time.March, Day: 10}: {{From: "10:00", To: "11:00"}},
		{Year: 2026, Month: time.March, Day: 11}: {},
	}
	target := sla.Target{Metric: sla.FirstResolution, Within: 6 * time.Hour, Calendar: newCalendar(t, cfg), Pause: []string{"pending"}}
	marks := sla.Timeline{
		askedAt(at(t, "2026-03-06T16:30:15-05:00")),
		{At: at(t, "2026-03-12T10:00:00-04:00"), Kind: sla.Turned, Status: "pending"},
		{At: at(t, "2026-03-12T14:00:00-04:00"), Kind: sla.Turned, Status: "open"},
	}
	require.Equal(t, `first_resolution 1 by test@1: 6h of open time, by the calendar office (America/New_York)
  Fri 2026-03-06 16:30:15  started by a
  Fri 2026-03-06 16:30:15 to 17:00  29m45s counted
  Sat 2026-03-07 to Sun 2026-03-08  closed
  Sun 2026-03-08 03:00  clocks move by +1h
  Mon 2026-03-09  holiday Founders' Day
  Tue 2026-03-10  open 10:00-11:00 on this date
  Tue 2026-03-10 10:00 to 11:00  1h counted
  Wed 2026-03-11  closed on this date
  Thu 2026-03-12 09:00 to 10:00  1h counted
  Thu 2026-03-12 10:00 to 14:00  paused while pending: 3h not counted
  Thu 2026-03-12 14:00 to 15:00  1h counted
  Thu 2026-03-12 15:00  running: 3h29m45s elapsed, 3h paused, 2h30m15s left
  Thu 2026-03-12 15:00 to 17:00  2h to come
  Fri 2026-03-13 09:00 to 09:30:15  30m15s to come
  Fri 2026-03-13 09:30:15  due
`, one(t, target, marks, at(t, "2026-03-12T15:00:00-04:00")).Explain().String())

	require.Empty(t, sla.Clock{}.Explain().String())
	target = sla.Target{Metric: sla.FirstResponse, Within: 10 * time.Minute}
	require.Equal(t, `first_response 1 by test@1: 10m of open time, by the calendar always (UTC)
  Mon 2026-06-01 00:00  started by asked-0
  Mon 2026-06-01 00:00 to 00:15  15m counted
  Mon 2026-06-01 00:15  missed: 15m elapsed, 5m late; it was due Mon 2026-06-01 00:10
`, one(t, target, sla.Timeline{ask(0), answer(15, sla.Agent)}, minute(60)).Explain().String())
	require.Contains(t, one(t, target, sla.Timeline{ask(0)}, minute(60)).Explain().String(),
		"01:00  missed: 1h elapsed, 50m late and still open; it was due Mon 2026-06-01 00:10\n")
}

func TestClock_Explain_long(t *testing.T) {
	t.Parallel()
	target := sla.Target{Metric: sla.FirstResolution, Within: 2000 * time.Hour, Calendar: newCalendar(t, office())}
	text := one(t, target, sla.Timeline{askedAt(minute(0))}, minute(10)).Explain().String()
	require.Contains(t, text, " more, with 1903h of open time")
	require.Len(t, splitLines(text), 2+15+1+15+2)
}

func splitLines(s string) []string {
	var out []string
	for len(s) > 0 {
		i := 0
		for s[i] != '\n' {
			i++
		}
		out, s = append(out, s[:i]), s[i+1:]
	}
	return out
}

// TestClock_Explain_sums holds explanations of random cases against the clock:
// what is listed as counted is what elapsed, and remains.
func TestClock_Explain_sums(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 5))
	var calendars []*sla.Calendar
	for _, zone := range oracleZones {
		cfg := randomConfig(r, zone, minute(1500))
		cfg.Name = zone
		calendars = append(calendars, newCalendar(t, cfg))
	}
	for range 400 {
		p, marks := newPolicy(t, randomTargets(r, calendars)...), randomTimeline(r)
		for _, c := range p.Evaluate(sla.Subject{}, marks, minute(r.IntN(9000))) {
			checkExplanation(t, c)
		}
	}
}

func checkExplanation(t *testing.T, c sla.Clock) {
	t.Helper()
	var counted, paused time.Duration
	last := c.Start
	for _, s := range c.Explain().Steps {
		switch s.Kind {
		case sla.Counted:
			require.False(t, s.From.Before(last), "%+v", s)
			require.Equal(t, s.Open, c.Calendar.Between(s.From, s.To))
			require.Equal(t, s.Open, s.To.Sub(s.From))
			counted += s.Open
			last = s.To
		case sla.Stood:
			paused += s.Open
		}
	}
	switch {
	case !c.Stop.IsZero() || c.State == sla.Missed:
		require.Equal(t, c.Elapsed, counted)
		require.Equal(t, c.Paused, paused)
	case !c.Due.IsZero():
		require.Equal(t, c.Within, counted)
	default:
		require.Equal(t, c.Elapsed, counted)
		require.Equal(t, c.Paused, paused)
	}
}
