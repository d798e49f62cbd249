package sla_test

import (
	"fmt"
	"log"
	"time"

	"github.com/kindlydm/kindly/sla"
)

func ExamplePolicy() {
	policy, err := sla.NewPolicy(sla.PolicyConfig{
		ID:      "care-ke",
		Version: 3,
		Rules: []sla.Rule{{
			If: sla.Match{Platform: "twitter", Priority: "high"},
			Targets: []sla.Target{
				{Metric: sla.FirstResponse, Within: 5 * time.Minute},
				{Metric: sla.TotalResolution, Within: 4 * time.Hour},
			},
		}, {
			Targets: []sla.Target{{Metric: sla.FirstResponse, Within: time.Hour, Counts: []sla.Reply{sla.Agent, sla.Bot}}},
		}},
	})
	if err != nil {
		log.Fatal(err)
	}
	asked := time.Date(2026, time.June, 1, 9, 0, 0, 0, time.UTC)
	timeline := sla.Timeline{{At: asked, Kind: sla.Asked, ID: "mention-1"}}
	subject := sla.Subject{Platform: "twitter", Priority: "high"}

	clocks := policy.Evaluate(subject, timeline, asked.Add(time.Minute))
	urgent, _ := sla.Urgent(clocks)
	fmt.Println(policy.Tag(), urgent.Metric, urgent.State, urgent.Remaining)

	clocks = policy.Evaluate(subject, timeline, asked.Add(time.Hour))
	urgent, _ = sla.Urgent(clocks)
	fmt.Println(policy.Tag(), urgent.Metric, urgent.State, urgent.Elapsed)
	// Output:
	// care-ke@3 first_response running 4m0s
	// care-ke@3 first_response missed 1h0m0s
}

// A program that follows many cases keeps a Track for each, and folds every
// mark into it once.
func ExamplePolicy_Add() {
	var (
		policy  = sla.Default()
		subject = sla.Subject{Platform: "facebook"}
		asked   = time.Date(2026, time.June, 1, 9, 0, 0, 0, time.UTC)
		track   sla.Track
	)
	policy.Add(subject, &track, sla.Mark{At: asked, Kind: sla.Asked, ID: "mention-1"}, nil)
	for _, c := range policy.Open(subject, track, asked.Add(10*time.Minute), nil) {
		fmt.Println("open:", c.Metric, c.State, "look again at", c.Next.Format(time.TimeOnly))
	}
	answer := sla.Mark{At: asked.Add(61 * time.Minute), Kind: sla.Answered, Reply: sla.Agent, ID: "reply-1"}
	policy.Add(subject, &track, answer, func(c sla.Clock) {
		fmt.Println("closed:", c.Metric, c.State, "after", c.Elapsed)
	})
	// Output:
	// open: first_response running look again at 10:00:00
	// closed: first_response missed after 1h1m0s
}
