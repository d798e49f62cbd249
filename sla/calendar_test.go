package sla_test

import (
	"math"
	"math/rand/v2"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sla"
)

var (
	everyDay = []time.Weekday{time.Sunday, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday}
	workdays = everyDay[1:6]
)

func newCalendar(t testing.TB, cfg sla.CalendarConfig) *sla.Calendar {
	t.Helper()
	c, err := sla.NewCalendar(cfg)
	require.NoError(t, err)
	return c
}

// week gives the same spans to each of the days.
func week(days []time.Weekday, spans ...sla.Span) map[time.Weekday][]sla.Span {
	out := map[time.Weekday][]sla.Span{}
	for _, d := range days {
		out[d] = spans
	}
	return out
}

func at(t testing.TB, s string) time.Time {
	t.Helper()
	v, err := time.Parse(time.RFC3339Nano, s)
	require.NoError(t, err)
	return v
}

func requireTime(t testing.TB, want, got time.Time, why ...any) {
	t.Helper()
	if !want.Equal(got) {
		require.Equal(t, want.UTC().Format(time.RFC3339Nano), got.UTC().Format(time.RFC3339Nano), why...)
	}
}

// office is open in New York from nine to five with a break, nights on
// Wednesdays, and with a few dates of its own.
func office() sla.CalendarConfig {
	cfg := sla.CalendarConfig{
		Name:     "office",
		Zone:     "America/New_York",
		Week:     week(workdays, sla.Span{From: "09:00", To: "12:00"}, sla.Span{From: "13:00", To: "17:00"}),
		Holidays: map[sla.Day]string{{Year: 2026, Month: time.May, Day: 25}: "", {Year: 2026, Month: time.June, Day: 11}: ""},
		Dates: map[sla.Day][]sla.Span{
			{Year: 2026, Month: time.June, Day: 18}: {{From: "10:00", To: "11:00"}, {From: "23:00", To: "02:00"}},
			{Year: 2026, Month: time.May, Day: 25}:  {{From: "08:00", To: "08:30"}},
			{Year: 2026, Month: time.June, Day: 5}:  {},
		},
	}
	cfg.Week[time.Wednesday] = append(cfg.Week[time.Wednesday], sla.Span{From: "22:00", To: "06:00"})
	return cfg
}

func TestCalendar_Add(t *testing.T) {
	t.Parallel()
	nights := sla.CalendarConfig{Name: "test", Zone: "America/New_York", Week: week(everyDay, sla.Span{From: "22:00", To: "06:00"})}
	gap := sla.CalendarConfig{Name: "test", Zone: "America/New_York", Week: week(everyDay, sla.Span{From: "02:30", To: "10:00"})}
	tests := []struct {
		name  string
		cfg   sla.CalendarConfig
		start string
		d     time.Duration
		want  string
	}{
		{"within a span", office(), "2026-06-01T09:10:00-04:00", 10 * time.Minute, "2026-06-01T09:20:00-04:00"},
		{"nanosecond", office(), "2026-06-01T09:10:00.999999999-04:00", 1, "2026-06-01T09:10:01-04:00"},
		{"ends as the span closes", office(), "2026-06-01T11:50:00-04:00", 10 * time.Minute, "2026-06-01T12:00:00-04:00"},
		{"a nanosecond over the break", office(), "2026-06-01T11:50:00-04:00", 10*time.Minute + 1, "2026-06-01T13:00:00.000000001-04:00"},
		{"fraction over the break", office(), "2026-06-01T11:59:59.75-04:00", time.Second, "2026-06-01T13:00:00.75-04:00"},
		{"closed fraction counts nothing", office(), "2026-06-01T08:59:59.75-04:00", time.Second, "2026-06-01T09:00:01-04:00"},
		{"over the weekend", office(), "2026-06-12T16:30:00-04:00", time.Hour, "2026-06-15T09:30:00-04:00"},
		{"closed date", office(), "2026-06-04T17:00:00-04:00", time.Minute, "2026-06-08T09:01:00-04:00"},
		{"holiday drops the night's end", office(), "2026-06-10T23:00:00-04:00", 2 * time.Hour, "2026-06-12T10:00:00-04:00"},
		{"date wins over holiday", office(), "2026-05-25T07:00:00-04:00", time.Minute, "2026-05-25T08:01:00-04:00"},
		{"date drops the night's end", office(), "2026-06-17T23:00:00-04:00", 2 * time.Hour, "2026-06-18T11:00:00-04:00"},
		{"date has a night of its own", office(), "2026-06-18T12:00:00-04:00", 4 * time.Hour, "2026-06-19T10:00:00-04:00"},
		{"night loses an hour", nights, "2026-03-07T22:00:00-05:00", 7 * time.Hour, "2026-03-08T06:00:00-04:00"},
		{"night gains an hour", nights, "2026-10-31T22:00:00-04:00", 9 * time.Hour, "2026-11-01T06:00:00-05:00"},
		{"opening is skipped", gap, "2026-03-08T00:00:00-05:00", time.Nanosecond, "2026-03-08T03:00:00.000000001-04:00"},
		{"zero", office(), "2026-06-07T12:00:00Z", 0, "2026-06-07T12:00:00Z"},
		{"negative", office(), "2026-06-07T12:00:00Z", -time.Hour, "2026-06-07T12:00:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			start := at(t, tt.start)
			got := newCalendar(t, tt.cfg).Add(start, tt.d)
			requireTime(t, at(t, tt.want), got)
			require.Equal(t, start.Location(), got.Location())
		})
	}
}

func TestCalendar_Open(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, at string
		open     bool
		next     string
	}{
		{"first instant", "2026-06-01T09:00:00-04:00", true, "2026-06-01T09:00:00-04:00"},
		{"before it", "2026-06-01T08:59:59.999999999-04:00", false, "2026-06-01T09:00:00-04:00"},
		{"last instant", "2026-06-01T16:59:59.999999999-04:00", true, "2026-06-01T16:59:59.999999999-04:00"},
		{"after it", "2026-06-01T17:00:00-04:00", false, "2026-06-02T09:00:00-04:00"},
		{"past midnight", "2026-06-04T05:00:00-04:00", true, "2026-06-04T05:00:00-04:00"},
		{"end of the night", "2026-06-04T06:00:00-04:00", false, "2026-06-04T09:00:00-04:00"},
		{"weekend", "2026-06-13T12:00:00-04:00", false, "2026-06-15T09:00:00-04:00"},
		{"holiday at night", "2026-06-11T01:00:00-04:00", false, "2026-06-12T09:00:00-04:00"},
	}
	c := newCalendar(t, office())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.open, c.Open(at(t, tt.at)))
			requireTime(t, at(t, tt.next), c.NextOpen(at(t, tt.at)))
		})
	}
}

func TestCalendar_Between(t *testing.T) {
	t.Parallel()
	day := week(everyDay, sla.Span{From: "00:00", To: "24:00"})
	tests := []struct {
		name, zone, a, b string
		want             time.Duration
	}{
		{"spring forward", "America/New_York", "2026-03-08T00:00:00-05:00", "2026-03-09T00:00:00-04:00", 23 * time.Hour},
		{"fall back", "America/New_York", "2026-11-01T00:00:00-04:00", "2026-11-02T00:00:00-05:00", 25 * time.Hour},
		{"half an hour", "Australia/Lord_Howe", "2026-10-04T00:00:00+10:30", "2026-10-05T00:00:00+11:00", 23*time.Hour + 30*time.Minute},
		{"a date that never was", "Pacific/Apia", "2011-12-29T23:00:00-10:00", "2011-12-31T01:00:00+14:00", 2 * time.Hour},
		{"fractions", "UTC", "2026-06-01T00:00:00.9Z", "2026-06-01T00:00:02.1Z", 1200 * time.Millisecond},
		{"backwards", "UTC", "2026-06-02T00:00:00Z", "2026-06-01T00:00:00Z", 0},
		{"saturates", "UTC", "0001-01-01T00:00:00Z", "9999-01-01T00:00:00Z", math.MaxInt64},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := newCalendar(t, sla.CalendarConfig{Name: "test", Zone: tt.zone, Week: day})
			require.Equal(t, tt.want, c.Between(at(t, tt.a), at(t, tt.b)))
			require.Equal(t, tt.want, sla.Always().Between(at(t, tt.a), at(t, tt.b)))
		})
	}
}

func TestNewCalendar_Spans(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		spans []sla.Span
		want  time.Duration // of a Monday and what it leaves for Tuesday
	}{
		{"seconds", []sla.Span{{From: "09:00:30", To: "09:01:00"}}, 30 * time.Second},
		{"whole day", []sla.Span{{From: "00:00", To: "24:00"}}, 24 * time.Hour},
		{"until midnight", []sla.Span{{From: "18:00", To: "00:00"}}, 6 * time.Hour},
		{"round the clock", []sla.Span{{From: "09:00", To: "09:00"}}, 24 * time.Hour},
		{"touching", []sla.Span{{From: "09:00", To: "12:00"}, {From: "12:00", To: "15:00"}}, 6 * time.Hour},
		{"overlapping", []sla.Span{{From: "10:00", To: "15:00"}, {From: "09:00", To: "12:00"}}, 6 * time.Hour},
		{"inside another", []sla.Span{{From: "09:00", To: "15:00"}, {From: "10:00", To: "11:00"}}, 6 * time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := newCalendar(t, sla.CalendarConfig{Name: "test", Zone: "UTC", Week: week(workdays[:1], tt.spans...)})
			require.Equal(t, tt.want, c.Between(at(t, "2026-06-01T00:00:00Z"), at(t, "2026-06-08T00:00:00Z")))
		})
	}
}

func TestNewCalendar_Faults(t *testing.T) {
	t.Parallel()
	_, err := sla.NewCalendar(sla.CalendarConfig{
		Name: "broken",
		Zone: "Mars/Olympus",
		Week: map[time.Weekday][]sla.Span{
			9:           {{From: "09:00", To: "17:00"}},
			time.Monday: {{From: "9:00", To: "17:00"}, {From: "24:00", To: "25:00"}, {From: "09:60", To: "09:00:60"}, {From: "09-00", To: "0x:00"}},
		},
		Holidays: map[sla.Day]string{{Year: 2026, Month: time.February, Day: 29}: "", {Year: 26, Month: 1, Day: 1}: "", {}: ""},
		Dates:    map[sla.Day][]sla.Span{{Year: 2200, Month: 1, Day: 1}: {{From: "", To: "1"}}},
	})
	require.EqualError(t, err, `sla: calendar "broken": zone: unknown time zone Mars/Olympus
week.mon[0]: "9:00" is not a time of day, HH:MM or HH:MM:SS
week.mon[1]: "24:00" can only end a span
week.mon[1]: "25:00" is not a time of day, HH:MM or HH:MM:SS
week.mon[2]: "09:60" is not a time of day, HH:MM or HH:MM:SS
week.mon[2]: "09:00:60" is not a time of day, HH:MM or HH:MM:SS
week.mon[3]: "09-00" is not a time of day, HH:MM or HH:MM:SS
week.mon[3]: "0x:00" is not a time of day, HH:MM or HH:MM:SS
week: 9 is no weekday
holidays.0000-00-00: no such date
holidays.0026-01-01: year is not within 1900 and 2199
holidays.2026-02-29: no such date
dates.2200-01-01: year is not within 1900 and 2199
dates.2200-01-01[0]: "" is not a time of day, HH:MM or HH:MM:SS
dates.2200-01-01[0]: "1" is not a time of day, HH:MM or HH:MM:SS`)

	for name, cfg := range map[string]sla.CalendarConfig{
		"no week":       {Name: "test", Zone: "UTC"},
		"no spans":      {Name: "test", Zone: "UTC", Week: week(everyDay)},
		"only one date": {Name: "test", Zone: "UTC", Dates: map[sla.Day][]sla.Span{{Year: 2026, Month: 1, Day: 1}: {{From: "09:00", To: "10:00"}}}},
	} {
		_, err = sla.NewCalendar(cfg)
		require.ErrorContains(t, err, "week: no opening hours", name)
	}
	for _, zone := range []string{"", "Local", "localtime"} {
		_, err = sla.NewCalendar(sla.CalendarConfig{Name: "test", Zone: zone, Week: week(everyDay, sla.Span{From: "00:00", To: "24:00"})})
		require.ErrorContains(t, err, "zone:", zone)
	}
}

// TestCalendar_Immutable changes what the calendar was made from.
func TestCalendar_Immutable(t *testing.T) {
	t.Parallel()
	cfg := office()
	c := newCalendar(t, cfg)
	cfg.Week[time.Monday][0] = sla.Span{From: "00:00", To: "24:00"}
	cfg.Holidays[sla.Day{Year: 2026, Month: time.June, Day: 1}] = ""
	clear(cfg.Dates)
	require.Equal(t, 7*time.Hour, c.Between(at(t, "2026-06-01T00:00:00-04:00"), at(t, "2026-06-02T00:00:00-04:00")))
	require.Equal(t, "office", c.Name())
}

func TestCalendar_Concurrent(t *testing.T) {
	t.Parallel()
	c := newCalendar(t, office())
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(1, uint64(i)))
			for range 200 {
				start := time.Unix(r.Int64N(4e9), 0)
				d := time.Duration(r.Int64N(int64(100 * time.Hour)))
				if c.Between(start, c.Add(start, d)) != d {
					t.Errorf("Add(%v, %v) is not that far", start, d)
				}
			}
		})
	}
	wg.Wait()
}
