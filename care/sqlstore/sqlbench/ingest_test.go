package sqlbench_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func benchmarkIngest(b *testing.B, r *room, size int) {
	b.Helper()
	d, err := newDesk(r.store)
	require.NoError(b, err)
	r.load.align()
	var watch stopwatch
	for b.Loop() {
		mentions := r.load.next(size)
		require.NoError(b, watch.time(func() error { return ingest(b.Context(), d, mentions) }))
	}
	watch.report(b, size, "mention")
}
