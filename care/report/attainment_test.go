package report_test

import (
	"encoding/json"
	"errors"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/report"
	"github.com/kindlydm/kindly/sla"
)

// monday is 9 o'clock, when the desk of officeHours opens.
var monday = time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)

func after(d time.Duration, m sla.Mark) sla.Mark {
	m.At = monday.Add(d)
	return m
}

func asked(d time.Duration) sla.Mark { return after(d, sla.Mark{Kind: sla.Asked}) }
func answered(d time.Duration) sla.Mark {
	return after(d, sla.Mark{Kind: sla.Answered, Reply: sla.Agent})
}
func resolved(d time.Duration) sla.Mark { return after(d, sla.Mark{Kind: sla.Resolved}) }
func turned(d time.Duration, status string) sla.Mark {
	return after(d, sla.Mark{Kind: sla.Turned, Status: status})
}

// conversation has one case, of an account's customer who first wrote when the first mark says.
func conversation(account care.AccountID, marks ...sla.Mark) *care.Conversation {
	c := &care.Conversation{Head: care.Head{Tail: care.Tail{Account: account}}}
	subject := c.Subject()
	marks[0].Subject = &subject
	c.Lines = []care.Line{{
		Entry:  care.Entry{Row: &care.Row{Facts: care.Facts{OccurredAt: marks[0].At}}},
		Origin: care.OriginCustomer,
	}}
	c.Cases = []care.Case{{Number: 1, Started: marks[0].At, Subject: subject, Timeline: marks}}
	return c
}

func each(convs ...*care.Conversation) iter.Seq2[*care.Conversation, error] {
	return func(yield func(*care.Conversation, error) bool) {
		for _, c := range convs {
			if !yield(c, nil) {
				return
			}
		}
	}
}

func policy(t *testing.T, id string, version int, targets ...sla.Target) *sla.Policy {
	t.Helper()
	p, err := sla.NewPolicy(sla.PolicyConfig{ID: id, Version: version, Rules: []sla.Rule{{Targets: targets}}})
	require.NoError(t, err)
	return p
}

func officeHours(t *testing.T) *sla.Calendar {
	t.Helper()
	day := []sla.Span{{From: "09:00", To: "12:00"}, {From: "13:00", To: "17:00"}}
	c, err := sla.NewCalendar(sla.CalendarConfig{
		Name: "office", Zone: "UTC",
		Week:     map[time.Weekday][]sla.Span{time.Monday: day, time.Tuesday: day},
		Holidays: map[sla.Day]string{{Year: 2026, Month: time.March, Day: 3}: "a day off"},
	})
	require.NoError(t, err)
	return c
}

func first(d time.Duration) sla.Target { return sla.Target{Metric: sla.FirstResponse, Within: d} }

func counts(k report.Kept) [6]int {
	return [6]int{k.Cycles, k.Met, k.Missed, k.Overdue, k.Cancelled, k.Open}
}

// Each case is one conversation, judged a hundred days later unless it says otherwise.
func TestAttainmentOfOne(t *testing.T) {
	t.Parallel()
	const h = time.Hour
	office := officeHours(t)
	cases := []struct {
		name    string
		target  sla.Target
		now     time.Duration
		marks   []sla.Mark
		want    [6]int // cycles, met, missed, overdue, cancelled, open
		elapsed time.Duration
	}{
		{"met at the last instant", first(h), 0, []sla.Mark{asked(0), answered(h)}, [6]int{1, 1}, h},
		{"missed right after it", first(h), 0, []sla.Mark{asked(0), answered(h + 1)}, [6]int{1, 0, 1}, h + 1},
		{"never answered", first(h), 0, []sla.Mark{asked(0)}, [6]int{1, 0, 1, 1}, 0},
		{"not yet due", first(h), h, []sla.Mark{asked(0)}, [6]int{1, 0, 0, 0, 0, 1}, 0},
		{"answered later than now", first(h), h, []sla.Mark{asked(0), answered(2 * h)}, [6]int{1, 0, 0, 0, 0, 1}, 0},
		{"asked later than now", first(h), h, []sla.Mark{asked(2 * h)}, [6]int{}, 0},
		{"resolved instead", first(h), 0, []sla.Mark{asked(0), resolved(h)}, [6]int{1, 0, 0, 0, 1}, 0},
		{"resolved instead, too late", first(h), 0, []sla.Mark{asked(0), resolved(2 * h)}, [6]int{1, 0, 1}, 2 * h},
		{
			"over lunch", sla.Target{Metric: sla.FirstResponse, Within: h, Calendar: office}, 0,
			[]sla.Mark{asked(2*h + h/2), answered(4*h + h/2)},
			[6]int{1, 1}, h,
		},
		{
			"over a holiday and the rest of the week", sla.Target{Metric: sla.FirstResponse, Within: h, Calendar: office}, 0,
			[]sla.Mark{asked(7*h + h/2), answered(7*24*h + h/4)},
			[6]int{1, 1}, 3 * h / 4,
		},
		{
			"in a pause", sla.Target{Metric: sla.FirstResponse, Within: h, Pause: []string{"pending"}}, 0,
			[]sla.Mark{asked(0), turned(h/2, "pending")},
			[6]int{1, 0, 0, 0, 0, 1}, 0,
		},
		{
			"after a pause", sla.Target{Metric: sla.FirstResponse, Within: h, Pause: []string{"pending"}}, 0,
			[]sla.Mark{asked(0), turned(h/2, "pending"), turned(5*h, "open"), answered(5*h + h/4)},
			[6]int{1, 1}, 3 * h / 4,
		},
		{
			"next responses", sla.Target{Metric: sla.NextResponse, Within: h}, 0,
			[]sla.Mark{asked(0), answered(1), asked(2), answered(h), asked(2 * h), asked(3 * h), answered(4 * h), asked(5 * h)},
			[6]int{3, 1, 2, 1}, h - 2,
		},
		{"of another metric", sla.Target{Metric: sla.Update, Within: h}, 0, []sla.Mark{asked(0), answered(h)}, [6]int{}, 0},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			now := tc.now
			if now == 0 {
				now = 100 * 24 * h
			}
			c, err := report.Attainment(each(conversation("twitter:acme", tc.marks...)), report.AttainmentConfig{
				Policies: []*sla.Policy{policy(t, "p", 1, tc.target)}, Now: monday.Add(now),
			})
			require.NoError(t, err)
			if tc.want == [6]int{} {
				require.Empty(t, c.Total)
				return
			}
			require.Len(t, c.Total, 1)
			require.Empty(t, c.Rows)
			k := c.Total[0].Kept[0]
			require.Equal(t, tc.want, counts(k))
			require.Equal(t, tc.elapsed, k.Elapsed.Median)
		})
	}
}

func TestAttainmentSideBySide(t *testing.T) {
	t.Parallel()
	const m = time.Minute
	convs := each(
		conversation("twitter:acme", asked(0), answered(5*m)),
		conversation("twitter:acme", asked(30*m), answered(45*m)),
		conversation("twitter:acme", asked(6*24*time.Hour), answered(6*24*time.Hour+20*m)), // on Sunday
		conversation("facebook:acme", asked(24*time.Hour)),                                 // on Tuesday
	)
	c, err := report.Attainment(convs, report.AttainmentConfig{
		Policies: []*sla.Policy{
			policy(t, "short", 1, first(10*m)), policy(t, "long", 3, first(15*m)),
			policy(t, "other", 1, sla.Target{Metric: sla.TotalResolution, Within: 1000 * time.Hour}),
		},
		By: []report.By{report.ByHourOfWeek, report.ByPlatform}, Zone: time.FixedZone("Ahead", 3600),
	})
	require.NoError(t, err)
	require.Equal(t, []string{"short@1", "long@3", "other@1"}, c.Policies)
	require.Equal(t, 4, c.Conversations)
	require.Equal(t, monday.Add(6*24*time.Hour+20*m), c.Now.UTC(), "the latest mark")
	require.Equal(t, "Ahead", c.Zone)

	var keys [][]string
	for _, row := range c.Rows {
		keys = append(keys, append([]string{string(row.Metric)}, row.Keys...))
	}
	require.Equal(t, [][]string{
		{"first_response", "mon 10", "twitter"},
		{"first_response", "tue 10", "facebook"},
		{"first_response", "sun 10", "twitter"},
		{"total_resolution", "mon 10", "twitter"},
		{"total_resolution", "tue 10", "facebook"},
		{"total_resolution", "sun 10", "twitter"},
	}, keys)

	require.Len(t, c.Total, 2)
	responses := c.Total[0].Kept
	require.Equal(t, [6]int{4, 1, 3, 1}, counts(responses[0]))
	require.InDelta(t, 0.25, responses[0].Attainment, 1e-9)
	require.Equal(t, [6]int{4, 2, 2, 1}, counts(responses[1]))
	require.InDelta(t, 0.5, responses[1].Attainment, 1e-9)
	require.Equal(t, 3, responses[1].Elapsed.N)
	require.Equal(t, 15*m, responses[1].Elapsed.Median)
	require.Equal(t, 20*m, responses[1].Elapsed.P90)
	require.Equal(t, report.Kept{Policy: "other@1"}, responses[2])
	require.Equal(t, [6]int{4, 0, 0, 0, 0, 4}, counts(c.Total[1].Kept[2]))
	require.Zero(t, c.Total[1].Kept[2].Attainment)
}

func TestAttainmentSelects(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	convs := each(
		conversation("twitter:acme", asked(0), answered(2*day)),
		conversation("twitter:acme", asked(day), answered(3*day)),
		conversation("twitter:acme", asked(2*day), answered(4*day)),
		&care.Conversation{Lines: []care.Line{{Origin: care.OriginUs}}},
	)
	c, err := report.Attainment(convs, report.AttainmentConfig{
		Policies: []*sla.Policy{policy(t, "p", 1, first(time.Hour))}, From: monday.Add(day), To: monday.Add(2 * day),
	})
	require.NoError(t, err)
	require.Equal(t, 1, c.Conversations)
	require.Equal(t, 1, c.Total[0].Kept[0].Cycles)
	require.Equal(t, monday.Add(4*day), c.Now, "of all conversations, selected or not")

	c, err = report.Attainment(convs, report.AttainmentConfig{
		Policies: []*sla.Policy{policy(t, "p", 1, first(time.Hour))}, Now: monday.Add(day),
	})
	require.NoError(t, err)
	require.Equal(t, 2, c.Conversations, "the third began later")
}

func TestComparisonSaysWhatItCannotTell(t *testing.T) {
	t.Parallel()
	first, resolution := first(time.Hour), sla.Target{Metric: sla.FirstResolution, Within: time.Hour}
	cases := []struct {
		name    string
		targets []sla.Target
		marks   []sla.Mark
		want    []string
	}{
		{"responses", []sla.Target{first}, []sla.Mark{asked(0)}, []string{report.NoStaffing}},
		{"never resolved", []sla.Target{first, resolution}, []sla.Mark{asked(0)}, []string{report.NoStaffing, report.NoResolutions}},
		{"resolved", []sla.Target{first, resolution}, []sla.Mark{asked(0), resolved(1)}, []string{report.NoStaffing}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c, err := report.Attainment(each(conversation("x:acme", tc.marks...)), report.AttainmentConfig{
				Policies: []*sla.Policy{policy(t, "p", 1, tc.targets...)},
			})
			require.NoError(t, err)
			require.Equal(t, report.Tells, c.Tells)
			require.Equal(t, tc.want, c.CannotTell)
		})
	}
}

func TestComparisonJSON(t *testing.T) {
	t.Parallel()
	want, err := report.Attainment(each(conversation("x:acme", asked(0), answered(time.Minute))), report.AttainmentConfig{
		Policies: []*sla.Policy{policy(t, "p", 1, first(time.Hour))}, By: []report.By{report.ByDay},
	})
	require.NoError(t, err)
	text, err := json.Marshal(want)
	require.NoError(t, err)
	require.Contains(t, string(text), `"elapsed":{"n":1,"median_s":60,"p90_s":60}`)
	var got report.Comparison
	require.NoError(t, json.Unmarshal(text, &got))
	require.Equal(t, want, &got)

	none, err := report.Attainment(each(), report.AttainmentConfig{Policies: []*sla.Policy{policy(t, "p", 1, first(time.Hour))}})
	require.NoError(t, err)
	text, err = json.Marshal(none)
	require.NoError(t, err)
	require.Contains(t, string(text), `"total":[]`)
}

func TestAttainmentRefuses(t *testing.T) {
	t.Parallel()
	p := policy(t, "p", 1, first(time.Hour))
	cases := []struct {
		name string
		cfg  report.AttainmentConfig
		want []string
	}{
		{"no policy", report.AttainmentConfig{}, []string{"report: no policy"}},
		{"nil", report.AttainmentConfig{Policies: []*sla.Policy{p, nil}}, []string{"report: policy 2: none"}},
		{"the zero policy", report.AttainmentConfig{Policies: []*sla.Policy{{}}}, []string{"report: policy 1: none"}},
		{"twice", report.AttainmentConfig{Policies: []*sla.Policy{p, p}}, []string{`report: policy "p@1": twice`}},
		{
			"everything else",
			report.AttainmentConfig{By: []report.By{"mood", "day", "day"}, From: monday, To: monday.Add(-1)},
			[]string{`by "mood": not one of`, `by "day": twice`, "To is before From", "no policy"},
		},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c, err := report.Attainment(each(), tc.cfg)
			require.Nil(t, c)
			for _, want := range tc.want {
				require.ErrorContains(t, err, want)
			}
			require.Equal(t, err, tc.cfg.Validate())
		})
	}
}

func TestAttainmentStopsAtAnError(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	convs := func(yield func(*care.Conversation, error) bool) {
		_ = yield(conversation("x:acme", asked(0)), nil) && yield(nil, broken)
	}
	cfg := report.AttainmentConfig{Policies: []*sla.Policy{policy(t, "p", 1, first(time.Hour))}}
	_, err := report.Attainment(convs, cfg)
	require.ErrorIs(t, err, broken)
	cfg.Now = monday
	_, err = report.Attainment(convs, cfg)
	require.ErrorIs(t, err, broken)
}

// What can be walked once gives no figures on the second walk: that must not look like no conversations.
func TestAttainmentOfWhatCanBeWalkedOnce(t *testing.T) {
	t.Parallel()
	walked := false
	once := func(yield func(*care.Conversation, error) bool) {
		if !walked {
			walked = true
			yield(conversation("x:acme", asked(0)), nil)
		}
	}
	cfg := report.AttainmentConfig{Policies: []*sla.Policy{policy(t, "p", 1, first(time.Hour))}}
	_, err := report.Attainment(once, cfg)
	require.ErrorContains(t, err, "Now is required")
	walked, cfg.Now = false, monday
	c, err := report.Attainment(once, cfg)
	require.NoError(t, err)
	require.Equal(t, 1, c.Conversations)
}

// TestAttainment_ByStart puts a cycle into the hour in which it started, and an account into its brand.
func TestAttainment_ByStart(t *testing.T) {
	t.Parallel()
	next := sla.Target{Metric: sla.NextResponse, Within: time.Hour}
	talk := func(account care.AccountID) *care.Conversation {
		return conversation(account, asked(0), answered(time.Minute), asked(5*time.Hour), answered(5*time.Hour+time.Minute))
	}
	got, err := report.Attainment(each(talk("twitter:acme"), talk("twitter:acme_help"), talk("twitter:other")), report.AttainmentConfig{
		Policies: []*sla.Policy{policy(t, "p", 1, next)}, By: []report.By{report.ByBrand, report.ByHourOfWeek},
		Brands: report.Brands{"twitter:acme": "Acme", "twitter:acme_help": "Acme"},
	})
	require.NoError(t, err)
	require.Len(t, got.Rows, 2)
	require.Equal(t, []string{"Acme", "mon 14"}, got.Rows[0].Keys)
	require.Equal(t, 2, got.Rows[0].Kept[0].Met)
	require.Equal(t, []string{"twitter:other", "mon 14"}, got.Rows[1].Keys)
}
