package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestMain plays the day where a test asks for that, to be killed in the middle of it.
func TestMain(m *testing.M) {
	if db := os.Getenv("PLAY_DAY_IN"); db != "" {
		if err := play(context.Background(), os.Stdout, db); err != nil {
			panic(err)
		}
		return
	}
	m.Run()
}

func played(t *testing.T, db string) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, play(t.Context(), &out, db))
	return out.String()
}

// night is the part of the story that is told when the day is over, but for the number of misses announced: a
// job that a killed process had claimed is hidden for its lease, and on a clock that stands still meanwhile the
// answer may come before it is seen again.
func night(t *testing.T, story string) string {
	t.Helper()
	_, after, ok := strings.Cut(story, "3. WHAT CAME IN")
	require.True(t, ok, "%s", story)
	return regexp.MustCompile(`\d+  promises`).ReplaceAllString(after, "promises")
}

func TestPlay(t *testing.T) {
	t.Parallel()
	want := played(t, "")
	db := filepath.Join(t.TempDir(), "day.db")
	require.Equal(t, want, played(t, db))
	again := played(t, db)
	require.Contains(t, again, "messages were dealt with before; this is what was kept.")
	require.Equal(t, night(t, want), night(t, again))
}

// However often it is killed, the day goes on, and comes to the same end.
func TestPlayIsKilled(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("short: many processes")
	}
	want := night(t, played(t, ""))
	for _, pause := range []time.Duration{20 * time.Millisecond, 45 * time.Millisecond, 70 * time.Millisecond} {
		db, wentOn := filepath.Join(t.TempDir(), "day.db"), false
		for n := range 200 {
			out, over := playAndKill(t, db, pause+time.Duration(n)*3*time.Millisecond)
			wentOn = wentOn || strings.Contains(out, "the day goes on at")
			if over {
				require.Equal(t, want, night(t, out))
				break
			}
		}
		require.Equal(t, want, night(t, played(t, db)), "killed after %s", pause)
		require.True(t, wentOn, "it was never killed in the middle of the day")
	}
}

func playAndKill(t *testing.T, db string, after time.Duration) (string, bool) {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), after) // ends with SIGKILL
	defer cancel()
	child := exec.CommandContext(ctx, self)
	child.Env = append(os.Environ(), "PLAY_DAY_IN="+db)
	out, err := child.Output()
	exit := new(exec.ExitError)
	if err != nil && !errors.As(err, &exit) && ctx.Err() == nil {
		require.NoError(t, err)
	}
	return string(out), err == nil
}
