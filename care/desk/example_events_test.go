package desk_test

import (
	"context"
	"fmt"
	"log"

	"github.com/kindlydm/kindly/care"
)

// Events tells everything that happened, from any place on, and waits for more.
func ExampleDesk_Events() {
	ctx, d := context.Background(), newExample()
	found, _, err := d.Find(ctx, care.Query{Unanswered: true}, "", 1)
	if err != nil {
		log.Fatal(err)
	}
	if err := d.As(care.Agent("mercy")).Tag(ctx, found[0].ID, []string{"refund"}, nil); err != nil {
		log.Fatal(err)
	}
	for e, err := range d.Events(ctx, "") { // "" is the beginning; keep e.Seq to go on from there
		if err != nil {
			log.Fatal(err)
		}
		switch body := e.Body.(type) {
		case care.Received:
			fmt.Println("received", body.Ref)
		case care.Tagged:
			fmt.Println("tagged", body.Add, "by", e.By.ID)
			return
		}
	}
	// Output:
	// received twitter:1
	// received twitter:2
	// received twitter:3
	// tagged [refund] by mercy
}
