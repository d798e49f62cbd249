package day_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/examples/quickstart/day"
)

// The second time, the store has the whole day.
func ExamplePlay() {
	var store care.Store
	open := func(clock func() time.Time) (care.Store, error) {
		if store == nil {
			store = memstore.New(memstore.Config{Now: clock})
		}
		return store, nil
	}
	for range 2 {
		var out strings.Builder
		if err := day.Play(context.Background(), &out, open); err != nil {
			panic(err)
		}
		first, _, _ := strings.Cut(out.String(), "\n")
		fmt.Println(first)
	}
	// Output:
	// ZUMARI MOBILE, NAIROBI: THURSDAY, 12 MARCH 2026
	// All 87 messages were dealt with before; this is what was kept.
}
