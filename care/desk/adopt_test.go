package desk_test

import (
	"context"
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
	require.EqualError(t, err, `desk: adopt: changed meanwhile: policy "p@2" was replaced by "p@3": give what changed a new version, or use the one that is there`)
	_, err = adopt(promise(t, 3, firstWithin(time.Hour)), 500, sla.Follow)
	require.ErrorIs(t, err, care.ErrConflict)
	require.ErrorContains(t, err, `has policy "p@3" with other contents`)
	for _, none := range []*sla.Policy{nil, {}} {
		_, err = adopt(none, 500, sla.Follow)
		require.ErrorIs(t, err, care.ErrInvalid)
	}
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

// TestAdoptedWatches: a version that promises what none did before is watched over from then on, and queues have
// its due times.
func TestAdoptedWatches(t *testing.T) {
	t.Parallel()
	store := memstore.New(memstore.Config{})
	_, err := desk.Adopt(t.Context(), store, promise(t, 1, firstWithin(10*time.Minute)), minute(0), sla.Follow)
	require.NoError(t, err)
	chain, err := desk.Adopt(t.Context(), store, promise(t, 2, firstWithin(10*time.Minute),
		sla.Target{Metric: sla.FirstResolution, Within: 4 * time.Hour}), minute(100), sla.Follow)
	require.NoError(t, err)
	p := playWith(t, func(c *desk.Config) { c.Policy = chain }, nil)
	p.take(says("1", "1", 40, toUs), says("2", "100", 45, below("1")))
	require.Equal(t, minute(280), p.head().Due)
	for _, m := range []int{100, 101, 281} {
		p.at(m)
		p.tick()
	}
	missed := events[care.Missed](p)
	require.Len(t, missed, 1)
	require.Equal(t, "first_resolution", missed[0].Metric)
	require.Equal(t, minute(280), missed[0].Due)
	p.audit()
}

// conflicted saves nothing the first time, as when another process came first.
type conflicted struct {
	care.State

	times int
}

func (s *conflicted) Save(ctx context.Context, key string, value []byte, rev int64) (int64, error) {
	if s.times--; s.times >= 0 {
		return 0, &care.Error{Code: care.CodeConflict}
	}
	return s.State.Save(ctx, key, value, rev)
}

// TestAdoptTogether: two processes may adopt at once.
func TestAdoptTogether(t *testing.T) {
	t.Parallel()
	store := &conflicted{State: memstore.New(memstore.Config{}), times: 2}
	_, err := desk.Adopt(t.Context(), store, promise(t, 1, firstWithin(time.Hour)), minute(0), sla.Follow)
	require.NoError(t, err)
}

// TestAdoptUnreadable: what could not be read again is not kept, or it would keep all later versions out.
func TestAdoptUnreadable(t *testing.T) {
	t.Parallel()
	huge, err := sla.NewCalendar(sla.CalendarConfig{
		Name: "huge", Zone: "UTC", Week: map[time.Weekday][]sla.Span{time.Monday: {{From: "09:00", To: "17:00"}}},
		Holidays: sla.Holidays(sla.Day{Year: 2000, Month: 1, Day: 1}, sla.Day{Year: 2190, Month: 1, Day: 1}, func(sla.Day) (string, bool) {
			return "a day on which nobody works", true
		}),
	})
	require.NoError(t, err)
	target := firstWithin(time.Hour)
	target.Calendar = huge
	store := memstore.New(memstore.Config{})
	_, err = desk.Adopt(t.Context(), store, promise(t, 1, target), minute(0), sla.Follow)
	require.ErrorIs(t, err, care.ErrInvalid)
	_, err = desk.Adopt(t.Context(), store, promise(t, 2, firstWithin(time.Hour)), minute(0), sla.Follow)
	require.NoError(t, err)
}
