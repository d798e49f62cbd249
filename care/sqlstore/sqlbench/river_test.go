package sqlbench_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/stretchr/testify/require"
)

type (
	riverClient = river.Client[pgx.Tx]
	riverArgs   struct {
		Number int `json:"number"`
	}
	riverWorker struct {
		river.WorkerDefaults[riverArgs]
	}
)

func (riverArgs) Kind() string { return "bench" }

// Work has nothing to do: what is measured is the queue.
func (riverWorker) Work(context.Context, *river.Job[riverArgs]) error { return nil }

// riverPool connects to a schema with river's tables.
func riverPool(b *testing.B) *pgxpool.Pool {
	b.Helper()
	pool, err := pgxpool.New(b.Context(), newSchema(b, &made))
	require.NoError(b, err)
	b.Cleanup(pool.Close)
	m, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	require.NoError(b, err)
	_, err = m.Migrate(b.Context(), rivermigrate.DirectionUp, nil)
	require.NoError(b, err)
	return pool
}

func newRiver(b *testing.B, pool *pgxpool.Pool) *riverClient {
	b.Helper()
	workers := river.NewWorkers()
	river.AddWorker(workers, &riverWorker{})
	c, err := river.NewClient(riverpgxv5.New(pool), &river.Config{
		FetchCooldown: 2 * time.Millisecond, FetchPollInterval: 20 * time.Millisecond,
		Queues:  map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 2000}},
		Workers: workers, Logger: slog.New(slog.DiscardHandler),
	})
	require.NoError(b, err)
	return c
}

// emptyRiver leaves no job, and no trace of one.
func emptyRiver(b *testing.B, pool *pgxpool.Pool) {
	b.Helper()
	_, err := pool.Exec(b.Context(), "TRUNCATE river_job")
	require.NoError(b, err)
}

func benchmarkRiverInsert(b *testing.B, pool *pgxpool.Pool, size int) {
	b.Helper()
	emptyRiver(b, pool)
	c := newRiver(b, pool)
	var watch stopwatch
	for b.Loop() {
		require.NoError(b, watch.time(func() error { return insertRiver(b.Context(), c, size) }))
	}
	watch.report(b, size, "job")
}

func insertRiver(ctx context.Context, c *riverClient, n int) error {
	if n == 1 {
		_, err := c.Insert(ctx, riverArgs{}, nil)
		return err
	}
	jobs := make([]river.InsertManyParams, n)
	for i := range jobs {
		jobs[i].Args = riverArgs{Number: i}
	}
	_, err := c.InsertMany(ctx, jobs)
	return err
}

// benchmarkRiverWork works as many jobs as it is told to. They are done when river says that this is stored.
func benchmarkRiverWork(b *testing.B, pool *pgxpool.Pool) {
	b.Helper()
	emptyRiver(b, pool)
	c := newRiver(b, pool)
	for left := b.N; left > 0; left -= 500 {
		require.NoError(b, insertRiver(b.Context(), c, min(left, 500)))
	}
	done, cancel := c.SubscribeConfig(&river.SubscribeConfig{ChanSize: b.N, Kinds: []river.EventKind{river.EventKindJobCompleted}})
	defer cancel()
	cpu := processorTime()
	b.ResetTimer()
	require.NoError(b, c.Start(b.Context()))
	for range b.N {
		<-done
	}
	b.StopTimer()
	reportJobs(b, processorTime()-cpu)
	require.NoError(b, c.Stop(b.Context()))
}

// reportJobs is for benchmarks in which an operation is a job.
func reportJobs(b *testing.B, cpu time.Duration) {
	b.Helper()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "jobs/s")
	b.ReportMetric(float64(cpu.Microseconds())/float64(b.N), "cpu-us/job")
	b.ReportMetric(0, "ns/op")
}
