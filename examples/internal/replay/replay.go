// Package replay reads archives of talks with customers and reports how they were answered, or how promises
// would have been kept under several policies. The programs named replay differ in where they can keep what they read.
package replay

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/care/report"
	"github.com/kindlydm/kindly/provider/archive"
	"github.com/kindlydm/kindly/sla"
)

// Open opens a store by the name that was given with -db, and returns how to close it.
type Open func(ctx context.Context, db string) (care.Store, func() error, error)

// Run does what the program does with these arguments, and returns its exit code. Where open is nil there is no
// flag -db.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer, open Open) int {
	opts, err := parse(args, stderr, open != nil)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		return 2
	}
	if err := replayIn(ctx, opts, stdout, stderr, open); err != nil {
		fmt.Fprintln(stderr, "replay:", err)
		return 1
	}
	return 0
}

func replayIn(ctx context.Context, opts options, stdout, stderr io.Writer, open Open) (err error) {
	if opts.db == "" {
		return replay(ctx, opts, memstore.New(memstore.Config{}), stdout, stderr)
	}
	store, closeStore, err := open(ctx, opts.db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeStore()) }()
	return replay(ctx, opts, store, stdout, stderr)
}

func replay(ctx context.Context, opts options, store care.Store, stdout, stderr io.Writer) error {
	d, err := open(ctx, opts, store, stderr)
	if err != nil {
		return err
	}
	if err := fill(ctx, d, opts.db != "", stderr); err != nil {
		return err
	}
	if err := writeRejects(ctx, stderr, d); err != nil {
		return err
	}
	if len(opts.policies) > 0 {
		return whatIf(ctx, opts, d, stdout)
	}
	r, err := report.Responses(d.Conversations(ctx, report.Query()), opts.report)
	if err != nil {
		return err
	}
	return write(stdout, r, opts.json)
}

// write writes a report as a table or as JSON.
func write(w io.Writer, r interface{ WriteText(io.Writer) error }, asJSON bool) error {
	if !asJSON {
		return r.WriteText(w)
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(r)
}

// fill reads all files, and says how much of it a database had already.
func fill(ctx context.Context, d *desk.Desk, says bool, stderr io.Writer) error {
	if !says {
		return errors.Join(d.Run(ctx), ctx.Err())
	}
	before, err := kept(ctx, d)
	if err != nil {
		return err
	}
	if err := errors.Join(d.Run(ctx), ctx.Err()); err != nil {
		return err
	}
	now, err := kept(ctx, d)
	fmt.Fprintf(stderr, "Mentions kept before: %d, new: %d\n", before, now-before)
	return err
}

// kept returns how many mentions the store has.
func kept(ctx context.Context, d *desk.Desk) (n int, err error) {
	for after := care.Seq(""); ; {
		events, err := d.Feed(ctx, after, 1000)
		if err != nil || len(events) == 0 {
			return n, err
		}
		for _, e := range events {
			after = e.Seq
			if _, ok := e.Body.(care.Received); ok {
				n++
			}
		}
	}
}

// open returns a desk over store that reads all files.
func open(ctx context.Context, opts options, store care.Store, stderr io.Writer) (*desk.Desk, error) {
	// No clocks: nobody will act on one of the past, and the report measures by itself.
	cfg := desk.Config{Policy: &sla.Policy{}}
	for i, file := range opts.files {
		from := archive.Config{Name: fmt.Sprintf("%d:%s", i, file)} // the same file may come twice; by its name it goes on where it was
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
	return desk.New(store, cfg)
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
