package sla_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sla"
)

// oracle answers for a calendar by looking at the wall clock, one second at a
// time, and knows nothing of intervals of time.
type oracle struct {
	cfg sla.CalendarConfig
	loc *time.Location
}

func (o oracle) open(t time.Time) bool {
	t = t.In(o.loc)
	y, m, d := t.Date()
	today := sla.DayOf(t)
	sec := t.Hour()*3600 + t.Minute()*60 + t.Second()
	for _, s := range o.begins(today) {
		if from, to := seconds(s.From), seconds(s.To); sec >= from && (sec < to || to <= from) {
			return true
		}
	}
	if _, ok := o.cfg.Dates[today]; ok || o.holiday(today) {
		return false
	}
	b := time.Date(y, m, d-1, 0, 0, 0, 0, time.UTC)
	for _, s := range o.begins(sla.Day{Year: b.Year(), Month: b.Month(), Day: b.Day()}) {
		if from, to := seconds(s.From), seconds(s.To); to <= from && sec < to {
			return true
		}
	}
	return false
}

// begins returns the spans that begin on a date.
func (o oracle) begins(d sla.Day) []sla.Span {
	if spans, ok := o.cfg.Dates[d]; ok {
		return spans
	}
	if o.holiday(d) {
		return nil
	}
	return o.cfg.Week[time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Weekday()]
}

func (o oracle) holiday(d sla.Day) bool {
	_, ok := o.cfg.Holidays[d]
	return ok
}

// between counts open seconds one by one, or by minutes if all edges are.
func (o oracle) between(a, b time.Time, step time.Duration) time.Duration {
	var n time.Duration
	for ; a.Before(b); a = a.Add(step) {
		if o.open(a) {
			n += step
		}
	}
	return n
}

func seconds(s string) int {
	n := 0
	for i, p := range strings.Split(s, ":") {
		v, _ := strconv.Atoi(p)
		n += v * []int{3600, 60, 1}[i]
	}
	return n
}

// randomConfig makes calendars with few and many spans, nights, holidays and
// dates near year, edges on whole minutes.
func randomConfig(r *rand.Rand, zone string, near time.Time) sla.CalendarConfig {
	cfg := sla.CalendarConfig{Name: "test", Zone: zone, Week: map[time.Weekday][]sla.Span{}, Holidays: map[sla.Day]string{}, Dates: map[sla.Day][]sla.Span{}}
	spans := func(n int) []sla.Span {
		out := []sla.Span{}
		for range n {
			from, to := r.IntN(24*60), r.IntN(24*60+1)
			if r.IntN(3) == 0 {
				from = []int{0, 60, 90, 120, 150, 180, 23 * 60}[r.IntN(7)] // where clocks shift
			}
			out = append(out, sla.Span{From: fmt.Sprintf("%02d:%02d", from/60, from%60), To: fmt.Sprintf("%02d:%02d", to/60, to%60)})
		}
		return out
	}
	for _, d := range everyDay {
		cfg.Week[d] = spans(r.IntN(4))
	}
	cfg.Week[time.Weekday(r.IntN(7))] = spans(1)
	for range r.IntN(6) {
		d := near.AddDate(0, 0, r.IntN(9)-4)
		cfg.Holidays[sla.DayOf(d)] = ""
	}
	for range r.IntN(6) {
		d := near.AddDate(0, 0, r.IntN(9)-4)
		cfg.Dates[sla.DayOf(d)] = spans(r.IntN(3))
	}
	return cfg
}

var oracleZones = []string{
	"UTC", "America/New_York", "Europe/London", "Africa/Nairobi", "Africa/Cairo", "Africa/Casablanca",
	"Australia/Lord_Howe", "Pacific/Chatham", "Asia/Kathmandu", "America/St_Johns", "America/Havana",
	"America/Nuuk", "Asia/Gaza", "America/Santiago", "Antarctica/Troll", "Europe/Dublin",
}

// shiftNear returns a shift of the zone's clock about t, or t.
func shiftNear(t time.Time, loc *time.Location) time.Time {
	if _, end := t.In(loc).ZoneBounds(); !end.IsZero() && end.Sub(t) < 400*24*time.Hour {
		return end
	}
	return t
}

// TestCalendar_Oracle compares random calendars with the oracle around shifts
// of the clock, from the past to the far future.
func TestCalendar_Oracle(t *testing.T) {
	t.Parallel()
	for i, zone := range oracleZones {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			loc, err := time.LoadLocation(zone)
			require.NoError(t, err)
			r := rand.New(rand.NewPCG(7, uint64(i)))
			for range 12 {
				near := time.Date(1975+r.IntN(220), time.Month(1+r.IntN(12)), 1+r.IntN(28), 0, 0, 0, 0, time.UTC)
				near = shiftNear(near, loc)
				cfg := randomConfig(r, zone, near)
				checkOracle(t, r, oracle{cfg, loc}, newCalendar(t, cfg), near)
			}
		})
	}
}

// TestCalendar_FarFuture goes where a calendar repeats every 400 years.
func TestCalendar_FarFuture(t *testing.T) {
	t.Parallel()
	for i, zone := range oracleZones {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			loc, err := time.LoadLocation(zone)
			require.NoError(t, err)
			r := rand.New(rand.NewPCG(8, uint64(i)))
			cfg := randomConfig(r, zone, time.Date(2199, 12, 27, 0, 0, 0, 0, time.UTC))
			c := newCalendar(t, cfg)
			for _, year := range []int{1875, 2199, 2200, 2201, 2600, 2601, 2996, 9999} {
				near := time.Date(year, time.Month(1+r.IntN(12)), 1+r.IntN(28), 0, 0, 0, 0, time.UTC)
				checkOracle(t, r, oracle{cfg, loc}, c, shiftNear(near, loc))
				if year%4 < 2 {
					checkOracle(t, r, oracle{cfg, loc}, c, time.Date(year, 12, 31, 12, 0, 0, 0, time.UTC))
				}
			}
		})
	}
}

func checkOracle(t *testing.T, r *rand.Rand, o oracle, c *sla.Calendar, near time.Time) {
	t.Helper()
	step, length := time.Minute, 48*60
	if _, offset := near.In(o.loc).Zone(); offset%60 != 0 {
		step, length = time.Second, 60 // local mean time
	}
	a := near.Add(time.Duration(r.IntN(48*60)-36*60) * time.Minute)
	b := a.Add(time.Duration(r.IntN(length)) * time.Minute)
	want := o.between(a, b, step)
	require.Equal(t, want, c.Between(a, b), "between %v and %v of %+v", a, b, o.cfg)
	require.Equal(t, o.open(a), c.Open(a), "open at %v of %+v", a, o.cfg)
	if next := c.NextOpen(a); next.Before(b) {
		require.True(t, o.open(next))
		require.Zero(t, o.between(a, next, step), "from %v to %v of %+v", a, next, o.cfg)
	}
	if want > 0 {
		d := time.Duration(1 + r.Int64N(int64(want)))
		checkAdd(t, c, a, d)
		require.False(t, c.Add(a, d).After(b))
	}
}

// checkAdd checks what holds for every Add.
func checkAdd(t *testing.T, c *sla.Calendar, start time.Time, d time.Duration) {
	t.Helper()
	end := c.Add(start, d)
	if got := c.Between(start, end); got != d {
		require.Equal(t, d, got, "between %v and %v", start, end)
	}
	if got := c.Between(start, end.Add(-1)); d > 0 && got != d-1 {
		require.Equal(t, d-1, got, "%v + %v is not the earliest instant but %v", start, d, end)
	}
	if c.Add(start, d+1).Before(end) || c.Add(start.Add(1), d).Before(end) && d > 0 {
		require.Fail(t, "Add is not monotone", "%v + %v", start, d)
	}
}

func TestCalendar_Sums(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(9, 9))
	for _, zone := range oracleZones {
		cfg := randomConfig(r, zone, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
		c := newCalendar(t, cfg)
		for range 100 {
			at := func() time.Time { return time.Unix(r.Int64N(9e9)-1e9, r.Int64N(1e9)) }
			x, y, z := at(), at(), at()
			if y.Before(x) {
				x, y = y, x
			}
			if z.Before(y) {
				y, z = z, y
			}
			if y.Before(x) {
				x, y = y, x
			}
			require.Equal(t, c.Between(x, z), c.Between(x, y)+c.Between(y, z), "%v %v %v of %+v", x, y, z, cfg)
			checkAdd(t, c, x, c.Between(x, y))
			checkAdd(t, c, x, time.Duration(r.Int64N(int64(200_000*time.Hour))))
		}
	}
}

func FuzzCalendar(f *testing.F) {
	f.Add("America/New_York", "22:00", "06:00", "09:00:30", "24:00", uint8(127), uint16(66), int64(1772928000), uint32(5), int64(time.Hour))
	f.Add("Africa/Cairo", "00:00", "00:00", "23:00", "01:00", uint8(1), uint16(0), int64(-5e9), uint32(0), int64(1))
	f.Add("UTC", "12:00", "11:59", "", "x", uint8(0), uint16(364), int64(2e10), uint32(999999999), int64(1)<<62)
	f.Fuzz(func(t *testing.T, zone, from1, to1, from2, to2 string, days uint8, holiday uint16, sec int64, nsec uint32, d int64) {
		cfg := sla.CalendarConfig{Name: "test", Zone: zone, Week: map[time.Weekday][]sla.Span{}}
		for _, day := range everyDay {
			if days&(1<<day) != 0 {
				cfg.Week[day] = []sla.Span{{From: from1, To: to1}, {From: from2, To: to2}}
			}
		}
		start := time.Unix(sec%1e12, int64(nsec))
		h := time.Unix(sec%4e9, 0).AddDate(0, 0, int(holiday%400))
		cfg.Holidays = map[sla.Day]string{sla.DayOf(h): "a day"}
		cfg.Dates = map[sla.Day][]sla.Span{sla.DayOf(h): {{From: to1, To: from2}}}
		c, err := sla.NewCalendar(cfg)
		if err != nil {
			require.Nil(t, c)
			return
		}
		d = max(0, d%(1<<62))
		checkAdd(t, c, start, time.Duration(d))
		next := c.NextOpen(start)
		require.True(t, c.Open(next))
		require.False(t, next.Before(start))
		require.Zero(t, c.Between(start, next))
	})
}
