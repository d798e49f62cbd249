package sqlbench_test

import (
	"fmt"
	"time"

	"github.com/kindlydm/kindly/care"
)

const us = "twitter:1"

// A load is made-up talks, one mention after the other: as many as anybody wants.
type load struct {
	first int // the number of the first mention
	begun time.Time
	n     int // how many were given out
}

const (
	perTalk  = 5       // mentions of a group: three conversations, an answer, and more of the first customer
	started  = 3       // conversations that a group begins
	farApart = 1 << 30 // loads that begin so far apart don't meet
	pace     = 10 * time.Millisecond
)

func newLoad(first int, begun time.Time) *load { return &load{first: first, begun: begun} }

func (l *load) next(size int) []care.Mention {
	out := make([]care.Mention, size)
	for i := range out {
		out[i] = l.mention(l.n + i)
	}
	l.n += size
	return out
}

// align goes on with the beginning of a talk.
func (l *load) align() { l.n += (perTalk - l.n%perTalk) % perTalk }

func (l *load) mention(i int) care.Mention {
	at := l.begun.Add(time.Duration(i) * pace)
	m := care.Mention{
		Ref: l.ref(i), Kind: care.KindMention, Visibility: care.Public, Via: []care.AccountID{us}, Author: l.customer(i),
		Text: fmt.Sprintf("@us my parcel %d has not come and nobody says where it is. Please look into it, it was to be here on Monday", i),
		Lang: "en", OccurredAt: at, ObservedAt: at.Add(2 * time.Second),
	}
	switch i % perTalk {
	case 3:
		m.Kind, m.Parent, m.Author, m.Via = care.KindReply, l.ref(i-3), care.Author{ID: us}, nil
	case 4:
		m.Kind, m.Parent, m.Author = care.KindReply, l.ref(i-1), l.customer(i-4)
	}
	return m
}

// ref grows with time, as platforms' ids do.
func (l *load) ref(i int) care.Ref {
	return care.NewRef(care.Twitter, "", fmt.Sprint(1_200_000_000_000_000_000+l.first+i))
}

// customer returns somebody new for each i, in no order: a product with an odd number takes every value once.
func (l *load) customer(i int) care.Author {
	const domain, odd = 1 << 40, 0x9e3779b97f4a7c15 % (1 << 40)
	id := uint64(l.first+i) * odd % domain
	return care.Author{
		ID: care.AuthorID(care.NewRef(care.Twitter, "", fmt.Sprint(7_000_000+id))), Handle: fmt.Sprint("someone", i),
		Name: "Some One", Followers: i % 900,
	}
}
