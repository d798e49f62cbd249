package sla_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sla"
)

func versioned(t *testing.T, version int, targets ...sla.Target) *sla.Policy {
	t.Helper()
	p, err := sla.NewPolicy(sla.PolicyConfig{ID: "test", Version: version, Rules: []sla.Rule{{Targets: targets}}})
	require.NoError(t, err)
	return p
}

func after(t *testing.T, p, former *sla.Policy, from int, change sla.Change) *sla.Policy {
	t.Helper()
	p, err := p.After(former, minute(from), change)
	require.NoError(t, err)
	return p
}

func first(minutes int) sla.Target {
	return sla.Target{Metric: sla.FirstResponse, Within: time.Duration(minutes) * time.Minute}
}

func next(minutes int) sla.Target {
	return sla.Target{Metric: sla.NextResponse, Within: time.Duration(minutes) * time.Minute}
}

func judged(cs []sla.Clock) []string {
	var out []string
	for _, c := range cs {
		out = append(out, c.Policy+" "+line(c))
	}
	return out
}

func TestPolicy_After(t *testing.T) {
	t.Parallel()
	v1, v2 := versioned(t, 1, first(10), next(10)), versioned(t, 2, first(60), next(60))
	closed := sla.Timeline{ask(0), answer(20, sla.Agent), ask(90)} // missed under version 1
	late := sla.Timeline{ask(95), answer(108, sla.Agent)}          // over the change at 100
	tests := []struct {
		name     string
		change   sla.Change
		timeline sla.Timeline
		now      int
		want     []string
	}{
		{"before", sla.Follow, closed, 95, []string{"test@1 first_response/1 asked-0 missed 0-20 20+0", "test@1 next_response/1 asked-90 running 90- 5+5"}},
		{"follow", sla.Follow, closed, 120, []string{"test@1 first_response/1 asked-0 missed 0-20 20+0", "test@2 next_response/1 asked-90 running 90- 30+30"}},
		{"stay", sla.Stay, closed, 120, []string{"test@1 first_response/1 asked-0 missed 0-20 20+0", "test@1 next_response/1 asked-90 missed 90- 30+0"}},
		{"closed under the new", sla.Follow, late, 120, []string{"test@2 first_response/1 asked-95 met 95-108 13+47"}},
		{"closed and stayed", sla.Stay, late, 120, []string{"test@1 first_response/1 asked-95 missed 95-108 13+0"}},
		{"begun after", sla.Stay, sla.Timeline{ask(100)}, 120, []string{"test@2 first_response/1 asked-100 running 100- 20+40"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := after(t, v2, v1, 100, tt.change)
			got := p.Evaluate(sla.Subject{}, tt.timeline, minute(tt.now))
			require.Equal(t, tt.want, judged(got))
			requireSound(t, got, minute(tt.now))
		})
	}
}

// A clock changes when its version does, and who waits for it hears of that.
func TestPolicy_After_next(t *testing.T) {
	t.Parallel()
	v1, v2 := versioned(t, 1, first(60)), versioned(t, 2, first(10))
	p := after(t, v2, v1, 20, sla.Follow)
	got := p.Evaluate(sla.Subject{}, sla.Timeline{ask(0)}, minute(5))
	require.Equal(t, minute(20), got[0].Next)
	got = p.Evaluate(sla.Subject{}, sla.Timeline{ask(0)}, minute(20))
	require.Equal(t, sla.Missed, got[0].State)
	require.Equal(t, minute(10), got[0].Due)

	p = after(t, versioned(t, 3, first(90)), p, 40, sla.Follow)
	require.Equal(t, minute(20), p.Changes(minute(5)), "the nearest of several")
	require.Equal(t, minute(40), p.Changes(minute(20)))
	require.Zero(t, p.Changes(minute(40)))

	got = after(t, v2, v1, 20, sla.Stay).Evaluate(sla.Subject{}, sla.Timeline{ask(0)}, minute(5))
	require.Equal(t, minute(60).Add(1), got[0].Next)
}

func TestPolicy_InForce(t *testing.T) {
	t.Parallel()
	v1, v2, v3, v4 := versioned(t, 1, first(10)), versioned(t, 2, first(20)), versioned(t, 3, first(30)), versioned(t, 4, first(40))
	p := after(t, v4, after(t, v3, after(t, v2, v1, 100, sla.Follow), 200, sla.Stay), 300, sla.Follow)
	tests := []struct {
		begun, at int
		want      string
	}{
		{0, 0, "test@1"}, {0, 99, "test@1"}, {0, 100, "test@2"}, {0, 250, "test@2"}, {0, 300, "test@4"},
		{150, 250, "test@2"}, {200, 250, "test@3"}, {200, 300, "test@4"}, {250, 250, "test@3"},
	}
	for _, tt := range tests {
		require.Equal(t, tt.want, p.InForce(minute(tt.begun), minute(tt.at)).Tag(), "%+v", tt)
	}
	require.Equal(t, "test@4", p.Tag())
}

// Pauses are remembered as stretches of time: what a former version counted by
// another calendar is counted again by the new one's, and not lost.
func TestPolicy_After_pauses(t *testing.T) {
	t.Parallel()
	target := sla.Target{Metric: sla.FirstResolution, Within: time.Hour, Pause: []string{"pending"}}
	v1 := versioned(t, 1, target)
	target.Within, target.Calendar = 2*time.Hour, newCalendar(t, all("UTC", "09:00", "17:00"))
	p := after(t, versioned(t, 2, target), v1, 2000, sla.Follow)
	marks := sla.Timeline{
		ask(9 * 60),
		{At: minute(10 * 60), Kind: sla.Turned, Status: "pending"},
		{At: minute((24 + 10) * 60), Kind: sla.Turned, Status: "open"},
	}
	got := p.Evaluate(sla.Subject{}, marks, minute((24+12)*60))
	require.Equal(t, minute((24+11)*60), got[0].Due)
	require.Equal(t, 8*time.Hour, got[0].Paused, "a day of eight hours, not of 24")
}

// A status that only a former version pauses in goes on being remembered.
func TestPolicy_After_formerPauses(t *testing.T) {
	t.Parallel()
	target := sla.Target{Metric: sla.FirstResolution, Within: time.Hour, Pause: []string{"pending"}}
	v1 := versioned(t, 1, target)
	target.Pause = nil
	p := after(t, versioned(t, 2, target), v1, 500, sla.Stay)
	got := p.Evaluate(sla.Subject{}, sla.Timeline{ask(0), {At: minute(10), Kind: sla.Turned, Status: "pending"}}, minute(400))
	require.Equal(t, sla.Paused, got[0].State)
}

func TestPolicy_After_faults(t *testing.T) {
	t.Parallel()
	v1, v2 := versioned(t, 1, first(10)), versioned(t, 2, first(20))
	_, err := v2.After(nil, minute(0), sla.Follow)
	require.EqualError(t, err, `sla: policy "test@2": former: none`)
	_, err = v2.After(v1, minute(0), "forget")
	require.EqualError(t, err, `sla: policy "test@2": change "forget" is neither follow nor stay`)
	_, err = v2.After(v1, time.Time{}, sla.Stay)
	require.ErrorContains(t, err, "is not after")
	v3 := after(t, versioned(t, 3, first(30)), v2, 50, sla.Stay)
	_, err = versioned(t, 4, first(30)).After(v3, minute(50), sla.Stay)
	require.ErrorContains(t, err, `is not after "test@3" came into force`)
	_, err = v1.After(v3, minute(60), sla.Stay)
	require.EqualError(t, err, `sla: policy "test@1": after "test@3", which is newer`)
	_, err = versioned(t, 2, first(30)).After(v2, minute(60), sla.Stay)
	require.EqualError(t, err, `sla: policy "test@2": after itself; give it another version`)
}

// A subject that changes with a mark is that of what comes after it, in the
// whole timeline as in the fold.
func TestMark_Subject(t *testing.T) {
	t.Parallel()
	p, err := sla.NewPolicy(sla.PolicyConfig{ID: "p", Version: 1, Rules: []sla.Rule{
		{If: sla.Match{Tag: "vip"}, Targets: []sla.Target{first(5), next(5)}},
		{Targets: []sla.Target{first(60), next(60)}},
	}})
	require.NoError(t, err)
	marks := sla.Timeline{
		ask(0), answer(10, sla.Agent),
		{At: minute(11), Kind: sla.Turned, Subject: &sla.Subject{Tags: []string{"vip"}}},
		ask(12),
	}
	require.Equal(t, []string{
		"first_response/1 asked-0 met 0-10 10+50",
		"next_response/1 asked-12 running 12- 1+4",
	}, lines(p.Evaluate(sla.Subject{}, marks, minute(13))))
}

// TestPolicy_After_fold folds random timelines mark by mark under three versions, with subjects that change, and
// wants what the whole timeline gives.
func TestPolicy_After_fold(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(11, 12))
	calendars := []*sla.Calendar{sla.Always(), newCalendar(t, office())}
	for range 300 {
		var p *sla.Policy
		for version := 1; version <= 3; version++ {
			v, err := sla.NewPolicy(sla.PolicyConfig{ID: "test", Version: version, Rules: []sla.Rule{
				{If: sla.Match{Tag: "vip"}, Targets: randomTargets(r, calendars)}, {Targets: randomTargets(r, calendars)},
			}})
			require.NoError(t, err)
			if p == nil {
				p = v
				continue
			}
			p = after(t, v, p, version*1000+r.IntN(900), []sla.Change{sla.Follow, sla.Stay}[r.IntN(2)])
		}
		checkFold(t, r, p, randomTimeline(r))
	}
}

func checkFold(t *testing.T, r *rand.Rand, p *sla.Policy, marks sla.Timeline) {
	t.Helper()
	var tr sla.Track
	var subject sla.Subject
	now := minute(0)
	type key struct {
		sla.Metric
		int
	}
	got := map[key]sla.Clock{}
	for i := range marks {
		if r.IntN(4) == 0 {
			marks[i].Subject = []*sla.Subject{{Tags: []string{"vip"}}, {}}[r.IntN(2)]
		}
		p.Add(subject, &tr, marks[i], func(c sla.Clock) { got[key{c.Metric, c.Cycle}] = c })
		if marks[i].Subject != nil {
			subject = *marks[i].Subject
		}
		if marks[i].At.After(now) {
			now = marks[i].At
		}
	}
	now = now.Add(time.Duration(r.IntN(3000)) * time.Minute)
	for _, c := range p.Open(subject, tr, now, nil) {
		got[key{c.Metric, c.Cycle}] = c
	}
	want := p.Evaluate(sla.Subject{}, marks, now)
	requireSound(t, want, now)
	for _, c := range want {
		require.Equal(t, c, got[key{c.Metric, c.Cycle}])
		delete(got, key{c.Metric, c.Cycle})
	}
	require.Empty(t, got)
}
