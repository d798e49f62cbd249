// Replay is the other replay with a flag -db, which keeps what it read in a database. Files that it read are
// gone on with where it ended, and others add to them; name all of them each time, since each names accounts
// of ours.
//
//	go run ./replay -db talks.db FILE...
//	go run ./replay -db postgres://user@host/database FILE...
package main

import (
	"context"
	"os"
	"os/signal"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/examples/durable/internal/database"
	"github.com/kindlydm/kindly/examples/internal/replay"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := replay.Run(ctx, os.Args[1:], os.Stdout, os.Stderr, open)
	stop()
	os.Exit(code)
}

func open(ctx context.Context, db string) (care.Store, func() error, error) {
	return database.Open(ctx, db, "replay", nil)
}
