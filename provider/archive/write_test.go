package archive_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/provider/archive"
)

// What is written comes back the same.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 1))
		accounts, mentions := make([]care.Account, rng.IntN(4)), make([]care.Mention, rng.IntN(20))
		for i := range accounts {
			accounts[i] = care.Account{ID: care.NewAccountID("twitter", fmt.Sprint(i)), Handle: words(rng), Name: words(rng)}
			if rng.IntN(2) == 0 {
				accounts[i].Authors = []care.AuthorID{"twitter:a", "twitter:b"}
			}
		}
		for i := range mentions {
			mentions[i] = mention(rng)
		}
		before := fmt.Sprint(mentions)
		var file bytes.Buffer
		require.NoError(t, archive.Write(&file, accounts, slices.Values(mentions)))
		require.Equal(t, before, fmt.Sprint(mentions), "the caller's own")
		s := open(t, "a.jsonl", file.String(), archive.Config{BatchSize: 3})
		got := read(t, s)
		require.Empty(t, got.Rejects)
		require.Len(t, got.Mentions, len(mentions))
		for i := range mentions {
			mentions[i].Where = fmt.Sprintf("a.jsonl:%d", len(accounts)+i+1)
			require.Equal(t, mentions[i], got.Mentions[i])
		}
		require.Equal(t, accounts, append([]care.Account{}, s.Accounts()...))
	}
}

func mention(rng *rand.Rand) care.Mention {
	m := care.Mention{
		Ref:  care.NewRef("mastodon", some(rng, "example.org", ""), fmt.Sprint(rng.Uint64())),
		Kind: some(rng, care.KindReply, care.KindMessage, "hologram"), Visibility: care.Visibility(1 + rng.IntN(4)),
		Author: care.Author{ID: some[care.AuthorID](rng, "", "twitter:7"), Handle: words(rng), Name: words(rng), Bot: rng.IntN(2) == 0,
			Followers: rng.IntN(3), KnownAt: moment(rng)},
		Peer: some[care.AuthorID](rng, "", "twitter:8"), Text: words(rng), Lang: some(rng, "", "sw"),
		Parent: some[care.Ref](rng, "", "twitter:9"), Root: some[care.Ref](rng, "", "twitter:a:b"), Target: some[care.Ref](rng, "", "x@%3A:1"),
		Engagement: care.Engagement{Likes: rng.IntN(3), Views: rng.IntN(9), KnownAt: moment(rng)},
		Place:      words(rng), URL: words(rng), OccurredAt: moment(rng), ObservedAt: moment(rng), EditedAt: moment(rng),
		Claimed: rng.IntN(2) == 0, Revision: rng.Int64(),
	}
	for range rng.IntN(3) {
		m.Via = append(m.Via, some[care.AccountID](rng, "twitter:1", "twitter:2"))
		m.Answers = append(m.Answers, some[care.Ref](rng, "twitter:1", "twitter:2"))
		m.Media = append(m.Media, care.Media{Type: "image", URL: words(rng), Alt: words(rng), Expires: moment(rng)})
		m.Raw, m.Native = json.RawMessage(`{"a":["<&>",1.50,"\u00e9"]}`), json.RawMessage("7")
	}
	return m
}

func some[T any](rng *rand.Rand, of ...T) T { return of[rng.IntN(len(of))] }

func moment(rng *rand.Rand) time.Time {
	return some(rng, time.Time{}, time.Unix(rng.Int64N(9e9), rng.Int64N(1e9)).UTC())
}

func words(rng *rand.Rand) string {
	pieces := []string{"\n", "\"", "<b>&amp;", "\x00", "\u2028", "🙏🏾", "hujambo", ",", "\\", "\r\n", "\uFFFD", " "}
	var out strings.Builder
	for range rng.IntN(6) {
		out.WriteString(some(rng, pieces...))
	}
	return out.String()
}

func TestWriteNormalises(t *testing.T) {
	t.Parallel()
	east := time.FixedZone("EAT", 3*3600)
	m := care.Mention{
		Ref: "twitter:1", Kind: care.KindPost, Visibility: care.Public, Where: "elsewhere:1",
		OccurredAt: time.Date(2026, 1, 3, 15, 0, 0, 0, east), Raw: json.RawMessage("{ \"a\" : 1 }\n"),
		Media: []care.Media{{Type: "image", Expires: time.Date(2026, 1, 3, 15, 0, 0, 0, east)}},
	}
	var file bytes.Buffer
	require.NoError(t, archive.Write(&file, nil, slices.Values([]care.Mention{m})))
	require.Equal(t, east, m.Media[0].Expires.Location())
	got := read(t, open(t, "a.jsonl", file.String(), archive.Config{})).Mentions[0]
	noon := time.Date(2026, 1, 3, 12, 0, 0, 0, time.UTC)
	require.Equal(t, noon, got.OccurredAt)
	require.Equal(t, noon, got.Media[0].Expires)
	require.Equal(t, `{"a":1}`, string(got.Raw))
	require.Equal(t, "a.jsonl:1", got.Where)
}

func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	sound := care.Mention{Ref: "twitter:1", Kind: care.KindPost, Visibility: care.Public}
	for name, change := range map[string]func(m *care.Mention){
		"not valid":     func(m *care.Mention) { m.Kind = "" },
		"id not UTF-8":  func(m *care.Mention) { m.Answers = []care.Ref{"twitter:\xe9"} },
		"raw not JSON":  func(m *care.Mention) { m.Raw = json.RawMessage("{") },
		"much too long": func(m *care.Mention) { m.Raw = json.RawMessage(`"` + strings.Repeat("a", archive.MaxLine) + `"`) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bad := sound
			change(&bad)
			var file bytes.Buffer
			err := archive.Write(&file, nil, slices.Values([]care.Mention{sound, bad, sound}))
			require.ErrorIs(t, err, care.ErrInvalid)
			require.ErrorContains(t, err, "archive: write: mention 1: ")
			require.Equal(t, 1, strings.Count(file.String(), "\n"))
		})
	}
	err := archive.Write(&bytes.Buffer{}, []care.Account{{ID: "acme"}}, slices.Values([]care.Mention{sound}))
	require.ErrorIs(t, err, care.ErrInvalid)
	require.ErrorContains(t, err, "account 0")
}

// The longest line that is written is read.
func TestLongestLine(t *testing.T) {
	t.Parallel()
	m := care.Mention{Ref: "twitter:1", Kind: care.KindPost, Visibility: care.Public}
	var file bytes.Buffer
	require.NoError(t, archive.Write(&file, nil, slices.Values([]care.Mention{m})))
	room := archive.MaxLine - file.Len() - len(`,"raw":""`)
	for _, n := range []int{room, room + 1} {
		m.Raw = json.RawMessage(`"` + strings.Repeat("a", n) + `"`)
		file.Reset()
		err := archive.Write(&file, nil, slices.Values([]care.Mention{m}))
		if n > room {
			require.ErrorIs(t, err, care.ErrInvalid)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, archive.MaxLine, file.Len())
		require.Len(t, read(t, open(t, "a.jsonl", file.String(), archive.Config{})).Mentions, 1)
	}
}

type brokenWriter struct{}

var errDisk = errors.New("disk full")

func (brokenWriter) Write([]byte) (int, error) { return 0, errDisk }

func TestWriteFails(t *testing.T) {
	t.Parallel()
	m := care.Mention{Ref: "twitter:1", Kind: care.KindPost, Visibility: care.Public, Text: strings.Repeat("a", 100_000)}
	for _, n := range []int{0, 1} {
		err := archive.Write(brokenWriter{}, []care.Account{acme()}, slices.Values(slices.Repeat([]care.Mention{m}, n)))
		require.ErrorIs(t, err, errDisk)
		require.ErrorIs(t, err, care.ErrUnavailable)
	}
}
