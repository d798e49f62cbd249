package sla_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sla"
)

const policyText = `{
  "id": "care-ke",
  "version": 3,
  "calendars": [
    {
      "name": "nairobi",
      "zone": "Africa/Nairobi",
      "week": {"mon": ["08:00-13:00", "14:00-17:00"], "sat": ["22:00-06:00"]},
      "holidays": {"2026-12-25": "Christmas Day", "2026-12-26": ""},
      "dates": {"2026-12-24": ["08:00-12:00"], "2026-12-31": []}
    }
  ],
  "rules": [
    {
      "if": {"platform": "twitter", "priority": "high"},
      "targets": [
        {"metric": "first_response", "within": "10m", "warn": ["2m", "5m"]},
        {"metric": "total_resolution", "within": "8h30m", "calendar": "nairobi", "pause": ["pending"]}
      ]
    },
    {"targets": [{"metric": "update", "within": "90s", "calendar": "always", "counts": ["agent", "bot"]}]}
  ]
}`

func TestParsePolicy(t *testing.T) {
	t.Parallel()
	p, err := sla.ParsePolicy([]byte(policyText))
	require.NoError(t, err)
	require.Equal(t, "care-ke@3", p.Tag())

	c, err := sla.NewCalendar(sla.CalendarConfig{
		Name: "nairobi", Zone: "Africa/Nairobi",
		Week: map[time.Weekday][]sla.Span{
			time.Monday:   {{From: "08:00", To: "13:00"}, {From: "14:00", To: "17:00"}},
			time.Saturday: {{From: "22:00", To: "06:00"}},
		},
		Holidays: map[sla.Day]string{{Year: 2026, Month: 12, Day: 25}: "Christmas Day", {Year: 2026, Month: 12, Day: 26}: ""},
		Dates: map[sla.Day][]sla.Span{
			{Year: 2026, Month: 12, Day: 24}: {{From: "08:00", To: "12:00"}},
			{Year: 2026, Month: 12, Day: 31}: nil,
		},
	})
	require.NoError(t, err)
	same, err := sla.NewPolicy(sla.PolicyConfig{ID: "care-ke", Version: 3, Rules: []sla.Rule{
		{If: sla.Match{Platform: "twitter", Priority: "high"}, Targets: []sla.Target{
			{Metric: sla.FirstResponse, Within: 10 * time.Minute, Warn: []time.Duration{5 * time.Minute, 2 * time.Minute}},
			{Metric: sla.TotalResolution, Within: 8*time.Hour + 30*time.Minute, Calendar: c, Pause: []string{"pending"}},
		}},
		{Targets: []sla.Target{{Metric: sla.Update, Within: 90 * time.Second, Counts: []sla.Reply{sla.Agent, sla.Bot}}}},
	}})
	require.NoError(t, err)
	requireSameJSON(t, same, p)
}

func requireSameJSON(t *testing.T, want, got any) {
	t.Helper()
	a, err := json.MarshalIndent(want, "", " ")
	require.NoError(t, err)
	b, err := json.MarshalIndent(got, "", " ")
	require.NoError(t, err)
	require.Equal(t, string(a), string(b))
}

func TestPolicy_MarshalJSON(t *testing.T) {
	t.Parallel()
	raw, err := json.Marshal(sla.Default())
	require.NoError(t, err)
	require.Contains(t, string(raw), `{"if":{"platform":"twitter"},"targets":[{"metric":"first_response","within":"10m","calendar":"always","counts":["agent","approved","elsewhere"]}`)
	p, err := sla.ParsePolicy(raw)
	require.NoError(t, err)
	requireSameJSON(t, sla.Default(), p)

	raw, err = json.Marshal(sla.Always())
	require.NoError(t, err)
	_, err = sla.ParseCalendar(raw)
	require.NoError(t, err)
}

func TestParsePolicy_faults(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, old, new, want string }{
		{"a word too much", `"version": 3,`, `"version": 3, "colour": "red",`, `line 3: colour: is no field here`},
		{"twice", `"version": 3,`, "\"version\": 3,\n\"version\": 4,", `line 4: "version" is given twice`},
		{"no number", `"version": 3,`, `"version": 3.5,`, `line 3: version: is not a whole number`},
		{"no number but a text", `"version": 3,`, `"version": "3",`, `line 3: version: is not a whole number`},
		{"missing", `"version": 3,`, ``, `line 1: version: 0 is less than 1`},
		{"no text", `"id": "care-ke"`, `"id": 7`, `line 2: id: is not a text`},
		{"zone", "Africa/Nairobi", "Africa/Nowhere", `line 7: calendars[0].zone: unknown time zone Africa/Nowhere`},
		{"span", "14:00-17:00", "14:00-17:60", `line 8: calendars[0].week.mon[1]: "17:60" is not a time of day, HH:MM or HH:MM:SS`},
		{"no span", "14:00-17:00", "14:00", `line 8: calendars[0].week.mon[1]: is not a span such as "09:00-17:00"`},
		{"weekday", `"mon":`, `"monday":`, `line 8: calendars[0].week.monday: is no field here`},
		{"empty week", `"mon": ["08:00-13:00", "14:00-17:00"], "sat": ["22:00-06:00"]`, ``, `line 8: calendars[0].week: no opening hours; Always is open all the time`},
		{"holiday", "2026-12-25", "2026-12-32", `line 9: calendars[0].holidays.2026-12-32: is no date such as 2026-12-24`},
		{"leap day", "2026-12-25", "2026-02-29", `line 9: calendars[0].holidays.2026-02-29: is no date such as 2026-12-24`},
		{"a list of holidays", `{"2026-12-25": "Christmas Day", "2026-12-26": ""}`, `["2026-12-25"]`, `line 9: calendars[0].holidays: is not an object`},
		{"metric", "total_resolution", "smiles", `line 18: rules[0].targets[1].metric: "smiles" is none of first_response`},
		{"target of zero", `"8h30m"`, `"0s"`, `line 18: rules[0].targets[1].within: 0s is missing, or not positive`},
		{"no duration", `"8h30m"`, `"8 hours"`, `line 18: rules[0].targets[1].within: is not a duration such as "90s", "10m" or "8h30m"`},
		{"no duration but a number", `"8h30m"`, `30`, `line 18: rules[0].targets[1].within: is not a duration such as "90s", "10m" or "8h30m"`},
		{"warning", `"5m"`, `"10m"`, `line 17: rules[0].targets[0].warn[0]: 10m is not between 0 and 10m, the target`},
		{"no such calendar", `"calendar": "nairobi"`, `"calendar": "lagos"`, `line 18: rules[0].targets[1].calendar: "lagos" is none of the policy's calendars`},
		{"reply", `"bot"`, `"robot"`, `line 21: rules[1].targets[0].counts[1]: "robot" is none of agent`},
		{"not reached", `"platform": "twitter", "priority": "high"`, ``, `line 21: rules[1]: not reached, rules[0] matches all of it`},
		{"always", `"name": "nairobi"`, `"name": "always"`, `line 6: calendars[0].name: another one is named "always" too`},
		{"torn", `{"targets": [{"metric": "update"`, `{"targets": [{"metric": "update`, `line 21: `},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(policyText, tt.old, tt.new, 1)
			require.NotEqual(t, policyText, text)
			p, err := sla.ParsePolicy([]byte(text))
			require.Nil(t, p)
			require.ErrorContains(t, err, "sla: policy: ")
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestParseCalendar_faults(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		``:           "sla: calendar: line 1: the text ends too early",
		"{\n":        "sla: calendar: line 1: the text ends too early",
		"{} {}":      "sla: calendar: line 1: more than one value",
		"[]":         "sla: calendar: line 1: is not an object",
		"null":       "sla: calendar: line 1: is not an object",
		"{\n\"a\" 1": "sla: calendar: line 2: invalid character '1' after object key",
		`{"week":` + strings.Repeat("[", 50) + strings.Repeat("]", 50) + "}": "sla: calendar: line 1: nested too deeply",
		"{\n\"name\": \"n\",\n\"zone\": \"UTC\",\n\"week\": {}}":             "sla: calendar: line 4: week: no opening hours; Always is open all the time",
		`{"zone": "UTC", "week": {"mon": ["09:00-10:00"]}}`:                  "sla: calendar: line 1: name: is missing",
	} {
		_, err := sla.ParseCalendar([]byte(text))
		require.EqualError(t, err, want, text)
	}
}

func FuzzParseCalendar(f *testing.F) {
	raw, err := json.Marshal(sla.Always())
	require.NoError(f, err)
	f.Add(raw)
	f.Add([]byte(`{"name":"n","zone":"Africa/Cairo","week":{"fri":["22:00-06:00"]},"holidays":{"2026-01-01":"x"},"dates":{"2026-01-02":[]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := sla.ParseCalendar(data)
		if err != nil {
			return
		}
		raw, err := json.Marshal(c)
		require.NoError(t, err)
		again, err := sla.ParseCalendar(raw)
		require.NoError(t, err)
		requireSameJSON(t, c, again)
		checkAdd(t, c, minute(7), time.Hour)
	})
}

func FuzzParsePolicy(f *testing.F) {
	f.Add([]byte(policyText))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := sla.ParsePolicy(data)
		if err != nil {
			require.Nil(t, p)
			return
		}
		raw, err := json.Marshal(p)
		require.NoError(t, err)
		again, err := sla.ParsePolicy(raw)
		require.NoError(t, err, string(raw))
		requireSameJSON(t, p, again)
		marks := sla.Timeline{ask(0), answer(5, sla.Holding), answer(9, sla.Agent), ask(20)}
		requireSound(t, p.Evaluate(sla.Subject{Platform: "twitter"}, marks, minute(30)), minute(30))
	})
}
