package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kindlydm/kindly/care"
)

// Taken counts what became of a batch.
type Taken struct {
	New      int // mentions seen for the first time
	Changed  int // of which more, or something newer, is known now
	Repeated int // that told nothing new
	Rejected int // that went into quarantine
}

// Add counts u in as well.
func (t *Taken) Add(u Taken) {
	t.New += u.New
	t.Changed += u.Changed
	t.Repeated += u.Repeated
	t.Rejected += u.Rejected
}

// MaxAhead is how far ahead of Config.Now a mention may be, by the time that its clocks would start at
// ([care.Facts.At]). One further ahead is refused: a clock would run backwards.
const MaxAhead = 24 * time.Hour

const (
	maxItems     = 500                 // in one transaction
	keepRemovals = 30 * 24 * time.Hour // of mentions that were never seen
)

// Ingest takes in b in one transaction: all of it or nothing. What it returned nil for is durable. The
// same batch again changes nothing. Batches of concurrent callers share transactions of up to 500 items,
// in the order of their calls; a larger batch has one to itself, and makes the others wait.
func (d *Desk) Ingest(ctx context.Context, b care.Batch) (Taken, error) {
	in, err := d.intake(ctx, b)
	if err != nil {
		return Taken{}, failed("ingest", err)
	}
	d.mu.Lock()
	d.queued = append(d.queued, in)
	d.mu.Unlock()
	for {
		select {
		case <-in.done:
			return in.result()
		case d.turn <- struct{}{}:
			d.takeTurn(ctx, in)
		case <-ctx.Done():
			return d.giveUp(ctx, in)
		}
	}
}

// giveUp takes in back, unless somebody is committing it just now: then the outcome counts.
func (d *Desk) giveUp(ctx context.Context, in *intake) (Taken, error) {
	if d.withdraw(in) {
		return Taken{}, failed("ingest", ctx.Err())
	}
	select {
	case <-in.done:
	case d.turn <- struct{}{}: // who had it gave up as well
		withdrawn := d.withdraw(in)
		<-d.turn
		if withdrawn {
			return Taken{}, failed("ingest", ctx.Err())
		}
		<-in.done
	}
	return in.result()
}

// intake is a batch on its way in.
type intake struct {
	items   []item
	rejects []care.Reject
	source  string
	cursor  cursor
	done    chan struct{}
	taken   Taken
	err     error
}

func (in *intake) result() (Taken, error) {
	return in.taken, failed("ingest", in.err)
}

// cursor is how far a feed of a source was read.
type cursor struct{ source, feed, value string }

// item is what one delivery tells of one mention.
type item struct {
	facts   care.Facts
	content care.Content
	source  string
	where   string
}

// intake does everything that needs no transaction.
func (d *Desk) intake(ctx context.Context, b care.Batch) (*intake, error) {
	now := d.now()
	in := &intake{source: b.Source, done: make(chan struct{}), items: make([]item, 0, len(b.Mentions)+len(b.Removals))}
	for _, m := range b.Mentions {
		if err := d.takeMention(ctx, in, m, now); err != nil {
			return nil, err
		}
	}
	for _, r := range b.Removals {
		in.removal(r, now)
	}
	in.rejects = append(in.rejects, b.Rejects...)
	in.taken.Rejected = countUntaken(in.rejects)
	for i := range in.rejects {
		d.stampReject(&in.rejects[i], b.Source, now)
	}
	in.cursor = cursor{source: b.Source, feed: b.Feed, value: b.Cursor}
	return in, nil
}

func (d *Desk) takeMention(ctx context.Context, in *intake, m care.Mention, now time.Time) error {
	if m.ObservedAt.IsZero() {
		m.ObservedAt = now
	}
	if reason := faults(m, now); reason != "" {
		in.rejects = append(in.rejects, care.Reject{Where: where(m), Reason: reason, Raw: raw(m)})
		return nil
	}
	facts, content := m.Split()
	if d.cfg.Keep > 0 {
		content.ExpiresAt = facts.ObservedAt.Add(d.cfg.Keep)
	}
	var err error
	facts.Assessments, _, err = d.assess(ctx, d.cfg.Annotators, m, facts)
	in.items = append(in.items, item{facts: facts, content: content, source: in.source, where: where(m)})
	return err
}

const maxRaw = 64 << 10 // bytes kept of a mention that was refused

// raw returns what is kept of a mention that was refused: what the platform sent, else what the source made
// of it.
func raw(m care.Mention) []byte {
	data := []byte(m.Raw)
	if len(data) == 0 {
		data, _ = json.Marshal(m) //nolint:errchkjson // a mention that can't be written is kept by its place alone
	}
	return data[:min(len(data), maxRaw)]
}

// faults says why m can't be taken; empty if it can.
func faults(m care.Mention, now time.Time) string {
	if err := m.Validate(); err != nil {
		return oneLine(err)
	}
	at := m.OccurredAt
	if m.ObservedAt.Before(at) || m.Claimed {
		at = m.ObservedAt
	}
	if at.After(now.Add(MaxAhead)) {
		return fmt.Sprintf("occurred_at: %s is in the future", at.UTC().Format(time.RFC3339))
	}
	return ""
}

func oneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", "; ") }

func where(m care.Mention) string {
	if m.Where != "" {
		return m.Where
	}
	return string(m.Ref)
}

// assess asks annotators about a customer's mention. One that fails, or makes no sense, gives nothing: the
// mention goes in. It reports whether all of them answered.
func (d *Desk) assess(ctx context.Context, by []care.Annotator, m care.Mention, f care.Facts) ([]care.Assessment, bool, error) {
	if _, ours := d.rules.Own[f.Author]; ours || f.Kind == care.KindShare {
		return nil, true, nil
	}
	var out []care.Assessment
	for _, annotate := range by {
		a, err := annotate(ctx, m)
		if ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		if err = errors.Join(err, a.Validate()); err != nil {
			d.log.WarnContext(ctx, "annotator failed", "ref", f.Ref, "error", err)
			continue
		}
		a.Of = f.Stamp
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b care.Assessment) int { return cmp.Compare(a.By, b.By) })
	return out, len(out) == len(by), nil
}

// removal hides the words until a later version brings others.
func (in *intake) removal(r care.Removal, now time.Time) {
	if r.ObservedAt.IsZero() {
		r.ObservedAt = now
	}
	if err := r.Validate(); err != nil {
		in.rejects = append(in.rejects, care.Reject{Where: string(r.Ref), Reason: "removal: " + oneLine(err)})
		return
	}
	f := r.Facts()
	in.items = append(in.items, item{facts: f, content: care.Content{Ref: r.Ref, Stamp: f.Stamp}, source: in.source, where: string(r.Ref)})
}

func countUntaken(rs []care.Reject) int {
	n := 0
	for _, r := range rs {
		if !r.Taken {
			n++
		}
	}
	return n
}

func (d *Desk) stampReject(r *care.Reject, source string, now time.Time) {
	if r.Source == "" {
		r.Source = source
	}
	if r.At.IsZero() {
		r.At = now
	}
	if until := now.Add(d.cfg.KeepRejects); r.ExpiresAt.IsZero() || until.Before(r.ExpiresAt) {
		r.ExpiresAt = until
	}
}

// withdraw takes in out of the queue; false if somebody is committing it, or has.
func (d *Desk) withdraw(in *intake) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, q := range d.queued {
		if q == in {
			d.queued = append(d.queued[:i:i], d.queued[i+1:]...)
			return true
		}
	}
	return false
}

// takeTurn commits the queue from its head, in transactions of up to maxItems, until in is done, and gives
// the turn back, also if it panics.
func (d *Desk) takeTurn(ctx context.Context, in *intake) {
	defer func() { <-d.turn }()
	for {
		group := d.nextGroup()
		if len(group) == 0 || d.commitGroup(ctx, group, in) {
			return
		}
	}
}

// commitGroup commits batches of several callers and tells them. It reports whether in is done. The end of
// ctx is in's own: what others brought goes back to the head of the queue. Any other error may be due to one
// of them, so each gets a transaction of its own.
func (d *Desk) commitGroup(ctx context.Context, group []*intake, in *intake) bool {
	done := 0
	defer func() { // there are some left only after a panic: nobody shall wait for ever
		for _, g := range group[done:] {
			g.err = errPanicked
			close(g.done)
		}
	}()
	err := d.commit(ctx, group)
	if err != nil && ctx.Err() != nil {
		d.requeue(group, in, err)
		done = len(group)
		return true
	}
	mine := false
	for _, g := range group {
		if g.err = err; err != nil && len(group) > 1 {
			g.err = d.commit(ctx, []*intake{g})
		}
		mine = mine || g == in
		done++
		close(g.done)
	}
	return mine
}

var errPanicked = errors.New("the transaction panicked")

func (d *Desk) nextGroup() []*intake {
	d.mu.Lock()
	defer d.mu.Unlock()
	n, items := 0, 0
	for n < len(d.queued) && (n == 0 || items+len(d.queued[n].items) <= maxItems) {
		items += len(d.queued[n].items)
		n++
	}
	group := d.queued[:n:n]
	d.queued = d.queued[n:]
	return group
}

func (d *Desk) requeue(group []*intake, in *intake, err error) {
	var others []*intake
	for _, g := range group {
		if g != in {
			others = append(others, g)
			continue
		}
		in.err = err
		close(in.done)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.queued = append(others, d.queued...)
}

// commit stores what a group brought in one transaction.
func (d *Desk) commit(ctx context.Context, group []*intake) error {
	w := &work{desk: d, now: d.now()}
	for i, in := range group {
		if i == 0 {
			w.items = in.items[:len(in.items):len(in.items)]
		} else {
			w.items = append(w.items, in.items...)
		}
		w.given = append(w.given, in.rejects...)
		if in.cursor.value != "" {
			w.cursors = append(w.cursors, in.cursor)
		}
	}
	if err := w.run(ctx); err != nil {
		return err
	}
	i := 0
	for _, in := range group {
		for range in.items {
			in.taken.Add(w.taken[i])
			i++
		}
	}
	d.alarm.plan(w.planned)
	d.notify()
	return nil
}
