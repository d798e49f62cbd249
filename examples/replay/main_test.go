package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/examples/internal/replay"
)

var update = flag.Bool("update", false, "rewrite the files that end in .golden")

func TestRun(t *testing.T) {
	t.Parallel()
	const file = "testdata/pizza.csv"
	cases := []struct {
		name string
		args []string
		code int
	}{
		{"table", []string{file}, 0},
		{"json", []string{"-json", "-by", "platform", file}, 0},
		{"days", []string{"-by", "account,day", "-zone", "Africa/Nairobi", "-within", "5m", "-from", "2026-03-07", "-to", "2026-03-08", file}, 0},
		{"progress", []string{"-progress", "-by", "week", file}, 0},
		{"twice", []string{file, file}, 0},
		{"no-file", nil, 2},
		{"bad-flags", []string{"-by", "mood", "-from", "yesterday", file}, 2},
		{"format", []string{"main.go"}, 1},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			code := replay.Run(t.Context(), tc.args, &stdout, &stderr, nil)
			require.Equal(t, tc.code, code, "%s", &stderr)
			golden(t, tc.name, append(stderr.Bytes(), stdout.Bytes()...))
		})
	}
}

func TestRunWithoutFile(t *testing.T) {
	t.Parallel()
	var stdout, stderr bytes.Buffer
	require.Equal(t, 1, replay.Run(t.Context(), []string{"testdata/pizza.csv", "testdata/none.csv"}, &stdout, &stderr, nil))
	require.Contains(t, stderr.String(), "none.csv")
	require.Empty(t, stdout.String())
}

func TestRunIsInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr bytes.Buffer
	require.Equal(t, 1, replay.Run(ctx, []string{"testdata/pizza.csv"}, &stdout, &stderr, nil))
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
