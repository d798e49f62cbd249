package archive_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/provider/archive"
)

// A span is a row: the lines from where it starts to where the next one does.
type span struct {
	line   int
	refuse string // the raw bytes, if it was refused
	text   string // the mention's text otherwise
}

func spans(t testing.TB, r reading) []span {
	t.Helper()
	line := func(where string) int {
		_, n, _ := strings.Cut(where, ":")
		line, err := strconv.Atoi(n)
		require.NoError(t, err)
		return line
	}
	var all []span
	for _, m := range r.Mentions {
		require.NoError(t, m.Validate())
		all = append(all, span{line: line(m.Where), text: m.Text})
	}
	taken := 0
	for _, r := range r.Rejects {
		require.NotEmpty(t, r.Reason)
		if r.Taken {
			taken++
		} else {
			all = append(all, span{line: line(r.Where), refuse: string(r.Raw)})
		}
	}
	require.LessOrEqual(t, taken, len(r.Mentions))
	slices.SortFunc(all, func(a, b span) int { return a.line - b.line })
	return all
}

func blank(line string) bool { return strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r") == "" }

// everyRow checks that the rows of a CSV tile it, and that each that was read is what encoding/csv makes
// of the same bytes.
func everyRow(t testing.TB, content string, r reading) {
	t.Helper()
	lines := strings.SplitAfter(content, "\n")
	all := spans(t, r)
	for from := 1; ; from++ {
		if from == len(lines) || !blank(lines[from]) {
			require.Equal(t, from < len(lines), len(all) > 0)
			require.True(t, len(all) == 0 || all[0].line == from+1, "lost before the first row")
			break
		}
	}
	for i, row := range all {
		end := len(lines)
		if i+1 < len(all) {
			end = all[i+1].line - 1
		}
		require.Less(t, row.line-1, end, "two rows begin on one line")
		for end > row.line && blank(lines[end-1]) {
			end--
		}
		raw := strings.Join(lines[row.line-1:end], "")
		if row.refuse != "" {
			require.Equal(t, cut(raw, 64<<10), row.refuse)
			continue
		}
		rows, err := readCSV(raw)
		require.NoError(t, err)
		require.Len(t, rows, 1, "%q", raw)
		require.Equal(t, strings.ToValidUTF8(rows[0][4], "\uFFFD"), row.text)
	}
}

func readCSV(content string) ([][]string, error) {
	r := csv.NewReader(strings.NewReader(content))
	r.LazyQuotes = true
	return r.ReadAll()
}

func FuzzCSV(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(damaged(rand.New(rand.NewPCG(seed, 3))))
	}
	f.Add([]byte(strings.TrimPrefix(good, header)))
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, err := archive.Open(t.Context(), oneFile("a.csv", string(data)), "a.csv", archive.Config{}); err == nil {
			read(t, s)
		}
		content := header + string(data)
		everyRow(t, content, read(t, open(t, "a.csv", content, archive.Config{})))
		if len(data) < 500 {
			sameHoweverRead(t, "a.csv", content)
		}
	})
}

// everyLine checks that each line is a mention, a removal, an account or a reject.
func everyLine(t testing.TB, content string, r reading) {
	t.Helper()
	seen := map[int]bool{}
	for _, s := range spans(t, r) {
		require.False(t, seen[s.line], "line %d twice", s.line)
		seen[s.line] = true
	}
	removals := 0
	for i, line := range strings.Split(content, "\n") {
		if seen[i+1] || blank(line) {
			continue
		}
		var other struct{ Account, Removal *struct{} }
		line = strings.TrimPrefix(strings.ToValidUTF8(line, "\uFFFD"), "\uFEFF")
		if line == "" {
			continue
		}
		require.NoError(t, json.Unmarshal([]byte(line), &other), "line %d: %q", i+1, line)
		if other.Removal != nil {
			removals++
		} else {
			require.NotNil(t, other.Account, "line %d: %q", i+1, line)
		}
	}
	require.Len(t, r.Removals, removals)
}

func FuzzJSONLines(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(damagedLines(rand.New(rand.NewPCG(seed, 3))))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s := open(t, "a.jsonl", string(data), archive.Config{})
		got := read(t, s)
		everyLine(t, string(data), got)
		if len(data) < 500 {
			sameHoweverRead(t, "a.jsonl", string(data))
		}
		var file bytes.Buffer
		require.NoError(t, archive.Write(&file, s.Accounts(), slices.Values(got.Mentions)))
		again := open(t, "a.jsonl", file.String(), archive.Config{})
		require.Equal(t, fmt.Sprint(s.Accounts()), fmt.Sprint(again.Accounts()))
		require.Len(t, read(t, again).Mentions, len(got.Mentions))
	})
}
