package sla_test

import (
	"fmt"
	"time"

	"github.com/kindlydm/kindly/sla"
)

func Example() {
	asked := time.Date(2026, time.June, 1, 9, 0, 0, 0, time.UTC)
	timeline := sla.Timeline{
		{At: asked, Kind: sla.Asked, ID: "mention-1"},
		{At: asked.Add(4 * time.Minute), Kind: sla.Answered, Reply: sla.Agent, ID: "reply-1"},
		{At: asked.Add(20 * time.Minute), Kind: sla.Asked, ID: "mention-2"},
	}
	now := asked.Add(27 * time.Minute)
	for _, c := range sla.Default().Evaluate(sla.Subject{Platform: "twitter"}, timeline, now) {
		fmt.Println(c.Metric, c.ID, c.State, "after", c.Elapsed, "with", c.Remaining, "left")
	}
	// Output:
	// first_response mention-1 met after 4m0s with 6m0s left
	// next_response mention-2 running after 7m0s with 3m0s left
}
