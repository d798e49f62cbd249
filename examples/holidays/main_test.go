package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sla"
)

var update = flag.Bool("update", false, "rewrite the files that end in .golden")

func now() time.Time { return time.Date(2026, time.June, 1, 12, 0, 0, 0, time.UTC) }

func TestRun(t *testing.T) {
	t.Parallel()
	const file = "testdata/company.ics"
	cases := []struct {
		name string
		args []string
		code int
	}{
		{"country", []string{"-country", "gb", "-asked", "2026-04-02T16:00:00+01:00"}, 0},
		{"next-holiday", []string{"-country", "us"}, 0},
		{"file", []string{"-ical", file, "-zone", "Europe/Berlin"}, 0},
		{"both", []string{"-country", "de", "-ical", file, "-week", "mon-thu 08:00-12:00,13:00-18:00; fri 08:00-14:00", "-within", "30h"}, 0},
		{"json", []string{"-country", "za", "-years", "1", "-json"}, 0},
		{"too-far", []string{"-country", "fr", "-years", "1", "-within", "2000h"}, 1},
		{"bad-file", []string{"-ical", "testdata/bad.ics"}, 1},
		{"bad-flags", []string{"-within", "0s", "-years", "0", "x"}, 2},
		{"bad-hours", []string{"-country", "de", "-week", "mon 9-17"}, 1},
		{"bad-country", []string{"-country", "atlantis"}, 2},
		{"help", []string{"-help"}, 0},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			require.Equal(t, tc.code, run(tc.args, now(), &stdout, &stderr), "%s", &stderr)
			golden(t, tc.name, append(stderr.Bytes(), stdout.Bytes()...))
		})
	}
}

func TestRunWithoutFile(t *testing.T) {
	t.Parallel()
	var stdout, stderr bytes.Buffer
	require.Equal(t, 1, run([]string{"-ical", "testdata/none.ics"}, now(), &stdout, &stderr))
	require.Contains(t, stderr.String(), "none.ics")
	require.Empty(t, stdout.String())
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		require.NoError(t, os.WriteFile(file, got, 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

// What -json writes is a calendar, and may stand in a policy file.
func TestJSON(t *testing.T) {
	t.Parallel()
	var stdout, stderr bytes.Buffer
	require.Zero(t, run([]string{"-country", "gb", "-json"}, now(), &stdout, &stderr), "%s", &stderr)
	c, err := sla.ParseCalendar(stdout.Bytes())
	require.NoError(t, err)
	require.Equal(t, "gb", c.Name())
	boxing := time.Date(2026, time.December, 28, 12, 0, 0, 0, time.UTC)
	require.False(t, c.Open(boxing))
	require.True(t, c.Open(boxing.AddDate(0, 0, 1)))

	_, err = sla.ParsePolicy(fmt.Appendf(nil, `{
		"id": "care", "version": 1, "calendars": [%s],
		"rules": [{"targets": [{"metric": "first_response", "within": "1h", "calendar": "gb"}]}]
	}`, &stdout))
	require.NoError(t, err)
}
