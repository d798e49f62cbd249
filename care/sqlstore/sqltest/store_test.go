package sqltest_test

import (
	"math/rand/v2"
	"testing"

	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/care/sqlstore"
	"github.com/kindlydm/kindly/care/storetest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b backend) {
		t.Helper()
		storetest.Run(t, b.harness(t))
	})
}

// The same random things are done to memory and to a database, which must answer alike: in 1000 steps, most of which
// are a few writes and as many reads. Of five seeds four are the same each time; a failure names its seed.
func TestCompare(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("short: thousands of operations")
	}
	seeds := []uint64{0, 1, 2, 3, rand.Uint64()}
	t.Logf("seeds: %d", seeds)
	each(t, func(t *testing.T, b backend) {
		t.Helper()
		for _, seed := range seeds {
			clock := newClock()
			memory := memstore.New(memstore.Config{Now: clock.Now})
			storetest.Compare(t, seed, 200, memory, b.fresh(t, sqlstore.Config{Now: clock.Now}))
		}
	})
}
