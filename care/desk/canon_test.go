package desk_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/report"
	"github.com/kindlydm/kindly/sla"
)

// canon is what must come out the same, whatever came first: everything but the desk's own ids.
type canon struct {
	Talks   []canonTalk
	Threads []string // the refs of each, joined
	Reports []report.Row
	Missed  []string
}

type canonTalk struct {
	Members []string
	Tail    care.Tail
	Lines   []canonLine
	Cases   []care.Case
	Clocks  []sla.Clock
}

type canonLine struct {
	Ref     care.Ref    `json:"ref,omitzero"`
	Kind    string      `json:"kind,omitzero"` // of a decision
	By      care.Actor  `json:"by,omitzero"`
	At      time.Time   `json:"at"`
	Body    string      `json:"body,omitzero"`
	Origin  care.Origin `json:"origin,omitzero"`
	Case    int         `json:"case"`
	Above   care.Above  `json:"above"`
	Leg     care.LegKey `json:"leg,omitzero"`
	Text    string      `json:"text,omitzero"`
	Handle  string      `json:"handle,omitzero"`
	Gone    bool        `json:"gone,omitzero"`
	Missing []care.Ref  `json:"missing,omitempty"`
	Facts   care.Facts  `json:"facts,omitzero"`
}

// labels gives threads names that don't depend on what came first: the smallest ref in them.
type labels struct {
	threads map[care.Ref]care.Ref
	events  map[string]string
}

func (l labels) leg(k care.LegKey) care.LegKey {
	if k.Thread == "" {
		return k
	}
	if to, ok := l.threads[k.Thread]; ok {
		k.Thread = to
	} else {
		k.Thread = "gone"
	}
	return k
}

func (l labels) id(id string) string {
	if to, ok := l.events[id]; ok {
		return to
	}
	return id
}

// canonical reads all that a desk made of refs.
func canonical(ctx context.Context, d *desk.Desk, store care.Store, refs []care.Ref, p *sla.Policy, now time.Time) (*canon, error) {
	var rows []care.Row
	err := store.View(ctx, func(r care.Reader) (err error) {
		rows, err = r.Mentions(refs)
		return err
	})
	if err != nil {
		return nil, err
	}
	out := &canon{}
	l := labels{threads: map[care.Ref]care.Ref{}, events: map[string]string{}}
	out.Threads = threadsOf(rows, l)
	ids := map[care.ConversationID]bool{}
	for i := range rows {
		if id := rows[i].Conversation; id != "" {
			ids[id] = true
		}
	}
	var convs []*care.Conversation
	for id := range ids {
		c, err := d.Conversation(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("conversation of a mention: %w", err)
		}
		if c.ID != id {
			return nil, fmt.Errorf("a mention is in conversation %s, which is part of %s", id, c.ID)
		}
		convs = append(convs, c)
	}
	for _, c := range convs {
		out.Talks = append(out.Talks, talkIn(c, l, p, now))
	}
	slices.SortFunc(out.Talks, func(a, b canonTalk) int {
		return cmp.Compare(strings.Join(a.Members, " "), strings.Join(b.Members, " "))
	})
	if out.Reports, err = reportsOf(ctx, d); err != nil {
		return nil, err
	}
	out.Missed, err = missedIn(ctx, d)
	return out, err
}

func threadsOf(rows []care.Row, l labels) []string {
	members := map[care.Ref][]string{}
	for i := range rows {
		if t := rows[i].Leg.Thread; t != "" {
			members[t] = append(members[t], string(rows[i].Ref))
		}
	}
	var out []string
	for t, refs := range members {
		slices.Sort(refs)
		l.threads[t] = care.Ref(refs[0])
		out = append(out, strings.Join(refs, " "))
	}
	slices.Sort(out)
	return out
}

func talkIn(c *care.Conversation, l labels, p *sla.Policy, now time.Time) canonTalk {
	var t canonTalk
	for i, line := range c.Lines {
		if line.Event != nil && !care.Decision(line.Event.Body) {
			continue // what was said when; see missedIn
		}
		if line.Event != nil {
			l.events[line.Event.ID] = fmt.Sprintf("%s@%d", care.EventKind(line.Event.Body), line.Event.At.UnixNano())
		}
		t.Lines = append(t.Lines, lineOf(&c.Lines[i], l))
		if line.Row != nil {
			t.Members = append(t.Members, string(line.Row.Ref))
		}
	}
	slices.Sort(t.Members)
	t.Tail = tailOf(c.Tail, l)
	for _, k := range c.Cases {
		k.Timeline = slices.Clone(k.Timeline)
		for i := range k.Timeline {
			k.Timeline[i].ID = l.id(k.Timeline[i].ID)
		}
		t.Cases = append(t.Cases, k)
	}
	for _, k := range c.Clocks(p, now) {
		k.ID = l.id(k.ID)
		t.Clocks = append(t.Clocks, k)
	}
	return t
}

func lineOf(in *care.Line, l labels) canonLine {
	out := canonLine{Origin: in.Origin, Case: in.Case, Missing: in.Missing, Text: in.Content.Text, Handle: in.Content.Handle, Gone: in.Content.Gone}
	if e := in.Event; e != nil {
		out.Kind, out.By, out.At = care.EventKind(e.Body), e.By, e.At
		switch e.Body.(type) {
		case care.Joined, care.Parted, care.Noted: // name what the desk named
		default:
			body, _ := json.Marshal(e.Body)
			out.Body = string(body)
		}
		return out
	}
	r := in.Row
	out.Ref, out.Above, out.Leg, out.At, out.Facts = r.Ref, r.Above, l.leg(r.Leg), r.At(), r.Facts
	return out
}

func tailOf(t care.Tail, l labels) care.Tail {
	t.Silent = slices.Clone(t.Silent)
	for i := range t.Silent {
		t.Silent[i] = l.leg(t.Silent[i])
	}
	slices.SortFunc(t.Silent, func(a, b care.LegKey) int {
		return cmp.Or(cmp.Compare(a.Thread, b.Thread), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Customer, b.Customer))
	})
	t.Last.Key = l.id(t.Last.Key)
	data, _ := json.Marshal(t.Track)
	for from, to := range l.events {
		data = []byte(strings.ReplaceAll(string(data), from, to))
	}
	t.Track = sla.Track{}
	_ = json.Unmarshal(data, &t.Track)
	if t.Base != nil {
		base := tailOf(*t.Base, l)
		t.Base = &base
	}
	return t
}

func reportsOf(ctx context.Context, d *desk.Desk) ([]report.Row, error) {
	convs := d.Conversations(ctx, care.Query{Order: care.OrderStarted})
	r, err := report.Responses(convs, report.Config{By: []report.By{report.ByAccount, report.ByDay}})
	if err != nil {
		return nil, err
	}
	return append(r.Rows, r.Total), nil
}

// missedIn returns the misses that were announced and not taken back.
func missedIn(ctx context.Context, d *desk.Desk) ([]string, error) {
	events, err := wholeFeed(ctx, d)
	out := slices.Collect(maps.Keys(missedOf(events)))
	slices.Sort(out)
	return out, err
}

// missedOf returns "metric mark" of each cycle that was last said to be missed.
func missedOf(events []care.Posted) map[string]bool {
	out := map[string]bool{}
	for _, e := range events {
		switch b := e.Body.(type) {
		case care.Missed:
			out[b.Metric+" "+b.Mark] = true
		case care.Corrected:
			if delete(out, b.Metric+" "+b.Mark); b.Is == sla.Missed {
				out[b.Metric+" "+b.Mark] = true
			}
		}
	}
	return out
}

func wholeFeed(ctx context.Context, d *desk.Desk) ([]care.Posted, error) {
	var all []care.Posted
	var after care.Seq
	for {
		page, err := d.Feed(ctx, after, 100)
		if err != nil || len(page) == 0 {
			return all, err
		}
		all, after = append(all, page...), page[len(page)-1].Seq
	}
}

// String is the form that is compared.
func (c *canon) String() string {
	var s strings.Builder
	line := func(indent, name string, v any) {
		data, err := json.Marshal(v)
		if err != nil {
			data = []byte(err.Error())
		}
		fmt.Fprintf(&s, "%s%s %s\n", indent, name, data)
	}
	for _, t := range c.Talks {
		line("", "talk", t.Members)
		line("  ", "tail", t.Tail)
		for _, l := range t.Lines {
			line("  ", "line", l)
		}
		for _, k := range t.Cases {
			line("  ", "case", k)
		}
		for _, k := range t.Clocks {
			line("  ", "clock", k)
		}
	}
	line("", "threads", c.Threads)
	for _, r := range c.Reports {
		line("", "report", r)
	}
	line("", "missed", c.Missed)
	return s.String()
}

// allHeads returns every conversation, also those that nobody sees.
func allHeads(ctx context.Context, d *desk.Desk) ([]care.Head, error) {
	var out []care.Head
	for h, err := range d.Queue(ctx, care.Query{Everything: true, Order: care.OrderStarted}) {
		if err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, nil
}

// audit checks what must hold of any desk at any time: heads equal their full fold, a rebuild changes
// nothing, nothing is twice in the feed, no clock runs backwards, each cycle is met or missed once.
func audit(ctx context.Context, d *desk.Desk, store care.Store, rules *care.Rules, now time.Time) error {
	heads, err := allHeads(ctx, d)
	if err != nil {
		return err
	}
	for _, h := range heads {
		if err := auditHead(ctx, store, rules, h, now); err != nil {
			return err
		}
	}
	if n, err := d.Rebuild(ctx); err != nil || n != 0 {
		return fmt.Errorf("rebuild changed %d conversations: %w", n, err)
	}
	return auditFeed(ctx, d)
}

func auditHead(ctx context.Context, store care.Store, rules *care.Rules, h care.Head, now time.Time) error {
	var entries []care.Entry
	err := store.View(ctx, func(r care.Reader) (err error) {
		entries, err = r.Entries(h.ID, care.Pos{}, 100_000)
		return err
	})
	if err != nil {
		return err
	}
	for i := 1; i < len(entries); i++ {
		if entries[i-1].Pos().Compare(entries[i].Pos()) >= 0 {
			return fmt.Errorf("entries of %s are not in fold order at %d", h.ID, i)
		}
	}
	want, ok := rules.Fold(nil, entries, nil)
	if !ok {
		return fmt.Errorf("fold of %s from the beginning failed", h.ID)
	}
	want.Advance(now)
	got := h.Tail
	got.Advance(now)
	if !got.Same(&want) {
		g, _ := json.MarshalIndent(got, "", " ")
		w, _ := json.MarshalIndent(want, "", " ")
		return fmt.Errorf("head of %s is not its fold:\n%s", h.ID, diff(string(w), string(g)))
	}
	return auditClocks(rules.Conversation(h, entries), rules.Policy, now)
}

func auditClocks(c *care.Conversation, p *sla.Policy, now time.Time) error {
	seen := map[string]bool{}
	for _, k := range c.Clocks(p, now) {
		key := string(k.Metric) + " " + k.ID
		if seen[key] {
			return fmt.Errorf("cycle %s is there twice", key)
		}
		seen[key] = true
		if k.Elapsed < 0 || k.Remaining < 0 || !k.Stop.IsZero() && k.Stop.Before(k.Start) {
			return fmt.Errorf("cycle %s runs backwards: %+v", key, k)
		}
	}
	return nil
}

func auditFeed(ctx context.Context, d *desk.Desk) error {
	events, err := wholeFeed(ctx, d)
	seen := map[string]bool{}
	for _, e := range events {
		if seen[e.ID] {
			return fmt.Errorf("event %s is twice in the feed", e.ID)
		}
		seen[e.ID] = true
	}
	return err
}

// diff names the lines in which a and b differ, with what stands around them.
func diff(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	pre := 0
	for pre < min(len(x), len(y)) && x[pre] == y[pre] {
		pre++
	}
	post := 0
	for post < min(len(x), len(y))-pre && x[len(x)-1-post] == y[len(y)-1-post] {
		post++
	}
	cut := func(s []string) string {
		s = s[max(0, pre-4):min(len(s), len(s)-post+2)]
		if len(s) > 60 {
			s = append(s[:60:60], "...")
		}
		return strings.Join(s, "\n")
	}
	return "want:\n" + cut(x) + "\ngot:\n" + cut(y)
}
