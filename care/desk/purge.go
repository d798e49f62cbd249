package desk

import (
	"context"
	"errors"
	"time"

	"github.com/kindlydm/kindly/care"
)

// The purge is one job, claimed like any other: of all desks over a store one at a time drops what is over.
// It is also the name of the job in its queue, and of the record that says that it was made.
const (
	purgeQueue = "purge"
	purgeEvery = time.Minute
)

// tickPurge drops one batch of what is over by the store's clock, if this desk gets the job. The job is put
// back in the same transaction: at once while there is more, so that somebody else can go on from here.
func (d *Desk) tickPurge(ctx context.Context) (int, error) {
	if err := d.makePurge(ctx); err != nil {
		return 0, err
	}
	jobs, now, err := d.store.Claim(ctx, purgeQueue, 1, claimLease)
	if err != nil || len(jobs) == 0 {
		return 0, err
	}
	n := 0
	err = d.update(ctx, nil, func(tx care.Tx) (err error) {
		if n, err = tx.Expire(now, claimSize); err != nil {
			return err
		}
		next := now
		if n < claimSize {
			next = now.Add(purgeEvery)
		}
		return tx.Finish(jobs[0], next)
	})
	if errors.Is(err, care.ErrFenced) { // another desk took over
		return 0, nil
	}
	return n, err
}

// makePurge makes the job where nobody has: the record comes in the same transaction, and never goes.
func (d *Desk) makePurge(ctx context.Context) error {
	if d.purges.Load() {
		return nil
	}
	err := d.update(ctx, []care.Key{purgeQueue}, func(tx care.Tx) error {
		made, err := tx.Record(purgeQueue)
		if err != nil || made.Version > 0 {
			return err
		}
		due := time.Unix(0, 0).UTC() // by any clock
		return errors.Join(
			tx.PutRecord(care.Record{Key: purgeQueue, Version: 1}),
			tx.PutJobs([]care.Job{{Queue: purgeQueue, Key: purgeQueue, At: due}}))
	})
	if err == nil {
		d.purges.Store(true)
	}
	return err
}
