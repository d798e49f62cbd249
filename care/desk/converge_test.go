package desk_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/sla"
)

// clock is virtual time.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

// counter makes ids that sort in the order of their making.
func counter(prefix string) func() string {
	n := 0
	return func() string { n++; return fmt.Sprintf("%s%05d", prefix, n) }
}

// outcome delivers a world to a new desk, checks what must hold of any, and returns what it made of it.
func outcome(ctx context.Context, all []delivery, p plan) (*canon, error) {
	now := worldNow()
	store := memstore.New(memstore.Config{Now: func() time.Time { return now }})
	policy := sla.Default()
	d, err := desk.New(store, desk.Config{Accounts: worldAccounts(), Now: func() time.Time { return now }, NewID: counter("c"), Policy: policy})
	if err != nil {
		return nil, err
	}
	for _, b := range p {
		if _, err := d.Ingest(ctx, batch(all, b)); err != nil {
			return nil, err
		}
	}
	if _, err := d.Tick(ctx); err != nil {
		return nil, err
	}
	rules := worldRules(72 * time.Hour)
	rules.Policy = policy
	if err := audit(ctx, d, store, &rules, now); err != nil {
		return nil, err
	}
	return canonical(ctx, d, store, refsOf(all), policy, now)
}

func refsOf(all []delivery) []care.Ref {
	var refs []care.Ref
	for _, d := range all {
		refs = append(refs, d.ref())
	}
	slices.Sort(refs)
	return slices.Compact(refs)
}

// compare returns how the outcomes of two plans differ; empty if they don't.
func compare(ctx context.Context, all []delivery, a, b plan) string {
	x, err := outcome(ctx, all, a)
	if err != nil {
		return "first plan: " + err.Error()
	}
	y, err := outcome(ctx, all, b)
	if err != nil {
		return "second plan: " + err.Error()
	}
	if x.String() == y.String() {
		return ""
	}
	return diff(x.String(), y.String())
}

// TestConverge delivers small worlds in many orders, batches and repetitions; each must come out the same.
// Deliveries that disagree on whether a mention is private are left out: package desk says so.
func TestConverge(t *testing.T) {
	t.Parallel()
	for _, disagree := range []bool{false, true} {
		t.Run(fmt.Sprintf("disagree=%t", disagree), func(t *testing.T) {
			t.Parallel()
			seeds(t, 100, func(seed uint64) { testConverge(t, seed, disagree) })
		})
	}
}

func testConverge(t *testing.T, seed uint64, disagree bool) {
	t.Helper()
	ctx := t.Context()
	r := rand.New(rand.NewPCG(seed, 1))
	all := newWorld(r, disagree)
	if len(all) == 0 {
		return
	}
	first := inOrder(len(all))
	want, wantErr := outcome(ctx, all, first)
	for range 5 {
		other := scramble(r, len(all))
		got, err := outcome(ctx, all, other)
		if wantErr == nil && err == nil && want.String() == got.String() {
			continue
		}
		differ := func(x []delivery, p, q plan) bool { return compare(ctx, x, p, q) != "" }
		x, a, b := minimise(all, first, other, differ)
		require.FailNow(t, "two orders, two outcomes", "seed %d\nfirst plan:\n%s\nsecond plan:\n%s\n%s",
			seed, story(x, a), story(x, b), compare(ctx, x, a, b))
	}
}
