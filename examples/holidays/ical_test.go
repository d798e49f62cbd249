package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// file has an event for each argument, whose lines are separated by spaces.
func file(events ...string) string {
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n")
	for _, e := range events {
		b.WriteString("BEGIN:VEVENT\nSUMMARY:Day\n" + strings.ReplaceAll(e, " ", "\n") + "\nEND:VEVENT\n")
	}
	return b.String() + "END:VCALENDAR\n"
}

func TestReadICal(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name string
		file string
		want string // the dates of 2026 and 2027
		left string
	}{
		{"a day", file("DTSTART;VALUE=DATE:20260501 DTEND;VALUE=DATE:20260502"), "2026-05-01", ""},
		{"without an end", file("DTSTART;VALUE=DATE:20260501"), "2026-05-01", ""},
		{"an end that is the start", file("DTSTART;VALUE=DATE:20260501 DTEND;VALUE=DATE:20260501"), "2026-05-01", ""},
		{"without a type", file("DTSTART:20260501 DTEND:20260503"), "2026-05-01 2026-05-02", ""},
		{"with a duration", file("DTSTART;VALUE=DATE:20260227 DURATION:P3D"), "2026-02-27 2026-02-28 2026-03-01", ""},
		{"into the period", file("DTSTART;VALUE=DATE:20251224 DTEND;VALUE=DATE:20260102"), "2026-01-01", ""},
		{"out of the period", file("DTSTART;VALUE=DATE:20271231 DTEND;VALUE=DATE:20280103"), "2027-12-31", ""},
		{"for centuries", file("DTSTART;VALUE=DATE:16000101 DTEND;VALUE=DATE:20260103"), "2026-01-01 2026-01-02", ""},
		{"another year", file("DTSTART;VALUE=DATE:20240501"), "", ""},
		{"every year", file("DTSTART;VALUE=DATE:20200501 RRULE:FREQ=YEARLY"), "2026-05-01 2027-05-01", ""},
		{"every year since long ago", file("DTSTART;VALUE=DATE:16040501 RRULE:FREQ=YEARLY"), "2026-05-01 2027-05-01", ""},
		{"every year over New Year", file("DTSTART;VALUE=DATE:20201231 DTEND;VALUE=DATE:20210102 RRULE:FREQ=YEARLY"),
			"2026-01-01 2026-12-31 2027-01-01 2027-12-31", ""},
		{"on a leap day", file("DTSTART;VALUE=DATE:20240229 RRULE:FREQ=YEARLY"), "", ""},
		{"on a weekday of a month", file("DTSTART;VALUE=DATE:20201126 RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"), "2026-11-26 2027-11-25", ""},
		{"until", file("DTSTART;VALUE=DATE:20200501 RRULE:FREQ=YEARLY;UNTIL=20260501"), "2026-05-01", ""},
		{"a number of times", file("DTSTART;VALUE=DATE:20250501 RRULE:FREQ=YEARLY;COUNT=2"), "2026-05-01", ""},
		{"hours of a rule", file("DTSTART;VALUE=DATE:20250501 RRULE:FREQ=YEARLY;COUNT=2;BYHOUR=1,2,3"), "2026-05-01", ""},
		{"except", file("DTSTART;VALUE=DATE:20200501 RRULE:FREQ=YEARLY EXDATE;VALUE=DATE:20200501,20260501"), "2027-05-01", ""},
		{"except at an instant", file("DTSTART;VALUE=DATE:20200501 RRULE:FREQ=YEARLY EXDATE:20260501T000000Z"), "2027-05-01", ""},
		{"and on dates", file("DTSTART;VALUE=DATE:20260501 RDATE;VALUE=DATE:20260503,20260507"), "2026-05-01 2026-05-03 2026-05-07", ""},
		{"moved once", file(
			"UID:1 DTSTART;VALUE=DATE:20200501 RRULE:FREQ=YEARLY",
			"UID:1 RECURRENCE-ID;VALUE=DATE:20270501 DTSTART;VALUE=DATE:20270503",
			"UID:2 DTSTART;VALUE=DATE:20260901 RRULE:FREQ=YEARLY"), "2026-05-01 2026-09-01 2027-05-03 2027-09-01", ""},
		{"off once", file(
			"UID:1 DTSTART;VALUE=DATE:20200501 RRULE:FREQ=YEARLY",
			"UID:1 RECURRENCE-ID;VALUE=DATE:20270501 DTSTART;VALUE=DATE:20270501 STATUS:CANCELLED"), "2026-05-01", "event 2 \"Day\": is cancelled"},
		{"at a time", file("DTSTART:20260501T100000Z", "DTSTART;TZID=Nowhere/Land:20260501T100000"), "", "event 2"},
		{"two calendars", file("DTSTART;VALUE=DATE:20260501") + "\n" + file("DTSTART;VALUE=DATE:20260502"), "2026-05-01 2026-05-02", ""},
		{"a mark of its encoding", "\ufeff" + file("DTSTART;VALUE=DATE:20260501"), "2026-05-01", ""},
		{"as it is sent", strings.ReplaceAll(file("DTSTART;VALUE=DATE:2026\n\t0501"), "\n", "\r\n"), "2026-05-01", ""},
		{"without an end of the last line", strings.TrimSpace(file("DTSTART;VALUE=DATE:20260501")), "2026-05-01", ""},
		{"what is no event", strings.ReplaceAll(file("DTSTART;VALUE=DATE:20260501"), "VEVENT", "VTODO"), "", ""},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			found, left, err := readICal("a.ics", strings.NewReader(tc.file), years(2026, 2))
			require.NoError(t, err)
			var got []string
			for _, d := range found.dates() {
				require.Equal(t, "Day", found[d])
				got = append(got, d.String())
			}
			require.Equal(t, tc.want, strings.Join(got, " "))
			if tc.left == "" {
				require.Empty(t, left)
			} else {
				require.Contains(t, strings.Join(left, "\n"), tc.left)
			}
		})
	}
}

func TestReadICalFaults(t *testing.T) {
	t.Parallel()
	const good = "DTSTART;VALUE=DATE:20260501"
	cases := []struct{ name, file, want string }{
		{"nothing", "\n", "a.ics: is empty"},
		{"something else", "<html>\n", "line 1: ical: malformed content line"},
		{"cut off", strings.TrimSuffix(file(good, good), "END:VEVENT\nEND:VCALENDAR\n"), "line 10, event 2: unexpected EOF"},
		{"cut off in a second calendar", file(good) + "BEGIN:VCALENDAR\n", "line 9, event 1: unexpected EOF"},
		{"a line without a value", file(good, "DTSTART"), "line 10, event 2: ical: malformed content line"},
		{"a parameter without a value", file(good, "DTSTART;VALUE=DATE"), "line 10, event 2: malformed: runtime error"},
		{"an end of something else", file("END:VALARM"), "line 6, event 1: ical: malformed component"},
		{"no start", file(good, "UID:1"), `event 2 "Day": DTSTART is missing`},
		{"no date", file("DTSTART;VALUE=DATE:20260230"), `event 1 "Day": DTSTART: "20260230" is not a date`},
		{"a long date", file("DTSTART;VALUE=DATE:2026-05-01"), `DTSTART: "2026-05-01" is not a date`},
		{"no time", file("DTSTART:tomorrow"), `DTSTART: "tomorrow" is not a date`},
		{"neither", file("DTSTART:now"), `DTSTART: "now" is neither a date nor a time`},
		{"an end at a time", file(good + " DTEND:20260501T120000"), `DTEND: "20260501T120000" is not a date, as DTSTART is`},
		{"an end that is none", file(good + " DTEND:x"), `DTEND: "x" is neither`},
		{"an end before", file(good + " DTEND;VALUE=DATE:20260430"), "ends on 2026-04-30, before it begins on 2026-05-01"},
		{"a duration that is none", file(good + " DURATION:long"), "invalid duration"},
		{"a rule without a pace", file(good + " RRULE:COUNT=2"), "FREQ"},
		{"a rule by the hour", file(good + " RRULE:FREQ=HOURLY"), "a date is not repeated HOURLY"},
		{"a month too many", file(good + " RRULE:FREQ=YEARLY;BYMONTH=13"), "RRULE: bymonth must be between 1 and 12"},
		{"two rules", file(good + " RRULE:FREQ=YEARLY RRULE:FREQ=DAILY"), "can't be read"},
		{"an exception that is none", file(good + " EXDATE:x"), `EXDATE: "x" is not a date`},
		{"an addition that is none", file(good + " RDATE:x"), `RDATE: "x" is not a date`},
		{"in place of no date", file(good + " RECURRENCE-ID:x"), `RECURRENCE-ID: "x" is not a date`},
		{"from a date on", file(good + " RECURRENCE-ID;RANGE=THISANDFUTURE:20260501"), "RANGE"},
		{"a status unheard of", file(good + " STATUS:MAYBE"), "MAYBE"},
		{"too long", strings.Repeat(" ", mostBytes+1), "has more than 4194304 bytes"},
		{"deep", strings.Repeat("BEGIN:\n", mostBytes/7), "unexpected EOF"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			found, _, err := readICal("a.ics", strings.NewReader(tc.file), years(2026, 2))
			require.ErrorContains(t, err, tc.want)
			require.ErrorContains(t, err, "a.ics: ")
			require.Nil(t, found)
		})
	}
}

// All faults are told, not the first alone.
func TestReadICalAllFaults(t *testing.T) {
	t.Parallel()
	_, _, err := readICal("a.ics", strings.NewReader(file("UID:1", "UID:2")), years(2026, 1))
	require.EqualError(t, err, "a.ics: event 1 \"Day\": DTSTART is missing\na.ics: event 2 \"Day\": DTSTART is missing")
}

// However often an event is repeated, a date is looked at once.
func TestReadICalOverlaps(t *testing.T) {
	t.Parallel()
	text := file("DTSTART;VALUE=DATE:15000101 DURATION:P5000W RRULE:FREQ=DAILY")
	found, _, err := readICal("a.ics", strings.NewReader(text), years(2026, 2))
	require.NoError(t, err)
	require.Len(t, found, 730)
}

func FuzzReadICal(f *testing.F) {
	f.Add(file("DTSTART;VALUE=DATE:20260501 DTEND;VALUE=DATE:20260504 RRULE:FREQ=YEARLY;BYDAY=-1MO;BYMONTH=5 EXDATE:20270531"))
	f.Add(file("UID:1 DTSTART:20260501 RRULE:FREQ=YEARLY;BYYEARDAY=-1;BYSETPOS=1", "UID:1 RECURRENCE-ID:20270501 DTSTART:20270502"))
	f.Add(file("DTSTART;VALUE=DATE:00010101 DURATION:P1W RRULE:FREQ=MONTHLY;BYWEEKNO=53;BYEASTER=1"))
	f.Add(file("DTSTART;VALUE=DATE"))
	f.Add(file("STATUS:CANCELLED", "DTSTART:20260501T100000Z RDATE:20260501,20260502"))
	f.Fuzz(func(t *testing.T, text string) {
		in := years(2026, 2)
		found, _, err := readICal("a.ics", strings.NewReader(text), in)
		if err != nil {
			require.ErrorContains(t, err, "a.ics: ")
			require.Nil(t, found)
		}
		for d := range found {
			require.True(t, in.has(d), "%s", d)
		}
	})
}
