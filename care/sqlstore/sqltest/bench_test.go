package sqltest_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/care/sqlstore"
	"github.com/kindlydm/kindly/care/storetest"
)

// BenchmarkIngest takes made-up talks in through a desk: one customer in three is answered, and one of these
// writes again.
func BenchmarkIngest(b *testing.B) {
	stores := map[string]func(storetest.TB) care.Store{
		"memory": func(storetest.TB) care.Store { return memstore.New(memstore.Config{}) },
	}
	for _, x := range backends() {
		stores[x.name] = func(tb storetest.TB) care.Store { return x.fresh(tb, sqlstore.Config{}) }
	}
	for _, name := range []string{"memory", "SQLite", "PostgreSQL"} {
		for _, size := range []int{1, 100, 500} {
			b.Run(fmt.Sprintf("%s/batch=%d", name, size), func(b *testing.B) { benchmarkIngest(b, stores[name], size) })
		}
	}
}

func benchmarkIngest(b *testing.B, open func(storetest.TB) care.Store, size int) {
	b.Helper()
	in := madeUp(20_000)
	d, err := desk.New(open(b), desk.Config{Accounts: in.accounts})
	require.NoError(b, err)
	ingest(b, d, in.mentions[:5_000], 500) // so that the tables are not empty
	rest := in.mentions[5_000:]
	n := 0
	var took []time.Duration
	for b.Loop() {
		if n+size > len(rest) { // from the beginning, as other mentions
			in = shifted(in)
			rest, n = in.mentions, 0
		}
		began := time.Now()
		_, err := d.Ingest(b.Context(), care.Batch{Mentions: rest[n : n+size]})
		took = append(took, time.Since(began))
		require.NoError(b, err)
		n += size
	}
	slices.Sort(took)
	b.ReportMetric(float64(len(took)*size)/b.Elapsed().Seconds(), "mentions/s")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(0, "ns/op")
}

const us = "twitter:1"

// madeUp returns n mentions; three in five begin a talk.
func madeUp(n int) input {
	in := input{accounts: []care.Account{{ID: us, Handle: "us"}}}
	at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		at = at.Add(7 * time.Second)
		in.mentions = append(in.mentions, madeUpMention(i, at))
	}
	return in
}

func madeUpMention(i int, at time.Time) care.Mention {
	m := care.Mention{
		Ref: number(i), Kind: care.KindMention, Visibility: care.Public, Via: []care.AccountID{us},
		Author: care.Author{ID: care.AuthorID(number(7_000_000 + i/5*3 + i%5)), Handle: fmt.Sprint("someone", i), Name: "Some One", Followers: i % 900},
		Text:   fmt.Sprintf("@us my parcel %d has not come and nobody says where it is. Please look into it, it was to be here on Monday", i),
		Lang:   "en", OccurredAt: at, ObservedAt: at.Add(2 * time.Second),
	}
	switch i % 5 {
	case 3:
		m.Kind, m.Parent, m.Author, m.Via = care.KindReply, number(i-3), care.Author{ID: us}, nil
	case 4:
		m.Kind, m.Parent, m.Author.ID = care.KindReply, number(i-1), care.AuthorID(number(7_000_000+i/5*3))
	}
	return m
}

func number(i int) care.Ref {
	return care.NewRef(care.Twitter, "", fmt.Sprint(1_200_000_000_000_000_000+i))
}

func shifted(in input) input {
	next := madeUp(len(in.mentions))
	var last int
	_, err := fmt.Sscan(in.mentions[len(in.mentions)-1].Ref.Native(), &last)
	if err != nil {
		panic(err)
	}
	first := last - 1_200_000_000_000_000_000 + 1
	for i := range next.mentions {
		next.mentions[i] = madeUpMention(first+i, in.mentions[len(in.mentions)-1].OccurredAt.Add(time.Duration(i)*7*time.Second))
	}
	return next
}
