package desk_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/sla"
)

// A program adopts its policy each time it starts. When the promise changes, what was judged before stays.
func ExampleAdopt() {
	ctx, store := context.Background(), memstore.New(memstore.Config{})
	started := time.Date(2026, time.June, 1, 6, 0, 0, 0, time.UTC)
	for _, text := range []string{
		`{"id": "care", "version": 1, "rules": [{"targets": [{"metric": "first_response", "within": "10m"}]}]}`,
		`{"id": "care", "version": 1, "rules": [{"targets": [{"metric": "first_response", "within": "10m"}]}]}`,
		`{"id": "care", "version": 2, "rules": [{"targets": [{"metric": "first_response", "within": "1h"}]}]}`,
	} {
		policy, err := sla.ParsePolicy([]byte(text))
		if err != nil {
			log.Fatal(err)
		}
		started = started.AddDate(0, 0, 1)
		adopted, err := desk.Adopt(ctx, store, policy, started, sla.Follow)
		if err != nil {
			log.Fatal(err)
		}
		if _, err := desk.New(store, desk.Config{Policy: adopted}); err != nil { // and Run, and once Rebuild
			log.Fatal(err)
		}
		former, from := adopted.Former()
		if former != nil {
			fmt.Println(adopted.Tag(), "took the place of", former.Tag(), "on", from.Format(time.DateOnly))
			continue
		}
		fmt.Println(adopted.Tag(), "is in force from the beginning")
	}
	// Output:
	// care@1 is in force from the beginning
	// care@1 is in force from the beginning
	// care@2 took the place of care@1 on 2026-06-04
}
