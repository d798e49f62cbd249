package sqltest_test

import (
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/care/sqlstore"
)

// Several desks, as of several processes, take in the same talks over one database at once, each in an order of
// its own and in batches of its own size. What comes out is what one desk makes of them.
func TestDesksTogether(t *testing.T) {
	t.Parallel()
	in := madeUp(1500)
	memory := newDesk(t, memstore.New(memstore.Config{}), in)
	ingest(t, memory, in.mentions, 500)
	want := talks(t, memory)
	each(t, func(t *testing.T, b backend) {
		t.Helper()
		connect := b.database(t)
		sizes := []int{3, 40, 500}
		errs := make([]error, len(sizes))
		var desks []*desk.Desk
		var all sync.WaitGroup
		for i, size := range sizes {
			mentions := shuffled(in.mentions, uint64(i))
			d := newDesk(t, b.open(t, connect, sqlstore.Config{}), in)
			desks = append(desks, d)
			all.Go(func() { errs[i] = ingestPatiently(t, d, mentions, size) })
		}
		all.Wait()
		require.NoError(t, errors.Join(errs...))
		got := talks(t, desks[0])
		for _, ref := range slices.Sorted(maps.Keys(want)) {
			require.JSONEq(t, want[ref], got[ref], "conversation that begins with %s", ref)
		}
		require.Len(t, got, len(want))
		requireFeed(t, desks[0], in)
	})
}

func shuffled(in []care.Mention, seed uint64) []care.Mention {
	out := slices.Clone(in)
	r := rand.New(rand.NewPCG(seed, 0))
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// ingestPatiently tries again where others kept changing the same conversations, as a desk's Run does.
func ingestPatiently(t *testing.T, d *desk.Desk, mentions []care.Mention, size int) error {
	t.Helper()
	for batch := range slices.Chunk(mentions, size) {
		_, err := d.Ingest(t.Context(), care.Batch{Mentions: batch})
		for n := 0; n < 20 && errors.Is(err, care.ErrConflict); n++ {
			_, err = d.Ingest(t.Context(), care.Batch{Mentions: batch})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// requireFeed wants each mention announced once.
func requireFeed(t *testing.T, d *desk.Desk, in input) {
	t.Helper()
	received := map[care.Ref]int{}
	for after := care.Seq(""); ; {
		events, err := d.Feed(t.Context(), after, 100)
		require.NoError(t, err)
		if len(events) == 0 {
			break
		}
		for _, e := range events {
			if body, ok := e.Body.(care.Received); ok {
				received[body.Ref]++
			}
			after = e.Seq
		}
	}
	require.Len(t, received, len(in.mentions))
	for ref, n := range received {
		require.Equal(t, 1, n, "%s was announced", ref)
	}
}
