package report_test

import (
	"fmt"
	"log"
	"os"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/report"
	"github.com/kindlydm/kindly/sla"
)

func ExampleResponses() {
	convs := func(yield func(*care.Conversation, error) bool) {
		_ = yield(talk("twitter:1", 4*time.Minute), nil) && yield(talk("twitter:3", 25*time.Minute), nil) &&
			yield(talk("facebook:5", 0), nil)
	}
	r, err := report.Responses(convs, report.Config{By: []report.By{report.ByPlatform}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range r.Rows {
		fmt.Println(row.Keys[0], row.Conversations, row.Answered, row.First.Median, row.First.Within[0].Share)
	}
	fmt.Println(r.Total.Conversations, r.Total.Answered, r.Total.First.P90)
	// Output:
	// facebook 1 0 0s 0
	// twitter 2 2 4m0s 0.5
	// 3 2 25m0s
}

func ExampleReport_WriteText() {
	convs := func(yield func(*care.Conversation, error) bool) { yield(talk("twitter:1", 12*time.Minute), nil) }
	r, err := report.Responses(convs, report.Config{Within: []time.Duration{10 * time.Minute}})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := r.WriteText(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// talks  begun  answered  not  lost  gone  first  90%  in 10m  next  90%
	// total      1      1         1    0     0     0    12m  12m    0.0%     -    -
}

func ExampleAttainment() {
	convs := func(yield func(*care.Conversation, error) bool) {
		_ = yield(talk("twitter:1", 4*time.Minute), nil) && yield(talk("twitter:3", 25*time.Minute), nil) &&
			yield(talk("facebook:5", 0), nil)
	}
	within := func(id string, d time.Duration) *sla.Policy {
		p, err := sla.NewPolicy(sla.PolicyConfig{ID: id, Version: 1, Rules: []sla.Rule{
			{Targets: []sla.Target{{Metric: sla.FirstResponse, Within: d}}},
		}})
		if err != nil {
			log.Fatal(err)
		}
		return p
	}
	c, err := report.Attainment(convs, report.AttainmentConfig{
		Policies: []*sla.Policy{within("promised", 10*time.Minute), within("easier", time.Hour)},
		Now:      time.Date(2026, time.March, 12, 14, 0, 0, 0, time.UTC),
		By:       []report.By{report.ByPlatform},
	})
	if err != nil {
		log.Fatal(err)
	}
	if err := c.WriteText(os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// metric          platform  policy      cycles  met  missed  overdue  cancelled  open  attained  change  took  90%
	// first_response  facebook  promised@1       1    0       1        1          0     0      0.0%             -    -
	//                           easier@1         1    0       1        1          0     0      0.0%    +0.0     -    -
	// first_response  twitter   promised@1       2    1       1        0          0     0     50.0%            4m  25m
	//                           easier@1         2    2       0        0          0     0    100.0%   +50.0    4m  25m
	// first_response  total     promised@1       3    1       2        1          0     0     33.3%            4m  25m
	//                           easier@1         3    2       1        1          0     0     66.7%   +33.3    4m  25m
	//
	// 3 conversations, as of 2026-03-12 14:00:00 UTC.
	// It tells what other promises and opening hours make of what happened: who wrote what when is replayed as it was.
	// It does not model staffing: with other promises people would have answered in another order and at other times.
}

// talk returns a conversation as desk.Desk.Conversations does: a question, and an answer after some time, or none.
func talk(asked care.Ref, after time.Duration) *care.Conversation {
	noon := time.Date(2026, time.March, 12, 12, 0, 0, 0, time.UTC)
	customer, us := care.NewAuthorID(asked.Platform(), "", "7"), care.NewAccountID(asked.Platform(), "acme")
	entries := []care.Entry{{Row: &care.Row{Facts: care.Facts{
		Ref: asked, Kind: care.KindMention, Visibility: care.Public, Author: customer, Via: []care.AccountID{us}, OccurredAt: noon,
	}}}}
	if after > 0 {
		entries = append(entries, care.Entry{Row: &care.Row{Facts: care.Facts{
			Ref: asked + "a", Kind: care.KindReply, Visibility: care.Public, Author: care.AuthorID(us), Parent: asked, OccurredAt: noon.Add(after),
		}}})
	}
	rules := care.Rules{Own: map[care.AuthorID]care.AccountID{care.AuthorID(us): us}}
	return rules.Conversation(care.Head{}, entries)
}
