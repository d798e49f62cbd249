package desk_test

import (
	"fmt"
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

// TestLastWordOverParts takes a leg with an overdue clock out of a conversation, and back: under ids that sort by
// time, and under others.
func TestLastWordOverParts(t *testing.T) {
	t.Parallel()
	for name, digit := range map[string]func(n int) int{"ascending": func(n int) int { return n }, "descending": func(n int) int { return 9999 - n }} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := 1000
			p := playWith(t, func(c *desk.Config) {
				c.NewID = func() string { n++; return fmt.Sprintf("c%04d", digit(n)) }
			}, nil)
			p.take(says("1", "1", 0, toUs), says("2", "2", 1, toUs), says("4", "100", 15, below("1")))
			p.at(18)
			require.NoError(t, p.agent().Join(t.Context(), p.in("1").ID, p.in("2").ID, "same"))
			p.steps(20, nil)
			p.requireTold("missed")
			_, err := p.agent().Part(t.Context(), p.in("1").ID, care.LegKey{Thread: "twitter:1", Customer: "twitter:1"})
			require.NoError(t, err)
			p.steps(21, nil)
			p.requireTold("parted, and looked at")
			require.NoError(t, p.agent().Join(t.Context(), p.in("2").ID, p.in("1").ID, "same after all"))
			p.steps(22, nil)
			p.requireTold("joined")
			p.steps(30, says("3", "100", 3, below("1")))
			p.requireTold("answered in time")
			p.audit()
		})
	}
}

// TestLastWordOfResolutions: a total resolution that was missed runs again where the case is reopened.
func TestLastWordOfResolutions(t *testing.T) {
	t.Parallel()
	total := func(n int) []sla.Target {
		return []sla.Target{{Metric: sla.TotalResolution, Within: time.Duration(n) * time.Minute}}
	}
	policy, err := sla.NewPolicy(sla.PolicyConfig{ID: "p", Version: 1, Rules: []sla.Rule{
		{If: sla.Match{Visibility: "unlisted"}, Targets: total(300)}, {Targets: total(60)},
	}})
	require.NoError(t, err)
	unlisted := says("3", "1", 90, toUs, below("1"))
	unlisted.mention.Visibility = care.Unlisted
	for name, late := range map[string]any{"as it came": nil, "after something late": says("2", "1", 30, toUs, below("1"))} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := playWith(t, func(c *desk.Config) { c.Policy = policy }, nil)
			resolve := func() { require.NoError(t, p.agent().Resolve(t.Context(), p.in("1").ID, care.Seen{})) }
			p.steps(0, says("1", "1", 0, toUs), 61, nil, 70, resolve, 80, late)
			p.requireTold("resolved")
			p.steps(90, unlisted)
			p.requireTold("reopened with time left")
			p.audit()
		})
	}
}
