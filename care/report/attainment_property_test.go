package report_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/report"
	"github.com/kindlydm/kindly/sla"
)

// Over random conversations, rows sum up to their total, the total is what counting clocks one by one gives, and
// a policy beside its own next version has the same figures.
func TestAttainmentAddsUp(t *testing.T) {
	t.Parallel()
	targets := []sla.Target{
		{Metric: sla.FirstResponse, Within: time.Hour, Calendar: officeHours(t), Pause: []string{"pending"}},
		{Metric: sla.NextResponse, Within: 30 * time.Minute},
		{Metric: sla.TotalResolution, Within: 8 * time.Hour, Pause: []string{"pending"}},
	}
	policies := []*sla.Policy{policy(t, "p", 1, targets...), policy(t, "p", 2, targets...), policy(t, "q", 1, targets[1])}
	keys := []report.By{
		report.ByAccount, report.ByPlatform, report.ByDay, report.ByWeek, report.ByHour, report.ByHourOfWeek,
	}
	for seed := range uint64(60) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		convs := randomConversations(rnd)
		rnd.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
		cfg := report.AttainmentConfig{
			Policies: policies, By: keys[:rnd.IntN(len(keys))+1],
			Now: monday.Add(time.Duration(rnd.IntN(20*24)) * time.Hour),
		}
		c, err := report.Attainment(each(convs...), cfg)
		require.NoError(t, err)
		require.Equal(t, countedApart(convs, cfg), sums(c.Total), "seed %d", seed)
		require.Equal(t, sums(c.Rows), sums(c.Total), "seed %d by %v", seed, cfg.By)
		for _, row := range append(c.Rows, c.Total...) {
			again := row.Kept[1]
			require.Equal(t, "p@2", again.Policy)
			again.Policy = "p@1"
			require.Equal(t, row.Kept[0], again, "seed %d: %s %v", seed, row.Metric, row.Keys)
			for _, k := range row.Kept {
				require.Equal(t, k.Cycles, k.Met+k.Missed+k.Cancelled+k.Open)
				require.LessOrEqual(t, k.Overdue, k.Missed)
				require.True(t, k.Attainment >= 0 && k.Attainment <= 1, "%v", k.Attainment)
			}
		}
	}
}

func randomConversations(rnd *rand.Rand) []*care.Conversation {
	accounts := []care.AccountID{"twitter:acme", "twitter:zumari", "facebook:acme"}
	var convs []*care.Conversation
	for range rnd.IntN(40) {
		at := time.Duration(rnd.IntN(14*24*60)) * time.Minute
		marks := []sla.Mark{asked(at)}
		for range rnd.IntN(8) {
			at += time.Duration(rnd.IntN(600)) * time.Minute
			next := []sla.Mark{asked(at), answered(at), resolved(at), turned(at, "pending"), turned(at, "open")}
			marks = append(marks, next[rnd.IntN(len(next))])
		}
		convs = append(convs, conversation(accounts[rnd.IntN(len(accounts))], marks...))
	}
	return convs
}

// sums adds up rows by metric and policy; figures of nothing are left out.
func sums(rows []report.KeptRow) map[string][6]int {
	out := map[string][6]int{}
	for _, row := range rows {
		for _, k := range row.Kept {
			if k.Cycles > 0 {
				add(out, row.Metric, k.Policy, counts(k))
			}
		}
	}
	return out
}

func add(to map[string][6]int, m sla.Metric, tag string, figures [6]int) {
	id := fmt.Sprint(m, " ", tag)
	sum := to[id]
	for i, n := range figures {
		sum[i] += n
	}
	to[id] = sum
}

func countedApart(convs []*care.Conversation, cfg report.AttainmentConfig) map[string][6]int {
	out := map[string][6]int{}
	for _, p := range cfg.Policies {
		for _, c := range convs {
			for _, clock := range p.Evaluate(c.Cases[0].Subject, c.Cases[0].Timeline, cfg.Now) {
				figures := map[sla.State][6]int{
					sla.Met: {1, 1}, sla.Missed: {1, 0, 1}, sla.Cancelled: {1, 0, 0, 0, 1}, sla.Running: {1, 0, 0, 0, 0, 1}, sla.Paused: {1, 0, 0, 0, 0, 1},
				}[clock.State]
				if clock.State == sla.Missed && clock.Stop.IsZero() {
					figures[3] = 1
				}
				add(out, clock.Metric, p.Tag(), figures)
			}
		}
	}
	return out
}
