package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kindlydm/kindly/care"
)

// By is what rows are made by.
type By string

// What a report can be made by. Days, weeks (from Monday) and hours are those of the report's zone: of
// [Responses] those in which the customer first wrote, of [Attainment] those in which the cycle started.
const (
	ByAccount    By = "account"
	ByBrand      By = "brand" // see Brands
	ByPlatform   By = "platform"
	ByDay        By = "day"
	ByWeek       By = "week"
	ByHour       By = "hour"       // of the day, 00 to 23
	ByHourOfWeek By = "hourofweek" // mon 00 to sun 23
)

// Brands says which accounts speak for one brand. An account that is not there is a brand of its own.
type Brands map[care.AccountID]string

func (b Brands) of(a care.AccountID) string {
	if name := b[a]; name != "" {
		return name
	}
	return string(a)
}

func validBy(list []By) []error {
	var errs []error
	for i, by := range list {
		if slices.Contains(list[:i], by) {
			errs = append(errs, fmt.Errorf("report: by %q: twice", by))
		}
		if key(by, nil, &care.Conversation{}, time.Time{}) == "?" {
			errs = append(errs, fmt.Errorf("report: by %q: not one of account, brand, platform, day, week, hour, hourofweek", by))
		}
	}
	return errs
}

func keysOf(list []By, brands Brands, c *care.Conversation, local time.Time) []string {
	keys := make([]string, 0, len(list))
	for _, by := range list {
		keys = append(keys, key(by, brands, c, local))
	}
	return keys
}

func key(by By, brands Brands, c *care.Conversation, local time.Time) string {
	switch by {
	case ByAccount:
		return string(c.Account)
	case ByBrand:
		return brands.of(c.Account)
	case ByPlatform:
		return c.Subject().Platform
	case ByDay:
		return local.Format(time.DateOnly)
	case ByWeek:
		return local.AddDate(0, 0, -(int(local.Weekday())+6)%7).Format(time.DateOnly)
	case ByHour:
		return local.Format("15")
	case ByHourOfWeek:
		return strings.ToLower(local.Format("Mon 15"))
	}
	return "?"
}

// compareKeys orders rows: hours of the week from Monday on, all else by its letters.
func compareKeys(list []By, a, b []string) int {
	for i, by := range list {
		order := cmp.Compare(a[i], b[i])
		if by == ByHourOfWeek {
			order = cmp.Or(cmp.Compare(weekday(a[i]), weekday(b[i])), order)
		}
		if order != 0 {
			return order
		}
	}
	return 0
}

func weekday(hourOfWeek string) int {
	return strings.Index("mon tue wed thu fri sat sun", hourOfWeek[:3])
}
