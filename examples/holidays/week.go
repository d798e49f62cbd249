package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kindlydm/kindly/sla"
)

// parseWeek reads opening hours such as "mon-fri 09:00-17:00; sat 10:00-14:00". Whether the times of day are any
// is left to the calendar that they go into.
func parseWeek(s string) (map[time.Weekday][]sla.Span, error) {
	week := map[time.Weekday][]sla.Span{}
	for part := range strings.SplitSeq(s, ";") {
		fields := strings.Fields(part)
		if len(fields) != 2 {
			return nil, fmt.Errorf("%q is not days and hours", part)
		}
		days, err := parseDays(fields[0])
		if err != nil {
			return nil, err
		}
		for hours := range strings.SplitSeq(fields[1], ",") {
			from, to, ok := strings.Cut(hours, "-")
			if !ok {
				return nil, fmt.Errorf("%q has no - between two times", hours)
			}
			for _, d := range days {
				week[d] = append(week[d], sla.Span{From: from, To: to})
			}
		}
	}
	return week, nil
}

// parseDays reads mon, or mon-fri.
func parseDays(s string) ([]time.Weekday, error) {
	from, to, isRange := strings.Cut(s, "-")
	first, err := parseDay(from)
	if err != nil || !isRange {
		return []time.Weekday{first}, err
	}
	last, err := parseDay(to)
	days := []time.Weekday{first}
	for d := first; d != last && err == nil; {
		d = (d + 1) % 7
		days = append(days, d)
	}
	return days, err
}

func parseDay(s string) (time.Weekday, error) {
	names := []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
	if i := slices.Index(names, strings.ToLower(s)); i >= 0 {
		return time.Weekday(i), nil
	}
	return 0, fmt.Errorf("%q is not a day of the week: %s", s, strings.Join(names, ", "))
}
