package care_test

import (
	"fmt"

	"github.com/kindlydm/kindly/care"
)

// Ids say where they are from, and are never handles: handles change hands.
func ExampleNewRef() {
	tweet := care.NewRef(care.Twitter, "", "1234567890")
	comment := care.NewRef(care.Facebook, "acmepage", "77")
	fmt.Println(tweet, comment)
	fmt.Println(comment.Platform(), comment.Realm(), comment.Native())
	// Output:
	// twitter:1234567890 facebook@acmepage:77
	// facebook acmepage 77
}

func ExampleMention_Validate() {
	m := care.Mention{Ref: "twitter:1", Kind: care.KindMention, Parent: "twitter:1"}
	fmt.Println(m.Validate())
	m.Visibility, m.Parent = care.Public, ""
	fmt.Println(m.Validate())
	// Output:
	// visibility: unknown
	// parent: it answers itself
	// <nil>
}

// A reply goes where the mention was, or to its author in private; nothing makes a private one public.
func ExampleMention_Address() {
	m := care.Mention{
		Ref: "mastodon:1", Kind: care.KindMention, Visibility: care.Public,
		Author: care.Author{ID: "mastodon:7"}, Via: []care.AccountID{"mastodon:acme"},
	}
	open := m.Address("mastodon:acme")
	fmt.Println(open.Customer(), open.Visibility(), open.Direct().Visibility())
	// Output: mastodon:7 public direct
}
