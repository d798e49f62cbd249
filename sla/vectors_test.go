package sla_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sla"
)

type vectorFile struct {
	Schedules map[string]schedule
	Vectors   []vector
}

type schedule struct {
	TZ        string
	Weekly    map[string][][2]string
	Holidays  []string
	Overrides map[string][][2]string
}

type vector struct {
	ID, Op, Schedule, Why string
	StartUTC              time.Time `json:"start_utc"`
	FromUTC               time.Time `json:"from_utc"`
	ToUTC                 time.Time `json:"to_utc"`
	DeadlineUTC           time.Time `json:"deadline_utc"`
	DurationS             int64     `json:"duration_s"`
	ElapsedS              int64     `json:"elapsed_s"`
}

// TestVectors checks the calendar against answers that others computed.
func TestVectors(t *testing.T) {
	t.Parallel()
	name := os.Getenv("KINDLY_SLA_VECTORS")
	if name == "" {
		t.Skip("KINDLY_SLA_VECTORS names no file of vectors")
	}
	raw, err := os.ReadFile(name)
	require.NoError(t, err)
	var file vectorFile
	require.NoError(t, json.Unmarshal(raw, &file))
	require.NotEmpty(t, file.Vectors)

	calendars := map[string]*sla.Calendar{}
	for name, s := range file.Schedules {
		calendars[name] = s.calendar(t, name)
	}
	for _, v := range file.Vectors {
		t.Run(v.ID, func(t *testing.T) {
			t.Parallel()
			v.check(t, calendars[v.Schedule])
		})
	}
}

func (v vector) check(t *testing.T, c *sla.Calendar) {
	t.Helper()
	require.NotNil(t, c, "schedule %s", v.Schedule)
	switch v.Op {
	case "deadline":
		d := time.Duration(v.DurationS) * time.Second
		requireTime(t, v.DeadlineUTC, c.Add(v.StartUTC, d), v.Why)
		require.Equal(t, d, c.Between(v.StartUTC, v.DeadlineUTC), v.Why)
	case "elapsed":
		require.Equal(t, time.Duration(v.ElapsedS)*time.Second, c.Between(v.FromUTC, v.ToUTC), v.Why)
	default:
		require.Fail(t, "unknown op", v.Op)
	}
}

func (s schedule) calendar(t *testing.T, name string) *sla.Calendar {
	t.Helper()
	cfg := sla.CalendarConfig{
		Name: name, Zone: s.TZ,
		Week: map[time.Weekday][]sla.Span{}, Holidays: map[sla.Day]string{}, Dates: map[sla.Day][]sla.Span{},
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		cfg.Week[day] = toSpans(s.Weekly[strings.ToLower(day.String()[:3])])
	}
	for _, h := range s.Holidays {
		cfg.Holidays[parseDay(t, h)] = ""
	}
	for day, spans := range s.Overrides {
		cfg.Dates[parseDay(t, day)] = toSpans(spans)
	}
	return newCalendar(t, cfg)
}

func toSpans(in [][2]string) []sla.Span {
	var out []sla.Span
	for _, s := range in {
		out = append(out, sla.Span{From: s[0], To: s[1]})
	}
	return out
}

func parseDay(t *testing.T, s string) sla.Day {
	t.Helper()
	d, err := sla.ParseDay(s)
	require.NoError(t, err)
	return d
}
