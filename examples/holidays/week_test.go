package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sla"
)

func TestParseWeek(t *testing.T) {
	t.Parallel()
	morning, noon := sla.Span{From: "09:00", To: "12:00"}, sla.Span{From: "13:00", To: "17:00"}
	cases := []struct {
		in   string
		want map[time.Weekday][]sla.Span
		err  string
	}{
		{"mon 09:00-12:00", map[time.Weekday][]sla.Span{time.Monday: {morning}}, ""},
		{"Sat-Mon 09:00-12:00", map[time.Weekday][]sla.Span{time.Saturday: {morning}, time.Sunday: {morning}, time.Monday: {morning}}, ""},
		{"mon 09:00-12:00,13:00-17:00; tue 13:00-17:00", map[time.Weekday][]sla.Span{time.Monday: {morning, noon}, time.Tuesday: {noon}}, ""},
		{"mon", nil, "is not days and hours"},
		{"mon 09:00-12:00;", nil, "is not days and hours"},
		{"mon 09:00", nil, "has no -"},
		{"monday 09:00-12:00", nil, `"monday" is not a day`},
		{"mon-x 09:00-12:00", nil, `"x" is not a day`},
	}
	for _, tc := range cases {
		t.Run(tc.in, func(t *testing.T) {
			t.Parallel()
			got, err := parseWeek(tc.in)
			if tc.err != "" {
				require.ErrorContains(t, err, tc.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
		})
	}
}
