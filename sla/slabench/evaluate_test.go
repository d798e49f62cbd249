package slabench_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sla"
)

// promises has a target of each metric, all with warnings, and pauses where there may be some.
func promises(office *sla.Calendar) sla.PolicyConfig {
	warn, pause := []time.Duration{time.Hour, 15 * time.Minute}, []string{"pending", "on-hold"}
	return sla.PolicyConfig{ID: "office", Version: 1, Rules: []sla.Rule{{Targets: []sla.Target{
		{Metric: sla.FirstResponse, Within: 2 * time.Hour, Calendar: office, Warn: warn, Pause: pause},
		{Metric: sla.NextResponse, Within: 4 * time.Hour, Calendar: office, Warn: warn, Pause: pause},
		{Metric: sla.Update, Within: 8 * time.Hour, Calendar: office, Warn: warn, Pause: pause},
		{Metric: sla.FirstResolution, Within: 16 * time.Hour, Calendar: office, Warn: warn, Pause: pause},
		{Metric: sla.TotalResolution, Within: 40 * time.Hour, Calendar: office, Warn: warn, Pause: pause},
	}}}}
}

// twentyMarks is a case of three days: questions, answers, holding replies, two pauses, and a resolution that does
// not last.
func twentyMarks(start time.Time) sla.Timeline {
	t := sla.Timeline{
		{Kind: sla.Asked},
		{Kind: sla.Answered, Reply: sla.Holding},
		{Kind: sla.Answered, Reply: sla.Agent},
		{Kind: sla.Asked},
		{Kind: sla.Asked},
		{Kind: sla.Answered, Reply: sla.Bot},
		{Kind: sla.Answered, Reply: sla.Approved, Status: "pending"},
		{Kind: sla.Asked, Status: "open"},
		{Kind: sla.Answered, Reply: sla.Holding},
		{Kind: sla.Answered, Reply: sla.Holding},
		{Kind: sla.Answered, Reply: sla.Agent},
		{Kind: sla.Resolved, Status: "solved"},
		{Kind: sla.Thanked},
		{Kind: sla.Asked, Status: "open"},
		{Kind: sla.Turned, Status: "on-hold"},
		{Kind: sla.Turned, Status: "open"},
		{Kind: sla.Answered, Reply: sla.Elsewhere},
		{Kind: sla.Asked},
		{Kind: sla.Answered, Reply: sla.Holding},
		{Kind: sla.Asked},
	}
	for i := range t {
		t[i].At, t[i].ID = start.Add(time.Duration(i)*200*time.Minute), strconv.Itoa(i+1)
	}
	return t
}

func BenchmarkEvaluate(b *testing.B) {
	p, err := sla.NewPolicy(promises(ourOffice(b)))
	require.NoError(b, err)
	talk := twentyMarks(begin(b))
	now := talk[len(talk)-1].At.Add(time.Minute)
	b.ReportAllocs()
	for b.Loop() {
		p.Evaluate(sla.Subject{}, talk, now)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(talk)), "ns/mark")
}

// What is measured has something of everything.
func TestTwentyMarks(t *testing.T) {
	t.Parallel()
	p, err := sla.NewPolicy(promises(ourOffice(t)))
	require.NoError(t, err)
	talk := twentyMarks(begin(t))
	require.Len(t, talk, 20)
	metrics, states, paused := map[sla.Metric]int{}, map[sla.State]int{}, 0
	for _, c := range p.Evaluate(sla.Subject{}, talk, talk[len(talk)-1].At.Add(time.Minute)) {
		metrics[c.Metric]++
		states[c.State]++
		if c.Paused > 0 {
			paused++
		}
	}
	require.Len(t, metrics, 5)
	require.Positive(t, states[sla.Running])
	require.Positive(t, states[sla.Met])
	require.Positive(t, states[sla.Missed])
	require.Positive(t, paused)
}
