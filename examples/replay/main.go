// Replay reads archives of talks with customers and reports how they were answered, for each of our accounts
// and in total.
//
//	go run ./examples/replay [flags] FILE...
//
// A FILE is JSON lines (.jsonl, .ndjson) or customer-support CSV (.csv), as package archive describes them.
// The report goes to the standard output; what could not be read is summed up on the standard error.
// Replay exits with 0 after a report, with 1 if there was none, with 2 if it was called wrongly.
package main

import (
	"context"
	"os"
	"os/signal"

	"github.com/kindlydm/kindly/examples/internal/replay"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := replay.Run(ctx, os.Args[1:], os.Stdout, os.Stderr, nil)
	stop()
	os.Exit(code)
}
