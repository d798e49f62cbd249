package care_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/kindlydm/kindly/care"
)

// The sentinels ask what an error was, the type for the rest.
func ExampleError() {
	retry := time.Date(2026, time.March, 12, 14, 15, 0, 0, time.UTC)
	err := fmt.Errorf("desk: run: %w", &care.Error{
		Op: "search", Platform: care.Twitter, Code: care.CodeRateLimited, Concern: care.ConcernApp, RetryAt: retry,
	})
	fmt.Println(err)
	fmt.Println(errors.Is(err, care.ErrRateLimited), errors.Is(err, care.ErrReauth))
	if e, ok := errors.AsType[*care.Error](err); ok {
		fmt.Println("all of the", e.Concern, "until", e.RetryAt.Format("15:04"))
	}
	// Output:
	// desk: run: search: twitter: rate limited
	// true false
	// all of the app until 14:15
}
