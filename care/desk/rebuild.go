package desk

import (
	"context"

	"github.com/kindlydm/kindly/care"
)

// Rebuild folds every conversation again from its mentions and decisions, and plans again what falls due:
// after the policy, the accounts' settings or this program changed. It returns how many came out
// different. Mentions keep the thread and conversation that they are in. Until then Find shows heads as they
// were folded, and Conversation as they come out now. It may run beside everything else; desks that share a
// store need equal settings.
func (d *Desk) Rebuild(ctx context.Context) (int, error) {
	changed := 0
	for h, err := range d.Queue(ctx, care.Query{Everything: true, Order: care.OrderStarted}) {
		if err != nil {
			return changed, err
		}
		differs := false
		err := d.update(ctx, []care.Key{care.Key("c:" + string(h.ID))}, func(tx care.Tx) (err error) {
			differs, err = d.rebuild(tx, h.ID)
			return err
		})
		if err != nil {
			return changed, failed("rebuild", err)
		}
		if differs {
			changed++
		}
	}
	d.notify()
	return changed, nil
}

func (d *Desk) rebuild(tx care.Tx, id care.ConversationID) (differs bool, err error) {
	p := d.look(tx, tx)
	defer p.done()
	c, err := p.conv(id)
	if err != nil || c.head.ID != id { // merged meanwhile: its survivor has a turn of its own
		return false, err
	}
	before := c.head.Tail
	if err := p.refold(c, nil); err != nil {
		return false, err
	}
	p.judge(c, d.now())
	c.head.Advance(d.now())
	if err := tx.PutJobs([]care.Job{dueJob(&c.head)}); err != nil || c.head.Same(&before) && len(p.pending) == 0 {
		return false, err
	}
	if err := tx.PutHeads([]care.Head{c.next()}); err != nil {
		return false, err
	}
	return true, p.append()
}
