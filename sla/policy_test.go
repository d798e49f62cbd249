package sla_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sla"
)

func newPolicy(t testing.TB, targets ...sla.Target) *sla.Policy {
	t.Helper()
	p, err := sla.NewPolicy(sla.PolicyConfig{ID: "test", Version: 1, Rules: []sla.Rule{{Targets: targets}}})
	require.NoError(t, err)
	return p
}

func TestNewPolicy_Faults(t *testing.T) {
	t.Parallel()
	_, err := sla.NewPolicy(sla.PolicyConfig{
		ID: "care@ke",
		Rules: []sla.Rule{
			{If: sla.Match{Platform: "twitter"}, Targets: []sla.Target{
				{Metric: sla.FirstResponse, Within: time.Minute},
				{Metric: sla.FirstResponse, Within: time.Hour},
				{Metric: "smiles", Within: -1, Calendar: &sla.Calendar{}, Counts: []sla.Reply{sla.Bot, "customer"}, Pause: []string{""}, Warn: []time.Duration{time.Minute}},
			}},
			{If: sla.Match{Platform: "twitter", Priority: "high"}},
		},
	})
	require.EqualError(t, err, `sla: policy "care@ke": id: "care@ke" is empty or has an @
version: 0 is less than 1
rules[0].targets[1].metric: a second first_response
rules[0].targets[2].metric: "smiles" is none of first_response, next_response, update, first_resolution, total_resolution
rules[0].targets[2].within: -1ns is missing, or not positive
rules[0].targets[2].counts[1]: "customer" is none of agent, approved, bot, elsewhere, holding, handover
rules[0].targets[2].pause[0]: is empty
rules[0].targets[2].warn[0]: 1m is not between 0 and -1ns, the target
rules[0].targets[2].calendar: made by neither NewCalendar nor Always
rules[1]: not reached, rules[0] matches all of it`)

	_, err = sla.NewPolicy(sla.PolicyConfig{ID: "empty", Version: 1})
	require.EqualError(t, err, `sla: policy "empty": rules: none`)
}

func TestPolicy_Match(t *testing.T) {
	t.Parallel()
	named := func(minutes int, m sla.Match) sla.Rule {
		return sla.Rule{If: m, Targets: []sla.Target{{Metric: sla.FirstResponse, Within: time.Duration(minutes) * time.Minute}}}
	}
	p, err := sla.NewPolicy(sla.PolicyConfig{ID: "ke", Version: 3, Rules: []sla.Rule{
		{If: sla.Match{Tag: "spam"}},
		named(1, sla.Match{Platform: "twitter", Priority: "high"}),
		named(2, sla.Match{Platform: "twitter", Tag: "vip"}),
		named(3, sla.Match{Platform: "twitter"}),
		named(4, sla.Match{Account: "main", Visibility: "private"}),
	}})
	require.NoError(t, err)
	require.Equal(t, "ke@3", p.Tag())

	tests := []struct {
		name string
		s    sla.Subject
		want int // minutes; 0 is no promise
	}{
		{"first of several", sla.Subject{Platform: "twitter", Priority: "high", Tags: []string{"vip"}}, 1},
		{"any tag", sla.Subject{Platform: "twitter", Tags: []string{"a", "vip"}}, 2},
		{"less specific", sla.Subject{Platform: "twitter", Account: "main", Visibility: "private"}, 3},
		{"two fields", sla.Subject{Platform: "other", Account: "main", Visibility: "private"}, 4},
		{"one of two fields", sla.Subject{Account: "main", Visibility: "public"}, 0},
		{"the other of two fields", sla.Subject{Account: "other", Visibility: "private"}, 0},
		{"no targets", sla.Subject{Platform: "twitter", Tags: []string{"vip", "spam"}}, 0},
		{"case matters", sla.Subject{Platform: "Twitter"}, 0},
		{"nothing known", sla.Subject{}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := p.Evaluate(tt.s, sla.Timeline{ask(0)}, minute(0))
			if tt.want == 0 {
				require.Empty(t, got)
				return
			}
			require.Len(t, got, 1)
			require.Equal(t, minute(tt.want), got[0].Due)
			require.Equal(t, "ke@3", got[0].Policy)
		})
	}
}

func TestPolicy_Immutable(t *testing.T) {
	t.Parallel()
	cfg := sla.PolicyConfig{ID: "p", Version: 1, Rules: []sla.Rule{{Targets: []sla.Target{
		{Metric: sla.FirstResponse, Within: time.Minute, Counts: []sla.Reply{sla.Bot}},
	}}}}
	p, err := sla.NewPolicy(cfg)
	require.NoError(t, err)
	cfg.Rules[0].Targets[0].Counts[0] = sla.Agent
	cfg.Rules[0].Targets[0].Within = time.Hour
	got := p.Evaluate(sla.Subject{}, sla.Timeline{ask(0), answer(1, sla.Bot)}, minute(9))
	require.Equal(t, sla.Met, got[0].State)
	require.Equal(t, minute(1), got[0].Due)
}

func TestDefault(t *testing.T) {
	t.Parallel()
	p := sla.Default()
	require.Equal(t, "default@1", p.Tag())
	for platform, minutes := range map[string]int{"twitter": 10, "facebook": 60, "mastodon": 60, "": 60} {
		got := p.Evaluate(sla.Subject{Platform: platform}, sla.Timeline{ask(0), answer(5, sla.Agent), ask(70)}, minute(70))
		require.Len(t, got, 2, platform)
		require.Equal(t, sla.FirstResponse, got[0].Metric)
		require.Equal(t, minute(minutes), got[0].Due, platform)
		require.Equal(t, sla.NextResponse, got[1].Metric)
		require.Equal(t, minute(70+minutes), got[1].Due, platform)
	}
}

// TestNewPolicy_Reached: a rule hides those behind it that match less, and no others.
func TestNewPolicy_Reached(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		first, second sla.Match
		reached       bool
	}{
		{sla.Match{}, sla.Match{Tag: "vip"}, false},
		{sla.Match{Account: "a"}, sla.Match{Account: "a", Tag: "vip"}, false},
		{sla.Match{Account: "a"}, sla.Match{Account: "b"}, true},
		{sla.Match{Visibility: "direct"}, sla.Match{Visibility: "public"}, true},
		{sla.Match{Visibility: "direct"}, sla.Match{}, true},
		{sla.Match{Platform: "twitter"}, sla.Match{Platform: "facebook"}, true},
		{sla.Match{Priority: "high"}, sla.Match{Tag: "high"}, true},
	} {
		targets := []sla.Target{{Metric: sla.FirstResponse, Within: time.Minute}}
		_, err := sla.NewPolicy(sla.PolicyConfig{ID: "p", Version: 1, Rules: []sla.Rule{{If: tt.first, Targets: targets}, {If: tt.second, Targets: targets}}})
		require.Equal(t, tt.reached, err == nil, "%+v", tt)
	}
}
