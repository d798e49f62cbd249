package desk_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/care/report"
	"github.com/kindlydm/kindly/provider/archive"
	"github.com/kindlydm/kindly/sla"
)

// talk is what is compared of one conversation: the form of <name>_conversations.jsonl.
type talk struct {
	Customer   string   `json:"customer"`
	Kind       string   `json:"kind"`
	First      string   `json:"first_inbound"`
	FirstReply *string  `json:"first_reply"`
	FRT        *int64   `json:"frt_s"`
	Unanswered *string  `json:"unanswered"`
	NRT        []int64  `json:"nrt_s"`
	Members    []string `json:"members"`
}

// TestTWCS replays archives of real support talks, named by KINDLY_TWCS, and compares every conversation with
// what an independent program made of the same files.
func TestTWCS(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("KINDLY_TWCS")
	if dir == "" {
		t.Skip("KINDLY_TWCS names no folder with <name>.csv, <name>_conversations.jsonl and truth.json")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	require.NoError(t, err)
	require.NotEmpty(t, files, "no archive in %s", dir)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".csv")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testArchive(t, file, name)
		})
	}
}

func testArchive(t *testing.T, file, name string) {
	t.Helper()
	in := readArchive(t, file)
	want, known := readTalks(t, filepath.Join(filepath.Dir(file), name+"_conversations.jsonl"))
	first := replay(t, in, in.mentions, 500)
	if !known {
		want = first.talks
	}
	compareTalks(t, want, first.talks)
	checkFigures(t, filepath.Join(filepath.Dir(file), "truth.json"), name, first)
	for how, mentions := range orders(in.mentions) {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			for _, size := range []int{1, 7, 500} {
				got := replay(t, in, mentions, size)
				compareTalks(t, want, got.talks)
				require.Equal(t, first.report, got.report, "batches of %d", size)
			}
		})
	}
}

func orders(in []care.Mention) map[string][]care.Mention {
	out := map[string][]care.Mention{"file order": in}
	reversed := slices.Clone(in)
	slices.Reverse(reversed)
	out["reversed"] = reversed
	for seed := range uint64(5) {
		out[fmt.Sprintf("shuffled %d", seed+1)] = shuffled(in, seed+1)
	}
	out["three times"] = shuffled(slices.Concat(in, in, in), 99)
	return out
}

func shuffled(in []care.Mention, seed uint64) []care.Mention {
	out := slices.Clone(in)
	r := rand.New(rand.NewPCG(seed, 0))
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

type input struct {
	accounts []care.Account
	mentions []care.Mention
}

func readArchive(t *testing.T, file string) input {
	t.Helper()
	src, err := archive.OpenFile(t.Context(), file, archive.Config{})
	require.NoError(t, err)
	in := input{accounts: src.Accounts()}
	for b, err := range src.Batches(t.Context(), nil) {
		require.NoError(t, err)
		in.mentions = append(in.mentions, b.Mentions...)
	}
	return in
}

type replayed struct {
	talks  map[string]talk
	report *report.Report
}

// replay feeds mentions to a new desk in batches and reads back what it made of them.
func replay(t *testing.T, in input, mentions []care.Mention, size int) replayed {
	t.Helper()
	d, err := desk.New(memstore.New(memstore.Config{}), desk.Config{Accounts: in.accounts, Now: farFuture})
	require.NoError(t, err)
	var taken desk.Taken
	for batch := range slices.Chunk(mentions, size) {
		one, err := d.Ingest(t.Context(), care.Batch{Mentions: batch})
		require.NoError(t, err)
		taken.Add(one)
	}
	convs := d.Conversations(t.Context(), report.Query())
	out := replayed{talks: map[string]talk{}}
	for c, err := range convs {
		require.NoError(t, err)
		k := talkOf(c)
		key := k.First
		require.NotContains(t, out.talks, key)
		out.talks[key] = k
	}
	checkAllThere(t, d, mentions, out.talks, taken)
	out.report, err = report.Responses(convs, report.Config{By: []report.By{report.ByAccount}})
	require.NoError(t, err)
	return out
}

// checkAllThere accounts for every row: it was refused, or is in exactly one conversation, or is a post of ours
// that answers no customer.
func checkAllThere(t *testing.T, d *desk.Desk, mentions []care.Mention, talks map[string]talk, taken desk.Taken) {
	t.Helper()
	members := map[string]int{}
	for _, k := range talks {
		for _, m := range k.Members {
			members[m]++
		}
	}
	refused := map[string]bool{}
	rejects, _, err := d.Rejects(t.Context(), "", 1_000_000)
	require.NoError(t, err)
	for _, r := range rejects {
		refused[r.Where] = !r.Taken
	}
	rows := map[string]bool{}
	for _, m := range mentions {
		if refused[m.Where] {
			continue
		}
		rows[m.Ref.Native()] = true
		_, inbound := strconv.Atoi(m.Author.ID.Native())
		require.True(t, members[m.Ref.Native()] == 1 || members[m.Ref.Native()] == 0 && inbound != nil, "row %s", m.Ref)
	}
	require.Len(t, rows, taken.New)
	require.Equal(t, len(mentions), taken.New+taken.Changed+taken.Repeated+taken.Rejected)
}

func farFuture() time.Time { return time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC) }

func talkOf(c *care.Conversation) talk {
	k := talk{Customer: c.Customer.Native(), NRT: []int64{}}
	for _, l := range c.Lines {
		if l.Row != nil { // no verdict
			k.Members = append(k.Members, l.Row.Ref.Native())
		}
	}
	asked, kind := c.Messages()[0], map[care.Above]string{care.AboveNone: "eligible", care.AboveOurs: "eligible", care.AboveMissing: "truncated"}
	k.First = asked.Row.Ref.Native()
	k.Kind = kind[c.Start]
	if k.Kind == "" {
		k.Kind = "joined"
	}
	responses(c, asked, &k)
	return k
}

// responses measures by the clocks of package sla, where the beginning is known; report does it from the lines.
func responses(c *care.Conversation, asked care.Line, k *talk) {
	one, err := report.Responses(func(yield func(*care.Conversation, error) bool) { yield(c, nil) }, report.Config{})
	if err != nil {
		panic(err)
	}
	if one.Total.Answered == 1 {
		s := int64(one.Total.First.Median / time.Second)
		k.FRT = &s
		for _, l := range c.Answers() {
			if !l.Row.At().Before(asked.Row.At()) {
				ref := l.Row.Ref.Native()
				k.FirstReply = &ref
				break
			}
		}
	}
	k.Unanswered = unanswered(one.Total)
	k.NRT = append(k.NRT, nextResponses(c)...)
}

func unanswered(r report.Row) *string {
	for s, n := range map[string]int{"unanswered": r.Unanswered, "unknown": r.Unknown} {
		if n == 1 {
			return &s
		}
	}
	return nil
}

func nextResponses(c *care.Conversation) []int64 {
	var out []int64
	for _, clock := range c.Clocks(policy, farFuture()) {
		if clock.Metric == "next_response" && !clock.Stop.IsZero() {
			out = append(out, int64(clock.Stop.Sub(clock.Start)/time.Second))
		}
	}
	return out
}

func readTalks(t *testing.T, file string) (map[string]talk, bool) {
	t.Helper()
	f, err := os.Open(file)
	if os.IsNotExist(err) {
		return nil, false
	}
	require.NoError(t, err)
	defer f.Close()
	out := map[string]talk{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var k talk
		require.NoError(t, json.Unmarshal(lines.Bytes(), &k))
		out[k.First] = k
	}
	require.NoError(t, lines.Err())
	return out, true
}

// compareTalks names the first conversation that differs, by ids alone.
func compareTalks(t *testing.T, want, got map[string]talk) {
	t.Helper()
	for _, key := range slices.Sorted(maps.Keys(want)) {
		require.Equal(t, want[key], got[key], "conversation that begins with %s", key)
	}
	require.Len(t, got, len(want))
}

// policy has clocks that nobody misses: the test compares what they measured.
var policy = mustPolicy()

func mustPolicy() *sla.Policy {
	year := 365 * 24 * time.Hour
	p, err := sla.NewPolicy(sla.PolicyConfig{ID: "measure", Version: 1, Rules: []sla.Rule{{Targets: []sla.Target{
		{Metric: sla.FirstResponse, Within: year}, {Metric: sla.NextResponse, Within: year},
	}}}})
	if err != nil {
		panic(err)
	}
	return p
}

// figures are those of truth.json, of one brand or all.
type figures struct {
	Conversations int     `json:"conversations"`
	Eligible      int     `json:"eligible"`
	Answered      int     `json:"answered"`
	Median        float64 `json:"frt_median_s"`
	P90           float64 `json:"frt_p90_s"`
	In10          float64 `json:"frt_within_10min"`
	In60          float64 `json:"frt_within_60min"`
	Unanswered    int     `json:"unanswered"`
	Unknown       int     `json:"unanswered_unknown"`
	NextN         int     `json:"nrt_n"`
	NextMedian    float64 `json:"nrt_median_s"`
	NextP90       float64 `json:"nrt_p90_s"`
}

func figuresOf(r report.Row) figures {
	return figures{
		Conversations: r.Conversations, Eligible: r.Begun, Answered: r.Answered,
		Median: r.First.Median.Seconds(), P90: r.First.P90.Seconds(),
		In10: math.RoundToEven(r.First.Within[0].Share*1e4) / 1e4, In60: math.RoundToEven(r.First.Within[1].Share*1e4) / 1e4,
		Unanswered: r.Unanswered + r.Withdrawn, Unknown: r.Unknown,
		NextN: r.Next.N, NextMedian: r.Next.Median.Seconds(), NextP90: r.Next.P90.Seconds(),
	}
}

// checkFigures compares the figures in total and by brand with truth.json, where it has the archive.
func checkFigures(t *testing.T, file, name string, got replayed) {
	t.Helper()
	data, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return
	}
	require.NoError(t, err)
	var truth struct {
		Sets map[string]struct {
			All   figures            `json:"all"`
			Brand map[string]figures `json:"brand"`
		} `json:"sets"`
	}
	require.NoError(t, json.Unmarshal(data, &truth))
	set, ok := truth.Sets[name]
	if !ok {
		return
	}
	require.Equal(t, set.All, figuresOf(got.report.Total))
	brands := map[string]figures{}
	for _, row := range got.report.Rows {
		brands[strings.Replace(care.AccountID(row.Keys[0]).Native(), "unknown", "(unknown)", 1)] = figuresOf(row)
	}
	for brand, want := range set.Brand {
		require.Equal(t, want, brands[brand], "brand %s", brand)
	}
}
