package archive_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/provider/archive"
)

func TestBadCSV(t *testing.T) {
	t.Parallel()
	type reject struct {
		line   string
		taken  bool
		reason string
	}
	row := csvRow
	before, after := row("1", "700", "True", noon, "before", "", ""), row("9", "700", "True", noon, "after", "", "")
	for name, test := range map[string]struct {
		bad     string
		rejects []reject
		taken   int  // mentions besides before and after
		lost    bool // after is lost too
	}{
		"too few columns":  {bad: "2,700,True\n", rejects: []reject{{"3", false, "3 columns instead of 7"}}},
		"too many columns": {bad: "2,700,True," + noon + ",a,,,b\n", rejects: []reject{{"3", false, "8 columns instead of 7"}}},
		"no time":          {bad: row("2", "700", "True", "", "a", "", ""), rejects: []reject{{"3", false, "created_at: not a time"}}},
		"another time":     {bad: row("2", "700", "True", "2026-01-03 12:00", "a", "", ""), rejects: []reject{{"3", false, "created_at: not a time"}}},
		"no such day":      {bad: row("2", "700", "True", "Sat Feb 30 12:00:00 +0000 2026", "a", "", ""), rejects: []reject{{"3", false, "created_at: not a time"}}},
		"long ago":         {bad: row("2", "700", "True", "Sat Jan 03 12:00:00 +0000 1926", "a", "", ""), rejects: []reject{{"3", false, "year 1926"}}},
		"answers itself":   {bad: row("2", "700", "True", noon, "a", "", "2"), rejects: []reject{{"3", true, "it answers itself"}}, taken: 1},
		"not UTF-8":        {bad: row("2", "700", "True", noon, "caf\xe9", "", ""), rejects: []reject{{"3", true, "text: not UTF-8"}}, taken: 1},
		"id not UTF-8":     {bad: row("2\xff", "700", "True", noon, "a", "", ""), rejects: []reject{{"3", false, "tweet_id: not UTF-8"}}},
		"text too long":    {bad: row("2", "700", "True", noon, strings.Repeat("a", care.MaxText+1), "", ""), rejects: []reject{{"3", false, "text: "}}},
		"no id":            {bad: row("", "700", "True", noon, "a", "", ""), rejects: []reject{{"3", false, "tweet_id: empty"}}},
		"no author":        {bad: row("2", " ", "True", noon, "a", "", ""), rejects: []reject{{"3", false, "author_id: empty"}}},
		"words as id":      {bad: row("my name is", "700", "True", noon, "a", "", ""), rejects: []reject{{"3", false, "tweet_id: not an id"}}},
		"long id":          {bad: row(strings.Repeat("2", 3000), "700", "True", noon, "a", "", ""), rejects: []reject{{"3", false, "ref: id"}}},
		"several faults":   {bad: row("", "700", "no", "", "a", "", ""), rejects: []reject{{"3", false, "tweet_id: empty; created_at: not a time like Mon Jan 02 15:04:05 -0700 2006; inbound: neither True nor False"}}},
		"NUL":              {bad: row("2", "700", "True", noon, "a\x00b", "", ""), rejects: []reject{{"3", false, "NUL"}}},
		"a hole":           {bad: strings.Repeat("\x00", 5000) + "\n", rejects: []reject{{"3", false, "1 columns"}}},
		"neither flag":     {bad: row("2", "700", "yes", noon, "a", "", ""), rejects: []reject{{"3", false, "inbound: neither"}}},
		"words as parent":  {bad: row("2", "700", "True", noon, "a", "", "to you"), rejects: []reject{{"3", true, "in_response_to_tweet_id: not an id"}}, taken: 1},
		"words as answer":  {bad: row("2", "700", "True", noon, "a", "3,to me", ""), rejects: []reject{{"3", true, "response_tweet_id: not an id"}}, taken: 1},
		"quotes not doubled": {
			bad:     "2,700,True," + noon + ",\"say \"hi\" then\",,\n",
			rejects: []reject{{"3", true, "quotes inside quotes are not doubled"}}, taken: 1,
		},
		"quotes inside an unquoted field": {bad: "2,700,True," + noon + ",say \"hi\",,\n", taken: 1},
		"a quote that never closes":       {bad: "2,700,True," + noon + ",\"my parcel\n", rejects: []reject{{"3", false, "quote"}}},
		"torn within quotes, twice": {
			bad:     "2,700,True," + noon + ",\"my\n3,700,True," + noon + ",\"your\n",
			rejects: []reject{{"3", false, "quote"}, {"4", false, "quote"}},
		},
		"torn before a quoted row": {
			bad:     "2,700,True," + noon + ",\"my\n" + row("3", "700", "True", noon, "so, well", "", ""),
			rejects: []reject{{"3", false, "quote"}}, taken: 1,
		},
		"torn before a row whose quotes look like an end": {
			bad:     "2,700,True," + noon + ",\"my\n" + row("3", "700", "True", noon, ",so, well", "", ""),
			rejects: []reject{{"3", false, "quote"}}, taken: 1,
		},
		"torn before a torn row that looks like the rest": {
			bad:     "2,700,True," + noon + ",\"my\n3,700,True," + noon + ",\",so well\",4\n",
			rejects: []reject{{"3", false, "2 lines to one inside an unquoted field"}, {"4", false, "6 columns"}},
		},
		"a row of several lines with too many columns": {
			bad:     "2,700,True," + noon + ",\"my\nparcel\",,,,\n",
			rejects: []reject{{"3", false, "2 lines and makes 9 columns"}, {"4", false, "5 columns"}},
		},
		"a line that is too long": {bad: strings.Repeat("x", archive.MaxLine+1) + "\n", rejects: []reject{{"3", false, "longer than 4 MiB"}}},
		"a quoted row that is too long": {
			bad:     "2,700,True," + noon + ",\"a\n" + strings.Repeat("x", archive.MaxLine-10) + "\",,\n",
			rejects: []reject{{"3", false, "quote"}, {"4", false, "3 columns"}},
		},
		"columns without end": {bad: "2,\"" + strings.Repeat("a\n\",\"", 1000) + "\n", rejects: nil, taken: -1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, open(t, "a.csv", header+before+test.bad+after, archive.Config{}))
			require.Equal(t, "before", got.Mentions[0].Text)
			require.Equal(t, "after", got.Mentions[len(got.Mentions)-1].Text)
			if test.taken < 0 {
				return
			}
			require.Len(t, got.Mentions, 2+test.taken)
			require.Len(t, got.Rejects, len(test.rejects))
			lines := strings.SplitAfter(test.bad, "\n")
			for i, want := range test.rejects {
				r := got.Rejects[i]
				require.Equal(t, "a.csv:"+want.line, r.Where)
				require.Equal(t, want.taken, r.Taken)
				require.Contains(t, r.Reason, want.reason)
				require.Equal(t, "archive:a.csv", r.Source)
				require.Equal(t, cut(lines[i], 64<<10), string(r.Raw))
			}
		})
	}
}

func cut(s string, n int) string { return s[:min(n, len(s))] }

func TestBadCSVIsTakenWithout(t *testing.T) {
	t.Parallel()
	content := header + csvRow("2", "700", "True", noon, "caf\xe9\xff!", "", "2") +
		csvRow("3", "700", "True", noon, "a", "4,to me", "to you") +
		"4,700,True," + noon + ",\"say \"hi\" then\",,\n"
	got := read(t, open(t, "a.csv", content, archive.Config{})).Mentions
	require.Equal(t, "caf\uFFFD!", got[0].Text)
	require.Empty(t, got[0].Parent)
	require.Equal(t, care.KindMention, got[0].Kind)
	require.Empty(t, got[1].Parent)
	require.Equal(t, care.KindMention, got[1].Kind)
	require.Equal(t, []care.Ref{"twitter:4"}, got[1].Answers)
	require.Equal(t, `say "hi" then`, got[2].Text)
}

// A torn row at the end of the file is refused alone.
func TestTornEnd(t *testing.T) {
	t.Parallel()
	whole := header + csvRow("1", "700", "True", noon, "one", "", "") + csvRow("2", "700", "True", noon, "two, or\nthree", "", "1")
	for n := strings.Index(whole, "two") - 1; n < len(whole)-2; n++ {
		got := read(t, open(t, "a.csv", whole[:n], archive.Config{}))
		require.Equal(t, "one", got.Mentions[0].Text)
		require.Len(t, got.Mentions, 1, whole[:n])
		require.NotEmpty(t, got.Rejects)
		require.Equal(t, "a.csv:3", got.Rejects[0].Where)
	}
}

// A quote that never closes costs one row, however much follows.
func TestOpenQuoteAndMuchBehindIt(t *testing.T) {
	t.Parallel()
	const n = 100_000 // 5 MiB
	row := "1,700,True," + noon + ",hello,,\n"
	got := read(t, open(t, "a.csv", header+"0,700,True,"+noon+",\"torn\n"+strings.Repeat(row, n), archive.Config{}))
	require.Len(t, got.Mentions, n)
	require.Len(t, got.Rejects, 1)
}

// Rows of which each looks for the end of its quote must not be read once more for each of them.
func TestQuotesAreNotQuadratic(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	for _, line := range []string{"a\",\"c\n", "\"a\n", "\"\"\"\n", ",\"\n", "\"\n", "a\",\"\"\n"} {
		content := header + strings.Repeat(line, 1<<18/len(line))
		s, err := archive.Open(ctx, oneFile("a.csv", content), "a.csv", archive.Config{})
		require.NoError(t, err)
		for _, err := range s.Batches(ctx, nil) {
			require.NoError(t, err, "%q", line)
		}
	}
}
