package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sla"
)

func TestCountryHolidays(t *testing.T) {
	t.Parallel()
	cases := []struct{ country, day, want string }{
		{"us", "2026-07-04", "Independence Day"}, // a Saturday
		{"us", "2026-07-03", "Independence Day (observed)"},
		{"us", "2021-12-31", "New Year's Day (observed)"}, // of the year after
		{"us", "2026-07-06", ""},
		{"gb", "2027-12-27", "Christmas Day (observed)"},
		{"gb", "2027-12-28", "Boxing Day (observed)"},
		{"de", "2026-10-03", "Tag der Deutschen Einheit"},
		{"de", "2026-10-05", ""}, // what falls on a weekend is lost
		{"fr", "2026-07-14", "Fête Nationale"},
		{"za", "2026-08-10", "National Women's Day (observed)"},
	}
	for _, tc := range cases {
		t.Run(tc.country+" "+tc.day, func(t *testing.T) {
			t.Parallel()
			c, err := lookUp(tc.country)
			require.NoError(t, err)
			day, err := sla.ParseDay(tc.day)
			require.NoError(t, err)
			name, ok := c.holidays(years(day.Year, 1))[day]
			require.Equal(t, tc.want, name)
			require.Equal(t, tc.want != "", ok)
		})
	}
}

func TestCountries(t *testing.T) {
	t.Parallel()
	for _, c := range countries() {
		for _, year := range []int{2025, 2026, 2027} {
			require.Greater(t, len(c.holidays(years(year, 1))), 7, "%s %d", c.code, year)
		}
	}
	_, err := lookUp("GB")
	require.NoError(t, err)
}

func TestHolidaysAdd(t *testing.T) {
	t.Parallel()
	day, h := sla.Day{Year: 2026, Month: 12, Day: 25}, holidays{}
	for _, name := range []string{"", "Christmas", "Holiday", "Christmas", ""} {
		h.add(day, name)
	}
	require.Equal(t, holidays{day: "Christmas / Holiday"}, h)
}
