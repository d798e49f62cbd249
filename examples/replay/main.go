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
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/care/report"
	"github.com/kindlydm/kindly/provider/archive"
	"github.com/kindlydm/kindly/sla"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	opts, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		return 2
	}
	if err := replay(ctx, opts, stdout, stderr); err != nil {
		fmt.Fprintln(stderr, "replay:", err)
		return 1
	}
	return 0
}

func replay(ctx context.Context, opts options, stdout, stderr io.Writer) error {
	d, err := read(ctx, opts, stderr)
	if err != nil {
		return err
	}
	if err := writeRejects(ctx, stderr, d); err != nil {
		return err
	}
	r, err := report.Responses(d.Conversations(ctx, report.Query()), opts.report)
	if err != nil {
		return err
	}
	if !opts.json {
		return r.WriteText(stdout)
	}
	out := json.NewEncoder(stdout)
	out.SetIndent("", "  ")
	return out.Encode(r)
}

// read returns a desk that has taken in all files.
func read(ctx context.Context, opts options, stderr io.Writer) (*desk.Desk, error) {
	// No clocks: nobody will act on one of the past, and the report measures by itself.
	cfg := desk.Config{Policy: &sla.Policy{}}
	for i, file := range opts.files {
		from := archive.Config{Name: fmt.Sprintf("%d:%s", i, file)} // the same file may come twice
		if opts.progress {
			from.Progress = func(read, total int64) {
				fmt.Fprintf(stderr, "\r%s: %d of %d kB", file, read>>10, total>>10)
				if read == total {
					fmt.Fprintln(stderr)
				}
			}
		}
		source, err := archive.OpenFile(ctx, file, from)
		if err != nil {
			return nil, err
		}
		cfg.Sources = append(cfg.Sources, source)
	}
	d, err := desk.New(memstore.New(memstore.Config{}), cfg)
	if err != nil {
		return nil, err
	}
	return d, errors.Join(d.Run(ctx), ctx.Err())
}

// writeRejects says how many rows could not be read, or only in part, and why the first of them. Reasons
// hold no words.
func writeRejects(ctx context.Context, w io.Writer, d *desk.Desk) error {
	const most = 5
	count, first := map[bool]int{}, []care.Reject(nil)
	for page, more := "", true; more; more = page != "" {
		rejects, next, err := d.Rejects(ctx, page, 1000)
		if err != nil {
			return err
		}
		for _, r := range rejects {
			count[r.Taken]++
		}
		first = append(first, rejects[:min(len(rejects), most-len(first))]...)
		page = next
	}
	if len(first) > 0 {
		fmt.Fprintf(w, "Rows left out: %d, taken in part: %d. The first of them:\n", count[false], count[true])
	}
	for _, r := range first {
		fmt.Fprintf(w, "  %s: %s\n", r.Where, r.Reason)
	}
	return nil
}
