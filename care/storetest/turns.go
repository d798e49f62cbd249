package storetest

import (
	"errors"
	"fmt"
	"sync"

	"github.com/kindlydm/kindly/care"
)

// S2. Each Update reads a number and writes the next one, without a version to be caught by.
func (c *check) turns() {
	s := c.open()
	const writers, each = 4, 10
	c.update(s, func(tx care.Tx) error { return tx.PutContents([]care.Content{{Ref: ref(0), Text: "0"}}) })
	c.race(writers, func(i int) error {
		for range each {
			keys := []care.Key{"m:shared", care.Key(fmt.Sprint("m:", i))}
			if err := c.tryUpdate(s, count, keys...); err != nil {
				return err
			}
		}
		return nil
	})
	c.view(s, func(r care.Reader) error {
		found, err := r.Contents([]care.Ref{ref(0)})
		if err == nil && (len(found) != 1 || found[0].Text != fmt.Sprint(writers*each)) {
			c.Errorf("%d Updates that share a key each counted one up: got %+v", writers*each, found)
		}
		return err
	})
}

// count reads twice, so that what comes in between shows too.
func count(tx care.Tx) error {
	var n, again int
	if err := errors.Join(read(tx, &n), read(tx, &again)); err != nil {
		return err
	}
	if n != again {
		return fmt.Errorf("one Update read %d, then %d", n, again)
	}
	return tx.PutContents([]care.Content{{Ref: ref(0), Text: fmt.Sprint(n + 1)}})
}

func read(tx care.Tx, n *int) error {
	found, err := tx.Contents([]care.Ref{ref(0)})
	if err != nil || len(found) == 0 {
		return err
	}
	_, err = fmt.Sscan(found[0].Text, n)
	return err
}

// S3. Several Updates ask whether something is there, and make it if it is not.
func (c *check) turnsOverNothing() {
	s := c.open()
	for round := range 10 {
		var mu sync.Mutex
		made := map[int]bool{}
		c.race(4, func(i int) error {
			var mine bool
			err := c.tryUpdate(s, func(tx care.Tx) error {
				found, err := tx.Contents([]care.Ref{ref(round)})
				if mine = len(found) == 0; err != nil || !mine {
					return err
				}
				return tx.PutContents([]care.Content{{Ref: ref(round), Text: fmt.Sprint(i)}})
			}, care.Key("m:"+ref(round)))
			mu.Lock()
			defer mu.Unlock()
			made[i] = mine
			return err
		})
		if n := len(trues(made)); n != 1 {
			c.Fatalf("%d of 4 Updates that name one key found nothing under it, and made it", n)
		}
	}
}

func trues(m map[int]bool) []int {
	var out []int
	for i, yes := range m {
		if yes {
			out = append(out, i)
		}
	}
	return out
}

// S4. The orders of keys are such that locks taken one by one would wait in a circle.
func (c *check) noDeadlock() {
	s := c.open()
	rings := [][]care.Key{{"a", "b"}, {"b", "c"}, {"c", "a"}, {"x", "y"}, {"y", "x"}, {"lonely"}, {"x", "x"}, {}}
	c.race(len(rings), func(i int) error {
		for n := range 4 {
			err := c.tryUpdate(s, func(tx care.Tx) error {
				return tx.Append([]care.Event{received(fmt.Sprintf("e%d.%d", i, n), i, n)})
			}, rings[i]...)
			if err != nil {
				return fmt.Errorf("keys %v: %w", rings[i], err)
			}
		}
		return nil
	})
	c.view(s, func(r care.Reader) error {
		events, err := allEvents(r, 100)
		if len(events) != 4*len(rings) {
			c.Errorf("%d Updates left %d events", 4*len(rings), len(events))
		}
		return err
	})
}

// race runs n calls of f at once, and fails with what they return.
func (c *check) race(n int, f func(i int) error) {
	c.Helper()
	errs := make([]error, n)
	together(n, func(i int) { errs[i] = f(i) })
	if err := errors.Join(errs...); err != nil {
		c.Fatalf("%v", err)
	}
}
