package care_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
)

// TestStatusAllows is the table of legal moves, every one of them.
func TestStatusAllows(t *testing.T) {
	t.Parallel()
	for s, want := range map[care.Status]bool{
		care.StatusNone: false, care.StatusNew: true, care.StatusOpen: true, care.StatusPending: true, care.StatusSnoozed: true,
		care.StatusResolved: false, care.StatusClosed: false, "later": false,
	} {
		require.Equal(t, want, s.Allows(care.CommandSnooze), "snooze in %q", s)
		require.Equal(t, want, s.Allows(care.CommandResolve), "resolve in %q", s)
		require.False(t, s.Allows("sing"), "%q", s)
		require.False(t, s.Allows(""), "%q", s)
	}
}

func sentinels() []error {
	return []error{
		care.ErrInternal, care.ErrInvalid, care.ErrNotFound, care.ErrConflict, care.ErrIllegal, care.ErrFenced, care.ErrUnknownOutcome,
		care.ErrUnsupported, care.ErrUnavailable, care.ErrRateLimited, care.ErrReauth, care.ErrClosed, care.ErrTooLong, care.ErrRefused,
	}
}

// TestErrorCodes: the numbers are stored, so they never change; each has a sentinel, and matches no other.
func TestErrorCodes(t *testing.T) {
	t.Parallel()
	for i, want := range sentinels() {
		require.Equal(t, want, care.Code(i).Err())
		err := fmt.Errorf("desk: %w", &care.Error{Op: "try", Code: care.Code(i)})
		for _, other := range sentinels() {
			require.Equal(t, other == want, errors.Is(err, other), "%v is %v", err, other) //nolint:errorlint // the very same
		}
	}
	require.Equal(t, care.CodeRefused, care.Code(len(sentinels())-1))
	require.Equal(t, care.ErrInternal, care.Code(-1).Err())
	require.Equal(t, care.ErrInternal, care.Code(14).Err())
}

func TestErrorForm(t *testing.T) {
	t.Parallel()
	cause := errors.New("broken pipe")
	for want, err := range map[string]*care.Error{
		"internal error":                                  {},
		"send: twitter: rate limited":                     {Op: "send", Platform: care.Twitter, Code: care.CodeRateLimited},
		"send: invalid: broken pipe":                      {Op: "send", Code: care.CodeInvalid, Err: cause},
		"send: broken pipe":                               {Op: "send", Err: cause},
		"send: not found":                                 {Op: "send", Code: care.CodeNotFound, Err: care.ErrNotFound},
		"desk: send: mastodon: reply: refused":            {Op: "desk: send", Platform: care.Mastodon, Code: care.CodeRefused, Err: &care.Error{Op: "reply", Code: care.CodeRefused}},
		"desk: send: closed: reply: refused: broken pipe": {Op: "desk: send", Code: care.CodeClosed, Err: &care.Error{Op: "reply", Code: care.CodeRefused, Err: cause}},
	} {
		require.EqualError(t, err, want)
		require.ErrorIs(t, err, err.Code.Err())
		if err.Err != nil {
			require.ErrorIs(t, err, err.Err)
		}
	}
	deep := fmt.Errorf("a: %w", &care.Error{Code: care.CodeClosed, Err: &care.Error{Code: care.CodeRefused, RetryAt: noon()}})
	require.ErrorIs(t, deep, care.ErrClosed)
	require.ErrorIs(t, deep, care.ErrRefused)
	first, ok := errors.AsType[*care.Error](deep)
	require.True(t, ok)
	require.Equal(t, care.CodeClosed, first.Code)
}

// TestFactsAt is when clocks start.
func TestFactsAt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		occurred, observed time.Time
		claimed            bool
		want               time.Time
	}{
		"the platform's time":             {noon(), minute(5), false, noon()},
		"at the same time":                {noon(), noon(), false, noon()},
		"not known":                       {time.Time{}, minute(5), false, minute(5)},
		"only claimed":                    {noon(), minute(5), true, minute(5)},
		"later than we saw it":            {minute(6), minute(5), false, minute(5)},
		"only claimed, and never seen":    {noon(), time.Time{}, true, noon()},
		"never seen":                      {noon(), time.Time{}, false, noon()},
		"neither known nor seen":          {time.Time{}, time.Time{}, false, time.Time{}},
		"claimed to be later than we saw": {minute(9), minute(5), true, minute(5)},
	} {
		f := care.Facts{OccurredAt: c.occurred, ObservedAt: c.observed, Claimed: c.claimed}
		require.Equal(t, c.want, f.At(), name)
	}
}

// TestSplitMention: taken apart and put together again, nothing that is kept is lost.
func TestSplitMention(t *testing.T) {
	t.Parallel()
	seeds(t, 500, func(seed uint64, r *rand.Rand) {
		m := someMention(r)
		f, c := m.Split()
		require.NotContains(t, inJSON(f), "help", "seed %d: words among facts", seed)
		again := f.Mention(c)
		g, d := again.Split()
		require.True(t, f.Same(&g), "seed %d\n%s", seed, inJSON(f, g))
		require.True(t, c.Same(d), "seed %d\n%s", seed, inJSON(c, d))
	})
	m := care.Mention{
		Ref: "twitter:1", Kind: care.KindReply, Visibility: care.Public, Peer: "twitter:5", Via: []care.AccountID{"twitter:acme", "twitter:beta"},
		Author: care.Author{ID: "twitter:7", Handle: "ann", Name: "Ann", Bot: true, Followers: 3, KnownAt: noon()},
		Text:   "help", Lang: "en", Parent: "twitter:2", Root: "twitter:3", Target: "twitter:4", Answers: []care.Ref{"twitter:8"},
		Media: []care.Media{{Type: "image", URL: "https://a.example/1", Alt: "a cup", Expires: minute(9)}}, Place: "Kisumu", URL: "https://a.example",
		Engagement: care.Engagement{Shares: 1, Replies: 2, Likes: 3, Views: 4, KnownAt: noon()}, OccurredAt: noon(), Claimed: true,
		ObservedAt: minute(1), EditedAt: minute(2), Revision: 3, Native: json.RawMessage(`{"a":1}`), Raw: json.RawMessage(`{"b":1}`),
	}
	require.NoError(t, m.Validate())
	f, c := m.Split()
	require.Equal(t, m, f.Mention(c))
	require.True(t, f.Present())
	require.Equal(t, "en", f.More.Lang)
	require.Equal(t, []care.Ref{"twitter:2"}, f.Parents())
}

// TestMentionValidate has every refusal, each alone.
func TestMentionValidate(t *testing.T) {
	t.Parallel()
	outside := []time.Time{time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC), time.Date(2262, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(12_000, 1, 1, 0, 0, 0, 0, time.UTC)}
	cases := map[string]func(m *care.Mention){
		"ref: ":                 func(m *care.Mention) { m.Ref = "" },
		"kind: empty":           func(m *care.Mention) { m.Kind = "" },
		"visibility: unknown":   func(m *care.Mention) { m.Visibility = 0 },
		"visibility: unknown ":  func(m *care.Mention) { m.Visibility = 5 },
		"text: 1048577 bytes":   func(m *care.Mention) { m.Text = strings.Repeat("x", care.MaxText+1) },
		"native: not JSON":      func(m *care.Mention) { m.Native = json.RawMessage(`{`) },
		"raw: not JSON":         func(m *care.Mention) { m.Raw = json.RawMessage(`{}{}`) },
		"parent: it answers":    func(m *care.Mention) { m.Parent = m.Ref },
		"author: id":            func(m *care.Mention) { m.Author.ID = "ann" },
		"peer: id":              func(m *care.Mention) { m.Peer = "ann" },
		"parent: id":            func(m *care.Mention) { m.Parent = "1" },
		"root: id":              func(m *care.Mention) { m.Root = "1" },
		"target: id":            func(m *care.Mention) { m.Target = "1" },
		"via: id":               func(m *care.Mention) { m.Via = []care.AccountID{"twitter:acme", "acme"} },
		"via: id ":              func(m *care.Mention) { m.Via = []care.AccountID{""} },
		"answers: id":           func(m *care.Mention) { m.Answers = []care.Ref{"1"} },
		"answers: id ":          func(m *care.Mention) { m.Answers = []care.Ref{""} },
		"engagement: a neg":     func(m *care.Mention) { m.Author.Followers = -1 },
		"engagement: a negat":   func(m *care.Mention) { m.Engagement.Shares = -1 },
		"engagement: a negati":  func(m *care.Mention) { m.Engagement.Replies = -1 },
		"engagement: a negativ": func(m *care.Mention) { m.Engagement.Likes = -1 },
		"engagement: a negative": func(m *care.Mention) {
			m.Engagement.Views = -1
		},
		"revision: negative": func(m *care.Mention) { m.Revision = -1 },
	}
	valid := func() care.Mention {
		return care.Mention{Ref: "twitter:1", Kind: "wave", Visibility: care.Public, OccurredAt: noon()}
	}
	m := valid()
	m.Text = strings.Repeat("x", care.MaxText)
	require.NoError(t, m.Validate())
	for want, spoil := range cases {
		m := valid()
		spoil(&m)
		err := m.Validate()
		require.ErrorContains(t, err, strings.TrimSpace(want))
		require.NotContains(t, err.Error(), "\n", "one fault, one line")
		require.Less(t, len(err.Error()), 300)
	}
	for _, bad := range outside {
		for _, set := range []func(m *care.Mention){
			func(m *care.Mention) { m.OccurredAt = bad }, func(m *care.Mention) { m.ObservedAt = bad }, func(m *care.Mention) { m.EditedAt = bad },
			func(m *care.Mention) { m.Engagement.KnownAt = bad }, func(m *care.Mention) { m.Author.KnownAt = bad },
			func(m *care.Mention) { m.Media = []care.Media{{Type: "image", Expires: bad}} },
		} {
			m := valid()
			set(&m)
			require.ErrorContains(t, m.Validate(), "is outside 1970 to 2261", "%+v", m)
		}
		require.Error(t, care.Removal{Ref: "twitter:1", At: bad}.Validate())
		require.Error(t, care.Removal{Ref: "twitter:1", ObservedAt: bad}.Validate())
	}
	require.Error(t, care.Removal{Ref: "twitter:1", Revision: -1}.Validate())
	require.Error(t, care.Removal{}.Validate())
	require.NoError(t, care.Removal{Ref: "twitter:1", At: noon()}.Validate())
	all := care.Mention{Parent: "x"}.Validate()
	for _, want := range []string{"ref: ", "kind: ", "visibility: ", "parent: "} {
		require.ErrorContains(t, all, want, "everything at once")
	}
}
