package sqltest_test

import (
	"fmt"
	"time"

	"github.com/kindlydm/kindly/care"
)

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
