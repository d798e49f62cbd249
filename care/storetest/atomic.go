package storetest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kindlydm/kindly/care"
)

// S1.
func (c *check) allOrNothing() {
	s := c.open()
	c.stories(s, 2)
	c.update(s, func(tx care.Tx) error {
		return tx.PutLegs([]care.Leg{{LegKey: public(3, 3), Conversation: conversation(1)}})
	})
	before := c.dump(s)
	errNo := errors.New("no")
	c.want("an Update whose fn fails", c.tryUpdate(s, func(tx care.Tx) error {
		return errors.Join(everyWrite(tx), errNo)
	}), errNo)
	c.same("after an Update whose fn failed", c.dump(s), before)

	c.panicking(s)
	c.same("after an Update whose fn panicked", c.dump(s), before)

	c.peek(s, before)

	ctx, cancel := context.WithCancel(c.Context())
	err := s.Update(ctx, nil, func(tx care.Tx) error {
		defer cancel()
		return everyWrite(tx)
	})
	if err != nil {
		c.same("after an Update whose ctx ended", c.dump(s), before)
	}
	ctx, cancel = context.WithCancel(c.Context())
	cancel()
	if err := s.Update(ctx, nil, func(tx care.Tx) error { return story(tx, 6) }); err == nil {
		c.Errorf("Update returned nil though ctx had ended before")
	}
}

// everyWrite changes something with each method of a Tx, over stories 0 and 1 and leg 3/3.
func everyWrite(tx care.Tx) error {
	return steps(
		func() error { return story(tx, 2) },
		func() error {
			moved := row(0, 40, public(0, 0), conversation(0))
			moved.Parent, moved.Target = ref(1), ref(4)
			return tx.PutMentions([]care.Row{moved})
		},
		func() error { return tx.PutContents([]care.Content{{Ref: ref(0), Gone: true}}) },
		func() error { return tx.PutHeads([]care.Head{head(0, 2)}) },
		func() error { return tx.PutRecord(care.Record{Key: "k0", Version: 2}) },
		func() error { return tx.MoveLegs([]care.LegKey{public(3, 3)}, conversation(5)) },
		func() error { return tx.MoveThread(ref(3), ref(1)) },
		func() error { return tx.Merge(conversation(0), conversation(1)) },
		func() error { return tx.PutJobs([]care.Job{{Queue: queue, Key: "j0"}}) },
		func() error { _, err := tx.RenameAuthor(author(1), pseudonym(1)); return err },
		func() error { _, err := tx.Expire(at(59), 10); return err },
	)
}

// panicking makes fn panic. The panic may come through, or be an error.
func (c *check) panicking(s care.Store) {
	defer func() { _ = recover() }()
	if err := c.tryUpdate(s, func(tx care.Tx) error {
		if err := everyWrite(tx); err != nil {
			return err
		}
		panic("on purpose")
	}); err == nil {
		c.Errorf("Update returned nil though fn panicked")
	}
}

// peek wants a View to see nothing of an Update that has written and not ended; the Update then fails. The
// View may wait for it.
func (c *check) peek(s care.Store, before []string) {
	failed := errors.New("not this time")
	var views []chan []string // fn may run again
	err := c.tryUpdate(s, func(tx care.Tx) error {
		if err := everyWrite(tx); err != nil {
			return err
		}
		done := make(chan struct{})
		seen := make(chan []string, 1)
		views = append(views, seen)
		go func() {
			defer close(done)
			seen <- c.peeked(s)
		}()
		select {
		case <-done:
		case <-after(20 * time.Millisecond):
		}
		return failed
	})
	c.want("an Update whose fn fails", err, failed)
	for _, seen := range views {
		c.same("during an Update that had written", <-seen, before)
	}
}

// peeked dumps in a goroutine, where no check may be failed for good.
func (c *check) peeked(s care.Store) []string {
	var d dump
	err := s.View(c.Context(), func(r care.Reader) error {
		d = dump{reader: r}
		d.all()
		return d.err
	})
	if err != nil {
		return []string{err.Error()}
	}
	return d.lines
}

func after(d time.Duration) <-chan struct{} {
	done := make(chan struct{})
	time.AfterFunc(d, func() { close(done) })
	return done
}

// S5.
func (c *check) versions() {
	s := c.open()
	c.stories(s, 1)
	before := c.dump(s)
	heads := map[string]care.Head{
		"a new head with version 2": head(3, 2), "a new head with version 0": head(3, 0),
		"the stored version again": head(0, 1), "a version left out": head(0, 3),
	}
	for name, h := range heads {
		c.refused(s, "PutHeads with "+name, before, func(tx care.Tx) error { return tx.PutHeads([]care.Head{h}) })
	}
	for _, version := range []int64{0, 1, 3} {
		r := care.Record{Key: "k0", Version: version, Value: []byte("other")}
		name := fmt.Sprintf("PutRecord with version %d over 1", version)
		c.refused(s, name, before, func(tx care.Tx) error { return tx.PutRecord(r) })
	}
	c.states(s)
}

// refused runs an Update that writes, and then does what must be refused; also where fn makes nothing of it.
func (c *check) refused(s care.Store, name string, before []string, do func(care.Tx) error) {
	c.Helper()
	for _, swallow := range []bool{false, true} {
		err := c.tryUpdate(s, func(tx care.Tx) error {
			if err := story(tx, 4); err != nil {
				return err
			}
			if err := do(tx); !swallow {
				return err
			}
			return nil
		})
		if swallow {
			name += ", which fn did not return,"
		}
		c.want(name, err, care.ErrConflict)
		c.same("after "+name, c.dump(s), before)
	}
}

// states checks Load and Save, which share the records.
func (c *check) states(s care.Store) {
	ctx := c.Context()
	rev, err := s.Save(ctx, "k1", []byte("one"), 0)
	c.want("Save of a new key", err, nil)
	_, err = s.Save(ctx, "k1", []byte("two"), rev+1)
	c.want("Save over a revision that is not the stored one", err, care.ErrConflict)
	_, err = s.Save(ctx, "k1", []byte("two"), 0)
	c.want("Save of a key that is there, as a new one", err, care.ErrConflict)
	value, got, err := s.Load(ctx, "k1")
	if err != nil || string(value) != "one" || got != rev {
		c.Errorf("Load after Save: got %q, revision %d, error %v; want \"one\", %d", value, got, err, rev)
	}
	if value, rev, err = s.Load(ctx, "nothing there"); err != nil || value != nil || rev != 0 {
		c.Errorf("Load of nothing: got %q, revision %d, error %v", value, rev, err)
	}
}

// S6.
func (c *check) repeated() {
	once, twice := c.open(), c.open()
	for _, s := range []care.Store{once, twice} {
		c.update(s, func(tx care.Tx) error { return story(tx, 0) })
		c.update(s, func(tx care.Tx) error { return story(tx, 1) })
	}
	for _, w := range writes() {
		c.update(once, w.do)
		c.update(twice, func(tx care.Tx) error { return errors.Join(w.do(tx), w.do(tx)) })
		c.update(twice, w.do)
		c.same("after "+w.name+" three times", c.dump(twice), c.dump(once))
	}
	c.claimedOnce(twice)
}

// claimedOnce wants one job for each key.
func (c *check) claimedOnce(s care.Store) {
	jobs, _ := c.claim(s, queue, 100, time.Hour)
	seen := map[string]int{}
	for _, j := range jobs {
		if seen[j.Key]++; seen[j.Key] > 1 {
			c.Errorf("job %q is there twice after PutJobs was repeated", j.Key)
		}
	}
	j := jobs[0]
	c.update(s, func(tx care.Tx) error { return tx.Finish(j, time.Time{}) })
	// The token of what is gone may be called old.
	if err := c.tryUpdate(s, func(tx care.Tx) error { return tx.Finish(j, time.Time{}) }); err != nil {
		c.want("Finish again", err, care.ErrFenced)
	}
}

// A write is something that may be repeated: all but what carries a version.
type write struct {
	name string
	do   func(care.Tx) error
}

func writes() []write {
	return []write{
		{"PutMentions", func(tx care.Tx) error {
			r := row(2, 2, public(0, 0), conversation(0))
			r.Parent, r.Target = ref(0), ref(1)
			return tx.PutMentions([]care.Row{r})
		}},
		{"PutContents", func(tx care.Tx) error { return tx.PutContents([]care.Content{content(2, "two")}) }},
		{"PutLegs", func(tx care.Tx) error {
			return tx.PutLegs([]care.Leg{{LegKey: public(2, 2), Conversation: conversation(1)}})
		}},
		{"Append", func(tx care.Tx) error {
			return tx.Append([]care.Event{assigned("again", 0, 9), received("more", 1, 9)})
		}},
		{"PutRejects", func(tx care.Tx) error { return tx.PutRejects([]care.Reject{reject(5), reject(6)}) }},
		{"PutJobs", func(tx care.Tx) error { return tx.PutJobs([]care.Job{job("j5", 5), job("j6", 6)}) }},
		{"MoveLegs", func(tx care.Tx) error { return tx.MoveLegs([]care.LegKey{public(2, 2)}, conversation(0)) }},
		{"MoveThread", func(tx care.Tx) error { return tx.MoveThread(ref(2), ref(1)) }},
		{"Merge", func(tx care.Tx) error { return tx.Merge(conversation(0), conversation(1)) }},
		{"RenameAuthor", func(tx care.Tx) error { _, err := tx.RenameAuthor(author(0), pseudonym(0)); return err }},
		{"Expire", func(tx care.Tx) error { _, err := tx.Expire(at(59), 100); return err }},
	}
}

// S18.
func (c *check) outcomes() {
	s := c.open()
	all := func(tx care.Tx) error {
		for _, w := range writes() {
			if err := w.do(tx); err != nil {
				return err
			}
		}
		return nil
	}
	c.update(s, func(tx care.Tx) error { return story(tx, 0) })
	c.update(s, func(tx care.Tx) error { return story(tx, 1) })
	if c.h.LoseAnswer != nil {
		c.h.LoseAnswer(c.TB, s)
		if err := c.tryUpdate(s, all); err != nil {
			c.want("an Update whose answer was lost", err, care.ErrUnknownOutcome)
		}
	}
	c.update(s, all)
	want := c.dump(s)
	c.update(s, all)
	c.same("after the same Update again", c.dump(s), want)
	c.want("a story told twice", c.tryUpdate(s, func(tx care.Tx) error { return story(tx, 1) }), care.ErrConflict)
	c.same("after the same versions again", c.dump(s), want)
}
