package sqlbench_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A writer writes rows into tables: in one transaction, in the most direct way that there is.
type writer interface {
	// ready brings rows into the form in which they are sent.
	ready(rows written) any
	write(ctx context.Context, ready any) error
}

func benchmarkBare(b *testing.B, r *room, size int) {
	b.Helper()
	rec := newRecorder(b)
	w := r.bare(b, rec.tables)
	r.load.align()
	var watch stopwatch
	for b.Loop() {
		b.StopTimer()
		rows, err := rec.take(b.Context(), r.load.next(size))
		require.NoError(b, err)
		ready := w.ready(rows)
		b.StartTimer()
		require.NoError(b, watch.time(func() error { return w.write(b.Context(), ready) }))
	}
	watch.report(b, size, "mention")
}

// upsert ends a statement that may meet rows that are there.
func (t table) upsert() string {
	keys := strings.Join(t.key, ", ")
	if t.name == "kindly_event" {
		return " ON CONFLICT (" + keys + ") DO NOTHING"
	}
	var sets []string
	for _, c := range t.columns {
		if !slices.Contains(t.key, c) {
			sets = append(sets, c+" = excluded."+c)
		}
	}
	return " ON CONFLICT (" + keys + ") DO UPDATE SET " + strings.Join(sets, ", ")
}
