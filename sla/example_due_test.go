package sla_test

import (
	"fmt"
	"time"

	"github.com/kindlydm/kindly/sla"
)

func ExampleDue() {
	var due sla.Due[string]
	nine := time.Date(2026, time.June, 1, 9, 0, 0, 0, time.UTC)
	due.Set("case-1", nine.Add(10*time.Minute))
	due.Set("case-2", nine.Add(5*time.Minute))
	due.Set("case-3", nine.Add(20*time.Minute))
	due.Set("case-2", time.Time{}) // answered

	fmt.Println("arm the timer for", due.Next().Format(time.TimeOnly))
	for now := nine.Add(15 * time.Minute); ; {
		k, at, ok := due.Pop(now)
		if !ok {
			break
		}
		fmt.Println(k, "was due at", at.Format(time.TimeOnly))
	}
	fmt.Println(due.Len(), "left")
	// Output:
	// arm the timer for 09:10:00
	// case-1 was due at 09:10:00
	// 1 left
}
