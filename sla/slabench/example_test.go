package slabench_test

import (
	"fmt"
	"log"
	"time"

	"github.com/kindlydm/kindly/sla"
)

// The case that BenchmarkEvaluate judges, and what becomes of it: open time elapsed, and paused.
func Example() {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		log.Fatal(err)
	}
	day := []sla.Span{{From: "09:00", To: "17:00"}}
	office, err := sla.NewCalendar(sla.CalendarConfig{
		Name: "office",
		Zone: zone,
		Week: map[time.Weekday][]sla.Span{time.Tuesday: day, time.Wednesday: day, time.Thursday: day},
	})
	if err != nil {
		log.Fatal(err)
	}
	policy, err := sla.NewPolicy(promises(office))
	if err != nil {
		log.Fatal(err)
	}
	talk := twentyMarks(time.Date(2026, time.February, 3, 10, 0, 0, 0, loc))
	for _, c := range policy.Evaluate(sla.Subject{}, talk, talk[len(talk)-1].At) {
		fmt.Println(c.Metric, c.Cycle, c.State, c.Elapsed, c.Paused)
	}
	// Output:
	// first_response 1 missed 6h40m0s 0s
	// first_resolution 1 met 14h40m0s 20m0s
	// total_resolution 1 running 19h40m0s 3h20m0s
	// update 1 met 3h20m0s 0s
	// next_response 1 met 0s 0s
	// next_response 2 missed 7h40m0s 0s
	// update 2 met 3h20m0s 0s
	// update 3 met 1h0m0s 0s
	// next_response 3 met 3h20m0s 3h0m0s
	// next_response 4 running 0s 0s
	// update 4 running 0s 0s
}
