package storetest

import (
	"time"

	"github.com/kindlydm/kindly/care"
)

// viewed is how long an Update may take to be done beside a View. One that waits for the View is not waited for.
const viewed = 300 * time.Millisecond

// S19. A View reads one thing, an Update changes everything, and the View reads the rest.
func (c *check) oneState() {
	s := c.open()
	c.stories(s, 2)
	c.update(s, func(tx care.Tx) error {
		return tx.PutLegs([]care.Leg{{LegKey: public(3, 3), Conversation: conversation(1)}})
	})
	before := c.dump(s)
	done := make(chan error, 1)
	c.view(s, func(r care.Reader) error {
		if _, err := r.Record("k0"); err != nil {
			return err
		}
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			done <- c.tryUpdate(s, everyWrite)
		}()
		select {
		case <-ended:
		case <-after(viewed):
		}
		d := dump{reader: r}
		d.all()
		c.same("in a View, during which an Update was done", d.lines, before)
		return d.err
	})
	c.want("an Update during a View", <-done, nil)
	c.view(s, func(r care.Reader) error {
		found, err := r.Record("k0")
		if found.Version != 2 {
			c.Errorf("after an Update that wrote version 2 of a record, a View reads version %d", found.Version)
		}
		return err
	})
}
