package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"

	"github.com/kindlydm/kindly/sla"
)

// A country has holidays in all of it, and the time of its capital.
type country struct {
	code, zone string
	data       []*cal.Holiday
}

func countries() []country {
	return []country{
		{"de", "Europe/Berlin", de.Holidays},
		{"fr", "Europe/Paris", fr.Holidays},
		{"gb", "Europe/London", gb.Holidays},
		{"us", "America/New_York", us.Holidays},
		{"za", "Africa/Johannesburg", za.Holidays},
	}
}

func codes() string {
	var all []string
	for _, c := range countries() {
		all = append(all, c.code)
	}
	return strings.Join(all, ", ")
}

func lookUp(code string) (*country, error) {
	all := countries()
	i := slices.IndexFunc(all, func(c country) bool { return strings.EqualFold(c.code, code) })
	if i < 0 {
		return nil, fmt.Errorf("there is %s", codes())
	}
	return &all[i], nil
}

// holidays asks the country's data about each date of a period.
func (c *country) holidays(in period) holidays {
	data := &cal.Calendar{}
	data.AddHoliday(c.data...)
	return sla.Holidays(in.first, in.last, func(d sla.Day) (string, bool) {
		actual, observed, h := data.IsHoliday(midnight(d, time.UTC))
		switch {
		case actual:
			return h.Name, true
		case observed: // another day, off in place of one that falls on a weekend
			return h.Name + " (observed)", true
		}
		return "", false
	})
}
