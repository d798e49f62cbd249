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

func promise(t *testing.T, version int, targets ...sla.Target) *sla.Policy {
	t.Helper()
	p, err := sla.NewPolicy(sla.PolicyConfig{ID: "p", Version: version, Rules: []sla.Rule{{Targets: targets}}})
	require.NoError(t, err)
	return p
}

func firstWithin(d time.Duration) sla.Target { return sla.Target{Metric: sla.FirstResponse, Within: d} }

func minute(n int) time.Time { return t0().Add(time.Duration(n) * time.Minute) }

// TestAdopt changes the promise twice, as programs that start again and again do.
func TestAdopt(t *testing.T) {
	t.Parallel()
	store := memstore.New(memstore.Config{})
	v1, v2, v3 := promise(t, 1, firstWithin(10*time.Minute)), promise(t, 2, firstWithin(time.Hour)), promise(t, 3, firstWithin(time.Minute))
	adopt := func(p *sla.Policy, from int, change sla.Change) (*sla.Policy, error) {
		return desk.Adopt(t.Context(), store, p, minute(from), change)
	}
	in := func(p *sla.Policy, begun, at int) string { return p.InForce(minute(begun), minute(at)).Tag() }

	got, err := adopt(v1, 100, sla.Follow)
	require.NoError(t, err)
	require.Equal(t, "p@1", in(got, 0, 0), "the first is in force from the beginning")
	got, err = adopt(v2, 200, sla.Stay)
	require.NoError(t, err)
	require.Equal(t, "p@1", in(got, 150, 250))
	got, err = adopt(v2, 300, sla.Follow)
	require.NoError(t, err, "again, at another time")
	require.Equal(t, "p@1", in(got, 150, 350), "it stays as it was adopted")
	require.Equal(t, "p@2", in(got, 200, 250))
	got, err = adopt(v3, 400, sla.Follow)
	require.NoError(t, err)
	require.Equal(t, "p@3", in(got, 150, 400))
	require.Equal(t, "p@1", in(got, 150, 399))

	_, err = adopt(v2, 500, sla.Follow)
	require.EqualError(t, err, `desk: adopt: changed meanwhile: policy "p@2" was replaced by "p@3": give what changed a new version`)
	_, err = adopt(promise(t, 3, firstWithin(time.Hour)), 500, sla.Follow)
	require.ErrorIs(t, err, care.ErrConflict)
	require.ErrorContains(t, err, `has policy "p@3" with other contents`)
	_, err = adopt(promise(t, 4, firstWithin(time.Hour)), 300, sla.Follow)
	require.ErrorIs(t, err, care.ErrInvalid, "before the last came into force")
}

// TestAdoptedJudges: what was missed under the old promise stays so, what is open follows, and a case knows
// what it was promised.
func TestAdoptedJudges(t *testing.T) {
	t.Parallel()
	store := memstore.New(memstore.Config{})
	_, err := desk.Adopt(t.Context(), store, promise(t, 1, firstWithin(10*time.Minute)), minute(0), sla.Follow)
	require.NoError(t, err)
	chain, err := desk.Adopt(t.Context(), store, promise(t, 2, firstWithin(time.Hour)), minute(100), sla.Follow)
	require.NoError(t, err)
	p := playWith(t, func(c *desk.Config) { c.Policy = chain }, nil)

	p.at(20)
	p.take(says("1", "1", 0, toUs), says("2", "100", 20, below("1")))
	p.at(95)
	p.take(says("3", "2", 95, toUs))
	p.tick()
	missed := events[care.Missed](p)
	require.Len(t, missed, 1)
	require.Equal(t, "p@1", missed[0].Policy)

	p.at(110)
	p.tick()
	require.Len(t, events[care.Missed](p), 1, "what is open has an hour now")
	c := p.in("3")
	require.Equal(t, "p@1", c.Cases[0].Promised)
	require.Equal(t, "p@1", c.Promised)
	clock := c.Clocks(chain, minute(110))[0]
	require.Equal(t, "p@2", clock.Policy)
	require.Equal(t, minute(155), clock.Due)
	p.at(156)
	p.tick()
	require.Len(t, events[care.Missed](p), 2)
	p.audit()
}
