package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/sla"
)

// requireTold wants the last that was said of each cycle to be what is so, and nothing said of others.
func (p *played) requireTold(why string) {
	p.t.Helper()
	announced := missedOf(must(wholeFeed(p.t.Context(), p.Desk)))
	for c, err := range p.Conversations(p.t.Context(), care.Query{Everything: true, Order: care.OrderStarted}) {
		require.NoError(p.t, err)
		for _, k := range c.Clocks(p.policy, p.clock.now) {
			key := string(k.Metric) + " " + k.ID
			require.Equal(p.t, k.State == sla.Missed, announced[key], "%s: %+v", why, k)
			delete(announced, key)
		}
	}
	require.Empty(p.t, announced, "%s: misses of cycles that are none", why)
}

// steps does what is to be done at each minute, and ticks.
func (p *played) steps(all ...any) {
	p.t.Helper()
	for i := 0; i < len(all); i += 2 {
		p.at(all[i].(int))
		switch do := all[i+1].(type) {
		case delivery:
			p.take(do)
		case func():
			do()
		}
		p.tick()
	}
}

func (p *played) tags(add, remove []string) func() {
	return func() { require.NoError(p.t, p.agent().Tag(p.t.Context(), p.in("1").ID, add, remove)) }
}

// byTag promises 60 minutes, 120 where it is slow, 30 to a VIP, and to some a resolution.
func byTag(t *testing.T) *sla.Policy {
	t.Helper()
	targets := func(n int) []sla.Target { return []sla.Target{firstWithin(time.Duration(n) * time.Minute)} }
	p, err := sla.NewPolicy(sla.PolicyConfig{ID: "p", Version: 1, Rules: []sla.Rule{
		{If: sla.Match{Tag: "slow"}, Targets: targets(120)},
		{If: sla.Match{Tag: "vip"}, Targets: targets(30)},
		{If: sla.Match{Tag: "more"}, Targets: append(targets(60), sla.Target{Metric: sla.FirstResolution, Within: 90 * time.Minute})},
		{If: sla.Match{Visibility: "unlisted"}, Targets: targets(300)},
		{Targets: targets(60)},
	}})
	require.NoError(t, err)
	return p
}

// TestLastWord tells stories in which what is promised changes after something was said.
func TestLastWord(t *testing.T) {
	t.Parallel()
	slow, vip, more := []string{"slow"}, []string{"vip"}, []string{"more"}
	unlisted := says("2", "1", 62, toUs, below("1"))
	unlisted.mention.Visibility = care.Unlisted
	for name, tell := range map[string]func(*played){
		"a tag, and back": func(p *played) {
			p.steps(0, says("1", "1", 0, toUs), 61, nil, 62, p.tags(slow, nil), 63, p.tags(nil, slow), 64, nil)
		},
		"messages of two visibilities": func(p *played) {
			p.steps(0, says("1", "1", 0, toUs), 61, nil, 62, unlisted, 63, says("3", "1", 63, toUs, below("1")), 90, says("4", "100", 90, below("3")), 900, nil)
		},
		"missed earlier after all, and answered in time": func(p *played) {
			p.steps(0, says("1", "1", 0, toUs), 61, nil, 62, p.tags(slow, nil), 63, p.tags(vip, slow), 70, says("2", "100", 20, below("1")))
		},
		"a tag that promises more": func(p *played) {
			p.steps(0, says("1", "1", 0, toUs), 61, nil, 62, p.tags(more, nil), 91, nil, 600, nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := playWith(t, func(c *desk.Config) { c.Policy = byTag(t) }, nil)
			tell(p)
			p.requireTold(name)
			p.audit()
			p.requireTold("rebuilt")
		})
	}
}

// TestPauseAsItIsDue: a pause that begins at the very instant does not hide the miss behind it.
func TestPauseAsItIsDue(t *testing.T) {
	t.Parallel()
	target := sla.Target{Metric: sla.FirstResolution, Within: time.Hour, Pause: []string{"pending"}}
	p := playWith(t, func(c *desk.Config) { c.Policy = promise(t, 1, target) }, nil)
	p.steps(0, says("1", "1", 0, toUs), 60, says("2", "100", 60, below("1")), 61, nil)
	p.requireTold("due as it pauses")
	require.Len(t, events[care.Missed](p), 1)
}

// TestFollowLonger: a version that gives an overdue case more time takes the miss back as it comes into force.
func TestFollowLonger(t *testing.T) {
	t.Parallel()
	chain, err := promise(t, 2, firstWithin(3*time.Hour)).After(promise(t, 1, firstWithin(10*time.Minute)), minute(100), sla.Follow)
	require.NoError(t, err)
	p := playWith(t, func(c *desk.Config) { c.Policy = chain }, nil)
	p.steps(0, says("1", "1", 0, toUs), 11, nil, 101, nil)
	p.requireTold("followed")
	p.steps(120, says("2", "100", 120, below("1")))
	p.requireTold("answered")
	require.Len(t, events[care.Corrected](p), 1)
}

// TestClockBehind: a store whose clock is behind looks at a pause that has not begun for it.
func TestClockBehind(t *testing.T) {
	t.Parallel()
	for _, behind := range []time.Duration{time.Second, time.Hour} {
		p := &played{t: t, clock: &clock{t0()}, reopen: 72 * time.Hour}
		p.policy = promise(t, 1, sla.Target{Metric: sla.TotalResolution, Within: 5 * time.Minute},
			sla.Target{Metric: sla.FirstResolution, Within: 5 * time.Hour, Pause: []string{"pending"}})
		p.store = memstore.New(memstore.Config{Now: func() time.Time { return p.clock.now.Add(-behind) }})
		d, err := desk.New(p.store, desk.Config{Accounts: worldAccounts(), Now: p.clock.Now, NewID: counter("c"), Policy: p.policy})
		require.NoError(t, err)
		p.Desk = d
		p.steps(0, says("1", "1", 0, toUs), 70, says("2", "100", 70, below("1")))
	}
}

// TestMissedOnceOverMerges: conversations that become one say of a cycle what one of them said, and not again.
func TestMissedOnceOverMerges(t *testing.T) {
	t.Parallel()
	p := play(t)
	p.steps(0, says("1", "1", 0, toUs), 3, says("3", "1", 3, toUs, below("2")), 30, nil)
	require.NoError(t, p.agent().Assign(t.Context(), p.in("3").ID, "team", "ann"))
	p.steps(30, says("2", "1", 2, below("1")), 31, nil, 32, nil)
	n := map[string]int{}
	for _, m := range events[care.Missed](p) {
		n[m.Mark]++
		require.Equal(t, 1, n[m.Mark], "%+v", m)
	}
	p.requireTold("merged")
}

// TestDueInCenturies: a promise that nobody lives to see is taken, and never due.
func TestDueInCenturies(t *testing.T) {
	t.Parallel()
	p := playWith(t, func(c *desk.Config) { c.Policy = promise(t, 1, firstWithin(290*365*24*time.Hour)) }, nil)
	p.take(says("1", "1", 0, toUs))
	require.Zero(t, p.head().Due)
}
