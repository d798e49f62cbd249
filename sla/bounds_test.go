package sla_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sla"
)

// TestBounds: what nobody means costs no more than what somebody does.
func TestBounds(t *testing.T) {
	t.Parallel()
	target := sla.Target{Metric: sla.FirstResolution, Within: 250_000 * time.Hour, Calendar: newCalendar(t, office())}
	e := one(t, target, sla.Timeline{ask(0)}, minute(1)).Explain()
	require.Less(t, len(e.Steps), 25_000)
	var open time.Duration
	for _, s := range e.Steps {
		if s.Kind == sla.Counted {
			open += s.Open
		}
	}
	require.Equal(t, target.Within, open, "the rest is in one step")

	_, err := sla.ParseCalendar([]byte(strings.Repeat(" ", 1<<20+1)))
	require.EqualError(t, err, "sla: calendar: the text has 1048577 bytes: 1048576 are the most")

	var due sla.Due[float64]
	due.Set(math.NaN(), minute(1))
	require.Zero(t, due.Len(), "nobody could find it again")
}

// TestPolicy_Open_before looks at a track as of an instant before its last mark: what it knows of then comes.
func TestPolicy_Open_before(t *testing.T) {
	t.Parallel()
	p := newPolicy(t, sla.Target{Metric: sla.FirstResolution, Within: 5 * time.Hour, Pause: []string{"pending"}})
	var tr sla.Track
	p.Add(sla.Subject{}, &tr, ask(0), nil)
	p.Add(sla.Subject{}, &tr, sla.Mark{At: minute(70), Kind: sla.Turned, Status: "pending"}, nil)
	got := p.Open(sla.Subject{}, tr, minute(60), nil)[0]
	require.Equal(t, sla.Running, got.State)
	require.Equal(t, minute(70), got.Next, "it pauses then, and is due nobody knows when")
	require.Zero(t, got.Due)
}
