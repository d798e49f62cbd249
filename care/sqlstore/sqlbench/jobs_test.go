package sqlbench_test

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
)

func jobStore(b *testing.B) care.Store {
	b.Helper()
	db, err := sql.Open("pgx", newSchema(b, &made))
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, db.Close()) })
	return openPostgres(b, db)
}

func benchmarkPut(b *testing.B, s care.Store, size int) {
	b.Helper()
	n := 0
	var watch stopwatch
	for b.Loop() {
		jobs := newJobs(b.Name(), n, size)
		n += size
		require.NoError(b, watch.time(func() error { return put(b.Context(), s, jobs) }))
	}
	watch.report(b, size, "job")
}

func newJobs(queue string, from, n int) []care.Job {
	out := make([]care.Job, n)
	at := time.Now().Add(-time.Minute)
	for i := range out {
		out[i] = care.Job{Queue: queue, Key: strconv.Itoa(from + i), At: at, Body: []byte(`{"number":1}`)}
	}
	return out
}

func put(ctx context.Context, s care.Store, jobs []care.Job) error {
	return s.Update(ctx, nil, func(tx care.Tx) error { return tx.PutJobs(jobs) })
}

// benchmarkWork claims and finishes as many jobs as it is told to, by a hundred.
func benchmarkWork(b *testing.B, s care.Store, finish func(context.Context, care.Store, []care.Job) error) {
	b.Helper()
	const claim = 100
	queue := fmt.Sprint(b.Name(), b.N)
	for from := 0; from < b.N; from += 500 {
		require.NoError(b, put(b.Context(), s, newJobs(queue, from, min(500, b.N-from))))
	}
	cpu := processorTime()
	b.ResetTimer()
	for done := 0; done < b.N; {
		jobs, _, err := s.Claim(b.Context(), queue, claim, time.Minute)
		require.NoError(b, err)
		require.NotEmpty(b, jobs)
		require.NoError(b, finish(b.Context(), s, jobs))
		done += len(jobs)
	}
	b.StopTimer()
	reportJobs(b, processorTime()-cpu)
}

func finishEach(ctx context.Context, s care.Store, jobs []care.Job) error {
	for _, j := range jobs {
		err := s.Update(ctx, []care.Key{care.Key("c:" + j.Key)}, func(tx care.Tx) error { return tx.Finish(j, time.Time{}) })
		if err != nil {
			return err
		}
	}
	return nil
}

func finishTogether(ctx context.Context, s care.Store, jobs []care.Job) error {
	return s.Update(ctx, nil, func(tx care.Tx) error {
		for _, j := range jobs {
			if err := tx.Finish(j, time.Time{}); err != nil {
				return err
			}
		}
		return nil
	})
}
