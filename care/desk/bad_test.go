package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
)

// TestBadInput delivers something bad between two good messages: it is taken, or put into quarantine with
// its place and a reason, and the good ones go in.
func TestBadInput(t *testing.T) {
	t.Parallel()
	ahead := t0().Add(desk.MaxAhead + time.Hour)
	for name, c := range map[string]struct {
		change func(m *care.Mention)
		reason string // of the quarantine; empty: it is taken
	}{
		"a reply to itself":               {below("5"), "answers itself"},
		"a missing parent":                {below("404"), ""},
		"an unknown kind":                 {func(m *care.Mention) { m.Kind = "wave" }, ""},
		"no kind":                         {func(m *care.Mention) { m.Kind = "" }, "kind: empty"},
		"no visibility":                   {func(m *care.Mention) { m.Visibility = 0 }, "visibility: unknown"},
		"no author":                       {func(m *care.Mention) { m.Author = care.Author{} }, ""},
		"seen in the future":              {func(m *care.Mention) { m.OccurredAt, m.ObservedAt = ahead, ahead }, "is in the future"},
		"dated later than it was seen":    {func(m *care.Mention) { m.OccurredAt = ahead }, ""},
		"claimed, and seen in the future": {func(m *care.Mention) { m.Claimed, m.ObservedAt = true, ahead }, "is in the future"},
		"a little ahead":                  {func(m *care.Mention) { m.OccurredAt, m.ObservedAt = t0().Add(desk.MaxAhead), t0().Add(desk.MaxAhead) }, ""},
		"in the year 1500":                {func(m *care.Mention) { m.OccurredAt = t0().AddDate(-526, 0, 0) }, "is outside"},
		"a megabyte":                      {func(m *care.Mention) { m.Text = strings.Repeat("x", care.MaxText) }, ""},
		"a megabyte and one byte":         {func(m *care.Mention) { m.Text = strings.Repeat("x", care.MaxText+1) }, "more than"},
		"no UTF-8":                        {func(m *care.Mention) { m.Text = "a\xffb" }, ""},
		"a NUL":                           {func(m *care.Mention) { m.Text = "a\x00b" }, ""},
		"raw that is no JSON":             {func(m *care.Mention) { m.Raw = []byte("<html>") }, "raw: not JSON"},
		"an id of another form":           {func(m *care.Mention) { m.Ref = "5" }, "ref: id"},
		"an account of no form":           {func(m *care.Mention) { m.Via = []care.AccountID{""} }, "via: id"},
		"a link to what is no id":         {func(m *care.Mention) { m.Target = "nothing" }, "target: id"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := play(t)
			bad := says("5", "1", 0, toUs, c.change)
			bad.mention.Where = "file.json:7"
			taken, err := p.Ingest(t.Context(), batch([]delivery{says("1", "1", 0, toUs), bad, says("2", "2", 0, toUs)}, []int{0, 1, 2}))
			require.NoError(t, err)
			rejects, _, err := p.Rejects(t.Context(), "", 10)
			require.NoError(t, err)
			require.NotNil(t, p.in("1"))
			require.NotNil(t, p.in("2"))
			if c.reason == "" {
				require.Equal(t, desk.Taken{New: 3}, taken)
				require.Empty(t, rejects)
				return
			}
			require.Equal(t, desk.Taken{New: 2, Rejected: 1}, taken)
			require.Len(t, rejects, 1)
			require.Equal(t, "file.json:7", rejects[0].Where)
			require.Contains(t, rejects[0].Reason, c.reason)
			require.NotEmpty(t, rejects[0].Raw)
			require.LessOrEqual(t, len(rejects[0].Raw), 64<<10)
			require.Equal(t, t0().Add(30*24*time.Hour), rejects[0].ExpiresAt)
			p.clock.now = rejects[0].ExpiresAt
			p.tick()
			rejects, _, err = p.Rejects(t.Context(), "", 10)
			require.NoError(t, err)
			require.Empty(t, rejects)
		})
	}
}

func TestCleanWords(t *testing.T) {
	t.Parallel()
	p := play(t)
	p.take(says("1", "1", 0, toUs, func(m *care.Mention) { m.Text, m.Author.Name = "a\xffb\x00c", "\xff" }))
	c := p.in("1").Lines[0].Content
	require.Equal(t, "a\uFFFDb\uFFFDc", c.Text)
	require.Equal(t, "\uFFFD", c.Name)
}

// TestReplyCycle: two that answer each other are one thread, whatever that means.
func TestReplyCycle(t *testing.T) {
	t.Parallel()
	p := play(t)
	p.take(says("1", "1", 0, toUs, below("3")), says("2", "100", 1, below("1")), says("3", "100", 2, below("2")))
	require.Equal(t, p.in("1").ID, p.in("2").ID)
	require.Equal(t, p.in("1").ID, p.in("3").ID)
	p.audit()
}

// TestContradiction: of two texts of one version one stands, and the quarantine says so.
func TestContradiction(t *testing.T) {
	t.Parallel()
	p := play(t)
	other := says("1", "1", 0, toUs, func(m *care.Mention) { m.Text = "another text" })
	p.take(says("1", "1", 0, toUs), other, other)
	rejects, _, err := p.Rejects(t.Context(), "", 10)
	require.NoError(t, err)
	require.Len(t, rejects, 1, "the same one again is the same")
	require.True(t, rejects[0].Taken)
	require.Equal(t, "twitter:1", rejects[0].Where)
	require.Contains(t, rejects[0].Reason, "contradict each other: text")
	require.NotContains(t, rejects[0].Reason, "another")
}

// TestGivenRejects: what a source could not read is kept, and counted unless the rest of it was taken.
func TestGivenRejects(t *testing.T) {
	t.Parallel()
	p := play(t)
	taken, err := p.Ingest(t.Context(), care.Batch{Source: "s", Rejects: []care.Reject{
		{Where: "f:1", Reason: "broken", Raw: []byte("{")}, {Where: "f:2", Reason: "no place", Taken: true, Source: "other"},
	}})
	require.NoError(t, err)
	require.Equal(t, desk.Taken{Rejected: 1}, taken)
	rejects, next, err := p.Rejects(t.Context(), "", 1)
	require.NoError(t, err)
	require.NotEmpty(t, next)
	require.Equal(t, "s", rejects[0].Source)
	require.Equal(t, t0(), rejects[0].At)
	rejects, next, err = p.Rejects(t.Context(), next, 10)
	require.NoError(t, err)
	require.Empty(t, next)
	require.Equal(t, "other", rejects[0].Source)
}

// TestTaken counts what became of a batch.
func TestTaken(t *testing.T) {
	t.Parallel()
	p := play(t)
	p.at(5)
	b := batch([]delivery{says("1", "1", 0, toUs), says("2", "2", 0, toUs), gone("9", 5)}, []int{0, 1, 2})
	taken, err := p.Ingest(t.Context(), b)
	require.NoError(t, err)
	require.Equal(t, desk.Taken{New: 2, Changed: 1}, taken)
	taken, err = p.Ingest(t.Context(), b)
	require.NoError(t, err)
	require.Equal(t, desk.Taken{Repeated: 3}, taken)
	events, err := wholeFeed(t.Context(), p.Desk)
	require.NoError(t, err)
	require.Len(t, events, 2)
	taken, err = p.Ingest(t.Context(), batch([]delivery{gone("1", 5)}, []int{0}))
	require.NoError(t, err)
	require.Equal(t, desk.Taken{Changed: 1}, taken)
	taken, err = p.Ingest(t.Context(), care.Batch{})
	require.NoError(t, err)
	require.Zero(t, taken)
}

// TestSlow: slow annotators see customers' words once, and again when those change; one that fails gives nothing.
func TestSlow(t *testing.T) {
	t.Parallel()
	var asked []string
	p := playWith(t, func(c *desk.Config) {
		c.Slow = []care.Annotator{
			func(_ context.Context, m care.Mention) (care.Assessment, error) {
				asked = append(asked, string(m.Ref)+" "+m.Text)
				return care.Assessment{By: "mood@1", Label: -1}, nil
			},
			func(context.Context, care.Mention) (care.Assessment, error) {
				return care.Assessment{}, errors.New("broken")
			},
		}
	}, nil)
	p.take(says("1", "1", 0, toUs), says("2", "100", 1, below("1")), says("3", "3", 1, shares("1")), says("4", "4", 1, toUs, func(m *care.Mention) { m.Text = "" }))
	p.at(1)
	p.tick()
	p.tick()
	require.Equal(t, []string{"twitter:1 words of 1"}, asked)
	row := p.in("1").Lines[0].Row
	require.Equal(t, []care.Assessment{{By: "mood@1", Label: -1, Of: row.Stamp}}, row.Assessments)
	p.take(says("1", "1", 0, toUs))
	p.tick()
	require.Len(t, asked, 1, "a repetition")
	p.at(2)
	p.take(says("1", "1", 0, toUs, func(m *care.Mention) { m.Text, m.Revision = "better words", 2 }))
	p.tick()
	require.Equal(t, []string{"twitter:1 words of 1", "twitter:1 better words"}, asked)
	row = p.in("1").Lines[0].Row
	require.Equal(t, []care.Assessment{{By: "mood@1", Label: -1, Of: row.Stamp}}, row.Judged())
	p.audit()

	p.take(says("5", "5", 2, toUs), gone("5", 2))
	p.take(says("6", "6", 2, toUs))
	_, err := p.Erase(t.Context(), care.Agent("ann"), "twitter:6")
	require.NoError(t, err)
	p.tick()
	require.Len(t, asked, 2, "what was taken back, and who was erased")
}

// TestAnnotators: fast ones judge before a mention is stored; ctx's end is the caller's, a failure nobody's.
func TestAnnotators(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	p := playWith(t, func(c *desk.Config) {
		c.Annotators = []care.Annotator{func(_ context.Context, m care.Mention) (care.Assessment, error) {
			switch m.Text {
			case "fail":
				return care.Assessment{}, errors.New("broken")
			case "stop":
				cancel()
			}
			return care.Assessment{By: "mood@1", Label: 1}, nil
		}}
	}, nil)
	p.take(says("1", "1", 0, toUs), says("2", "2", 0, toUs, func(m *care.Mention) { m.Text = "fail" }), says("3", "100", 0, below("1")))
	require.Len(t, p.in("1").Lines[0].Row.Assessments, 1)
	require.Empty(t, p.in("1").Lines[1].Row.Assessments)
	require.Empty(t, p.in("2").Lines[0].Row.Assessments)
	_, err := p.Ingest(ctx, batch([]delivery{says("4", "4", 0, toUs, func(m *care.Mention) { m.Text = "stop" })}, []int{0}))
	require.ErrorIs(t, err, context.Canceled)
}
