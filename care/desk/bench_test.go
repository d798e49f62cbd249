package desk_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
)

// benchDesk returns a desk with open conversations, each of one customer's message, without words.
func benchDesk(b *testing.B, open int) (*desk.Desk, *memstore.Store) {
	b.Helper()
	store := memstore.New(memstore.Config{})
	d, err := desk.New(store, desk.Config{Accounts: []care.Account{{ID: "twitter:acme"}, {ID: "whatsapp:acme"}}, Now: farFuture})
	if err != nil {
		b.Fatal(err)
	}
	for from := 0; from < open; from += 500 {
		ingest(b, d, benchBatch(from, min(500, open-from), 0))
	}
	return d, store
}

func ingest(b *testing.B, d *desk.Desk, mentions []care.Mention) {
	b.Helper()
	if _, err := d.Ingest(b.Context(), care.Batch{Mentions: mentions}); err != nil {
		b.Fatal(err)
	}
}

// benchBatch returns n mentions: new customers' questions, or, every answers-th, our answer to one before.
func benchBatch(from, n, answers int) []care.Mention {
	day := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	out := make([]care.Mention, 0, n)
	for i := from; i < from+n; i++ {
		at := day.Add(time.Duration(i) * time.Millisecond)
		id := strconv.Itoa(1_000_000_000_000 + i)
		m := care.Mention{
			Ref: care.NewRef(care.Twitter, "", id), Kind: care.KindMention, Visibility: care.Public,
			Author: care.Author{ID: care.NewAuthorID(care.Twitter, "", strconv.Itoa(50_000_000+i))},
			Via:    []care.AccountID{"twitter:acme"}, OccurredAt: at, ObservedAt: at.Add(2 * time.Second),
		}
		if answers > 0 && i%answers == 0 && i > 100 {
			m.Kind, m.Via, m.Author.ID = care.KindReply, nil, "twitter:acme"
			m.Parent = care.NewRef(care.Twitter, "", strconv.Itoa(1_000_000_000_000+i-100))
		}
		out = append(out, m)
	}
	return out
}

// BenchmarkIngest takes in new customers' messages and, as every third mention, an answer of ours, in batches
// of 500, beside conversations that are open already. One core: GOMAXPROCS=1. No single step bounds it: half
// is looking ids up in maps, the desk's and the store's; the rest is copying rows and heads, and the garbage
// collector. How many conversations are open does not matter.
func BenchmarkIngest(b *testing.B) {
	for _, open := range []int{1_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("open=%d", open), func(b *testing.B) {
			before := heap()
			d, store := benchDesk(b, open)
			perConversation := float64(heap()-before) / float64(open)
			b.ReportAllocs()
			next := open
			for b.Loop() {
				b.StopTimer()
				batch := benchBatch(next, 500, 3)
				b.StartTimer()
				ingest(b, d, batch)
				next += 500
			}
			mentions := float64(next - open)
			b.ReportMetric(mentions/b.Elapsed().Seconds(), "mentions/s")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/mentions, "ns/mention")
			b.ReportMetric(perConversation, "B/conversation")
			runtime.KeepAlive(store)
		})
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkLongLeg takes in one private leg of 10,000 messages, one in a hundred of them late by up to 500
// places, all of one case: a late message folds the whole case again.
func BenchmarkLongLeg(b *testing.B) {
	for _, late := range []int{0, 100} {
		b.Run(fmt.Sprintf("late=%d", late), func(b *testing.B) {
			messages := longLeg(10_000, late)
			for b.Loop() {
				d, _ := benchDesk(b, 0)
				for _, m := range messages {
					ingest(b, d, []care.Mention{m})
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(messages)), "ns/mention")
		})
	}
}

func longLeg(n, late int) []care.Mention {
	day := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	out := make([]care.Mention, n)
	for i := range out {
		at := day.Add(time.Duration(i) * time.Minute)
		m := care.Mention{
			Ref: care.NewRef(care.WhatsApp, "", strconv.Itoa(i)), Kind: care.KindMessage, Visibility: care.Direct,
			Author: care.Author{ID: "whatsapp:254700000001"}, Via: []care.AccountID{"whatsapp:acme"}, OccurredAt: at, ObservedAt: at,
		}
		if i%3 == 2 {
			m.Author.ID, m.Via, m.Peer = "whatsapp:acme", nil, "whatsapp:254700000001"
		}
		out[i] = m
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range late {
		i := r.IntN(n - 600)
		m := out[i]
		to := i + 1 + r.IntN(500)
		copy(out[i:], out[i+1:to+1])
		out[to] = m
	}
	return out
}
