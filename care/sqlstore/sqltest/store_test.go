package sqltest_test

import (
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

// The same random things are done to memory and to a database, which must answer alike.
func TestCompare(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("short: thousands of operations")
	}
	each(t, func(t *testing.T, b backend) {
		t.Helper()
		for seed := range uint64(4) {
			clock := newClock()
			memory := memstore.New(memstore.Config{Now: clock.Now})
			storetest.Compare(t, seed, 200, memory, b.fresh(t, sqlstore.Config{Now: clock.Now}))
		}
	})
}
