package archive_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/provider/archive"
)

// Every row of the outside archives is accounted for, and says what another reading of it says.
func TestOutsideArchives(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("KINDLY_TWCS")
	if dir == "" {
		t.Skip("KINDLY_TWCS is not set: no folder of customer-support CSVs to read")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			s, err := archive.OpenFile(t.Context(), file, archive.Config{})
			require.NoError(t, err)
			got := read(t, s)
			want := outsideRows(t, file)
			compare(t, want, got)
			if filepath.Base(file) == "head5k.csv" {
				require.Len(t, got.Mentions, 5000)
				require.Len(t, s.Accounts(), 76)
				require.Equal(t, 2778, customers(got.Mentions))
				require.Empty(t, got.Rejects)
			}
		})
	}
}

func customers(mentions []care.Mention) (n int) {
	for _, m := range mentions {
		if len(m.Via) > 0 {
			n++
		}
	}
	return n
}

func outsideRows(t *testing.T, file string) []map[string]string {
	t.Helper()
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	rows, err := readCSV(string(content))
	require.NoError(t, err)
	var out []map[string]string
	for _, cells := range rows[1:] {
		row := map[string]string{}
		for i, name := range rows[0] {
			row[name] = cells[i]
		}
		out = append(out, row)
	}
	return out
}

// compare never prints a text.
func compare(t *testing.T, rows []map[string]string, got reading) {
	t.Helper()
	refused := 0
	for _, r := range got.Rejects {
		if !r.Taken {
			refused++
		}
	}
	require.Equal(t, len(rows), len(got.Mentions)+refused, "rows")
	if refused > 0 {
		return
	}
	reaches := oracle(rows)
	for i, m := range got.Mentions {
		row := rows[i]
		require.Equal(t, row["tweet_id"], m.Ref.Native())
		require.Equal(t, row["author_id"], m.Author.ID.Native())
		require.Equal(t, row["in_response_to_tweet_id"], m.Parent.Native(), m.Ref)
		require.True(t, row["text"] == m.Text, m.Ref)
		require.Equal(t, row["created_at"], m.OccurredAt.Format("Mon Jan 02 15:04:05 -0700 2006"))
		var answers []string
		for _, a := range m.Answers {
			answers = append(answers, a.Native())
		}
		require.Equal(t, row["response_tweet_id"], strings.Join(answers, ","))
		require.Equal(t, row["inbound"] == "True", len(m.Via) == 1, m.Ref)
		if len(m.Via) == 1 {
			require.Equal(t, reaches(row), m.Via[0].Native(), m.Ref)
		}
	}
}

// oracle tells which account a customer's row reaches, by other means than the package.
func oracle(rows []map[string]string) func(row map[string]string) string {
	brands, wrote := map[string]string{}, map[string]string{}
	for _, row := range rows {
		if row["inbound"] == "False" {
			brands[strings.ToLower(row["author_id"])] = row["author_id"]
			wrote[row["tweet_id"]] = row["author_id"]
		}
	}
	handle := regexp.MustCompile(`(^|[^A-Za-z0-9_])@([A-Za-z0-9_]+)`)
	return func(row map[string]string) string {
		for _, found := range handle.FindAllStringSubmatch(row["text"], -1) {
			if brand, ok := brands[strings.ToLower(found[2])]; ok {
				return brand
			}
		}
		if brand, ok := wrote[row["in_response_to_tweet_id"]]; ok {
			return brand
		}
		return "unknown"
	}
}
