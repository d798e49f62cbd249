package desk

import (
	"context"
	"errors"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/sla"
)

const (
	claimSize  = 100
	claimLease = 30 * time.Second
	slowLease  = 5 * time.Minute // for one mention, all slow annotators together
)

// Tick does everything that is due by the store's clock: it announces missed targets, ends snoozes, calls
// slow annotators, and drops words and quarantine whose time is over. It returns how many things it did; an
// error of one does not keep it from the others. Any number of desks over one store may tick at once.
//
// Dropping has a turn every minute, of one desk at a time. So what is over is not shown from that instant on,
// by Config.Now, and is gone from the store about a minute and a Tick later, by the store's clock: that is
// the one that all desks share, and what one desk with a wrong clock dropped would be lost for all.
func (d *Desk) Tick(ctx context.Context) (int, error) {
	done, errs := 0, []error(nil)
	count := func(n int, err error) int {
		done += n
		errs = append(errs, err)
		return n
	}
	for more := true; more && ctx.Err() == nil; { // clocks come first, also between two slow annotations
		for again := true; again; {
			again = count(d.tickDue(ctx)) == claimSize && ctx.Err() == nil
		}
		more = count(d.tickSlow(ctx)) > 0
	}
	for again := true; again; {
		again = count(d.tickPurge(ctx)) >= claimSize && ctx.Err() == nil
	}
	if done > 0 {
		d.notify()
	}
	return done, failed("tick", errors.Join(append(errs, ctx.Err())...))
}

func (d *Desk) tickDue(ctx context.Context) (int, error) {
	jobs, now, err := d.store.Claim(ctx, dueQueue, claimSize, claimLease)
	if err != nil {
		return 0, err
	}
	var errs []error
	for _, job := range jobs {
		key := care.Key("c:" + job.Key)
		err := d.update(ctx, []care.Key{key}, func(tx care.Tx) error { return d.due(tx, job, now) })
		if err != nil && !errors.Is(err, care.ErrFenced) { // fenced: another desk took over
			errs = append(errs, err)
		}
	}
	return len(jobs), errors.Join(errs...)
}

// due looks at a conversation because of the time alone: the store's, by which the job was due.
func (d *Desk) due(tx care.Tx, job care.Job, now time.Time) error {
	heads, err := tx.Heads([]care.ConversationID{care.ConversationID(job.Key)})
	if err != nil {
		return err
	}
	if len(heads) == 0 || string(heads[0].ID) != job.Key {
		return tx.Finish(job, time.Time{})
	}
	head := heads[0]
	head.Advance(now)
	missed, next := d.missed(&head, now)
	if err := tx.Append(missed); err != nil {
		return err
	}
	head.Version++ // so that nobody plans anything else for it meanwhile
	if err := tx.PutHeads([]care.Head{head}); err != nil {
		return err
	}
	if s := head.Snoozed; !s.IsZero() && (next.IsZero() || s.Before(next)) {
		next = s
	}
	return tx.Finish(job, next)
}

// missed returns an event for each open cycle that is past its due time, and when the next one will be.
func (d *Desk) missed(h *care.Head, now time.Time) ([]care.Event, time.Time) {
	var events []care.Event
	var next time.Time
	for _, c := range d.cfg.Policy.Open(h.Subject(), h.Track, now, nil) {
		if c.State == sla.Missed {
			events = append(events, care.Event{
				ID:           "missed:" + string(c.Metric) + ":" + c.ID + ":" + c.Policy,
				Conversation: h.ID, At: c.Due, By: care.Actor{Kind: care.ActorDesk},
				Body: care.Missed{Metric: string(c.Metric), Mark: c.ID, Due: c.Due, Policy: c.Policy},
			})
		} else if !c.Next.IsZero() && (next.IsZero() || c.Next.Before(next)) {
			next = c.Next
		}
	}
	return events, next
}

// tickSlow does one job: an annotator may take long.
func (d *Desk) tickSlow(ctx context.Context) (int, error) {
	jobs, _, err := d.store.Claim(ctx, slowQueue, 1, slowLease)
	if err != nil || len(jobs) == 0 {
		return 0, err
	}
	return 1, d.annotate(ctx, jobs[0])
}

// annotate calls the slow annotators about one mention; what they find is a fact, joined like any other.
func (d *Desk) annotate(ctx context.Context, job care.Job) error {
	m, ok, err := d.mention(ctx, care.Ref(job.Key))
	if err != nil {
		return err
	}
	w := &work{desk: d, now: d.now(), judging: &judging{job: job}}
	if ok {
		facts := care.Facts{Ref: m.Ref}
		own, _ := m.Split()
		w.judging.of = own.Stamp
		var all bool
		if facts.Assessments, all, err = d.assess(ctx, d.cfg.Slow, m, own); err != nil {
			return err
		}
		w.judging.failed = !all
		w.items = []item{{facts: facts, content: care.Content{Ref: m.Ref}, where: job.Key}}
	}
	if err := w.run(ctx); err != nil && !errors.Is(err, care.ErrFenced) {
		return err
	}
	return nil
}

func (d *Desk) mention(ctx context.Context, ref care.Ref) (m care.Mention, ok bool, err error) {
	err = d.store.View(ctx, func(r care.Reader) error {
		rows, err := r.Mentions([]care.Ref{ref})
		if err != nil || len(rows) == 0 || !rows[0].Present() || rows[0].Removed || rows[0].Erased {
			return err
		}
		words, err := r.Contents([]care.Ref{ref})
		if err != nil || len(words) == 0 || words[0].Text == "" || over(words[0].ExpiresAt, d.now()) {
			return err
		}
		m, ok = rows[0].Mention(words[0]), true
		return nil
	})
	return m, ok, err
}
