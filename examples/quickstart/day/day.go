// Package day plays a day at a mobile operator through the packages of this module, and tells what they made
// of it. Operator, customers and day are made up: day.jsonl is what was said, story.tmpl how it is told.
package day

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"text/template"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/annotate"
	"github.com/kindlydm/kindly/care/desk"
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
	store    care.Store
	w        io.Writer
	now      time.Time
	book     notebook
	Scorer   *sentiment.Scorer
	Taken    desk.Taken
	Rejected []care.Reject
	Happened map[string]int // events by kind
	Waiting  []string
}

// notebook is how far the team is. It is kept in the store, so that the day can go on after an interruption.
type notebook struct {
	Batches int      // that were dealt with
	Seen    care.Seq // the last event that the team saw
	rev     int64
}

const bookKey = "quickstart/notebook"

// Play joins the parts, plays the day in a store that open returns and that goes by clock, and reports on it.
// Where the store has a part of the day already, it says so and goes on from there.
func Play(ctx context.Context, w io.Writer, open func(clock func() time.Time) (care.Store, error)) error {
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
	d := &day{w: w, Scorer: scorer}
	clock := func() time.Time { return d.now }
	if d.store, err = open(clock); err != nil {
		return err
	}
	d.Desk, err = desk.New(d.store, desk.Config{
		Accounts: source.Accounts(), Annotators: []care.Annotator{annotate.Sentiment(scorer)}, Now: clock,
	})
	if err != nil {
		return err
	}
	if err := d.play(ctx, source); err != nil {
		return err
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

// play takes in what is said, one message after the other; what was dealt with before only turns the clock.
// With a clock that goes by itself, d.Run does all this.
func (d *day) play(ctx context.Context, source care.Source) error {
	if err := d.open(ctx); err != nil {
		return err
	}
	n, before := 0, d.book.Batches
	for batch, err := range source.Batches(ctx, nil) {
		if err != nil {
			return err
		}
		for _, m := range batch.Mentions {
			d.now = m.ObservedAt
		}
		n++
		d.Taken.Repeated += len(batch.Mentions) + len(batch.Removals) // until the night: all that came
		if n <= before {
			continue
		}
		if n == before+1 && before > 0 {
			fmt.Fprintf(d.w, "%d messages were dealt with before; the day goes on at %s.\n\n", before, d.now.Format("15:04"))
		}
		if err := d.take(ctx, batch); err != nil {
			return err
		}
	}
	if n == before {
		fmt.Fprintf(d.w, "All %d messages were dealt with before; this is what was kept.\n\n", n)
	}
	return nil
}

// take lets time pass until the one item of a batch comes in, takes it in, and shows the team what happened.
func (d *day) take(ctx context.Context, batch care.Batch) error {
	if _, err := d.Tick(ctx); err != nil { // announces what was due by now
		return err
	}
	if _, err := d.Ingest(ctx, batch); err != nil {
		return err
	}
	events, err := d.Feed(ctx, d.book.Seen, 100)
	for _, e := range events {
		d.book.Seen = e.Seq
		err = errors.Join(err, d.decide(ctx, e.Event))
	}
	if err != nil {
		return err
	}
	d.book.Batches++
	return d.save(ctx)
}

func (d *day) open(ctx context.Context) error {
	value, rev, err := d.store.Load(ctx, bookKey)
	if err == nil && rev > 0 {
		err = json.Unmarshal(value, &d.book)
	}
	d.book.rev = rev
	return err
}

func (d *day) save(ctx context.Context) error {
	value, err := json.Marshal(d.book)
	if err == nil {
		d.book.rev, err = d.store.Save(ctx, bookKey, value, d.book.rev)
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
		return d.once(ctx, id, "resolved", func() error { return mercy.Resolve(ctx, id, care.Seen{}) })
	case "facebook@zumari:2006": // "Please send us a photo of your ID by 3 pm"
		return errors.Join(
			d.once(ctx, id, "assigned", func() error { return mercy.Assign(ctx, id, "fraud", "otieno") }),
			d.once(ctx, id, "noted", func() error { return mercy.Note(ctx, id, "The card is blocked.") }),
			d.once(ctx, id, "snoozed", func() error { return mercy.Snooze(ctx, id, d.now.Add(3*time.Hour)) }))
	case "twitter:1020", "twitter:1021", "twitter:1030", "facebook@zumari:2010", "instagram@zumari:3010":
		return d.once(ctx, id, "tagged", func() error { return mercy.Tag(ctx, id, []string{"outage"}, nil) })
	case "twitter:1034": // "Power failure my foot"
		return d.tell(ctx, "rush")
	case "twitter:1040": // she goes on in private about what she said in public
		public, err := d.ConversationOf(ctx, "twitter:1020")
		return errors.Join(err, d.once(ctx, id, "joined", func() error { return mercy.Join(ctx, public, id, "moved-to-private") }))
	}
	return nil
}

// once decides, unless that was done in this minute already: before an interruption.
func (d *day) once(ctx context.Context, id care.ConversationID, kind string, decide func() error) error {
	c, err := d.Conversation(ctx, id)
	if err != nil {
		return err
	}
	for _, line := range c.Lines {
		if e := line.Event; e != nil && care.EventKind(e.Body) == kind && e.At.Equal(d.now) {
			return nil
		}
	}
	return decide()
}

// tell writes a part of the story. Who waits for an answer is in it, the first to be due first.
func (d *day) tell(ctx context.Context, part string) error {
	if err := d.count(ctx); err != nil {
		return err
	}
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

// count sums up what happened so far, from what the store has.
func (d *day) count(ctx context.Context) (err error) {
	if d.Rejected, _, err = d.Rejects(ctx, "", 100); err != nil {
		return err
	}
	all := d.Taken.New + d.Taken.Changed + d.Taken.Repeated
	d.Happened = map[string]int{}
	for after := care.Seq(""); ; {
		events, err := d.Feed(ctx, after, 100)
		if err != nil || len(events) == 0 {
			d.Taken.New, d.Taken.Changed = d.Happened["received"], d.Happened["changed"]+d.Happened["removed"]
			d.Taken.Repeated = all - d.Taken.New - d.Taken.Changed
			return err
		}
		for _, e := range events {
			after = e.Seq
			d.Happened[care.EventKind(e.Body)]++
		}
	}
}
