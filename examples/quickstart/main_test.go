package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/examples/quickstart/day"
)

var update = flag.Bool("update", false, "rewrite testdata/story.golden")

func TestRun(t *testing.T) {
	t.Parallel()
	const golden = "testdata/story.golden"
	var got bytes.Buffer
	require.NoError(t, day.Play(t.Context(), &got, inMemory))
	if *update {
		require.NoError(t, os.WriteFile(golden, got.Bytes(), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), got.String())
	for line := range strings.Lines(got.String()) {
		line = strings.TrimSuffix(line, "\n")
		require.LessOrEqual(t, utf8.RuneCountInString(line), 100, "too wide for a terminal: %q", line)
		require.Equal(t, strings.TrimRight(line, " "), line)
	}
}

func TestRunEndsWithContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, day.Play(ctx, &bytes.Buffer{}, inMemory), context.Canceled)
}
