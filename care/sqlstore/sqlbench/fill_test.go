package sqlbench_test

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
)

const talksVar = "KINDLY_BENCH_TALKS"

// talks says how many conversations there are before anything is measured.
func talks(tb testing.TB) []int {
	tb.Helper()
	text := os.Getenv(talksVar)
	if text == "" {
		return []int{1000}
	}
	var out []int
	for part := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(part))
		require.NoError(tb, err, talksVar)
		out = append(out, n)
	}
	return out
}

func newDesk(s care.Store) (*desk.Desk, error) {
	return desk.New(s, desk.Config{Accounts: []care.Account{{ID: us, Handle: "us"}}})
}

// ingest tries again where others kept changing the same conversations, as a desk's Run does.
func ingest(ctx context.Context, d *desk.Desk, mentions []care.Mention) error {
	for {
		_, err := d.Ingest(ctx, care.Batch{Mentions: mentions})
		if !errors.Is(err, care.ErrConflict) {
			return err
		}
	}
}

// fill takes in talks, and returns the load that they are from. Each time that there are twice as many as
// before it calls settle, which does what a server does by itself in the time that talks take in life.
func fill(tb testing.TB, name string, s care.Store, talks int, settle func() error) *load {
	tb.Helper()
	const batch = 500
	d, err := newDesk(s)
	require.NoError(tb, err)
	l := newLoad(0, time.Now().Add(-24*time.Hour))
	mentions := (talks + started - 1) / started * perTalk
	p := newProgress(name, mentions)
	for next := 10_000; l.n < mentions; p.at(l.n) {
		require.NoError(tb, ingest(tb.Context(), d, l.next(min(batch, mentions-l.n))))
		if l.n >= next {
			next = 2 * l.n
			require.NoError(tb, settle())
		}
	}
	require.NoError(tb, settle())
	return l
}

// A progress says how far something is that takes long.
type progress struct {
	name        string
	all         int
	begun, told time.Time
}

func newProgress(name string, all int) *progress {
	return &progress{name: name, all: all, begun: time.Now(), told: time.Now()}
}

func (p *progress) at(n int) {
	const every = 5 * time.Second
	if time.Since(p.told) < every {
		return
	}
	p.told = time.Now()
	say("putting talks into %s: %d of %d mentions (%.0f/s)", p.name, n, p.all, float64(n)/time.Since(p.begun).Seconds())
}
