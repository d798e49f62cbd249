package sla_test

import (
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
	require.EqualError(t, err, `sla: policy "test@2": after none`)
	_, err = v2.After(v1, minute(0), "forget")
	require.EqualError(t, err, `sla: policy "test@2": change "forget" is neither follow nor stay`)
	_, err = v2.After(v1, time.Time{}, sla.Stay)
	require.ErrorContains(t, err, "is not after")
	v3 := after(t, versioned(t, 3, first(30)), v2, 50, sla.Stay)
	_, err = v1.After(v3, minute(50), sla.Stay)
	require.ErrorContains(t, err, `is not after "test@3" came into force`)
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
