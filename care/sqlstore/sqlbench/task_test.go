package sqlbench_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/kindlydm/kindly/care/sqlstore"
)

const taskVar = "KINDLY_BENCH_TASK"

// A task is what a process of several does.
type task struct {
	URL           string
	First         int // mention
	Begun         time.Time
	Size, Batches int
}

// An outcome is what a process tells of its task.
type outcome struct {
	Took  []time.Duration
	CPU   time.Duration
	Ended time.Time
	Err   string
}

// helpOut is what a helper does: it says that it is ready, waits until its input ends, and works.
func helpOut(text string) {
	var o outcome
	answer := json.NewEncoder(os.Stdout)
	if err := o.do(context.Background(), text, answer); err != nil {
		o.Err = err.Error()
	}
	_ = answer.Encode(o) // who does not listen does not care
}

func (o *outcome) do(ctx context.Context, text string, answer *json.Encoder) error {
	var t task
	if err := json.Unmarshal([]byte(text), &t); err != nil {
		return fmt.Errorf("%s: %w", taskVar, err)
	}
	db, err := sql.Open("pgx", t.URL)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // all is committed by then
	s, err := sqlstore.Open(ctx, db, sqlstore.PostgreSQL, sqlstore.Config{})
	if err != nil {
		return err
	}
	err = answer.Encode(true)
	if _, waited := io.Copy(io.Discard, os.Stdin); err != nil || waited != nil {
		return errors.Join(err, waited)
	}
	return o.ingest(ctx, s, t)
}

func (o *outcome) ingest(ctx context.Context, s *sqlstore.Store, t task) error {
	d, err := newDesk(s)
	l := newLoad(t.First, t.Begun)
	var watch stopwatch
	for i := 0; i < t.Batches && err == nil; i++ {
		mentions := l.next(t.Size)
		err = watch.time(func() error { return ingest(ctx, d, mentions) })
	}
	o.Took, o.CPU, o.Ended = watch.took, watch.cpu, time.Now()
	return err
}
