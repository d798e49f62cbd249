// Quickstart plays a day at a mobile operator through the packages of this module, and tells what they made
// of it. Operator, customers and day are made up: day.jsonl is what was said, story.tmpl how it is told.
package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"text/template"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/annotate"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/care/report"
	"github.com/kindlydm/kindly/provider/archive"
	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/en"
)

//go:embed day.jsonl story.tmpl
var files embed.FS

// day is a desk whose clock is turned by hand, and what story.tmpl tells of it.
type day struct {
	*desk.Desk
	w        io.Writer
	now      time.Time
	seen     care.Seq // the last event that the team saw
	Scorer   *sentiment.Scorer
	Taken    desk.Taken
	Rejected []care.Reject
	Happened map[string]int // events by kind
	Waiting  []string
}

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "quickstart:", err)
		os.Exit(1)
	}
}

// run joins the parts, plays the day and reports on it.
func run(ctx context.Context, w io.Writer) error {
	source, err := archive.Open(ctx, files, "day.jsonl", archive.Config{BatchSize: 1})
	if err != nil {
		return err
	}
	english, err := en.Lexicon()
	if err != nil {
		return err
	}
	scorer, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{english}, Own: []string{"Zumari"}})
	if err != nil {
		return err
	}
	d := &day{w: w, Scorer: scorer, Happened: map[string]int{}}
	clock := func() time.Time { return d.now }
	d.Desk, err = desk.New(memstore.New(memstore.Config{Now: clock}), desk.Config{
		Accounts: source.Accounts(), Annotators: []care.Annotator{annotate.Sentiment(scorer)}, Now: clock,
	})
	if err != nil {
		return err
	}
	for batch, err := range source.Batches(ctx, nil) { // with a clock that goes by itself: d.Run
		if err != nil {
			return err
		}
		if err := d.take(ctx, batch); err != nil {
			return err
		}
	}
	if err := d.tell(ctx, "night"); err != nil {
		return err
	}
	r, err := report.Responses(d.Conversations(ctx, report.Query()), report.Config{By: []report.By{report.ByPlatform}})
	if err != nil {
		return err
	}
	return r.WriteText(w)
}

// take lets time pass until the one item of a batch comes in, takes it in, and shows the team what happened.
func (d *day) take(ctx context.Context, batch care.Batch) error {
	for _, m := range batch.Mentions {
		d.now = m.ObservedAt
	}
	if _, err := d.Tick(ctx); err != nil { // announces what was due by now
		return err
	}
	taken, err := d.Ingest(ctx, batch)
	if err != nil {
		return err
	}
	d.Taken.Add(taken)
	d.Rejected = append(d.Rejected, batch.Rejects...)
	events, err := d.Feed(ctx, d.seen, 100)
	for _, e := range events {
		d.seen = e.Seq
		d.Happened[care.EventKind(e.Body)]++
		err = errors.Join(err, d.decide(ctx, e.Event))
	}
	return err
}

// decide is what the team decides when it sees a message, beside answering it.
func (d *day) decide(ctx context.Context, e care.Event) error {
	said, _ := e.Body.(care.Received)
	id, mercy := e.Conversation, d.As(care.Agent("mercy"))
	switch said.Ref {
	case "twitter:1003", "twitter:1047", "whatsapp:4004", "whatsapp:4018",
		"facebook@zumari:2004", "facebook@zumari:2016": // thanks
		return mercy.Resolve(ctx, id, care.Seen{})
	case "facebook@zumari:2006": // "Please send us a photo of your ID by 3 pm"
		return errors.Join(mercy.Assign(ctx, id, "fraud", "otieno"), mercy.Note(ctx, id, "The card is blocked."),
			mercy.Snooze(ctx, id, d.now.Add(3*time.Hour)))
	case "twitter:1020", "twitter:1021", "twitter:1030", "facebook@zumari:2010", "instagram@zumari:3010":
		return mercy.Tag(ctx, id, []string{"outage"}, nil)
	case "twitter:1034": // "Power failure my foot"
		return d.tell(ctx, "rush")
	case "twitter:1040": // she goes on in private about what she said in public
		public, err := d.ConversationOf(ctx, "twitter:1020")
		return errors.Join(err, mercy.Join(ctx, public, id, "moved-to-private"))
	}
	return nil
}

// tell writes a part of the story. Who waits for an answer is in it, the first to be due first.
func (d *day) tell(ctx context.Context, part string) error {
	d.Waiting = nil
	for h, err := range d.Queue(ctx, care.Query{Unanswered: true, Order: care.OrderDue}) {
		if err != nil {
			return err
		}
		c, err := d.Conversation(ctx, h.ID)
		if err != nil {
			return err
		}
		said := c.Messages()[len(c.Messages())-1].Content
		d.Waiting = append(d.Waiting, fmt.Sprintf("%9v  %-9s  %-18s %6d %7d  %.38q",
			h.Due.Sub(d.now), h.Customer.Platform(), said.Handle+said.Name, h.Shares, h.Reach, said.Text))
	}
	return template.Must(template.ParseFS(files, "story.tmpl")).ExecuteTemplate(d.w, part, d)
}
