package main

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/examples/internal/replay"
)

func replayed(t *testing.T, code int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	require.Equal(t, code, replay.Run(t.Context(), args, &out, &errs, open), "%s", &errs)
	return out.String(), errs.String()
}

// A file that was read is not read again, and the report is the same.
func TestReplay(t *testing.T) {
	t.Parallel()
	const file = "../../replay/testdata/pizza.csv"
	want, _ := replayed(t, 0, file)
	db := filepath.Join(t.TempDir(), "talks.db")
	got, said := replayed(t, 0, "-db", db, file)
	require.Equal(t, want, got)
	require.Contains(t, said, "Mentions kept before: 0, new: 13")
	got, said = replayed(t, 0, "-db", db, file)
	require.Equal(t, want, got)
	require.Contains(t, said, "Mentions kept before: 13, new: 0")
}

// What policies find in a database is what they find in memory, also when nothing is read any more.
func TestReplayWhatIf(t *testing.T) {
	t.Parallel()
	const dir = "../../replay/testdata/"
	args := []string{"-policy", dir + "promise.json", "-policy", dir + "office.json", dir + "pizza.csv"}
	want, _ := replayed(t, 0, args...)
	args = append([]string{"-db", filepath.Join(t.TempDir(), "talks.db")}, args...)
	for range 2 {
		got, _ := replayed(t, 0, args...)
		require.Equal(t, want, got)
	}
	_, said := replayed(t, 2, "-db", "none/talks.db", "-policy", "none.json", dir+"pizza.csv")
	require.Contains(t, said, "none.json")
}

func TestReplayRefuses(t *testing.T) {
	t.Parallel()
	const file = "../../replay/testdata/pizza.csv"
	for db, says := range map[string]string{
		"mysql://x/y":              "a postgres:// URL or the name of a file is wanted",
		"talks.db?mode=ro":         "no settings",
		t.TempDir():                "sqlstore: open",
		"postgres://127.0.0.1:1/x": "sqlstore: open",
	} {
		_, said := replayed(t, 1, "-db", db, file)
		require.Contains(t, said, says, db)
	}
}
