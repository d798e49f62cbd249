package memstore_test

import (
	"context"
	"fmt"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/memstore"
)

// A store by itself: what a desk writes in one Update, a queue reads in a View.
func Example() {
	ctx := context.Background()
	store := memstore.New(memstore.Config{})

	due := time.Date(2026, time.March, 2, 9, 10, 0, 0, time.UTC)
	err := store.Update(ctx, []care.Key{"c:1"}, func(tx care.Tx) error {
		return tx.PutHeads([]care.Head{
			{ID: "c1", Version: 1, Tail: care.Tail{Case: 1, Status: care.StatusNew, Due: due}},
			{ID: "c2", Version: 1, Tail: care.Tail{Case: 1, Status: care.StatusOpen, Due: due.Add(-time.Minute)}},
		})
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	err = store.View(ctx, func(r care.Reader) error {
		heads, _, err := r.List(care.Query{Order: care.OrderDue}, "", 10)
		for _, h := range heads {
			fmt.Println(h.Due.Format(time.TimeOnly), h.ID, h.Status)
		}
		return err
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// 09:09:00 c2 open
	// 09:10:00 c1 new
}

// A version that is not the next one is refused, and with it the whole Update.
func ExampleStore_Update() {
	ctx := context.Background()
	store := memstore.New(memstore.Config{})
	err := store.Update(ctx, nil, func(tx care.Tx) error {
		if err := tx.PutContents([]care.Content{{Ref: "twitter:1", Text: "hello"}}); err != nil {
			return err
		}
		return tx.PutHeads([]care.Head{{ID: "c1", Version: 7}})
	})
	fmt.Println(err)

	err = store.View(ctx, func(r care.Reader) error {
		found, err := r.Contents([]care.Ref{"twitter:1"})
		fmt.Println(len(found), "contents")
		return err
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// put heads: changed meanwhile: conversation "c1" has version 0, not 6
	// 0 contents
}
