package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/kindlydm/kindly/care"
)

const (
	claimSize  = 100
	claimLease = 30 * time.Second
	slowLease  = 5 * time.Minute // for one mention, all slow annotators together
)

// Tick does everything that is due by the store's clock: it warns of targets and says what was missed, ends snoozes, calls
// slow annotators, and drops words and quarantine whose time is over. It returns how many things it did; an
// error of one does not keep it from the others. Any number of desks over one store may tick at once.
//
// Dropping has a turn every minute, of one desk at a time. So what is over is not shown from that instant on,
// by Config.Now, and is gone from the store about a minute and a Tick later, by the store's clock: that is
// the one that all desks share, and what one desk with a wrong clock dropped would be lost for all.
func (d *Desk) Tick(ctx context.Context) (int, error) {
	var t tally
	for more := true; more && ctx.Err() == nil; { // clocks come first, also between two slow annotations
		d.tickClocks(ctx, &t)
		more = t.add(d.tickSlow(ctx)) > 0
	}
	d.tickPurges(ctx, &t)
	return d.ticked(ctx, &t)
}

// tally is what a tick did, and what went wrong.
type tally struct {
	done int
	errs []error
}

func (t *tally) add(n int, err error) int {
	t.done += n
	t.errs = append(t.errs, err)
	return n
}

func (d *Desk) ticked(ctx context.Context, t *tally) (int, error) {
	if t.done > 0 {
		d.notify()
	}
	return t.done, failed("tick", errors.Join(append(t.errs, ctx.Err())...))
}

// tickClocks does all that is due, and returns the store's time.
func (d *Desk) tickClocks(ctx context.Context, t *tally) (now time.Time) {
	for again := true; again; {
		n, at, err := d.tickDue(ctx)
		again = t.add(n, err) == claimSize && ctx.Err() == nil
		now = at
	}
	return now
}

func (d *Desk) tickPurges(ctx context.Context, t *tally) {
	for again := true; again; {
		again = t.add(d.tickPurge(ctx)) >= claimSize && ctx.Err() == nil
	}
}

// tickChores does what may take long.
func (d *Desk) tickChores(ctx context.Context) error {
	var t tally
	for t.add(d.tickSlow(ctx)) > 0 && ctx.Err() == nil {
		continue
	}
	d.tickPurges(ctx, &t)
	_, err := d.ticked(ctx, &t)
	return err
}

// tickDue looks at conversations that are due, all in one transaction; or in one each, where something is
// wrong with one of them, or somebody else took it over.
func (d *Desk) tickDue(ctx context.Context) (int, time.Time, error) {
	jobs, now, err := d.store.Claim(ctx, dueQueue, claimSize, claimLease)
	if err != nil || len(jobs) == 0 {
		return 0, now, err
	}
	if err = d.lookAt(ctx, jobs, now); err == nil || len(jobs) == 1 {
		return len(jobs), now, unlessFenced(err)
	}
	var errs []error
	for i := range jobs {
		errs = append(errs, unlessFenced(d.lookAt(ctx, jobs[i:i+1], now)))
	}
	return len(jobs), now, errors.Join(errs...)
}

// unlessFenced keeps quiet about what another desk took over.
func unlessFenced(err error) error {
	if errors.Is(err, care.ErrFenced) {
		return nil
	}
	return err
}

func (d *Desk) lookAt(ctx context.Context, jobs []care.Job, now time.Time) error {
	keys := make([]care.Key, 0, len(jobs))
	for _, job := range jobs {
		keys = append(keys, care.Key("c:"+job.Key))
	}
	slices.Sort(keys)
	return d.update(ctx, keys, func(tx care.Tx) error { return d.due(tx, jobs, now) })
}

// due looks at conversations because of the time alone: the store's, by which the jobs were due.
func (d *Desk) due(tx care.Tx, jobs []care.Job, now time.Time) error {
	heads, err := headsOf(tx, jobs)
	if err != nil {
		return err
	}
	var events []care.Event
	var changed []care.Head
	next := make([]time.Time, len(jobs))
	for i, job := range jobs {
		head, ok := heads[care.ConversationID(job.Key)]
		if !ok { // merged: its survivor has a job of its own
			continue
		}
		head.Advance(now)
		v := &verdicts{desk: d, head: &head, now: now}
		next[i] = sooner(v.tick(), head.Snoozed)
		events = append(events, v.events...)
		head.Version++ // so that nobody plans anything else for it meanwhile
		changed = append(changed, head)
	}
	if err := tx.PutHeads(changed); err != nil {
		return err
	}
	for i, job := range jobs {
		if err := tx.Finish(job, next[i]); err != nil {
			return err
		}
	}
	return tx.Append(events)
}

func headsOf(tx care.Tx, jobs []care.Job) (map[care.ConversationID]care.Head, error) {
	ids := make([]care.ConversationID, 0, len(jobs))
	for _, job := range jobs {
		ids = append(ids, care.ConversationID(job.Key))
	}
	heads, err := tx.Heads(ids)
	out := map[care.ConversationID]care.Head{}
	for _, h := range heads {
		out[h.ID] = h
	}
	return out, err
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
