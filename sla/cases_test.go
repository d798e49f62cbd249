package sla_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sla"
)

// What other systems got wrong, a test each.

func all(zone, from, to string) sla.CalendarConfig {
	return sla.CalendarConfig{Name: zone, Zone: zone, Week: week(everyDay, sla.Span{From: from, To: to})}
}

// one evaluates a case with a single target and returns its only clock.
func one(t *testing.T, target sla.Target, timeline sla.Timeline, now time.Time) sla.Clock {
	t.Helper()
	got := newPolicy(t, target).Evaluate(sla.Subject{}, timeline, now)
	require.Len(t, got, 1)
	requireSound(t, got, now)
	return got[0]
}

func askedAt(at time.Time) sla.Mark { return sla.Mark{At: at, Kind: sla.Asked, ID: "a"} }

func TestCase_The23HourSunday(t *testing.T) {
	t.Parallel()
	c := newCalendar(t, all("America/New_York", "09:00", "17:00"))
	asked := at(t, "2026-03-07T23:30:00-05:00")
	requireTime(t, at(t, "2026-03-08T10:00:00-04:00"), c.Add(asked, time.Hour), "the Sunday is not jumped over")
	require.Equal(t, 8*time.Hour, c.Between(asked, at(t, "2026-03-09T00:30:00-04:00")))
	got := one(t, sla.Target{Metric: sla.FirstResponse, Within: time.Hour, Calendar: c}, sla.Timeline{askedAt(asked)}, asked)
	requireTime(t, at(t, "2026-03-08T10:00:00-04:00"), got.Due)
}

func TestCase_LordHowesHalfHour(t *testing.T) {
	t.Parallel()
	c := newCalendar(t, all("Australia/Lord_Howe", "08:30", "17:00"))
	requireTime(t, at(t, "2026-10-04T09:00:00+11:00"), c.Add(at(t, "2026-10-03T16:30:00+10:30"), time.Hour))
	nights := newCalendar(t, all("Australia/Lord_Howe", "22:00", "06:00"))
	require.Equal(t, 7*time.Hour+30*time.Minute, nights.Between(at(t, "2026-10-03T21:00:00+10:30"), at(t, "2026-10-04T07:00:00+11:00")))
}

func TestCase_CairosMissingMidnight(t *testing.T) {
	t.Parallel()
	c := newCalendar(t, all("Africa/Cairo", "00:00", "08:00"))
	from, to := at(t, "2024-04-25T12:00:00+02:00"), at(t, "2024-04-26T12:00:00+03:00")
	require.Equal(t, 7*time.Hour, c.Between(from, to))
	requireTime(t, at(t, "2024-04-26T01:00:00+03:00"), c.NextOpen(from), "the first instant that the date has")
}

func TestCase_AYearAroundTheClock(t *testing.T) {
	t.Parallel()
	c := newCalendar(t, all("America/New_York", "00:00", "24:00"))
	require.Equal(t, 8760*time.Hour, c.Between(at(t, "2026-01-01T00:00:00-05:00"), at(t, "2027-01-01T00:00:00-05:00")))
	// 23:59 is another promise: a minute is missing each midnight.
	short := newCalendar(t, all("America/New_York", "00:00", "23:59"))
	require.Equal(t, 8760*time.Hour-365*time.Minute, short.Between(at(t, "2026-01-01T00:00:00-05:00"), at(t, "2027-01-01T00:00:00-05:00")))
}

func TestCase_SecondsAtClosingTime(t *testing.T) {
	t.Parallel()
	c := newCalendar(t, all("UTC", "09:00", "17:00"))
	require.Equal(t, 29500*time.Millisecond, c.Between(at(t, "2026-06-01T16:59:30.5Z"), at(t, "2026-06-01T18:00:00Z")))
	got := one(t, sla.Target{Metric: sla.FirstResponse, Within: time.Minute, Calendar: c},
		sla.Timeline{askedAt(at(t, "2026-06-01T16:59:30.5Z"))}, at(t, "2026-06-01T20:00:00Z"))
	requireTime(t, at(t, "2026-06-02T09:00:30.5Z"), got.Due)
	require.Equal(t, 29500*time.Millisecond, got.Elapsed)
	require.Equal(t, sla.Running, got.State)
}

// The night of the pause has seven hours: none of the five in it may count.
func TestCase_APauseAcrossDaylightSaving(t *testing.T) {
	t.Parallel()
	c := newCalendar(t, all("America/New_York", "22:00", "06:00"))
	asked, paused, resumed := at(t, "2026-03-07T22:30:00-05:00"), at(t, "2026-03-07T23:30:00-05:00"), at(t, "2026-03-08T05:30:00-04:00")
	got := one(t, sla.Target{Metric: sla.TotalResolution, Within: 2 * time.Hour, Calendar: c, Pause: []string{"pending"}}, sla.Timeline{
		askedAt(asked),
		{At: paused, Kind: sla.Turned, Status: "pending"},
		{At: resumed, Kind: sla.Turned, Status: "open"},
	}, at(t, "2026-03-08T12:00:00-04:00"))
	require.Equal(t, 5*time.Hour, got.Paused)
	require.Equal(t, 90*time.Minute, got.Elapsed)
	requireTime(t, at(t, "2026-03-08T22:30:00-04:00"), got.Due)
	require.Equal(t, []sla.Pause{{Status: "pending", From: paused.UTC(), To: resumed.UTC()}}, got.Pauses)
}

func TestCase_AReopenedConversation(t *testing.T) {
	t.Parallel()
	target := sla.Target{Metric: sla.TotalResolution, Within: time.Hour}
	marks := sla.Timeline{ask(0), resolve(30), ask(50)}
	require.Equal(t, "total_resolution/1 asked-0 running 0- 55+5", line(one(t, target, marks, minute(55))), "as though it had never stopped")

	target.Pause = []string{"resolved"}
	marks[1].Status, marks[2].Status = "resolved", "open"
	require.Equal(t, "total_resolution/1 asked-0 running 0- 35+25", line(one(t, target, marks, minute(55))), "or what was resolved does not count")

	target.Metric = sla.FirstResolution
	require.Equal(t, "first_resolution/1 asked-0 met 0-30 30+30", line(one(t, target, marks, minute(55))))
}

func TestCase_TheLastWordIsTheCustomers(t *testing.T) {
	t.Parallel()
	p := newPolicy(t, sla.Target{Metric: sla.NextResponse, Within: time.Hour})
	marks := sla.Timeline{ask(0), answer(1, sla.Agent), ask(2), resolve(3)}
	require.Equal(t, []string{"next_response/1 asked-2 cancelled 2-3 1+59"}, lines(p.Evaluate(sla.Subject{}, marks, minute(900))), "resolving ends it")
	marks = append(marks, sla.Mark{At: minute(4), Kind: sla.Thanked, ID: "thanks"})
	require.Len(t, p.Evaluate(sla.Subject{}, marks, minute(900)), 1, "thanks start nothing")
	marks = append(marks, ask(5))
	require.Len(t, p.Evaluate(sla.Subject{}, marks, minute(6)), 2, "a question does")
}

func TestCase_ABotsAnswer(t *testing.T) {
	t.Parallel()
	marks := sla.Timeline{ask(0), answer(1, sla.Bot), answer(30, sla.Agent)}
	target := sla.Target{Metric: sla.FirstResponse, Within: 10 * time.Minute}
	require.Equal(t, sla.Missed, one(t, target, marks, minute(60)).State, "by default it is none")
	target.Counts = []sla.Reply{sla.Bot, sla.Agent}
	require.Equal(t, sla.Met, one(t, target, marks, minute(60)).State, "unless the policy says so")
}

func TestCase_AHandover(t *testing.T) {
	t.Parallel()
	marks := sla.Timeline{ask(0), answer(1, sla.Handover)}
	target := sla.Target{Metric: sla.FirstResponse, Within: 10 * time.Minute}
	require.Equal(t, sla.Missed, one(t, target, marks, minute(60)).State, "the talk only went elsewhere")
	target.Counts = []sla.Reply{sla.Agent, sla.Handover}
	require.Equal(t, sla.Met, one(t, target, marks, minute(60)).State)
}

// A clock for updates leaves that of the first response alone, and starts only
// when an update was promised.
func TestCase_AnUpdateClockBeforeAnyResponse(t *testing.T) {
	t.Parallel()
	p := newPolicy(t,
		sla.Target{Metric: sla.FirstResponse, Within: 10 * time.Minute},
		sla.Target{Metric: sla.Update, Within: 30 * time.Minute})
	marks := sla.Timeline{ask(0)}
	require.Equal(t, []string{"first_response/1 asked-0 running 0- 4+6"}, lines(p.Evaluate(sla.Subject{}, marks, minute(4))))

	marks = append(marks, answer(5, sla.Holding))
	got := p.Evaluate(sla.Subject{}, marks, minute(9))
	require.Equal(t, []string{"first_response/1 asked-0 running 0- 9+1", "update/1 answered-5 running 5- 4+26"}, lines(got))
	urgent, _ := sla.Urgent(got)
	require.Equal(t, sla.FirstResponse, urgent.Metric)

	marks = append(marks, answer(20, sla.Holding), answer(55, sla.Agent))
	require.Equal(t, []string{
		"first_response/1 asked-0 missed 0-55 55+0",
		"update/1 answered-5 met 5-20 15+15",
		"update/2 answered-20 missed 20-55 35+0",
	}, lines(p.Evaluate(sla.Subject{}, marks, minute(90))))
}

// What a holding reply told the customer is the promise, whatever the hour.
func TestCase_AHoldingReplyNamesTheTime(t *testing.T) {
	t.Parallel()
	target := sla.Target{Metric: sla.Update, Within: 30 * time.Minute, Calendar: newCalendar(t, all("UTC", "00:00", "01:00")), Pause: []string{"pending"}}
	held := answer(5, sla.Holding)
	held.Until, held.Status = minute(120), "pending"
	got := one(t, target, sla.Timeline{ask(0), held}, minute(100))
	require.Equal(t, minute(120), got.Due)
	require.Equal(t, sla.Running, got.State)
	require.Equal(t, sla.Missed, one(t, target, sla.Timeline{ask(0), held, answer(121, sla.Agent)}, minute(900)).State)

	held.Until = minute(3)
	require.Equal(t, minute(35), one(t, target, sla.Timeline{ask(0), held, {At: minute(5), Kind: sla.Turned, Status: "open"}}, minute(20)).Due, "a time that is over is none")
}

// The waiting of a customer who was told to write is not ours, and a snooze that
// ends by itself needs no mark.
func TestCase_Pauses(t *testing.T) {
	t.Parallel()
	target := sla.Target{Metric: sla.FirstResolution, Within: time.Hour, Pause: []string{"pending", "snoozed"}, Warn: []time.Duration{20 * time.Minute}}
	turn := func(n int, status string, until int) sla.Mark {
		m := sla.Mark{At: minute(n), Kind: sla.Turned, Status: status}
		if until > 0 {
			m.Until = minute(until)
		}
		return m
	}
	got := one(t, target, sla.Timeline{ask(0), turn(10, "pending", 0)}, minute(500))
	require.Equal(t, sla.Paused, got.State)
	require.Zero(t, got.Due, "nobody knows")
	require.Zero(t, got.Next)
	require.Equal(t, 50*time.Minute, got.Remaining)

	got = one(t, target, sla.Timeline{ask(0), turn(10, "snoozed", 100)}, minute(50))
	require.Equal(t, sla.Paused, got.State)
	require.Equal(t, minute(150), got.Due)
	require.Equal(t, minute(100), got.Next)
	got = one(t, target, sla.Timeline{ask(0), turn(10, "snoozed", 100)}, minute(120))
	require.Equal(t, sla.Running, got.State)
	require.Equal(t, minute(130), got.Next, "the warning")
	require.Equal(t, 30*time.Minute, got.Elapsed)
	got = one(t, target, sla.Timeline{ask(0), turn(10, "snoozed", 100)}, minute(140))
	require.Equal(t, 20*time.Minute, got.Warning)
	require.Equal(t, minute(150).Add(1), got.Next)

	got = one(t, target, sla.Timeline{ask(0), turn(61, "pending", 0), turn(90, "open", 0), resolve(100)}, minute(500))
	require.Equal(t, sla.Missed, got.State, "a pause after it was due changes nothing")
	require.Equal(t, minute(60), got.Due)
	require.Equal(t, 71*time.Minute, got.Elapsed, "but was not ours either")

	got = one(t, target, sla.Timeline{ask(0), turn(60, "pending", 0), turn(90, "open", 0)}, minute(100))
	require.Equal(t, minute(60), got.Due, "used up as it began")
}

// A warning that falls on the last minute of a day wakes nobody at night.
func TestCase_AWarningAtClosingTime(t *testing.T) {
	t.Parallel()
	c := newCalendar(t, all("UTC", "09:00", "17:00"))
	target := sla.Target{Metric: sla.FirstResponse, Within: 3 * time.Hour, Calendar: c, Warn: []time.Duration{2 * time.Hour}}
	got := one(t, target, sla.Timeline{askedAt(at(t, "2026-06-01T16:00:00Z"))}, at(t, "2026-06-01T16:30:00Z"))
	requireTime(t, at(t, "2026-06-02T09:00:00Z"), got.Next)
}

// Pauses of centuries are no reason for a negative time.
func TestCase_PausesOfCenturies(t *testing.T) {
	t.Parallel()
	year := func(n int) time.Time { return time.Date(n, 1, 1, 0, 0, 0, 0, time.UTC) }
	target := sla.Target{Metric: sla.FirstResolution, Within: time.Hour, Pause: []string{"pending"}}
	got := one(t, target, sla.Timeline{
		askedAt(year(1600)),
		{At: year(1700), Kind: sla.Turned, Status: "pending"}, {At: year(1900), Kind: sla.Turned, Status: "open"},
		{At: year(1901), Kind: sla.Turned, Status: "pending"}, {At: year(2100), Kind: sla.Turned, Status: "open"},
	}, year(2101))
	require.GreaterOrEqual(t, got.Elapsed, time.Duration(0))
	require.GreaterOrEqual(t, got.Paused, time.Duration(0))
}

func TestUrgent_PausedLast(t *testing.T) {
	t.Parallel()
	paused := sla.Clock{ID: "paused", State: sla.Paused, Remaining: time.Minute}
	running := sla.Clock{ID: "running", State: sla.Running, Remaining: time.Hour, Due: minute(60)}
	for _, cs := range [][]sla.Clock{{paused, running}, {running, paused}} {
		got, ok := sla.Urgent(cs)
		require.True(t, ok)
		require.Equal(t, "running", got.ID)
	}
}
