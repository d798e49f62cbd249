package chart_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care/report"
	"github.com/kindlydm/kindly/examples/internal/chart"
	"github.com/kindlydm/kindly/sla"
)

func kept(policy string, met, missed int) report.Kept {
	k := report.Kept{Policy: policy, Cycles: met + missed, Met: met, Missed: missed}
	if k.Cycles > 0 {
		k.Attainment = float64(met) / float64(k.Cycles)
	}
	return k
}

// comparison has a metric in which each policy kept 1,000, 999, 998... promises of 2,000, and no other in the last.
func comparison(policies ...string) *report.Comparison {
	c := &report.Comparison{
		Policies: policies, By: []report.By{report.ByHourOfWeek}, Zone: "Africa/Nairobi", Conversations: 12345,
		Now:   time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC),
		Tells: report.Tells, CannotTell: []string{report.NoStaffing},
	}
	first := report.KeptRow{Metric: sla.FirstResponse}
	next := report.KeptRow{Metric: sla.NextResponse}
	rare := report.KeptRow{Metric: sla.FirstResponse, Keys: []string{"sun 23"}}
	for i, p := range policies {
		first.Kept = append(first.Kept, kept(p, 1000-i, 1000+i))
		next.Kept = append(next.Kept, kept(p, 0, 0))
		rare.Kept = append(rare.Kept, kept(p, 4, 0))
	}
	next.Kept[0] = kept(policies[0], 1, 0)
	c.Total = []report.KeptRow{first, next}
	c.Rows = []report.KeptRow{{Metric: sla.FirstResponse, Keys: []string{"mon 09"}, Kept: first.Kept}, rare}
	return c
}

func drawn(t *testing.T, c *report.Comparison) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, chart.Write(&b, c))
	return b.String()
}

// element is one of a drawing: what it is, and the title within it.
type element struct {
	XMLName xml.Name
	X       float64   `xml:"x,attr"`
	Y       float64   `xml:"y,attr"`
	Width   float64   `xml:"width,attr"`
	Height  float64   `xml:"height,attr"`
	Class   string    `xml:"class,attr"`
	Title   string    `xml:"title"`
	Text    string    `xml:",chardata"`
	Parts   []element `xml:",any"`
}

func (e element) is(class string) bool { return strings.Contains(" "+e.Class+" ", " "+class+" ") }

func parsed(t *testing.T, svg string) (root element) {
	t.Helper()
	dec := xml.NewDecoder(strings.NewReader(svg))
	require.NoError(t, dec.Decode(&root))
	_, err := dec.Token()
	require.True(t, err == nil || errors.Is(err, io.EOF), "%v", err)
	require.Equal(t, "http://www.w3.org/2000/svg", root.XMLName.Space)
	return root
}

func all(root element, class string) []element {
	var out []element
	for _, e := range root.Parts {
		if e.is(class) {
			out = append(out, e)
		}
	}
	return out
}

func texts(root element) []string {
	var out []string
	for _, e := range root.Parts {
		if e.XMLName.Local == "text" {
			out = append(out, e.Text)
		}
	}
	return out
}

func TestWrite(t *testing.T) {
	t.Parallel()
	svg := drawn(t, comparison("promise@1", "office@2", "night@1"))
	root := parsed(t, svg)
	require.Equal(t, "What if: promises kept under 3 policies", root.Title)

	bars := all(root, "bar")
	require.Len(t, bars, 4, "three policies promise the first metric, one the second")
	require.InDelta(t, all(root, "track")[0].Width/2, bars[0].Width, 0.01, "half of all")
	require.Equal(t, "promise@1: 1,000 met, 1,000 missed (0 of them still waiting), 0 cancelled, 0 open", bars[0].Title)
	for i, class := range []string{"p0", "p1", "p2", "p0"} {
		require.True(t, bars[i].is(class))
	}

	cells := all(root, "cell")
	require.Len(t, cells, 3*7*24)
	titles := map[string]element{}
	for _, c := range cells[:7*24] {
		titles[c.Title] = c
	}
	require.Len(t, titles, 7*24, "each says its hour")
	full, rare, none := titles["Mon 09: 50.0%, 1,000 of 2,000"], titles["Sun 23: 100.0%, 4 of 4"], titles["Tue 10: nothing"]
	require.True(t, full.is("s5"))
	require.True(t, rare.is("s9"))
	require.InDelta(t, full.Width/2, rare.Width, 1e-9, "little to judge by")
	require.True(t, none.is("dot"))
	require.Greater(t, rare.X, full.X)
	require.Greater(t, rare.Y, full.Y)

	words := texts(root)
	for _, want := range []string{
		"12,345 conversations, as of 2 Mar 2026 09:00 UTC. Shares are met / (met + missed); open and cancelled are left out.",
		"First response", "Next response", "1,000 of 2,000", "999 of 2,000", "−0.1 points", "promises nothing",
		"First response by hour of the week (Africa/Nairobi)", "fewer than 5 cycles",
	} {
		require.Contains(t, words, want)
	}
	require.Contains(t, strings.Join(words, " "), report.NoStaffing)
	require.Contains(t, svg, "prefers-color-scheme: dark")
}

// Whatever a policy is called, the drawing is well-formed, holds no markup of it, and keeps to its columns.
func TestWriteHostileNames(t *testing.T) {
	t.Parallel()
	names := []string{
		`</text></svg><script>alert("1")</script>&amp;'@1`,
		"]]><!-- \x00\x01\x1b[31m \ufffe \xff@2",
		"\u202eright to left@3",
		strings.Repeat("WMW ", 40) + "@4",
		strings.Repeat("長", 200) + "@5",
		strings.Repeat("i", 500) + "@6",
		"no version",
		"@",
	}
	for n := 1; n <= len(names); n++ {
		root := parsed(t, drawn(t, comparison(names[:n]...)))
		require.Len(t, all(root, "cell"), n*7*24)
		for _, e := range root.Parts {
			require.NotEqual(t, "script", e.XMLName.Local)
			require.LessOrEqual(t, e.X+e.Width, 960.0)
			require.LessOrEqual(t, e.Y+e.Height, root.Height)
			require.NotContains(t, e.Text, "\u202e")
		}
		overlaps(t, root)
	}
	root := parsed(t, drawn(t, comparison(names...)))
	require.Contains(t, texts(root), "@")
	var whole int
	for _, e := range root.Parts {
		if e.XMLName.Local == "text" && strings.HasSuffix(e.Text, "…@4") {
			require.Equal(t, names[3], e.Title, "what is cut off is in the title")
			whole++
		}
	}
	require.Equal(t, 3, whole, "beside two bars and above a map")
}

// overlaps fails if two bars or fields lie upon each other.
func overlaps(t *testing.T, root element) {
	t.Helper()
	marks := append(all(root, "bar"), all(root, "cell")...)
	taken := map[string]bool{}
	for _, e := range marks {
		at := fmt.Sprintf("%.0f %.0f", e.X+e.Width/2, e.Y+e.Height/2)
		if !e.is("bar") {
			require.False(t, taken[at], at)
		}
		taken[at] = true
	}
	for i, e := range all(root, "bar") {
		if i > 0 {
			before := all(root, "bar")[i-1]
			require.GreaterOrEqual(t, e.Y, before.Y+before.Height)
		}
	}
}

func TestWriteNothing(t *testing.T) {
	t.Parallel()
	c := comparison("promise@1")
	c.Rows, c.Total = nil, nil
	root := parsed(t, drawn(t, c))
	require.Equal(t, "Promises kept", root.Title)
	require.Empty(t, all(root, "cell"))
	require.Contains(t, strings.Join(texts(root), "\n"), "No promise")
}

// A policy whose promises were all cancelled or are open has no share, and 0% would be wrong.
func TestWriteUndecided(t *testing.T) {
	t.Parallel()
	c := comparison("promise@1", "office@1")
	c.Total[0].Kept[1] = report.Kept{Policy: "office@1", Cycles: 3, Cancelled: 1, Open: 2}
	words := texts(parsed(t, drawn(t, c)))
	require.Contains(t, words, "–")
	require.NotContains(t, words, "0.0%")
	require.NotContains(t, strings.Join(words, "\n"), "points")
}

func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	c := comparison("promise@1")
	c.By = []report.By{report.ByAccount, report.ByHourOfWeek}
	require.ErrorContains(t, chart.Write(io.Discard, c), "alone")
	require.ErrorIs(t, chart.Write(full{}, comparison("promise@1")), errFull)
}

var errFull = errors.New("full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
