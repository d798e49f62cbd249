package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/sla"
)

// TestWarned: a warning comes once, and not any more when the clock has stopped.
func TestWarned(t *testing.T) {
	t.Parallel()
	target := firstWithin(time.Hour)
	target.Warn = []time.Duration{10 * time.Minute, 30 * time.Minute}
	p := playWith(t, func(c *desk.Config) { c.Policy = promise(t, 1, target) }, nil)
	p.take(says("1", "1", 0, toUs), says("2", "2", 0, toUs))
	for _, m := range []int{29, 30, 31, 40} {
		p.at(m)
		p.tick()
	}
	require.Len(t, events[care.Warned](p), 2)
	p.take(says("3", "100", 41, below("2")))
	for _, m := range []int{50, 60, 61, 62} {
		p.at(m)
		p.tick()
	}
	warned := events[care.Warned](p)
	require.Len(t, warned, 3)
	require.Equal(t, care.Warned{Metric: "first_response", Mark: "twitter:1", Due: minute(60), Left: 10 * time.Minute, Policy: "p@1"}, warned[2])
	require.Len(t, events[care.Missed](p), 1)
	p.audit()
}

// TestMissedBeforeAnyTick: an answer that came late is a miss, though nobody looked in between.
func TestMissedBeforeAnyTick(t *testing.T) {
	t.Parallel()
	p := play(t)
	p.take(says("1", "1", 0, toUs))
	p.take(says("2", "100", 30, below("1")))
	require.Len(t, events[care.Missed](p), 1)
	p.at(60)
	p.tick()
	p.audit()
	require.Len(t, events[care.Missed](p), 1, "once")
	require.Empty(t, events[care.Corrected](p))
}

// TestCorrected: an answer that becomes known late takes a miss back, once; and a miss that is one after all
// is said again.
func TestCorrected(t *testing.T) {
	t.Parallel()
	p := play(t)
	p.take(says("1", "1", 0, toUs))
	p.at(11)
	p.tick()
	require.Len(t, events[care.Missed](p), 1)

	p.at(30)
	p.take(says("2", "100", 5, below("1")))
	p.take(says("2", "100", 5, below("1")))
	require.Equal(t, []care.Corrected{{
		Metric: "first_response", Mark: "twitter:1", Due: minute(10), Policy: "default@1", Was: sla.Missed, Is: sla.Met, N: 2,
	}}, events[care.Corrected](p))
	_, err := p.Rebuild(t.Context())
	require.NoError(t, err)
	require.Len(t, events[care.Corrected](p), 1, "once")

	gone := p.all[1]
	gone.mention, gone.removal = nil, &care.Removal{Ref: "twitter:2", At: minute(31), ObservedAt: minute(31)}
	p.take(gone)
	p.at(40)
	p.tick()
	p.audit()
	shows := missedOf(must(wholeFeed(t.Context(), p.Desk)))
	clock := p.in("1").Clocks(p.policy, minute(40))[0]
	require.Equal(t, clock.State == sla.Missed, shows["first_response twitter:1"], "%+v", clock)
	var lines []string
	for _, l := range p.in("1").Lines {
		if l.Event != nil {
			lines = append(lines, care.EventKind(l.Event.Body))
		}
	}
	require.Contains(t, lines, "missed")
	require.Contains(t, lines, "corrected")
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// TestCorrectedToNothing: the message that started the clock turns out not to be the oldest.
func TestCorrectedToNothing(t *testing.T) {
	t.Parallel()
	p := play(t)
	p.take(says("2", "1", 5, toUs))
	p.at(16)
	p.tick()
	p.take(says("1", "1", 0, toUs), says("2", "1", 5, toUs, below("1")))
	p.tick()
	p.audit()
	corrected := events[care.Corrected](p)
	require.Len(t, corrected, 1)
	require.Equal(t, "twitter:2", corrected[0].Mark)
	require.Empty(t, corrected[0].Is)
	require.Equal(t, "twitter:1", events[care.Missed](p)[1].Mark)
}

// TestPauseWhileSnoozed: a snooze stops the clock of the resolution, and it goes on by itself.
func TestPauseWhileSnoozed(t *testing.T) {
	t.Parallel()
	target := sla.Target{Metric: sla.FirstResolution, Within: time.Hour, Pause: []string{string(care.StatusSnoozed)}}
	p := playWith(t, func(c *desk.Config) { c.Policy = promise(t, 1, target) }, nil)
	p.take(says("1", "1", 0, toUs))
	p.at(10)
	require.NoError(t, p.agent().Snooze(t.Context(), p.in("1").ID, minute(100)))
	require.Equal(t, minute(150), p.head().Due)
	for _, m := range []int{61, 100, 150} {
		p.at(m)
		p.tick()
	}
	require.Empty(t, events[care.Missed](p))
	p.at(151)
	p.tick()
	require.Equal(t, minute(150), events[care.Missed](p)[0].Due)
	p.audit()
}

// TestRunIsOnTime: Run has a timer for what is due, and does not wait for its next tick.
func TestRunIsOnTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		target := firstWithin(10 * time.Minute)
		target.Warn = []time.Duration{time.Minute}
		d, err := desk.New(memstore.New(memstore.Config{}), desk.Config{
			Accounts: worldAccounts(), Policy: promise(t, 1, target), TickEvery: 24 * time.Hour,
		})
		require.NoError(t, err)
		ctx, stop := context.WithTimeout(t.Context(), 24*time.Hour)
		defer stop()
		ended := make(chan error, 1)
		go func() { ended <- d.Run(ctx) }()
		synctest.Wait()
		start := time.Now()
		m := care.Mention{Ref: "twitter:1", Kind: care.KindMention, Visibility: care.Public, Author: care.Author{ID: "twitter:1"},
			Via: []care.AccountID{worldAccounts()[0].ID}, Text: "hello?", OccurredAt: start, ObservedAt: start}
		_, err = d.Ingest(ctx, care.Batch{Mentions: []care.Mention{m}})
		require.NoError(t, err)
		var said []string
		for e, err := range d.Events(ctx, "") {
			require.NoError(t, err)
			said = append(said, fmt.Sprint(care.EventKind(e.Body), " ", time.Since(start)))
			if care.EventKind(e.Body) == "missed" {
				break
			}
		}
		require.Equal(t, []string{"received 0s", "warned 9m0s", "missed 10m0.000000001s"}, said)
		stop()
		require.NoError(t, <-ended)
	})
}

// TestMissedAfterWarning: a message that comes behind a warning leaves the miss planned.
func TestMissedAfterWarning(t *testing.T) {
	t.Parallel()
	target := firstWithin(time.Hour)
	target.Warn = []time.Duration{30 * time.Minute}
	p := playWith(t, func(c *desk.Config) { c.Policy = promise(t, 1, target) }, nil)
	p.take(says("1", "1", 0, toUs))
	p.at(30)
	p.tick()
	require.Len(t, events[care.Warned](p), 1)
	require.Equal(t, minute(30), must(wholeFeed(t.Context(), p.Desk))[1].At)
	p.take(says("2", "1", 40, toUs, below("1")))
	for _, m := range []int{41, 61} {
		p.at(m)
		p.tick()
	}
	require.Len(t, events[care.Warned](p), 1)
	require.Len(t, events[care.Missed](p), 1)
}

// TestNoWarningInAPause: what has come to a warning, and stands still, worries nobody.
func TestNoWarningInAPause(t *testing.T) {
	t.Parallel()
	target := sla.Target{Metric: sla.FirstResolution, Within: time.Hour, Pause: []string{"snoozed"}, Warn: []time.Duration{30 * time.Minute}}
	p := playWith(t, func(c *desk.Config) { c.Policy = promise(t, 1, target) }, nil)
	p.take(says("1", "1", 0, toUs))
	p.at(35)
	require.NoError(t, p.agent().Snooze(t.Context(), p.in("1").ID, minute(200)))
	p.tick()
	require.Empty(t, events[care.Warned](p))
	p.at(200)
	p.tick()
	require.Len(t, events[care.Warned](p), 1)
}

// TestCorrectedToPaused: an answer that becomes known late made the case pending before the resolution was due.
func TestCorrectedToPaused(t *testing.T) {
	t.Parallel()
	target := sla.Target{Metric: sla.FirstResolution, Within: time.Hour, Pause: []string{"pending"}}
	p := playWith(t, func(c *desk.Config) { c.Policy = promise(t, 1, target) }, nil)
	p.take(says("1", "1", 0, toUs))
	p.at(61)
	p.tick()
	require.Len(t, events[care.Missed](p), 1)
	p.at(70)
	p.take(says("2", "100", 20, below("1")))
	corrected := events[care.Corrected](p)
	require.Len(t, corrected, 1)
	require.Equal(t, sla.Paused, corrected[0].Is)
	p.at(80)
	require.NoError(t, p.agent().Resolve(t.Context(), p.in("1").ID, care.Seen{}))
	p.tick()
	p.audit()
	require.Len(t, events[care.Corrected](p), 1, "that it is met now corrects nothing")
}

// A failing store fails the Updates that name a key, and lets something happen between the claims of what is due.
type failing struct {
	care.Store

	key     care.Key
	claims  int
	between func()
}

func (s *failing) Update(ctx context.Context, keys []care.Key, fn func(care.Tx) error) error {
	if slices.Contains(keys, s.key) {
		return errors.New("a damaged row")
	}
	return s.Store.Update(ctx, keys, fn)
}

func (s *failing) Claim(ctx context.Context, queue string, n int, lease time.Duration) ([]care.Job, time.Time, error) {
	if queue == "due" {
		if s.claims++; s.claims == 3 && s.between != nil {
			s.between()
		}
	}
	return s.Store.Claim(ctx, queue, n, lease)
}

// TestHerd: clocks that fall due in one instant are dealt with in portions and in order, so that others get their
// turn; one conversation that can't be dealt with keeps no other from it.
func TestHerd(t *testing.T) {
	t.Parallel()
	const n = 1000
	store := &failing{}
	p := playWith(t, nil, func(s care.Store) care.Store { store.Store = s; return store })
	for i := range n {
		p.take(says(fmt.Sprint(1000+i), fmt.Sprint(1000+i), 0, toUs))
	}
	p.at(90)
	ingested := 0
	store.between = func() {
		ingested = len(events[care.Missed](p))
		p.take(says("5", "5", 89, toUs))
	}
	store.key = care.Key("c:" + string(p.in("1500").ID))
	_, err := p.Tick(t.Context())
	require.ErrorContains(t, err, "a damaged row")
	require.Equal(t, 200, ingested, "a portion at a time")
	missed := events[care.Missed](p)
	require.Len(t, missed, n-1)
	for i := range missed[1:] {
		require.False(t, missed[i+1].Due.Before(missed[i].Due), "in order")
	}
	store.key = ""
	p.at(92) // the claim is over
	p.tick()
	require.Len(t, events[care.Missed](p), n)
}
