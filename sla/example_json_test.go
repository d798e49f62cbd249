package sla_test

import (
	"fmt"
	"log"
	"time"

	"github.com/kindlydm/kindly/sla"
)

func ExampleParsePolicy() {
	policy, err := sla.ParsePolicy([]byte(`{
		"id": "care-ke",
		"version": 1,
		"calendars": [{
			"name": "nairobi",
			"zone": "Africa/Nairobi",
			"week": {"mon": ["08:00-17:00"], "tue": ["08:00-17:00"], "wed": ["08:00-17:00"], "thu": ["08:00-17:00"], "fri": ["08:00-17:00"]},
			"holidays": {"2026-06-01": "Madaraka Day"}
		}],
		"rules": [{
			"targets": [
				{"metric": "first_response", "within": "1h", "calendar": "nairobi", "warn": ["15m"]},
				{"metric": "first_resolution", "within": "16h", "calendar": "nairobi", "pause": ["pending"]}
			]
		}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	asked := time.Date(2026, time.May, 29, 13, 30, 0, 0, time.UTC) // Friday, 16:30 in Nairobi
	timeline := sla.Timeline{{At: asked, Kind: sla.Asked, ID: "mention-1"}}
	clocks := policy.Evaluate(sla.Subject{Platform: "twitter"}, timeline, asked.Add(time.Hour))
	fmt.Print(clocks[0].Explain())
	// Output:
	// first_response 1 by care-ke@1: 1h of open time, by the calendar nairobi (Africa/Nairobi)
	//   Fri 2026-05-29 16:30  started by mention-1
	//   Fri 2026-05-29 16:30 to 17:00  30m counted
	//   Fri 2026-05-29 17:30  running: 30m elapsed, 30m left
	//   Sat 2026-05-30 to Sun 2026-05-31  closed
	//   Mon 2026-06-01  holiday Madaraka Day
	//   Tue 2026-06-02 08:00 to 08:30  30m to come
	//   Tue 2026-06-02 08:30  due
}

func ExampleParsePolicy_faults() {
	_, err := sla.ParsePolicy([]byte(`{
  "id": "care-ke",
  "version": 2,
  "rules": [{
    "targets": [
      {"metric": "first_reply", "within": "1h"},
      {"metric": "update", "within": "0s"}
    ]
  }]
}`))
	fmt.Println(err)
	// Output:
	// sla: policy: line 6: rules[0].targets[0].metric: "first_reply" is none of first_response, next_response, update, first_resolution, total_resolution
	// line 7: rules[0].targets[1].within: 0s is missing, or not positive
}

// A policy that changes judges what ended before as it was judged then.
func ExamplePolicy_After() {
	within := func(version int, d time.Duration) *sla.Policy {
		p, err := sla.NewPolicy(sla.PolicyConfig{ID: "care", Version: version, Rules: []sla.Rule{
			{Targets: []sla.Target{{Metric: sla.FirstResponse, Within: d}}},
		}})
		if err != nil {
			log.Fatal(err)
		}
		return p
	}
	june := time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC)
	policy, err := within(2, 30*time.Minute).After(within(1, 10*time.Minute), june, sla.Stay)
	if err != nil {
		log.Fatal(err)
	}
	for _, asked := range []time.Time{june.Add(-time.Hour), june} {
		timeline := sla.Timeline{{At: asked, Kind: sla.Asked}, {At: asked.Add(20 * time.Minute), Kind: sla.Answered, Reply: sla.Agent}}
		c := policy.Evaluate(sla.Subject{}, timeline, june.Add(time.Hour))[0]
		fmt.Println(c.Policy, c.State)
	}
	// Output:
	// care@1 missed
	// care@2 met
}

// A function that knows holidays fills a calendar.
func ExampleHolidays() {
	first, last := sla.Day{Year: 2026, Month: time.January, Day: 1}, sla.Day{Year: 2027, Month: time.December, Day: 31}
	holidays := sla.Holidays(first, last, func(d sla.Day) (string, bool) {
		return "New Year's Day", d.Month == time.January && d.Day == 1
	})
	fmt.Println(len(holidays), holidays[first])
	// Output: 2 New Year's Day
}
