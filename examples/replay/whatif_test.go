package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care/report"
	"github.com/kindlydm/kindly/examples/internal/replay"
)

const (
	pizza   = "testdata/pizza.csv"
	promise = "testdata/promise.json"
	office  = "testdata/office.json"
)

func TestWhatIf(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name string
		args []string
		code int
	}{
		{"whatif", []string{"-policy", promise, "-policy", office, pizza}, 0},
		{"whatif-json", []string{"-policy", promise, "-policy", office, "-by", "platform", "-json", pizza}, 0},
		{"whatif-hours", []string{"-policy", office, "-by", "hourofweek,account", "-zone", "Africa/Nairobi", pizza}, 0},
		{"whatif-days", []string{"-policy", promise, "-from", "2026-03-07", "-by", "day", pizza}, 0},
		{"whatif-broken", []string{"-policy", "testdata/broken.json", "-policy", promise, "-policy", "testdata/cut.json", pizza}, 2},
		{"whatif-twice", []string{"-policy", promise, "-policy", promise, "-by", "mood", pizza}, 2},
		{"whatif-within", []string{"-policy", promise, "-within", "5m", pizza}, 2},
		{"whatif-both", []string{"-policy", promise, "-svg", "-", "-json", pizza}, 2},
		{"svg-alone", []string{"-svg", "chart.svg", pizza}, 2},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			stdout, stderr := run(t, tc.code, tc.args...)
			golden(t, tc.name, []byte(stderr+stdout))
		})
	}
}

func run(t *testing.T, code int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	require.Equal(t, code, replay.Run(t.Context(), args, &out, &errs, nil), "%s", &errs)
	return out.String(), errs.String()
}

func TestWhatIfWithoutFile(t *testing.T) {
	t.Parallel()
	stdout, stderr := run(t, 2, "-policy", "testdata/none.json", pizza)
	require.Contains(t, stderr, filepath.FromSlash("testdata/none.json"))
	require.Empty(t, stdout)
}

func TestWhatIfDraws(t *testing.T) {
	t.Parallel()
	args := []string{"-policy", promise, "-policy", office, "-zone", "Africa/Nairobi"}
	table, _ := run(t, 0, append(args, pizza)...)
	alone, _ := run(t, 0, append(args, "-svg", "-", pizza)...)
	require.True(t, strings.HasPrefix(alone, "<svg "), "and no table")

	file := filepath.Join(t.TempDir(), "chart.svg")
	both, _ := run(t, 0, append(args, "-svg", file, pizza)...)
	require.Equal(t, table, both)
	drawn, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, alone, string(drawn))

	wellFormed(t, drawn)
	require.Equal(t, 2*7*24, bytes.Count(drawn, []byte(`class="cell `)))
	require.True(t, strings.Contains(alone, "<title>Fri 13: 100.0%, 1 of 1</title>"), "the hour is that of the zone")
	require.True(t, strings.Contains(alone, report.NoStaffing))
}

func wellFormed(t *testing.T, text []byte) {
	t.Helper()
	for dec := xml.NewDecoder(bytes.NewReader(text)); ; {
		_, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
	}
}

// A chart that can't be written costs the chart alone.
func TestWhatIfCannotDraw(t *testing.T) {
	t.Parallel()
	stdout, stderr := run(t, 1, "-policy", promise, "-svg", filepath.Join(t.TempDir(), "none", "chart.svg"), pizza)
	require.Contains(t, stderr, "chart.svg")
	require.Contains(t, stdout, "first_response")
}
