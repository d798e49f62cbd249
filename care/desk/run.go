package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/kindlydm/kindly/care"
)

// Run reads all sources, side by side, each from behind what was stored last, and ticks. It returns when all
// sources have ended, and what was due then is done, or when ctx ends, which is no error; without sources, when
// ctx ends: a desk that gets its mentions by Ingest has clocks and words to watch over, too. The error joins
// what went wrong with each source: one that failed is not begun again, Config.Logger is told at once, and
// the others go on. Everything that Run started has ended when it returns. What was not acknowledged is
// delivered again by the next Run; there may be one at a time.
func (d *Desk) Run(ctx context.Context) error {
	errs := make([]error, len(d.cfg.Sources))
	var sources sync.WaitGroup
	for i, s := range d.cfg.Sources {
		sources.Go(func() {
			if errs[i] = d.read(ctx, s); errs[i] != nil {
				d.log.ErrorContext(ctx, "source ended", "source", s.Name(), "error", errs[i])
			}
		})
	}
	ticking, stop := context.WithCancel(ctx)
	var ticker sync.WaitGroup
	ticker.Go(func() { d.watch(ticking) })
	ticker.Go(func() { d.chores(ticking) })
	ticker.Go(func() { d.heed(ticking) })
	sources.Wait()
	if len(d.cfg.Sources) == 0 {
		<-ctx.Done()
	}
	stop()
	ticker.Wait()
	return errors.Join(errors.Join(errs...), d.lastTick(ctx))
}

// heed wakes who waits for events when the store says that there are some.
func (d *Desk) heed(ctx context.Context) {
	h, ok := d.store.(care.Hinter)
	for ok && ctx.Err() == nil {
		err := h.Hints(ctx, d.notify)
		if ok = err != nil; ok {
			d.log.WarnContext(ctx, "no hints from the store", "error", err)
			_ = sleep(ctx, d.cfg.TickEvery)
		}
	}
}

// lastTick does what is due when all sources have ended.
func (d *Desk) lastTick(ctx context.Context) error {
	var err error
	for range maxTries {
		if _, err = d.Tick(ctx); err == nil || ctx.Err() != nil {
			return ended(ctx, err)
		}
	}
	return err
}

// read takes in one source until it ends.
func (d *Desk) read(ctx context.Context, s care.Source) error {
	var cursors map[string]string
	err := d.patiently(ctx, s.Name(), func() (err error) {
		cursors, err = d.cursors(ctx, s.Name())
		return err
	})
	if err != nil {
		return ended(ctx, failed("run: "+s.Name(), err))
	}
	for b, err := range s.Batches(ctx, cursors) {
		if err != nil {
			return ended(ctx, fmt.Errorf("desk: run: %s: %w", s.Name(), err))
		}
		b.Source = s.Name()
		taken, err := d.ingest(ctx, b)
		if err != nil {
			return ended(ctx, err)
		}
		d.log.DebugContext(ctx, "ingested", "source", b.Source, "feed", b.Feed, "new", taken.New,
			"changed", taken.Changed, "repeated", taken.Repeated, "rejected", taken.Rejected)
	}
	return nil
}

// ended keeps quiet about the end of ctx: that is how Run is told to stop.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return nil
	}
	return err
}

const (
	firstPause = 100 * time.Millisecond
	maxPause   = 30 * time.Second
)

func (d *Desk) ingest(ctx context.Context, b care.Batch) (taken Taken, err error) {
	err = d.patiently(ctx, b.Source, func() error {
		taken, err = d.Ingest(ctx, b)
		return err
	})
	return taken, err
}

// patiently tries again for as long as the store is not there: the source would only have to deliver anew.
func (d *Desk) patiently(ctx context.Context, source string, try func() error) error {
	for pause := firstPause; ; pause = min(2*pause, maxPause) {
		err := try()
		if !errors.Is(err, care.ErrUnavailable) && !again(err) {
			return err
		}
		d.log.WarnContext(ctx, "store not available", "source", source, "error", err, "pause", pause)
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
}

func sleep(ctx context.Context, pause time.Duration) error {
	t := time.NewTimer(pause)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// watch looks at clocks until ctx ends: when the store's earliest job is due, and every so often. A tick that
// fails is tried again: its jobs are still there.
func (d *Desk) watch(ctx context.Context) {
	for ctx.Err() == nil {
		d.alarm.wake()
		var t tally
		now := d.tickClocks(ctx, &t)
		due, err := d.nextDue(ctx)
		_, failure := d.ticked(ctx, &t)
		d.complain(ctx, errors.Join(failure, err))
		pause := d.cfg.TickEvery
		if !due.IsZero() && !now.IsZero() {
			pause = min(pause, due.Sub(now))
		}
		d.alarm.sleep(ctx, now.Add(pause), pause)
	}
}

func (d *Desk) nextDue(ctx context.Context) (at time.Time, err error) {
	err = d.store.View(ctx, func(r care.Reader) error {
		at, err = r.Due(dueQueue)
		return err
	})
	return at, err
}

// chores ticks for what may take long until ctx ends.
func (d *Desk) chores(ctx context.Context) {
	for ctx.Err() == nil {
		d.complain(ctx, d.tickChores(ctx))
		_ = sleep(ctx, d.cfg.TickEvery)
	}
}

func (d *Desk) complain(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		d.log.ErrorContext(ctx, "tick failed", "error", err)
	}
}

// cursors returns what was stored for each feed of a source.
func (d *Desk) cursors(ctx context.Context, source string) (map[string]string, error) {
	value, _, err := d.store.Load(ctx, cursorKey(source))
	if err != nil {
		return nil, err
	}
	return readCursors(source, value)
}

// cursorKey names the record with the cursors of all feeds of a source: a JSON object.
func cursorKey(source string) string { return "cursors/" + source }

func readCursors(source string, value []byte) (map[string]string, error) {
	out := map[string]string{}
	if len(value) == 0 {
		return out, nil
	}
	if err := json.Unmarshal(value, &out); err != nil {
		return nil, fmt.Errorf("record %q is not what a desk wrote: restore it from a backup, or delete it, and all feeds "+
			"of the source are read from the beginning: %w", cursorKey(source), err)
	}
	if out == nil { // it said null
		out = map[string]string{}
	}
	return out, nil
}
