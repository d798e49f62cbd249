// Quickstart plays a day at a mobile operator in memory, and tells what the packages of this module made of it.
// Package day has how they are joined.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/examples/quickstart/day"
)

func main() {
	if len(os.Args) > 1 {
		fmt.Fprintln(os.Stderr, "quickstart: no arguments are wanted; the one that keeps the day in a database is in examples/durable")
		os.Exit(2)
	}
	if err := day.Play(context.Background(), os.Stdout, inMemory); err != nil {
		fmt.Fprintln(os.Stderr, "quickstart:", err)
		os.Exit(1)
	}
}

func inMemory(clock func() time.Time) (care.Store, error) {
	return memstore.New(memstore.Config{Now: clock}), nil
}
