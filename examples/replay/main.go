// Replay reads archives of talks with customers and reports how they were answered, for each of our accounts
// and in total.
//
//	go run ./examples/replay [flags] FILE...
//
// A FILE is JSON lines (.jsonl, .ndjson) or customer-support CSV (.csv), as package archive describes them.
// With -policy it reports in place of that how promises would have been kept, for each metric and for each policy
// that is given, side by side:
//
//	go run ./examples/replay -policy a.json -policy b.json -svg chart.svg FILE...
//
// A policy is the JSON that sla.ParsePolicy reads. What was said and when is replayed as it was, up to the last
// message of the archive; see report.Attainment for the figures, and for what they can't tell.
//
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
