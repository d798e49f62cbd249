package archive_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/provider/archive"
)

const (
	accountLine = `{"account":{"id":"twitter:acme","handle":"acme","name":"Acme","authors":["twitter:1001","twitter:1002"]}}`
	removalLine = `{"removal":{"ref":"twitter:1","at":"2026-01-03T15:00:00+03:00","observed_at":"2026-01-03T12:30:00Z","revision":2}}`
	mentionLine = `{"ref":"twitter:1","kind":"mention","visibility":"public","author":{"id":"twitter:7"},"via":["twitter:acme"],` +
		`"text":"Hello","occurred_at":"2026-01-03T15:00:00+03:00","from_the_future":1}`
)

func acme() care.Account {
	return care.Account{ID: "twitter:acme", Handle: "acme", Name: "Acme", Authors: []care.AuthorID{"twitter:1001", "twitter:1002"}}
}

func TestJSONLines(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 3, 12, 0, 0, 0, time.UTC)
	lines := []string{accountLine, mentionLine, removalLine}
	for name, content := range map[string]string{
		"plain":              strings.Join(lines, "\n"),
		"with a line end":    strings.Join(lines, "\n") + "\n",
		"CRLF":               strings.Join(lines, "\r\n"),
		"a byte order mark":  "\uFEFF" + strings.Join(lines, "\n"),
		"white space around": strings.Join(lines, " \n"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, "a.jsonl", content, archive.Config{})
			require.Equal(t, []care.Account{acme()}, s.Accounts())
			require.Equal(t, reading{
				Mentions: []care.Mention{{
					Ref: "twitter:1", Kind: care.KindMention, Visibility: care.Public, Author: care.Author{ID: "twitter:7"},
					Via: []care.AccountID{"twitter:acme"}, Text: "Hello", OccurredAt: at, Where: "a.jsonl:2",
				}},
				Removals: []care.Removal{{Ref: "twitter:1", At: at, ObservedAt: at.Add(time.Minute * 30), Revision: 2}},
			}, read(t, s))
		})
	}
}

func TestJSONLinesAccounts(t *testing.T) {
	t.Parallel()
	other := `{"account":{"id":"mastodon:9"}}`
	content := "\n" + other + "\nnot JSON\n" + accountLine + "\n" + mentionLine + "\n" + other + "\n"
	mine := care.Account{ID: "mastodon:9", Name: "Mine"}
	s := open(t, "a.jsonl", content, archive.Config{Accounts: []care.Account{mine}})
	require.Equal(t, []care.Account{mine, acme()}, s.Accounts())
	got := read(t, s)
	require.Len(t, got.Rejects, 2)
	require.Equal(t, "a.jsonl:3", got.Rejects[0].Where)
	require.Equal(t, "a.jsonl:6", got.Rejects[1].Where)
	require.Contains(t, got.Rejects[1].Reason, "too late")
}

func TestJSONLinesUnknownKind(t *testing.T) {
	t.Parallel()
	content := strings.Replace(mentionLine, `"mention"`, `"hologram"`, 1)
	got := read(t, open(t, "a.jsonl", content, archive.Config{}))
	require.Equal(t, care.Kind("hologram"), got.Mentions[0].Kind)
	require.Empty(t, got.Rejects)
}

func TestBadJSONLines(t *testing.T) {
	t.Parallel()
	with := func(old, changed string) string { return strings.Replace(mentionLine, old, changed, 1) }
	for name, test := range map[string]struct {
		bad, reason string
		taken       bool
	}{
		"not JSON":             {bad: "hello", reason: "not JSON, from byte 1 on"},
		"torn":                 {bad: mentionLine[:60], reason: "not JSON"},
		"two on one line":      {bad: mentionLine + mentionLine, reason: "not JSON"},
		"an array":             {bad: "[" + mentionLine + "]", reason: "is not of type"},
		"null":                 {bad: "null", reason: "not one of"},
		"another object":       {bad: `{"id":1}`, reason: "not one of"},
		"two at once":          {bad: with(`"kind"`, `"removal":{"ref":"twitter:1"},"kind"`), reason: "not one of"},
		"another type":         {bad: with(`"Hello"`, `5`), reason: `field "text" is not of type string`},
		"another type within":  {bad: with(`"twitter:7"`, `7`), reason: `field "author.id" is not of type`},
		"NUL":                  {bad: with("Hello", "Hel\x00lo"), reason: "not JSON"},
		"an id without a form": {bad: with("twitter:1", "1"), reason: "ref: id"},
		"no kind":              {bad: with(`"mention"`, `""`), reason: "kind: empty"},
		"no visibility":        {bad: with(`"visibility":"public",`, ``), reason: "visibility: unknown"},
		"unknown visibility":   {bad: with(`"public"`, `"friends"`), reason: "a time or the visibility"},
		"no time":              {bad: with(`2026-01-03T15`, `yesterday`), reason: "a time or the visibility"},
		"long ago":             {bad: with(`2026-01-03T15`, `1926-01-03T15`), reason: "year 1926"},
		"text too long":        {bad: with("Hello", strings.Repeat("a", care.MaxText+1)), reason: "text: "},
		"a line too long":      {bad: with("Hello", strings.Repeat("a", archive.MaxLine)), reason: "longer than 4 MiB"},
		"answers itself":       {bad: with(`"via"`, `"parent":"twitter:1","via"`), reason: "it answers itself", taken: true},
		"not UTF-8":            {bad: with("Hello", "caf\xe9"), reason: "not UTF-8", taken: true},
		"id not UTF-8":         {bad: with("twitter:7", "twitter:\xe9"), reason: "an id is not UTF-8"},
		"half a letter in id":  {bad: with("twitter:7", `twitter:\ud83d`), reason: "an id is not UTF-8"},
		"removal of nothing":   {bad: `{"removal":{"at":"2026-01-03T15:00:00Z"}}`, reason: "removal: id"},
		"removal without time": {bad: `{"removal":{"ref":"twitter:1"}}`, reason: "removal: without a time"},
		"removal long ago":     {bad: `{"removal":{"ref":"twitter:1","at":"1926-01-03T15:00:00Z"}}`, reason: "removal: a year"},
		"account without form": {bad: `{"account":{"id":"acme"}}`, reason: "account: "},
		"account's author":     {bad: `{"account":{"id":"twitter:1","authors":[""]}}`, reason: "account: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before, after := with("Hello", "before"), with("Hello", "after")
			content := test.bad + "\n" + before + "\n" + test.bad + "\n" + after + "\n" + test.bad
			got := read(t, open(t, "a.jsonl", content, archive.Config{}))
			var texts []string
			for _, m := range got.Mentions {
				if m.Where == "a.jsonl:2" || m.Where == "a.jsonl:4" {
					texts = append(texts, m.Text)
				}
			}
			require.Equal(t, []string{"before", "after"}, texts)
			require.Len(t, got.Rejects, 3)
			for i, where := range []string{"a.jsonl:1", "a.jsonl:3", "a.jsonl:5"} {
				r := got.Rejects[i]
				require.Equal(t, where, r.Where)
				require.Equal(t, test.taken, r.Taken)
				require.NotContains(t, r.Reason, "\n")
				require.Equal(t, cut(test.bad, 64<<10), strings.TrimSuffix(string(r.Raw), "\n"))
				if !strings.Contains(test.bad, "account") || i == 0 {
					require.Contains(t, r.Reason, test.reason)
				}
			}
			require.Equal(t, test.taken, len(got.Mentions) == 5)
		})
	}
}

func TestBadJSONLinesAreTakenWithout(t *testing.T) {
	t.Parallel()
	bad := strings.NewReplacer("Hello", "caf\xe9", `"via"`, `"parent":"twitter:1","raw":{"a":"\xe9"},"via"`).Replace(mentionLine)
	got := read(t, open(t, "a.jsonl", strings.ReplaceAll(bad, `\xe9`, "\xe9"), archive.Config{}))
	require.Equal(t, "caf\uFFFD", got.Mentions[0].Text)
	require.Empty(t, got.Mentions[0].Parent)
	require.JSONEq(t, "{\"a\":\"\uFFFD\"}", string(got.Mentions[0].Raw))
	require.Equal(t, "not UTF-8; it answers itself", got.Rejects[0].Reason)
}

// What somebody wrote stands in the bytes of a reject, never in its reason.
func TestReasonsDoNotQuote(t *testing.T) {
	t.Parallel()
	const secret = "my-card-is-4111"
	for _, line := range []string{
		strings.Replace(mentionLine, `"public"`, `"`+secret+`"`, 1),
		strings.Replace(mentionLine, "2026-01-03T15", secret, 1),
		strings.Replace(mentionLine, `"text"`, `"kind":"`+secret+`","visibility":"","text"`, 1),
		`{"` + secret + `":`, secret,
	} {
		for _, r := range read(t, open(t, "a.jsonl", line, archive.Config{})).Rejects {
			require.NotContains(t, r.Reason, secret)
		}
	}
	row := header + csvRow("1", "7", secret, secret, "", "", "") + csvRow("a "+secret, "b "+secret, "True", noon, "", "a "+secret, "b "+secret)
	for _, r := range read(t, open(t, "a.csv", row, archive.Config{})).Rejects {
		require.NotContains(t, r.Reason, secret)
	}
}
