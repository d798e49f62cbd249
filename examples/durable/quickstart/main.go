// Quickstart plays the day of the other quickstart in a database, and goes on with it when it was interrupted:
//
//	go run ./quickstart -db day.db
//	go run ./quickstart -db postgres://user@host/database
//
// Without -db it plays in memory. One process at a time: the day has one clock.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/examples/durable/internal/database"
	"github.com/kindlydm/kindly/examples/quickstart/day"
)

func main() {
	db := flag.String("db", "", "keep the day, as a desk named quickstart: the `name` of a file (SQLite) or a postgres:// URL")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "quickstart: no arguments are wanted beside -db")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := play(ctx, os.Stdout, *db)
	stop()
	if errors.Is(err, context.Canceled) {
		err = errors.New("stopped; start it again to go on")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "quickstart:", err)
		os.Exit(1)
	}
}

func play(ctx context.Context, w io.Writer, db string) error {
	shut := func() error { return nil }
	err := day.Play(ctx, w, func(clock func() time.Time) (care.Store, error) {
		if db == "" {
			return memstore.New(memstore.Config{Now: clock}), nil
		}
		store, closeStore, err := database.Open(ctx, db, "quickstart", clock)
		if err != nil {
			return nil, err
		}
		shut = closeStore
		return store, nil
	})
	return errors.Join(err, shut())
}
