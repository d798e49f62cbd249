package archive_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/provider/archive"
)

func TestCSV(t *testing.T) {
	t.Parallel()
	s := open(t, "a.csv", good, archive.Config{})
	at := time.Date(2026, 1, 3, 12, 0, 0, 0, time.UTC)
	ours := []care.AccountID{"twitter:acmecare"}
	require.Equal(t, []care.Account{{ID: "twitter:acmecare", Handle: "acmecare"}}, s.Accounts())
	require.Equal(t, reading{Mentions: []care.Mention{
		{
			Ref: "twitter:1", Kind: care.KindMention, Visibility: care.Public, Via: ours,
			Author: care.Author{ID: "twitter:700", Handle: "700"}, Text: "@AcmeCare my parcel is late",
			Answers: []care.Ref{"twitter:2"}, OccurredAt: at, ObservedAt: at, Where: "a.csv:2",
		},
		{
			Ref: "twitter:2", Kind: care.KindReply, Visibility: care.Public, Parent: "twitter:1",
			Author: care.Author{ID: "twitter:acmecare", Handle: "acmecare"},
			Text:   "@700 Sorry, we \"look\"\ninto it", OccurredAt: at, ObservedAt: at, Where: "a.csv:3",
		},
		{
			Ref: "twitter:3", Kind: care.KindReply, Visibility: care.Public, Parent: "twitter:2", Via: ours,
			Author: care.Author{ID: "twitter:701", Handle: "701"}, Text: "thanks for nothing",
			OccurredAt: at, ObservedAt: at, Where: "a.csv:5",
		},
	}}, read(t, s))
}

func TestCSVForms(t *testing.T) {
	t.Parallel()
	want := read(t, open(t, "a.csv", good, archive.Config{}))
	swapped := "x,in_response_to_tweet_id,text,created_at, inbound ,author_id,tweet_id,response_tweet_id,y\n" +
		"?,,@AcmeCare my parcel is late," + noon + ",TRUE,700,1,2,?\n" +
		"?,1,\"@700 Sorry, we \"\"look\"\"\ninto it\"," + noon + ",false,acmecare,2,,\n" +
		"?,2,thanks for nothing," + noon + ",true , 701,3,\" \",?\n"
	for name, content := range map[string]string{
		"byte order mark":    "\uFEFF" + good,
		"CRLF":               strings.ReplaceAll(good, "\n", "\r\n"),
		"no line end at end": strings.TrimSuffix(good, "\n"),
		"columns elsewhere":  swapped,
		"quoted header":      strings.Replace(good, "tweet_id", `"tweet_id"`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, want, read(t, open(t, "a.csv", content, archive.Config{})))
		})
	}
	t.Run("empty lines", func(t *testing.T) {
		t.Parallel()
		got := read(t, open(t, "a.csv", "\n\r\n"+strings.ReplaceAll(good, "\n", "\n\n")+"\n\n", archive.Config{}))
		require.Empty(t, got.Rejects)
		require.Len(t, got.Mentions, 3)
		require.Equal(t, "a.csv:11", got.Mentions[2].Where)
	})
}

func TestCSVReaches(t *testing.T) {
	t.Parallel()
	ours := header +
		"10,AcmeCare,False," + noon + ",hello all,,\n" +
		"11,Bolt_Help,False," + noon + ",hello you,,\n" +
		"x-12,acme2,False," + noon + ",hello them,,\n" +
		"007,acme2,False," + noon + ",hello again,,\n" +
		"11,acme2,False," + noon + ",the same id,,\n" +
		"x-12,AcmeCare,False," + noon + ",the same id,,\n"
	for name, test := range map[string]struct{ text, parent, want string }{
		"the first of two":        {text: "@bolt_help and @AcmeCare", want: "twitter:Bolt_Help"},
		"others come before":      {text: "@someone @ACMECARE", parent: "11", want: "twitter:AcmeCare"},
		"what it answers":         {text: "@someone no", parent: "11", want: "twitter:Bolt_Help"},
		"an id that is no number": {text: "no", parent: "x-12", want: "twitter:acme2"},
		"an id with zeros":        {text: "no", parent: "007", want: "twitter:acme2"},
		"another id":              {text: "no", parent: "7", want: "twitter:unknown"},
		"not in the file":         {text: "no", parent: "99", want: "twitter:unknown"},
		"nobody":                  {text: "@ @@ AcmeCare", want: "twitter:unknown"},
		"an address":              {text: "me@AcmeCare.example", want: "twitter:unknown"},
		"a longer name":           {text: "@AcmeCareful", want: "twitter:unknown"},
		"in brackets":             {text: "(@AcmeCare's)", want: "twitter:AcmeCare"},
		"at the end":              {text: "ask@home @acme2", want: "twitter:acme2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row := csvRow("1", "700", "True", noon, test.text, "", test.parent)
			// Our rows may stand behind the customer's.
			for _, content := range []string{ours + row, header + row + strings.TrimPrefix(ours, header)} {
				for _, m := range read(t, open(t, "a.csv", content, archive.Config{})).Mentions {
					if m.Ref == "twitter:1" {
						require.Equal(t, []care.AccountID{care.AccountID(test.want)}, m.Via)
					} else {
						require.Empty(t, m.Via)
					}
				}
			}
		})
	}
}

func TestCSVKind(t *testing.T) {
	t.Parallel()
	content := header +
		csvRow("1", "700", "True", noon, "a", "2, 3,,", "") + csvRow("2", "acme", "False", noon, "b", "", "") +
		csvRow("3", "700", "True", noon, "c", "", "1") + csvRow("4", "acme", "False", noon, "d", "", "3")
	got := read(t, open(t, "a.csv", content, archive.Config{}))
	var kinds []care.Kind
	for _, m := range got.Mentions {
		kinds = append(kinds, m.Kind)
	}
	require.Equal(t, []care.Kind{care.KindMention, care.KindPost, care.KindReply, care.KindReply}, kinds)
	require.Equal(t, []care.Ref{"twitter:2", "twitter:3"}, got.Mentions[0].Answers)
}

func TestCSVTimeIsUTC(t *testing.T) {
	t.Parallel()
	content := header + csvRow("1", "700", "True", "Sat Jan 03 12:00:00 +0300 2026", "a", "", "")
	got := read(t, open(t, "a.csv", content, archive.Config{})).Mentions[0].OccurredAt
	require.Equal(t, time.Date(2026, 1, 3, 9, 0, 0, 0, time.UTC), got)
}

func TestCSVKeepsEntities(t *testing.T) {
	t.Parallel()
	content := header + csvRow("1", "700", "True", noon, "you &amp; me &lt;3", "", "")
	require.Equal(t, "you &amp; me &lt;3", read(t, open(t, "a.csv", content, archive.Config{})).Mentions[0].Text)
}

func TestCSVConfiguredAccounts(t *testing.T) {
	t.Parallel()
	content := header + csvRow("1", "acmecare", "False", noon, "a", "", "") +
		csvRow("2", "700", "True", noon, "b", "", "1") + csvRow("3", "700", "True", noon, "@acmestore hi", "", "")
	mine := []care.Account{
		{ID: "twitter:55", Handle: "AcmeCare", Name: "Acme", Authors: []care.AuthorID{"twitter:55", "twitter:acmecare"}},
		{ID: "twitter:56", Handle: "acmestore"},
	}
	s := open(t, "a.csv", content, archive.Config{Accounts: mine})
	require.Equal(t, mine, s.Accounts())
	got := read(t, s).Mentions
	require.Equal(t, []care.AccountID{"twitter:55"}, got[1].Via)
	require.Equal(t, []care.AccountID{"twitter:56"}, got[2].Via)
}
