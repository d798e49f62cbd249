package care_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
)

// noon is when most tests happen.
func noon() time.Time { return time.Date(2026, time.March, 12, 12, 0, 0, 0, time.UTC) }

// minute is so many minutes after noon.
func minute(n int) time.Time { return noon().Add(time.Duration(n) * time.Minute) }

// seeds calls fn with n seeds, times KINDLY_LONG where that is set.
func seeds(t *testing.T, n int, fn func(seed uint64, r *rand.Rand)) {
	t.Helper()
	if times, err := strconv.Atoi(os.Getenv("KINDLY_LONG")); err == nil && times > 0 {
		n *= times
	}
	for seed := range uint64(n) {
		fn(seed, rand.New(rand.NewPCG(seed, 7)))
	}
}

// one returns one of the choices.
func one[T any](r *rand.Rand, choices ...T) T { return choices[r.IntN(len(choices))] }

// inJSON is how failures show what they are about.
func inJSON(vs ...any) string {
	out := ""
	for _, v := range vs {
		data, err := json.Marshal(v)
		if err != nil {
			data = fmt.Append(nil, err)
		}
		out += string(data) + "\n"
	}
	return out
}

// someMention is one of few ways to tell of one mention: much is unknown, and much is contradicted.
func someMention(r *rand.Rand) care.Mention {
	at := func() time.Time { return one(r, time.Time{}, noon(), minute(1), minute(2)) }
	ref := func() care.Ref { return one[care.Ref](r, "", "twitter:8", "twitter:9", "twitter:10") }
	m := care.Mention{
		Ref: "twitter:1", Kind: one[care.Kind](r, "message", "reply", "mention", "wave", "nod", "hit", "share"),
		Visibility: one(r, care.Direct, care.Followers, care.Public),
		Peer:       one[care.AuthorID](r, "", "twitter:5", "twitter:6"),
		Parent:     ref(), Root: ref(), Target: ref(),
		Text: one(r, "", "help", "help me", "help\x00", "\xff"), Lang: one(r, "", "en", "sw"), Place: one(r, "", "Kisumu", "Nairobi"),
		URL: one(r, "", "https://a.example/1", "https://b.example/1"), OccurredAt: at(), ObservedAt: at(), EditedAt: at(),
		Claimed: r.IntN(3) == 0, Revision: int64(r.IntN(3)),
		Engagement: care.Engagement{Shares: r.IntN(3), Likes: r.IntN(3), KnownAt: at()},
		Native:     one(r, nil, json.RawMessage(`{"a":1}`), json.RawMessage(`{"a":2}`)),
		Raw:        one(r, nil, json.RawMessage(`{"b":1}`), json.RawMessage(`{"b":2}`)),
	}
	m.Author = care.Author{
		ID: one[care.AuthorID](r, "", "twitter:3", "twitter:4"), Handle: one(r, "", "ann", "bob"), Name: one(r, "", "Ann", "Bob"),
		Bot: r.IntN(4) == 0, Followers: r.IntN(3), KnownAt: at(),
	}
	for _, a := range []care.AccountID{"twitter:acme", "twitter:beta"} {
		if r.IntN(2) == 0 {
			m.Via = append(m.Via, a)
			m.Answers = append(m.Answers, ref())
		}
	}
	m.Answers = slices.DeleteFunc(m.Answers, func(a care.Ref) bool { return a == "" })
	for range r.IntN(3) {
		m.Media = append(m.Media, care.Media{Type: one(r, "image", "video"), URL: one(r, "u", "u\x00v"), Alt: one(r, "", "\x00"), Expires: at()})
	}
	return m
}

// someFacts returns what one delivery tells, a removal's or an annotator's among them.
func someFacts(r *rand.Rand) (care.Facts, care.Content) {
	switch r.IntN(8) {
	case 0:
		removal := care.Removal{Ref: "twitter:1", At: one(r, time.Time{}, noon(), minute(1)), ObservedAt: minute(r.IntN(3)), Revision: int64(r.IntN(3))}
		f := removal.Facts()
		return f, care.Content{Ref: f.Ref, Stamp: f.Stamp}
	case 1:
		f, _ := someMention(r).Split()
		return care.Facts{Ref: "twitter:1", Assessments: someAssessments(r, f.Stamp)}, care.Content{Ref: "twitter:1"}
	case 2:
		_, c := someMention(r).Split()
		return care.Facts{Ref: "twitter:1"}, care.Content{Ref: "twitter:1", Gone: true, Stamp: c.Stamp}
	}
	f, c := someMention(r).Split()
	f.Assessments = someAssessments(r, f.Stamp)
	c.ExpiresAt = one(r, time.Time{}, minute(10), minute(20))
	return f, c
}

// someAssessments are sorted by their annotator, as Join leaves them.
func someAssessments(r *rand.Rand, of care.Stamp) []care.Assessment {
	var out []care.Assessment
	for _, by := range one(r, []string{"intent@2", "mood@1"}, []string{"intent@2"}, []string{"mood@1"}, nil) {
		out = append(out, care.Assessment{By: by, Label: r.IntN(3) - 1, Intent: one(r, "", "refund"), Topics: one(r, nil, []string{"m"}), Of: of})
	}
	return out
}

// TestFactsJoin: the laws without which deliveries could not come in any order, as often as they like.
func TestFactsJoin(t *testing.T) {
	t.Parallel()
	same := func(seed uint64, law string, x, y care.Facts, of ...any) {
		if x.Same(&y) {
			return
		}
		require.FailNow(t, "a law is broken", "seed %d: not %s\nof\n%s\none:   %s\nother: %s", seed, law, inJSON(of...), inJSON(x), inJSON(y))
	}
	seeds(t, 6_000, func(seed uint64, r *rand.Rand) {
		f, _ := someFacts(r)
		g, _ := someFacts(r)
		h, _ := someFacts(r)
		same(seed, "idempotent", f.Join(f), f.Join(f).Join(f), f)
		same(seed, "commutative", f.Join(g), g.Join(f), f, g)
		same(seed, "associative", f.Join(g).Join(h), f.Join(g.Join(h)), f, g, h)
		same(seed, "absorbing", f.Join(g), f.Join(g).Join(f), f, g)
	})
}

// TestFactsJoinSelf: a repetition tells nothing new.
func TestFactsJoinSelf(t *testing.T) {
	t.Parallel()
	seeds(t, 2_000, func(seed uint64, r *rand.Rand) {
		f, c := someFacts(r)
		again := f.Join(f)
		if !f.Same(&again) || !c.Same(c.Join(c)) {
			require.FailNow(t, "a repetition told something", "seed %d\n%s", seed, inJSON(f, again, c, c.Join(c)))
		}
		require.Empty(t, f.Contradicts(f), "seed %d", seed)
	})
}

// TestClaimedWithoutTime: nothing is claimed where no time is told, however often that is delivered.
func TestClaimedWithoutTime(t *testing.T) {
	t.Parallel()
	f, _ := care.Mention{Ref: "twitter:1", Kind: care.KindPost, Visibility: care.Public, Claimed: true, ObservedAt: noon()}.Split()
	again := f.Join(f)
	require.True(t, f.Same(&again), "%s", inJSON(f, again))
}

// TestContentJoin: the same laws for words.
func TestContentJoin(t *testing.T) {
	t.Parallel()
	same := func(seed uint64, law string, x, y care.Content, of ...any) {
		if x.Same(y) {
			return
		}
		require.FailNow(t, "a law is broken", "seed %d: not %s\nof\n%s\none:   %s\nother: %s", seed, law, inJSON(of...), inJSON(x), inJSON(y))
	}
	seeds(t, 6_000, func(seed uint64, r *rand.Rand) {
		_, c := someFacts(r)
		_, d := someFacts(r)
		_, e := someFacts(r)
		same(seed, "idempotent", c.Join(c), c.Join(c).Join(c), c)
		same(seed, "commutative", c.Join(d), d.Join(c), c, d)
		same(seed, "associative", c.Join(d).Join(e), c.Join(d.Join(e)), c, d, e)
		if c.Gone || d.Gone {
			require.Equal(t, care.Content{Ref: c.Ref, Stamp: c.Join(d).Stamp, Gone: true}, c.Join(d), "seed %d", seed)
		}
	})
}

// TestMediaJoin: a second delivery names the same picture, with a link that ends later.
func TestMediaJoin(t *testing.T) {
	t.Parallel()
	m := care.Mention{Ref: "twitter:1", Kind: care.KindPost, Visibility: care.Public, OccurredAt: noon(), ObservedAt: noon()}
	m.Media = []care.Media{{Type: "image", URL: "https://a.example/1", Expires: minute(5)}}
	_, c := m.Split()
	m.Media = []care.Media{{Type: "image", URL: "https://a.example/1", Expires: minute(9)}}
	_, d := m.Split()
	require.True(t, c.Join(d).Same(d.Join(c)), "%s", inJSON(c.Join(d), d.Join(c)))
}

// TestStampOfMediaWithNUL: what is told apart when it is kept has stamps that differ.
func TestStampOfMediaWithNUL(t *testing.T) {
	t.Parallel()
	m := care.Mention{Ref: "twitter:1", Kind: care.KindPost, Visibility: care.Public, OccurredAt: noon(), ObservedAt: noon()}
	m.Media = []care.Media{{Type: "image", URL: "u\x00", Alt: "v"}}
	_, c := m.Split()
	m.Media = []care.Media{{Type: "image", URL: "u", Alt: "\x00v"}}
	_, d := m.Split()
	require.True(t, c.Join(d).Same(d.Join(c)), "%s", inJSON(c.Join(d), d.Join(c)))
}

// TestNegativeRevision: a result about a mention is no version of it, and takes nothing away.
func TestNegativeRevision(t *testing.T) {
	t.Parallel()
	m := care.Mention{Ref: "twitter:1", Kind: care.KindPost, Visibility: care.Public, Text: "help", OccurredAt: noon(), ObservedAt: noon(), Revision: -1}
	if m.Validate() != nil {
		return // refused is fine too
	}
	f, c := m.Split()
	require.Equal(t, "help", c.Join(care.Content{Ref: m.Ref}).Text)
	require.Equal(t, f.Stamp, f.Join(care.Facts{Ref: m.Ref, Assessments: []care.Assessment{{By: "mood"}}}).Stamp)
}
