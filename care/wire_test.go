package care_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
)

// wireForms are events with what is stored of them. A form that was once written is never changed.
func wireForms() []struct {
	body care.Body
	json string
} {
	leg := care.LegKey{Thread: "twitter:1", Customer: "twitter:7"}
	seen := care.Seen{Last: care.Pos{At: noon(), Class: care.ClassMention, Key: "twitter:1"}, Observed: minute(1)}
	return []struct {
		body care.Body
		json string
	}{
		{care.Assigned{Team: "night", Agent: "ann"}, `"kind":"assigned","v":1,"body":{"team":"night","agent":"ann"}`},
		{care.Assigned{}, `"kind":"assigned","v":1,"body":{}`},
		{care.Noted{Note: "note:1"}, `"kind":"noted","v":1,"body":{"note":"note:1"}`},
		{care.Tagged{Add: []string{"vip"}, Remove: []string{"new"}}, `"kind":"tagged","v":1,"body":{"add":["vip"],"remove":["new"]}`},
		{care.Snoozed{Until: minute(5)}, `"kind":"snoozed","v":1,"body":{"until":"2026-03-12T12:05:00Z"}`},
		{care.Resolved{}, `"kind":"resolved","v":1,"body":{}`},
		{
			care.Resolved{Seen: seen},
			`"kind":"resolved","v":1,"body":{"seen":{"last":"1773316800000000000.1.twitter:1","observed":"2026-03-12T12:01:00Z"}}`,
		},
		{care.Joined{From: "c2", Why: "same"}, `"kind":"joined","v":1,"body":{"from":"c2","why":"same"}`},
		{
			care.Parted{Into: "c2", Legs: []care.LegKey{leg}},
			`"kind":"parted","v":1,"body":{"into":"c2","legs":[{"thread":"twitter:1","customer":"twitter:7"}]}`,
		},
		{care.PartedFrom{From: "c2"}, `"kind":"parted_from","v":1,"body":{"from":"c2"}`},
		{care.Received{Ref: "twitter:1"}, `"kind":"received","v":1,"body":{"ref":"twitter:1"}`},
		{care.Changed{Ref: "twitter:1"}, `"kind":"changed","v":1,"body":{"ref":"twitter:1"}`},
		{care.Removed{Ref: "twitter:1"}, `"kind":"removed","v":1,"body":{"ref":"twitter:1"}`},
		{care.Merged{From: "c2"}, `"kind":"merged","v":1,"body":{"from":"c2"}`},
		{
			care.Missed{Metric: "first_response", Mark: "twitter:1", Due: minute(10), Policy: "p@1", N: 2},
			`"kind":"missed","v":1,"body":{"metric":"first_response","mark":"twitter:1","due":"2026-03-12T12:10:00Z","policy":"p@1","n":2}`,
		},
		{
			care.Corrected{Metric: "first_response", Mark: "twitter:1", Due: minute(10), Policy: "p@1", Was: "missed", Is: "met", N: 1},
			`"kind":"corrected","v":1,"body":{"metric":"first_response","mark":"twitter:1","due":"2026-03-12T12:10:00Z","policy":"p@1","was":"missed","is":"met","n":1}`,
		},
		{
			care.Warned{Metric: "first_response", Mark: "twitter:1", Due: minute(10), Left: time.Minute, Policy: "p@1"},
			`"kind":"warned","v":1,"body":{"metric":"first_response","mark":"twitter:1","due":"2026-03-12T12:10:00Z","left":60000000000,"policy":"p@1"}`,
		},
		{care.Erased{Author: "twitter:erased-1"}, `"kind":"erased","v":1,"body":{"author":"twitter:erased-1"}`},
		{care.Unknown{Kind: "sung", Version: 3, Data: json.RawMessage(`{"key":"C"}`)}, `"kind":"sung","v":3,"body":{"key":"C"}`},
		{care.Unknown{Kind: "resolved", Version: 2, Data: json.RawMessage(`[1]`)}, `"kind":"resolved","v":2,"body":[1]`},
	}
}

func TestEventJSON(t *testing.T) {
	t.Parallel()
	decisions := []string{"assigned", "noted", "tagged", "snoozed", "resolved", "joined", "parted", "parted_from"}
	for _, form := range wireForms() {
		in := care.Event{ID: "e1", Conversation: "c1", At: noon(), By: care.Agent("ann"), Body: form.body}
		data, err := json.Marshal(in)
		require.NoError(t, err)
		require.Equal(t, `{"id":"e1","conversation":"c1","at":"2026-03-12T12:00:00Z","by":{"kind":"agent","id":"ann"},`+form.json+`}`, string(data))
		var out care.Event
		require.NoError(t, json.Unmarshal(data, &out))
		require.Equal(t, in, out)
		kind := care.EventKind(form.body)
		_, unknown := form.body.(care.Unknown)
		decision := !unknown && slices.Contains(decisions, kind)
		require.Equal(t, decision, care.Decision(form.body), kind)
		require.Equal(t, decision || kind == "missed" || kind == "corrected", care.Entered(form.body), kind)
	}
	require.Empty(t, care.EventKind(nil))
	require.False(t, care.Decision(nil))
}

func TestEventJSONRefuses(t *testing.T) {
	t.Parallel()
	_, err := json.Marshal(care.Event{ID: "e1"})
	require.ErrorContains(t, err, "no body")
	for _, bad := range []string{`[]`, `{"kind":"noted","v":1,"body":{"note":7}}`, `{"kind":"snoozed","v":1,"body":{"until":"soon"}}`, `{"at":"soon"}`} {
		var e care.Event
		require.Error(t, json.Unmarshal([]byte(bad), &e), bad)
	}
}

func TestEventTimesAreUTC(t *testing.T) {
	t.Parallel()
	nairobi := time.FixedZone("", 3*60*60)
	data, err := json.Marshal(care.Event{ID: "e1", At: noon().In(nairobi), Body: care.Resolved{}})
	require.NoError(t, err)
	require.Contains(t, string(data), `"2026-03-12T12:00:00Z"`)
	var e care.Event
	require.NoError(t, json.Unmarshal([]byte(`{"id":"e1","at":"2026-03-12T15:00:00+03:00","kind":"resolved","v":1,"body":{}}`), &e))
	require.Equal(t, noon(), e.At)
}

func FuzzEvent(f *testing.F) {
	for _, form := range wireForms() {
		f.Add([]byte(`{"id":"e1","at":"2026-03-12T12:00:00Z",` + form.json + `}`))
	}
	f.Add([]byte(`{"kind":"","v":0,"body":null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var a, b care.Event
		if json.Unmarshal(data, &a) != nil {
			return
		}
		first, err := json.Marshal(a)
		if err != nil {
			return // a time that has no form
		}
		require.NoError(t, json.Unmarshal(first, &b), "%s", first)
		second, err := json.Marshal(b)
		require.NoError(t, err)
		require.JSONEq(t, string(first), string(second))
		require.Equal(t, care.EventKind(a.Body), care.EventKind(b.Body))
	})
}

// somePos is one of few, so that some are equal in part.
func somePos(r *rand.Rand) care.Pos {
	return care.Pos{
		At: minute(r.IntN(2)), Class: one(r, care.ClassMention, care.ClassDecision),
		Key: one(r, "", "t:9", "t:10", "t:09", "t:010", "t:", "t:a", "t:a9", "t:10a", "u:1", "9", "10"),
	}
}

// TestPosOrder: a total order, in which digits are numbers.
func TestPosOrder(t *testing.T) {
	t.Parallel()
	seeds(t, 2_000, func(seed uint64, r *rand.Rand) {
		a, b, c := somePos(r), somePos(r), somePos(r)
		require.Equal(t, a.Compare(b), -b.Compare(a), "seed %d: %v %v", seed, a, b)
		require.Equal(t, a == b, a.Compare(b) == 0, "seed %d: %v %v", seed, a, b)
		if a.Compare(b) <= 0 && b.Compare(c) <= 0 {
			require.LessOrEqual(t, a.Compare(c), 0, "seed %d: %v %v %v", seed, a, b, c)
		}
	})
	pos := func(n int, class care.Class, key string) care.Pos {
		return care.Pos{At: minute(n), Class: class, Key: key}
	}
	inOrder := []care.Pos{
		{}, pos(0, 1, "twitter:9"), pos(0, 1, "twitter:10"), pos(0, 1, "twitter:010"), pos(0, 2, "a"), pos(0, 2, "b"), pos(1, 1, "twitter:1"),
	}
	require.True(t, slices.IsSortedFunc(inOrder, care.Pos.Compare))
	require.True(t, inOrder[0].IsZero())
	require.False(t, inOrder[1].IsZero())
}

func TestPosText(t *testing.T) {
	t.Parallel()
	text, err := care.Pos{}.MarshalText()
	require.NoError(t, err)
	require.Empty(t, text)
	text, err = care.Pos{At: noon(), Class: care.ClassDecision, Key: "a.b.c"}.MarshalText()
	require.NoError(t, err)
	require.Equal(t, "1773316800000000000.2.a.b.c", string(text))
	for _, bad := range []string{"1", "1.2", "x.1.a", "1.x.a", "1.256.a", "1.-1.a", "99999999999999999999.1.a"} {
		var p care.Pos
		require.Error(t, p.UnmarshalText([]byte(bad)), bad)
	}
}

func FuzzPos(f *testing.F) {
	f.Add("1773316800000000000.2.a.b", "")
	f.Add("-1.1.twitter:9", "0.0.")
	f.Fuzz(func(t *testing.T, x, y string) {
		var p, q, again care.Pos
		if p.UnmarshalText([]byte(x)) != nil || q.UnmarshalText([]byte(y)) != nil {
			return
		}
		text, err := p.MarshalText()
		require.NoError(t, err)
		require.NoError(t, again.UnmarshalText(text))
		require.Equal(t, p, again)
		require.Equal(t, p == q, p.Compare(q) == 0)
		require.Equal(t, p.Compare(q), -q.Compare(p))
	})
}

func FuzzRef(f *testing.F) {
	f.Add("twitter", "", "1")
	f.Add("facebook", "a:b%c@d", "7:8")
	f.Add("a@b", "%3A", "\x00")
	f.Fuzz(func(t *testing.T, platform, realm, native string) {
		ref := care.NewRef(care.Platform(platform), realm, native)
		if ref.Validate() != nil {
			return
		}
		require.Equal(t, ref, care.NewRef(ref.Platform(), ref.Realm(), ref.Native()))
		if !strings.ContainsAny(platform, "@:") {
			require.Equal(t, care.Platform(platform), ref.Platform())
			require.Equal(t, realm, ref.Realm())
			require.Equal(t, native, ref.Native())
		}
		author := care.NewAuthorID(care.Platform(platform), realm, native)
		require.NoError(t, author.Validate())
		require.Equal(t, string(ref), string(author))
		require.Equal(t, ref.Realm(), author.Scope())
		require.NoError(t, care.AccountID(ref).Validate())
	})
}

func TestRef(t *testing.T) {
	t.Parallel()
	require.Empty(t, care.NewRef(care.Twitter, "realm", ""))
	for _, good := range []care.Ref{
		"twitter:1", "a-b_9:1", "p@a%3Ab:1:2", "p@%25:x", "mastodon:https://a.example/@ann/1", care.Ref("p:" + strings.Repeat("x", 766)),
	} {
		require.NoError(t, good.Validate(), good)
	}
	for _, bad := range []care.Ref{
		"", ":", "1", "twitter", "twitter:", ":1", "Twitter:1", "a b:1", "p@:1", "p@%:1", "p@%3a:1", "p:\x00", "p:\x7f", "p:\u0085", "p:\xff", "p@\n:1",
		care.Ref("p:" + strings.Repeat("x", 767)),
	} {
		err := bad.Validate()
		require.Error(t, err, bad)
		require.Less(t, len(err.Error()), 500)
	}
}

func FuzzAddress(f *testing.F) {
	f.Add([]byte(`{"account":"twitter:acme","ref":"twitter:1","customer":"twitter:7","visibility":"public","native":{"a":1}}`))
	f.Add([]byte(`{"visibility":"direct"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var a, b care.Address
		if json.Unmarshal(data, &a) != nil || strings.TrimSpace(string(data)) == "null" {
			return
		}
		require.GreaterOrEqual(t, a.Visibility(), care.Direct)
		require.LessOrEqual(t, a.Visibility(), care.Public)
		require.Equal(t, care.Direct, a.Direct().Visibility())
		first, err := json.Marshal(a)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(first, &b))
		second, err := json.Marshal(b)
		require.NoError(t, err)
		require.JSONEq(t, string(first), string(second))
	})
}

// TestAddress: nothing makes an address wider than what it answers.
func TestAddress(t *testing.T) {
	t.Parallel()
	m := care.Mention{Ref: "twitter:1", Author: care.Author{ID: "twitter:7"}, Native: json.RawMessage(`{"a":1}`)}
	for v, want := range map[care.Visibility]care.Visibility{
		0: care.Direct, care.Direct: care.Direct, care.Followers: care.Followers, care.Unlisted: care.Unlisted, care.Public: care.Public, 5: care.Direct,
	} {
		m.Visibility = v
		a := m.Address("twitter:acme")
		require.Equal(t, want, a.Visibility(), "%v", v)
		require.Equal(t, care.Direct, a.Direct().Visibility())
		require.Equal(t, care.Ref("twitter:1"), a.Direct().Ref())
		require.Equal(t, care.AuthorID("twitter:7"), a.Customer())
		data, err := json.Marshal(a)
		require.NoError(t, err)
		var again care.Address
		require.NoError(t, json.Unmarshal(data, &again))
		require.Equal(t, a, again)
	}
	m.Visibility = care.Public
	data, err := json.Marshal(m.Address("twitter:acme"))
	require.NoError(t, err)
	require.Equal(t, `{"account":"twitter:acme","ref":"twitter:1","customer":"twitter:7","visibility":"public","native":{"a":1}}`, string(data))
	to := care.DirectTo("twitter:acme", "twitter:7")
	require.Equal(t, care.Direct, to.Visibility())
	require.Equal(t, care.AccountID("twitter:acme"), to.Account())
	require.Empty(t, to.Ref())
	for _, bad := range []string{`{"account":"twitter:acme","customer":"twitter:7"}`, `{"visibility":""}`, `{"visibility":"everybody"}`, `[]`} {
		var a care.Address
		require.Error(t, json.Unmarshal([]byte(bad), &a), bad)
	}
}

func TestVisibility(t *testing.T) {
	t.Parallel()
	for v, name := range map[care.Visibility]string{0: "", care.Direct: "direct", care.Followers: "followers", care.Unlisted: "unlisted", care.Public: "public"} {
		require.Equal(t, name, v.String())
		text, err := v.MarshalText()
		require.NoError(t, err)
		var again care.Visibility
		require.NoError(t, again.UnmarshalText(text))
		require.Equal(t, v, again)
	}
	require.Equal(t, "visibility(5)", care.Visibility(5).String())
	_, err := care.Visibility(5).MarshalText()
	require.Error(t, err)
}
