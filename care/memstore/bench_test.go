package memstore_test

import (
	"fmt"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/memstore"
)

// BenchmarkIngest stores conversations of one mention each, in Updates of 500, with the reads and writes
// that a desk makes for them. The time is that of the Updates alone.
func BenchmarkIngest(b *testing.B) {
	for _, n := range []int{1_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("conversations=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			var spent time.Duration
			var store *memstore.Store
			runs, before := 0, heap()
			for b.Loop() {
				store = memstore.New(memstore.Config{})
				spent += fill(b, store, n, ingest)
				runs++
			}
			b.ReportMetric(float64(spent.Nanoseconds())/float64(runs*n), "ns/mention")
			b.ReportMetric(float64(heap()-before)/float64(n), "B/conversation")
			runtime.KeepAlive(store)
		})
	}
}

// BenchmarkParts says what each part of a conversation takes, with its indexes and the strings that only
// it has. The room for the head is counted with the row, which makes the conversation.
func BenchmarkParts(b *testing.B) {
	const n = 200_000
	parts := []struct {
		name string
		put  func(care.Tx, *batch) error
	}{
		{"row", func(tx care.Tx, x *batch) error { return tx.PutMentions(x.rows) }},
		{"head", func(tx care.Tx, x *batch) error { return tx.PutHeads(x.heads) }},
		{"leg", func(tx care.Tx, x *batch) error { return tx.PutLegs(x.legs) }},
		{"event", func(tx care.Tx, x *batch) error { return tx.Append(x.events) }},
		{"job", func(tx care.Tx, x *batch) error { return tx.PutJobs(x.jobs) }},
	}
	for b.Loop() {
		last := 0.0
		for i, part := range parts {
			before := heap()
			store := memstore.New(memstore.Config{})
			fill(b, store, n, func(tx care.Tx, x *batch) error {
				for _, p := range parts[:i+1] {
					if err := p.put(tx, x); err != nil {
						return err
					}
				}
				return nil
			})
			size := float64(heap()-before) / n
			b.ReportMetric(size-last, part.name+"-B")
			last = size
			runtime.KeepAlive(store)
		}
	}
}

// BenchmarkMap is what to measure BenchmarkIngest against: one plain map that gets a key of its own each
// time.
func BenchmarkMap(b *testing.B) {
	const n = 1_000_000
	var m map[string]*int
	for b.Loop() {
		m = map[string]*int{}
		for i := range n {
			m["twitter:"+strconv.Itoa(1_300_000_000_000_000_000+i*1_000_003)] = new(int)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/key")
	runtime.KeepAlive(m)
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func fill(b *testing.B, s *memstore.Store, n int, put func(care.Tx, *batch) error) (spent time.Duration) {
	b.Helper()
	const size = 500
	for from := 0; from < n; from += size {
		x := newBatch(from, size)
		start := time.Now()
		err := s.Update(b.Context(), nil, func(tx care.Tx) error { return put(tx, x) })
		spent += time.Since(start)
		if err != nil {
			b.Fatal(err)
		}
	}
	return spent
}

func ingest(tx care.Tx, x *batch) error {
	reads := []func() error{
		func() error { _, err := tx.Mentions(x.refs); return err },
		func() error { _, err := tx.Links(x.refs[:len(x.refs)/2]); return err },
		func() error { _, err := tx.Legs(x.keys); return err },
		func() error { _, err := tx.Heads(x.ids); return err },
		func() error { return tx.PutMentions(x.rows) },
		func() error { return tx.PutContents(x.contents) },
		func() error { return tx.PutLegs(x.legs) },
		func() error { return tx.PutHeads(x.heads) },
		func() error { return tx.Append(x.events) },
		func() error { return tx.PutJobs(x.jobs) },
		func() error { _, err := tx.Heads(x.ids); return err },
	}
	for _, do := range reads {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// A batch is what a desk has in hand for some mentions.
type batch struct {
	refs     []care.Ref
	keys     []care.LegKey
	ids      []care.ConversationID
	rows     []care.Row
	contents []care.Content
	legs     []care.Leg
	heads    []care.Head
	events   []care.Event
	jobs     []care.Job
}

func newBatch(from, n int) *batch {
	x := &batch{}
	parents := make([]care.Ref, 0, n)
	for i := from; i < from+n; i++ {
		x.add(i)
		parents = append(parents, care.Ref("twitter:"+strconv.Itoa(i/4+1)))
	}
	x.refs = append(x.refs, parents...)
	return x
}

var via = []care.AccountID{"twitter:1"}

func (x *batch) add(i int) {
	at := time.Unix(1_600_000_000, int64(i)*7_000_000_123).UTC()
	ref := care.Ref("twitter:" + strconv.Itoa(1_300_000_000_000_000_000+i*1_000_003))
	author := care.AuthorID("twitter:" + strconv.Itoa(100_000_000+i*7))
	id := care.ConversationID("c" + strconv.FormatInt(at.UnixNano(), 36) + strconv.Itoa(i))
	key := care.LegKey{Thread: ref, Customer: author}
	x.refs = append(x.refs, ref)
	x.keys = append(x.keys, key)
	x.ids = append(x.ids, id)
	x.rows = append(x.rows, care.Row{
		Facts: care.Facts{
			Ref: ref, Kind: care.KindMention, Visibility: care.Public, Author: author, Root: ref, Via: via,
			OccurredAt: at, ObservedAt: at.Add(time.Second), Stamp: care.Stamp{At: at, Hash: uint64(i)},
		},
		Leg: key, Conversation: id,
	})
	x.legs = append(x.legs, care.Leg{LegKey: key, Conversation: id})
	x.heads = append(x.heads, care.Head{ID: id, Version: 1, Tail: care.Tail{
		Last: care.Pos{At: at, Class: care.ClassMention, Key: string(ref)}, Customer: author, Account: via[0],
		Visibility: care.Public, Status: care.StatusNew, Case: 1, CaseAt: at,
		Waiting: care.Waiting{Since: at, Count: 1, Observed: at.Add(time.Second)}, LastIn: at, In: 1,
		Due: at.Add(10 * time.Minute),
	}})
	t := &x.heads[len(x.heads)-1].Track
	t.Asked.At, t.Asked.ID = at, string(ref)
	t.First, t.Waiting = t.Asked, t.Asked
	x.events = append(x.events, care.Event{
		ID: "received " + string(ref), Conversation: id, At: at, By: care.Actor{Kind: care.ActorDesk}, Body: care.Received{Ref: ref},
	})
	x.jobs = append(x.jobs, care.Job{Queue: "due", Key: string(id), At: at.Add(10 * time.Minute)})
}
