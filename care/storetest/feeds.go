package storetest

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"

	"github.com/kindlydm/kindly/care"
)

// S9. Writers append while a reader follows; the Updates share no key, so a store may commit them in any
// order, also side by side.
func (c *check) feeds() {
	c.feedStepwise()
	s := c.open()
	const writers, updates, reread = 4, 25, 5
	var writing atomic.Int32
	writing.Store(writers)
	var seen []string
	c.race(writers+1, func(i int) error {
		if i == writers {
			var err error
			seen, err = c.follow(s, &writing)
			return err
		}
		defer writing.Add(-1)
		return c.appendMany(s, i, updates)
	})
	c.onceInOrder(seen, writers, updates)
	c.view(s, func(r care.Reader) error {
		events, err := allEvents(r, reread)
		var again []string
		for _, e := range events {
			again = append(again, e.ID)
		}
		c.same("Feed from the start, against what was read while writers wrote", again, seen)
		return err
	})
	c.sameEventAgain(s, len(seen))
}

// feedStepwise reads to the end after each Update, and goes on from there.
func (c *check) feedStepwise() {
	s := c.open()
	var last care.Seq
	for n := range 5 {
		want := []string{fmt.Sprint("b", n), fmt.Sprint("a", n)} // in the order of Append
		c.update(s, func(tx care.Tx) error {
			return tx.Append([]care.Event{received(want[0], n, 9-n), assigned(want[1], n, 8-n)})
		})
		var got []string
		c.view(s, func(r care.Reader) error {
			found, err := r.Feed(last, 100)
			for _, p := range found {
				got, last = append(got, p.ID), p.Seq
			}
			return err
		})
		c.same("Feed behind where it last ended", got, want)
	}
}

// appendMany appends three events in each Update. Every fifth fails once, and must leave nothing.
func (c *check) appendMany(s care.Store, writer, updates int) error {
	failed := errors.New("on purpose")
	for n := range updates {
		var events []care.Event
		for k := range 3 {
			events = append(events, received(fmt.Sprintf("w%d %03d %d", writer, n, k), writer, n))
		}
		key := care.Key(fmt.Sprint("c:", writer))
		if n%5 == 0 {
			err := c.tryUpdate(s, func(tx care.Tx) error { return errors.Join(tx.Append(events[:1]), failed) }, key)
			if !errors.Is(err, failed) {
				return fmt.Errorf("an Update whose fn fails: %w", err)
			}
		}
		if err := c.tryUpdate(s, func(tx care.Tx) error { return tx.Append(events) }, key); err != nil {
			return err
		}
	}
	return nil
}

// follow reads until the writers have ended and nothing more comes.
func (c *check) follow(s care.Store, writing *atomic.Int32) ([]string, error) {
	var ids []string
	var last care.Seq
	for {
		ended := writing.Load() == 0
		var found []care.Posted
		err := s.View(c.Context(), func(r care.Reader) (err error) {
			found, err = r.Feed(last, 7)
			return err
		})
		if err != nil || len(ids) > tooMany || ended && len(found) == 0 {
			return ids, err
		}
		for _, p := range found {
			ids, last = append(ids, p.ID), p.Seq
		}
	}
}

// onceInOrder wants each writer's events once, in the order in which it wrote them, and those of one Update
// together.
func (c *check) onceInOrder(ids []string, writers, updates int) {
	count := map[string]int{}
	last := map[string]string{}
	for i, id := range ids {
		count[id]++
		writer, _, _ := strings.Cut(id, " ")
		if id <= last[writer] {
			c.Errorf("Feed gave %q behind %q, which was committed, or appended, later", id, last[writer])
		}
		last[writer] = id
		if first := i - i%3; ids[first][:len(id)-2] != id[:len(id)-2] {
			c.Errorf("Feed gave %q between the events of another Update", id)
		}
	}
	for w := range writers {
		for n := range updates {
			for k := range 3 {
				if id := fmt.Sprintf("w%d %03d %d", w, n, k); count[id] != 1 {
					c.Errorf("Feed gave %q %d times", id, count[id])
				}
			}
		}
	}
}

func (c *check) sameEventAgain(s care.Store, n int) {
	c.update(s, func(tx care.Tx) error { return tx.Append([]care.Event{received("w0 000 0", 0, 0)}) })
	c.view(s, func(r care.Reader) error {
		events, err := allEvents(r, 100)
		if len(events) != n {
			c.Errorf("Feed has %d events after one was appended again, want %d", len(events), n)
		}
		return err
	})
}
