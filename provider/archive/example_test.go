package archive_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing/fstest"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/provider/archive"
)

func Example() {
	files := fstest.MapFS{"2026.csv": {Data: []byte(
		`tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id
1,700,True,Sat Jan 03 12:00:00 +0000 2026,"@AcmeCare where is
my parcel?",2,
2,AcmeCare,False,Sat Jan 03 12:04:00 +0000 2026,On its way!,,1
3,700,True,yesterday,Thanks,,2
`)}}
	ctx := context.Background()
	source, err := archive.Open(ctx, files, "2026.csv", archive.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for batch, err := range source.Batches(ctx, nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, m := range batch.Mentions {
			fmt.Println(m.Where, m.Ref, m.Kind, m.Author.ID, m.Via)
		}
		for _, r := range batch.Rejects {
			fmt.Println(r.Where, r.Reason)
		}
	}
	// Output:
	// 2026.csv:2 twitter:1 mention twitter:700 [twitter:AcmeCare]
	// 2026.csv:4 twitter:2 reply twitter:AcmeCare []
	// 2026.csv:5 created_at: not a time like Mon Jan 02 15:04:05 -0700 2006
}

func ExampleWrite() {
	accounts := []care.Account{{ID: "mastodon:1", Handle: "acme"}}
	mentions := []care.Mention{{
		Ref: "mastodon:2", Kind: care.KindMention, Visibility: care.Public,
		Via: []care.AccountID{"mastodon:1"}, Text: "Hello",
	}}
	if err := archive.Write(os.Stdout, accounts, slices.Values(mentions)); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"account":{"id":"mastodon:1","handle":"acme"}}
	// {"ref":"mastodon:2","kind":"mention","visibility":"public","via":["mastodon:1"],"text":"Hello"}
}
