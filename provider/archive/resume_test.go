package archive_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/provider/archive"
)

// damaged makes a CSV of rows that are good, bad, torn and cut by line ends.
func damaged(rng *rand.Rand) []byte {
	var out bytes.Buffer
	for i := range rng.IntN(40) {
		row := csvRow(fmt.Sprint(i), some(rng, "7", "acme", ""), some(rng, "True", "False", "?"), some(rng, noon, noon, "now"),
			some(rng, "hello", "a\nb", "say \"hi\", then", "@acme\n\n\"", "caf\xe9"), some(rng, "", "1,2"), some(rng, "", "0", "3"))
		switch rng.IntN(6) {
		case 0:
			row = row[:rng.IntN(len(row))]
		case 1:
			row = row[:rng.IntN(len(row))] + "\n"
		case 2:
			at := rng.IntN(len(row))
			row = row[:at] + some(rng, "\"", ",", "\n", "\r", "\x00", "\r\n") + row[at:]
		}
		out.WriteString(row)
	}
	return out.Bytes()
}

func damagedLines(rng *rand.Rand) []byte {
	var out bytes.Buffer
	for range rng.IntN(40) {
		line := some(rng, accountLine, mentionLine, mentionLine, removalLine, "", "{}")
		if rng.IntN(4) == 0 {
			line = line[:rng.IntN(len(line)+1)]
		}
		out.WriteString(line + some(rng, "\n", "\r\n", "\n\n"))
	}
	return out.Bytes()
}

// From every cursor comes exactly the rest, and the size of batches changes nothing.
func TestResume(t *testing.T) {
	t.Parallel()
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 2))
		sameHoweverRead(t, "a.csv", header+string(damaged(rng)))
		sameHoweverRead(t, "a.jsonl", string(damagedLines(rng)))
	}
}

func sameHoweverRead(t testing.TB, name, content string) {
	t.Helper()
	want := read(t, open(t, name, content, archive.Config{}))
	for _, size := range []int{1, 2, 7} {
		s := open(t, name, content, archive.Config{BatchSize: size})
		all, err := batches(t.Context(), s, "")
		require.NoError(t, err)
		require.Equal(t, want, join(all))
		for i, b := range all {
			require.LessOrEqual(t, len(b.Mentions)+len(b.Removals), size)
			rest, err := batches(t.Context(), s, b.Cursor)
			require.NoError(t, err)
			require.Equal(t, join(all[i+1:]), join(rest), "behind batch %d of %q", i, content)
		}
	}
}

func TestCursorOfAChangedFile(t *testing.T) {
	t.Parallel()
	row := csvRow("1", "7", "True", noon, "hello", "", "")
	files := oneFile("a.csv", header+strings.Repeat(row, 10))
	s, err := archive.Open(t.Context(), files, "a.csv", archive.Config{BatchSize: 4})
	require.NoError(t, err)
	all, err := batches(t.Context(), s, "")
	require.NoError(t, err)
	cursor := all[0].Cursor

	resume := func(content string) ([]care.Batch, error) {
		t.Helper()
		changed, err := archive.Open(t.Context(), oneFile("a.csv", content), "a.csv", archive.Config{})
		require.NoError(t, err)
		return batches(t.Context(), changed, cursor)
	}
	t.Run("behind the cursor", func(t *testing.T) {
		t.Parallel()
		rest, err := resume(header + strings.Repeat(row, 4) + strings.Replace(row, "hello", "howdy", 1))
		require.NoError(t, err)
		require.Equal(t, "howdy", rest[0].Mentions[0].Text)
		require.Equal(t, "a.csv:6", rest[0].Mentions[0].Where)
	})
	t.Run("nothing behind it", func(t *testing.T) {
		t.Parallel()
		rest, err := resume(header + strings.Repeat(row, 4))
		require.NoError(t, err)
		require.Empty(t, rest)
	})
	for name, content := range map[string]string{
		"a letter":  header + row + strings.Replace(row, "hello", "howdy", 1) + strings.Repeat(row, 8),
		"a column":  strings.Replace(header, "tweet_id", "tweet_id,more", 1) + strings.Repeat(row, 10),
		"a line":    header + strings.Repeat(row, 3),
		"no header": strings.TrimSuffix(header, "\n"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := resume(content)
			require.ErrorIs(t, err, care.ErrConflict)
			require.ErrorContains(t, err, "archive: read")
			require.ErrorContains(t, err, "the file has changed")
			require.Empty(t, got)
		})
	}
	for _, cursor := range []string{"x", "1", "1:", "1:x:", "2:1:aa", "1:-1:aa", "1:99999999999999999999:aa"} {
		_, err := batches(t.Context(), s, cursor)
		require.ErrorIs(t, err, care.ErrInvalid, cursor)
	}
	for _, cursor := range []string{"1:1:aa", "1:999999:aa", strings.Replace(cursor, ":", ":0", 1)} {
		_, err := batches(t.Context(), s, cursor)
		require.ErrorIs(t, err, care.ErrConflict, cursor)
	}
}

func TestFileGrows(t *testing.T) {
	t.Parallel()
	row := csvRow("1", "7", "True", noon, "hello", "", "")
	file := &fstest.MapFile{Data: []byte(header + row)}
	files := fstest.MapFS{"a.csv": file}
	s, err := archive.Open(t.Context(), files, "a.csv", archive.Config{})
	require.NoError(t, err)
	all, err := batches(t.Context(), s, "")
	require.NoError(t, err)

	file.Data = append(file.Data, csvRow("2", "acme", "False", noon, "later", "", "")...)
	require.Len(t, read(t, s).Mentions, 1, "as it was opened")
	s, err = archive.Open(t.Context(), files, "a.csv", archive.Config{})
	require.NoError(t, err)
	rest, err := batches(t.Context(), s, all[0].Cursor)
	require.NoError(t, err)
	require.Equal(t, "later", rest[0].Mentions[0].Text)
	require.Len(t, s.Accounts(), 1)

	file.Data = file.Data[:len(file.Data)-20]
	got, err := batches(t.Context(), s, "")
	require.ErrorIs(t, err, care.ErrConflict)
	require.Len(t, got[0].Mentions, 1, "what came before the end")
}

// A long row ends its batch early, so that a batch stays small.
func TestBatchOfLongRows(t *testing.T) {
	t.Parallel()
	row := csvRow("1", "7", "True", noon, strings.Repeat("a", 1_000_000), "", "")
	all, err := batches(t.Context(), open(t, "a.csv", header+strings.Repeat(row, 20), archive.Config{}), "")
	require.NoError(t, err)
	require.Len(t, all, 3)
}
