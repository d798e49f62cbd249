package desk_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/sla"
)

// everyMetric promises everything, in the hours of an office.
func everyMetric(t *testing.T) *sla.Policy {
	t.Helper()
	office, err := sla.NewCalendar(sla.CalendarConfig{Name: "office", Zone: "Africa/Nairobi", Week: map[time.Weekday][]sla.Span{
		time.Monday: {{From: "08:00", To: "17:00"}}, time.Tuesday: {{From: "08:00", To: "17:00"}}, time.Saturday: {{From: "22:00", To: "06:00"}},
	}})
	require.NoError(t, err)
	p, err := sla.NewPolicy(sla.PolicyConfig{ID: "p", Version: 1, Rules: []sla.Rule{{
		If: sla.Match{Visibility: "unlisted"}, Targets: []sla.Target{{Metric: sla.FirstResponse, Within: 3 * time.Hour}},
	}, {
		If: sla.Match{Tag: "vip"}, Targets: []sla.Target{{Metric: sla.FirstResponse, Within: time.Minute}, {Metric: sla.FirstResolution, Within: 2 * time.Hour}},
	}, {Targets: []sla.Target{
		{Metric: sla.FirstResponse, Within: 10 * time.Minute}, {Metric: sla.NextResponse, Within: 20 * time.Minute, Calendar: office, Pause: []string{"snoozed"}},
		{Metric: sla.FirstResolution, Within: time.Hour, Pause: []string{"pending", "snoozed"}, Warn: []time.Duration{10 * time.Minute}}, {Metric: sla.TotalResolution, Within: 9 * time.Hour, Calendar: office},
	}}}})
	require.NoError(t, err)
	return p
}

// TestCycles: while time goes on in any steps and two desks tick over one store, what was last said of each cycle
// is what is so.
func TestCycles(t *testing.T) {
	t.Parallel()
	policy := everyMetric(t)
	seeds(t, 600, func(seed uint64) {
		r := rand.New(rand.NewPCG(seed, 5))
		p := playWith(t, func(c *desk.Config) { c.Policy = policy }, nil)
		second, err := desk.New(p.store, desk.Config{Accounts: worldAccounts(), Now: p.clock.Now, NewID: counter("d"), Policy: policy})
		require.NoError(t, err)
		all := newWorld(r, true)
		for len(all) > 0 {
			d := all[0]
			all = all[1:]
			for d.at().After(p.clock.now) {
				p.clock.now = p.clock.now.Add(min(d.at().Sub(p.clock.now), time.Duration(1+r.IntN(300))*time.Minute))
				_, err := []*desk.Desk{p.Desk, second}[r.IntN(2)].Tick(t.Context())
				require.NoError(t, err)
			}
			p.take(d)
			if r.IntN(4) == 0 {
				decideSomething(p, r)
			}
			openMisses(t, p, second, seed)
		}
		p.clock.now = p.clock.now.Add(30 * 24 * time.Hour)
		openMisses(t, p, second, seed)
	})
}

// openMisses has both desks do what is due, and checks that every miss that shows was announced, and no other is.
func openMisses(t *testing.T, p *played, second *desk.Desk, seed uint64) {
	t.Helper()
	_, err := second.Tick(t.Context())
	require.NoError(t, err)
	p.audit()
	for _, c := range events[care.Corrected](p) {
		require.NotEqual(t, c.Was == sla.Missed, c.Is == sla.Missed, "seed %d: %+v corrects nothing", seed, c)
	}
	p.requireTold(fmt.Sprintf("seed %d\n%s", seed, story(p.all, inOrder(len(p.all)))))
}
