//go:build unix

package sqltest_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"math/rand/v2"
	"os"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/sqlstore"
)

// What a worker says.
const (
	sayResumed  = "resumed"  // a source begins behind N
	sayIngested = "ingested" // a source up to N
	sayDecided  = "decided"
	sayPut      = "put"
	sayClaimed  = "claimed" // at At by the store's clock; said before the work begins
	sayFinished = "finished"
	sayFollowed = "followed" // an event, by its place and id
)

const (
	workQueue = "work"
	workLease = 100 * time.Millisecond
)

// A stream is a source of made-up mentions: the first n of it are always the same.
type stream struct {
	name  string
	index func(n int) int // which mention of all is its nth
	most  int             // in a batch
}

// streams are three that share the talks among them, and one that delivers them all once more: each bit of
// them backwards, so that answers come before what they answer.
func streams() []stream {
	third := func(k int) func(int) int { return func(n int) int { return (n/5*3+k)*5 + n%5 } }
	return []stream{
		{"one", third(0), 3},
		{"two", third(1), 8},
		{"three", third(2), 60},
		{"again", func(n int) int { return n/20*20 + 19 - n%20 }, 20},
	}
}

func mentionAt(i int) care.Mention {
	return madeUpMention(i, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i)*7*time.Second))
}

// A reading stream says what was acknowledged: that it is asked for the next batch.
type reading struct {
	stream

	upTo *atomic.Int64
}

func (r reading) Name() string             { return r.name }
func (r reading) Accounts() []care.Account { return []care.Account{{ID: us, Handle: "us"}} }

func (r reading) Batches(_ context.Context, cursors map[string]string) iter.Seq2[care.Batch, error] {
	return func(yield func(care.Batch, error) bool) {
		n, err := cursorOf(cursors)
		if err != nil {
			yield(care.Batch{}, err)
			return
		}
		say(saying{What: sayResumed, Name: r.name, N: int64(n)})
		for {
			var b care.Batch
			for range 1 + rand.IntN(r.most) {
				b.Mentions = append(b.Mentions, mentionAt(r.index(n)))
				n++
			}
			if b.Cursor = strconv.Itoa(n); !yield(b, nil) {
				return
			}
			say(saying{What: sayIngested, Name: r.name, N: int64(n)})
			r.upTo.Store(int64(n))
		}
	}
}

// cursorOf returns how many of a stream were taken in.
func cursorOf(cursors map[string]string) (int, error) {
	if cursors[""] == "" {
		return 0, nil
	}
	return strconv.Atoi(cursors[""])
}

// A worker does everything at once, as fast as it can, until it is killed.
type worker struct {
	order

	store *sqlstore.Store
	desk  *desk.Desk
	upTo  atomic.Int64 // of the first stream
	count atomic.Int64
}

func beWorker(ctx context.Context, o order, store *sqlstore.Store) error {
	w := &worker{order: o, store: store}
	cfg := desk.Config{
		Accounts: []care.Account{{ID: us, Handle: "us"}}, TickEvery: 5 * time.Millisecond,
		Logger: slog.New(slog.NewTextHandler(os.Stderr, nil)),
	}
	for _, s := range streams() {
		r := reading{s, new(atomic.Int64)}
		if s.name == "one" {
			r.upTo = &w.upTo
		}
		if o.Reads {
			cfg.Sources = append(cfg.Sources, r)
		}
	}
	var err error
	if w.desk, err = desk.New(store, cfg); err != nil {
		return err
	}
	parts := []func() error{
		func() error { return w.repeat(ctx, w.decide) },
		func() error { return w.repeat(ctx, w.putJobs) },
		func() error { return w.repeat(ctx, w.doJobs) },
		func() error { return w.repeat(ctx, w.doJobs) },
	}
	if o.Reads {
		return all(append(parts, func() error { return w.desk.Run(ctx) }, func() error { return w.follow(ctx) })...)
	}
	return all(append(parts, func() error { return w.repeat(ctx, w.tick) })...)
}

// repeat goes on where a race was lost: nothing was acknowledged then.
func (w *worker) repeat(ctx context.Context, do func(context.Context) error) error {
	for {
		if err := do(ctx); err != nil && !errors.Is(err, care.ErrConflict) {
			return err
		}
	}
}

func (w *worker) name(what string) string {
	return fmt.Sprintf("%s-%d-%d", what, w.Number, w.count.Add(1))
}

func (w *worker) tick(ctx context.Context) error {
	pause(ctx, 5*time.Millisecond)
	_, err := w.desk.Tick(ctx)
	return err
}

// decide does something to a talk that was taken in. The actor's name is the decision's own.
func (w *worker) decide(ctx context.Context) error {
	last := int(w.upTo.Load())
	if !w.Reads {
		last = 200 // as far as they are there
	}
	if last == 0 {
		pause(ctx, time.Millisecond)
		return nil
	}
	id, err := w.desk.ConversationOf(ctx, number(streams()[0].index(rand.IntN(last)/5*5)))
	if errors.Is(err, care.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	name := w.name("by")
	seat := w.desk.As(care.Agent(name))
	switch rand.IntN(4) {
	case 0:
		err = seat.Assign(ctx, id, "team", name)
	case 1:
		err = seat.Tag(ctx, id, []string{name}, nil)
	case 2:
		err = seat.Note(ctx, id, name)
	case 3:
		if err = seat.Resolve(ctx, id, care.Seen{}); errors.Is(err, care.ErrIllegal) {
			return nil
		}
	}
	if err == nil {
		say(saying{What: sayDecided, Name: name})
	}
	return err
}

func (w *worker) putJobs(ctx context.Context) error {
	at, jobs := time.Now(), make([]care.Job, 2)
	for i := range jobs {
		jobs[i] = care.Job{Queue: workQueue, Key: w.name("job"), At: at, Body: []byte("body")}
	}
	err := w.store.Update(ctx, nil, func(tx care.Tx) error { return tx.PutJobs(jobs) })
	if err != nil {
		return err
	}
	for _, j := range jobs {
		say(saying{What: sayPut, Name: j.Key})
	}
	pause(ctx, 2*time.Millisecond)
	return nil
}

// doJobs leaves some undone, and puts some again, so that leases end and others take over.
func (w *worker) doJobs(ctx context.Context) error {
	jobs, now, err := w.store.Claim(ctx, workQueue, 3, workLease)
	if err != nil {
		return err
	}
	for _, j := range jobs {
		say(saying{What: sayClaimed, Name: j.Key, Token: j.Token, At: now.UnixNano()})
	}
	for _, j := range jobs {
		switch rand.IntN(8) {
		case 0:
		case 1:
			err = w.store.Update(ctx, nil, func(tx care.Tx) error { return tx.Finish(j, now.Add(workLease)) })
		default:
			if err = finish(ctx, w.store, j); err == nil {
				say(saying{What: sayFinished, Name: j.Key, Token: j.Token})
			}
		}
		if err != nil && !errors.Is(err, care.ErrFenced) {
			return err
		}
	}
	if len(jobs) == 0 {
		pause(ctx, time.Millisecond)
	}
	return nil
}

func doneKey(job string) string { return "done/" + job }

// finish leaves a record that counts how often the work was done; it is undone where the job is another's.
func finish(ctx context.Context, s care.Store, j care.Job) error {
	return s.Update(ctx, []care.Key{care.Key(doneKey(j.Key))}, func(tx care.Tx) error {
		r, err := tx.Record(doneKey(j.Key))
		if err != nil {
			return err
		}
		if err := tx.PutRecord(care.Record{Key: doneKey(j.Key), Version: r.Version + 1}); err != nil {
			return err
		}
		return tx.Finish(j, time.Time{})
	})
}

// follow says every event of the feed, beginning where the last child ended.
func (w *worker) follow(ctx context.Context) error {
	for e, err := range w.desk.Events(ctx, w.After) {
		if err != nil {
			return err
		}
		say(saying{What: sayFollowed, Name: string(e.Seq) + " " + e.ID})
	}
	return nil
}
