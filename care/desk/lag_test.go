package desk_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
)

// BenchmarkRun_lag measures how long after a clock was due its event is there, with many clocks in the store, of
// which 2,000 fall due within two seconds. KINDLY_BENCH_CLOCKS says how many there are; 10,000 by default.
func BenchmarkRun_lag(b *testing.B) {
	const due, within = 2000, 2 * time.Second
	clocks := 10_000
	if n, err := strconv.Atoi(os.Getenv("KINDLY_BENCH_CLOCKS")); err == nil {
		clocks = n
	}
	d, err := desk.New(memstore.New(memstore.Config{}), desk.Config{Accounts: worldAccounts()})
	require.NoError(b, err)
	var lags []time.Duration
	next := 0
	ask := func(n int, at func(i int) time.Time) {
		for n > 0 {
			size := min(n, 500)
			require.NoError(b, askAll(b.Context(), d, next, size, at))
			next, n = next+size, n-size
		}
	}
	now := time.Now()
	ask(clocks-due, func(i int) time.Time { return now.Add(time.Duration(i) * time.Microsecond) }) // due in ten minutes
	for b.Loop() {
		from := time.Now().Add(time.Second)
		first := next
		ask(due, func(i int) time.Time { return from.Add(-10*time.Minute + within/due*time.Duration(i-first)) })
		lags = append(lags, watch(b, d, due)...)
	}
	slices.Sort(lags)
	b.ReportMetric(lags[len(lags)/2].Seconds()*1e3, "p50-ms")
	b.ReportMetric(lags[len(lags)*99/100].Seconds()*1e3, "p99-ms")
	b.ReportMetric(lags[len(lags)-1].Seconds()*1e3, "max-ms")
}

func askAll(ctx context.Context, d *desk.Desk, first, n int, at func(i int) time.Time) error {
	var all care.Batch
	for i := first; i < first+n; i++ {
		all.Mentions = append(all.Mentions, care.Mention{
			Ref: care.Ref(fmt.Sprint("twitter:", 1_000_000_000+i)), Kind: care.KindMention, Visibility: care.Public,
			Author: care.Author{ID: care.AuthorID(fmt.Sprint("twitter:", 1_000_000+i))}, Via: []care.AccountID{worldAccounts()[0].ID},
			OccurredAt: at(i), ObservedAt: at(i),
		})
	}
	_, err := d.Ingest(ctx, all)
	return err
}

// watch runs d until n misses were seen, and returns how late each was.
func watch(b *testing.B, d *desk.Desk, n int) []time.Duration {
	b.Helper()
	ctx, stop := context.WithCancel(b.Context())
	defer stop()
	ended := make(chan error, 1)
	after := lastSeq(b, d)
	go func() { ended <- d.Run(ctx) }()
	var lags []time.Duration
	for e, err := range d.Events(ctx, after) {
		require.NoError(b, err)
		if m, ok := e.Body.(care.Missed); ok {
			lags = append(lags, time.Since(m.Due))
		}
		if len(lags) == n {
			break
		}
	}
	stop()
	require.NoError(b, <-ended)
	return lags
}

func lastSeq(b *testing.B, d *desk.Desk) care.Seq {
	b.Helper()
	after := care.Seq("")
	for {
		page, err := d.Feed(b.Context(), after, 1000)
		require.NoError(b, err)
		if len(page) == 0 {
			return after
		}
		after = page[len(page)-1].Seq
	}
}
