package desk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
)

// dump is everything that a store tells of refs and of what hangs together with them.
func dump(t *testing.T, s care.Store, refs []care.Ref) string {
	t.Helper()
	var out strings.Builder
	put := func(what string, v any, err error) {
		require.NoError(t, err)
		data, err := json.Marshal(v)
		require.NoError(t, err)
		fmt.Fprintf(&out, "%s %s\n", what, data)
	}
	require.NoError(t, s.View(t.Context(), func(r care.Reader) error {
		feed, err := r.Feed("", 100_000)
		put("feed", feed, err)
		for _, e := range feed {
			if n, ok := e.Body.(care.Noted); ok {
				refs = append(refs, n.Note)
			}
		}
		rows, err := r.Mentions(refs)
		put("rows", rows, err)
		links, err := r.Links(refs)
		put("links", links, err)
		contents, err := r.Contents(refs)
		put("contents", contents, err)
		for i := range rows {
			if thread := rows[i].Leg.Thread; thread != "" {
				legs, err := r.ThreadLegs(thread, 100_000)
				put("legs", legs, err)
			}
		}
		rejects, _, err := r.Rejects("", 100_000)
		put("rejects", rejects, err)
		for _, x := range rejects {
			out.Write(x.Raw)
		}
		record, err := r.Record("cursors/s")
		put("cursors", string(record.Value), err)
		heads, _, err := r.List(care.Query{Everything: true, Order: care.OrderStarted}, "", 100_000)
		put("heads", heads, err)
		for _, h := range heads {
			entries, err := r.Entries(h.ID, care.Pos{}, 100_000)
			put("entries", entries, err)
		}
		return nil
	}))
	return out.String()
}

// linesWith returns those of a dump that have a word in them.
func linesWith(dump, word string) string {
	var out []string
	for _, l := range strings.Split(strings.ReplaceAll(dump, "},{", "},\n{"), "\n") {
		if strings.Contains(l, word) {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}

// planted is a person's message, with a marker in all that can tell of him.
func planted(ref string, minute int, with ...func(*care.Mention)) delivery {
	return says(ref, "7", minute, append([]func(*care.Mention){toUs, func(m *care.Mention) {
		m.Text, m.Author.Handle, m.Author.Name, m.Place = "MARKER in words", "MARKERhandle", "MARKER name", "MARKER place"
		m.URL, m.Raw, m.Native = "https://MARKER.example", []byte(`{"MARKER":1}`), []byte(`{"native":"MARKER"}`)
		m.Media = []care.Media{{Type: "image", URL: "https://MARKER.example/i", Alt: "MARKER alt"}}
	}}, with...)...)
}

func private(m *care.Mention) { m.Kind, m.Visibility = care.KindMessage, care.Direct }

// forgetful is a desk with a talk full of markers, with what was delivered.
func forgetful(t *testing.T, keep time.Duration) (*played, []delivery) {
	t.Helper()
	p := playWith(t, func(c *desk.Config) {
		c.Keep = keep
		c.Slow = []care.Annotator{func(context.Context, care.Mention) (care.Assessment, error) {
			return care.Assessment{By: "mood@1", Label: -1}, nil
		}}
	}, nil)
	all := []delivery{
		planted("1", 0), says("2", "100", 5, below("1"), func(m *care.Mention) { m.Text, m.Native = "MARKER answer", []byte(`{"to":"MARKER"}`) }),
		planted("3", 6, below("2")), planted("4", 7, private),
		says("5", "100", 8, private, func(m *care.Mention) { m.Peer, m.Text, m.Native = "twitter:7", "MARKER", []byte(`{"to":"MARKER"}`) }),
		planted("6", 9, shares("3"), func(m *care.Mention) { m.Via = nil }),
		says("8", "8", 10, toUs, below("1")),
	}
	p.at(20)
	p.take(all...)
	p.tick()
	require.NoError(t, p.agent().Note(t.Context(), p.in("1").ID, "MARKER note"))
	p.at(21)
	require.NoError(t, p.agent().Resolve(t.Context(), p.in("4").ID, care.Seen{}))
	p.tick()
	require.Contains(t, dump(t, p.store, refsOf(p.all)), "MARKER")
	return p, all
}

// again returns the deliveries again, and once more as later versions.
func again(all []delivery) []delivery {
	out := all
	for _, d := range all {
		m := *d.mention
		m.Revision, m.Text = 5, m.Text+" MARKER edited"
		out = append(out[:len(out):len(out)], delivery{mention: &m})
	}
	return out
}

// keptFigures are what stays when words go.
func keptFigures(t *testing.T, p *played) string {
	t.Helper()
	rows, err := reportsOf(t.Context(), p.Desk)
	require.NoError(t, err)
	out := fmt.Sprintf("%+v\n", rows)
	for c, err := range p.Conversations(t.Context(), care.Query{Everything: true, Order: care.OrderStarted}) {
		require.NoError(t, err)
		out += fmt.Sprintf("%d %d %d %s %+v\n", c.In, c.Out, c.Shares, c.Status, c.Clocks(p.policy, worldNow()))
	}
	return out
}

func TestErase(t *testing.T) {
	t.Parallel()
	p, all := forgetful(t, 0)
	before := keptFigures(t, p)
	pseudonym, err := p.Erase(t.Context(), care.Agent("ann"), "twitter:7")
	require.NoError(t, err)
	p.audit()
	check := func(when string) {
		t.Helper()
		left := dump(t, p.store, refsOf(p.all))
		require.Empty(t, linesWith(left, "MARKER"), when)
		require.Empty(t, linesWith(left, `"twitter:7"`), when)
		require.Contains(t, left, string(pseudonym))
		require.Contains(t, left, "words of 8", "another's words stay")
		require.Equal(t, before, keptFigures(t, p), when)
	}
	check("after the erasure")
	p.take(again(all[:6])...) // all but another's
	p.tick()
	p.audit()
	check("after redeliveries and edits")
	_, err = p.Erase(t.Context(), care.Agent("ann"), "twitter:7")
	require.ErrorIs(t, err, care.ErrNotFound)
	check("erased twice")

	p.take(says("20", "7", 30, toUs, below("3")))
	c := p.in("20")
	require.Equal(t, care.AuthorID("twitter:7"), c.Customer)
	require.NotEqual(t, p.in("1").ID, c.ID, "somebody new")
	_, err = p.Erase(t.Context(), care.Agent("ann"), "twitter:100")
	require.ErrorIs(t, err, care.ErrIllegal)
	_, err = p.Erase(t.Context(), care.Agent("ann"), "nobody")
	require.ErrorIs(t, err, care.ErrInvalid)
}

func TestKeep(t *testing.T) {
	t.Parallel()
	keep := 24 * time.Hour
	p, all := forgetful(t, keep)
	bad := planted("9", 9)
	bad.mention.Kind = ""
	p.take(bad)
	before := keptFigures(t, p)
	p.clock.now = t0().Add(keep + 5*time.Minute)
	p.tick()
	require.Contains(t, dump(t, p.store, refsOf(p.all)), "MARKER in words", "not all is over yet")
	p.clock.now = t0().Add(keep + 30*time.Minute)
	p.tick()
	p.audit()
	check := func(when string) {
		t.Helper()
		left := strings.ReplaceAll(dump(t, p.store, refsOf(p.all)), `{"native":"MARKER"}`, "")
		left = strings.ReplaceAll(left, `{"to":"MARKER"}`, "") // what an answer will need is kept
		require.Empty(t, linesWith(left, "MARKER"), when)
		require.Equal(t, before, keptFigures(t, p), when)
	}
	check("after the time to keep")
	p.take(again(all)...)
	p.tick()
	p.audit()
	left := strings.ReplaceAll(dump(t, p.store, refsOf(p.all)), `{"native":"MARKER"}`, "")
	require.Empty(t, linesWith(strings.ReplaceAll(left, `{"to":"MARKER"}`, ""), "MARKER"))
}
