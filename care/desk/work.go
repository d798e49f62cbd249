package desk

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/kindlydm/kindly/care"
)

// work is one transaction's worth of facts. Everything below run belongs to one try and is made anew in
// the next.
type work struct {
	desk    *Desk
	now     time.Time
	items   []item
	given   []care.Reject
	cursors []cursor
	judging *judging
	taken   []Taken   // by item
	planned time.Time // the earliest

	*picture
}

// errMoreKeys asks for another try, which takes turns over more keys.
var errMoreKeys = errors.New("more keys are touched than were named")

// run names what the facts will touch, as far as can be seen now, and does the work in turn with others. If
// it touches more, because somebody joined threads meanwhile, it tries again and names that as well.
func (w *work) run(ctx context.Context) error {
	t := turns{refs: map[care.Ref]bool{}, legs: map[care.LegKey]bool{}, authors: map[care.AuthorID]bool{}}
	if err := w.desk.store.View(ctx, func(r care.Reader) error { return w.plan(r, t) }); err != nil {
		return err
	}
	var err error
	for range maxTries {
		err = w.desk.store.Update(ctx, t.keys(w.cursors), func(tx care.Tx) error { return w.try(tx, t) })
		if !errors.Is(err, errMoreKeys) && !again(err) {
			return err
		}
	}
	if errors.Is(err, errMoreKeys) {
		return &care.Error{Code: care.CodeConflict, Err: errors.New("others kept joining the same threads")}
	}
	return err
}

// turns is what Updates take turns over: mentions, by which threads are named too, and private legs.
type turns struct {
	refs    map[care.Ref]bool
	legs    map[care.LegKey]bool
	authors map[care.AuthorID]bool // of mentions in no conversation: an erasure changes them
}

func (t turns) keys(cursors []cursor) []care.Key {
	keys := make([]care.Key, 0, len(t.refs)+len(t.legs)+len(cursors))
	for ref := range t.refs {
		keys = append(keys, care.Key("m:"+ref))
	}
	for leg := range t.legs {
		keys = append(keys, care.Key("l:"+string(leg.Account)+" "+string(leg.Customer)))
	}
	for author := range t.authors {
		keys = append(keys, authorKey(author))
	}
	for _, c := range cursors {
		keys = append(keys, care.Key("r:"+c.source))
	}
	slices.Sort(keys)
	return keys
}

func authorKey(a care.AuthorID) care.Key { return care.Key("a:" + a) }

// add adds what was touched and reports whether any of it was missing.
func (t turns) add(touched turns) bool {
	n := len(t.refs) + len(t.legs)
	maps.Copy(t.refs, touched.refs)
	maps.Copy(t.legs, touched.legs)
	return len(t.refs)+len(t.legs) > n
}

// plan names the mentions and what they name, the threads that these are in, and private legs.
func (w *work) plan(r care.Reader, t turns) error {
	p := w.desk.look(r, nil)
	defer p.done()
	if err := p.prefetch(w.items); err != nil {
		return err
	}
	for ref, s := range p.rows {
		t.refs[ref] = true
		if s.row.Leg.Thread != "" {
			t.refs[s.row.Leg.Thread] = true
		}
		if s.stored && s.row.Conversation == "" && s.row.Author != "" {
			t.authors[s.row.Author] = true
		}
	}
	for i := range w.items {
		if f := &w.items[i].facts; f.Visibility == care.Direct {
			t.legs[p.privateLeg(f)] = true
		}
	}
	return nil
}

// named appends the refs that it is about: its own first.
func (it *item) named(refs []care.Ref) []care.Ref {
	f := &it.facts
	for _, r := range [...]care.Ref{f.Ref, f.Parent, f.Root, f.Target} {
		if r != "" {
			refs = append(refs, r)
		}
	}
	return refs
}

func (w *work) try(tx care.Tx, t turns) error {
	w.picture = w.desk.look(tx, tx)
	defer w.done()
	w.taken = make([]Taken, len(w.items))
	if err := w.prefetch(w.items); err != nil {
		return err
	}
	for i := range w.items {
		if err := w.take(i); err != nil {
			return err
		}
	}
	if t.add(w.touched) {
		return errMoreKeys
	}
	w.rejects = append(w.rejects, w.given...)
	if err := w.flush(w.now); err != nil {
		return err
	}
	w.planned = w.soonest
	if w.judging != nil {
		if err := w.finish(tx); err != nil {
			return err
		}
	}
	return w.putCursors(tx)
}

// judging is a job of the slow annotators: which version they were asked about, and whether one failed.
type judging struct {
	job    care.Job
	of     care.Stamp
	failed bool
}

// finish takes the job off; or puts it again, where a newer version came meanwhile, or later, where an
// annotator failed.
func (w *work) finish(tx care.Tx) error {
	j := w.judging
	tries := len(j.job.Body) // a byte for each
	for i := range w.items {
		s, err := w.row(w.items[i].facts.Ref)
		if err != nil {
			return err
		}
		if s.row.Stamp != j.of && !s.row.Removed {
			return tx.Finish(j.job, w.now)
		}
	}
	if !j.failed || tries >= maxSlowTries {
		return tx.Finish(j.job, time.Time{})
	}
	next := w.now.Add(firstSlowPause << tries)
	if err := tx.Finish(j.job, next); err != nil {
		return err
	}
	return tx.PutJobs([]care.Job{{Queue: j.job.Queue, Key: j.job.Key, At: next, Body: append(j.job.Body, '.')}})
}

// A slow annotator that fails is asked again after 1, 2, 4… minutes, for about a day.
const (
	firstSlowPause = time.Minute
	maxSlowTries   = 10
)

// putCursors stores how far feeds were read, with what was read.
func (w *work) putCursors(tx care.Tx) error {
	for _, c := range w.cursors {
		record, err := tx.Record(cursorKey(c.source))
		if err != nil {
			return err
		}
		feeds, err := readCursors(c.source, record.Value)
		if err != nil {
			return err
		}
		feeds[c.feed] = c.value
		value, err := json.Marshal(feeds)
		if err != nil {
			return err
		}
		if err := tx.PutRecord(care.Record{Key: cursorKey(c.source), Version: record.Version + 1, Value: value}); err != nil {
			return err
		}
	}
	return nil
}

// take joins what an item tells with what is known, and places the mention.
func (w *work) take(i int) error {
	it := &w.items[i]
	s, err := w.row(it.facts.Ref)
	if err != nil {
		return err
	}
	if s.row.Erased {
		w.taken[i].Repeated++
		return nil
	}
	before := w.asOfNow(s.row)
	contentChanged, err := w.joinContent(it.content)
	if err != nil {
		return err
	}
	w.joinFacts(s, it)
	if s.row.Same(&before.Facts) && !contentChanged {
		w.taken[i].Repeated++
		return w.joinRoot(s, it.facts.Root) // which may contradict the one that stands
	}
	w.count(&w.taken[i], &before, s)
	w.mark(s)
	if s.row.Present() {
		if err := w.settle(s, &before); err != nil {
			return err
		}
	}
	w.announceFacts(s, &before)
	return w.joinRoot(s, it.facts.Root)
}

func (w *work) count(t *Taken, before *care.Row, s *rowState) {
	if s.row.Present() && !before.Present() {
		t.New++
		return
	}
	t.Changed++
}

func (w *work) joinFacts(s *rowState, it *item) {
	if !s.known() {
		s.row.Facts = it.facts
		if !it.facts.Present() {
			s.row.ExpiresAt = w.now.Add(keepRemovals)
		}
		return
	}
	if what := s.row.Contradicts(it.facts); what != "" {
		w.reject(care.Reject{Source: it.source, Where: it.where, Reason: "two deliveries of " + string(s.row.Ref) + " contradict each other: " + what, Taken: true})
	}
	s.row.Facts = s.row.Join(it.facts)
	if s.row.Present() {
		s.row.ExpiresAt = time.Time{}
	}
}

func (w *work) reject(r care.Reject) {
	w.desk.stampReject(&r, "", w.now)
	w.rejects = append(w.rejects, r)
}

func (w *work) joinContent(c care.Content) (bool, error) {
	s, err := w.content(c.Ref)
	if err != nil {
		return false, err
	}
	if wordless(&c) && (c.Stamp == care.Stamp{} || !s.stored && !s.dirty) {
		return false, nil
	}
	if !s.stored && !s.dirty {
		w.putContent(s, c)
		return true, nil
	}
	joined := s.content.Join(c)
	if joined.Same(s.content) {
		return false, nil
	}
	w.putContent(s, joined)
	return true, nil
}

// settle gives a present mention its place, and tells its conversation what changed.
func (w *work) settle(s *rowState, before *care.Row) error {
	if before.Present() && samePlace(&before.Facts, &s.row.Facts) {
		return w.touch(s, before)
	}
	w.link(&s.row)
	return w.place(s, before)
}

// samePlace reports whether f and g give a mention the same place, all else unchanged.
func samePlace(f, g *care.Facts) bool {
	return f.Author == g.Author && f.Peer == g.Peer && f.Root == g.Root && f.Target == g.Target &&
		f.Parent == g.Parent && len(f.Parents()) == len(g.Parents()) && f.Visibility == g.Visibility &&
		(f.Kind == care.KindShare) == (g.Kind == care.KindShare) && (f.Visibility != care.Direct || first(f.Via) == first(g.Via))
}

func first[T any](s []T) (zero T) {
	if len(s) == 0 {
		return zero
	}
	return s[0]
}

func (w *work) announceFacts(s *rowState, before *care.Row) {
	ref := s.row.Ref
	switch {
	case !s.row.Present():
		return
	case !before.Present():
		w.announce("received:"+string(ref), s, care.Received{Ref: ref})
	case s.row.Removed && !before.Removed:
		w.announce("removed:"+string(ref)+":"+w.version(s), s, care.Removed{Ref: ref})
	default:
		w.announce("changed:"+string(ref)+":"+w.version(s), s, care.Changed{Ref: ref})
	}
}
