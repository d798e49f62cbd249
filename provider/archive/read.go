package archive

import (
	"context"
	"errors"
	"io"
	"iter"

	"github.com/kindlydm/kindly/care"
)

// Batches reads the archive behind its cursor in cursors, which stands there under Name. A cursor holds
// a digest of all that was read before it: Batches reads that again, and refuses to go on if the file
// has changed there ([care.ErrConflict]).
//
// The last error is a [care.Error]; it matches ctx.Err() if ctx has ended.
func (s *Source) Batches(ctx context.Context, cursors map[string]string) iter.Seq2[care.Batch, error] {
	return func(yield func(care.Batch, error) bool) {
		err := s.read(ctx, cursors[s.name], func(b care.Batch) bool { return yield(b, nil) })
		if err != nil && !errors.Is(err, errStopped) {
			yield(care.Batch{}, s.fail(ctx, "archive: read", err))
		}
	}
}

var errStopped = errors.New("the caller stopped")

func (s *Source) read(ctx context.Context, cursor string, yield func(care.Batch) bool) error {
	f, _, err := s.open()
	if err != nil {
		return err
	}
	defer f.Close()
	w, from := newWindow(ctx, f, s.size), s.begin()
	if err := from.head(w); err != nil {
		return err
	}
	if cursor != "" {
		if err := w.goTo(cursor); err != nil {
			return err
		}
	}
	for err == nil {
		err = s.fill(ctx, w, from, yield)
	}
	return endOK(err)
}

// fill reads one batch and hands it over, also what came before an error. The error is io.EOF at the
// end of the file.
func (s *Source) fill(ctx context.Context, w *window, from format, yield func(care.Batch) bool) error {
	b := newBasket(s, w.off)
	var err error
	for err == nil && !b.full(w, s.batch) {
		err = from.next(w, b) // reading more of the file looks at ctx
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if b.rows > 0 {
		b.batch.Cursor = w.cursor()
		if !yield(b.batch) {
			return errStopped
		}
	}
	if s.progress != nil && (b.rows > 0 || errors.Is(err, io.EOF)) {
		s.progress(w.off, w.size)
	}
	return err
}
