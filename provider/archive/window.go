package archive

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
)

// MaxLine is the longest line in bytes, with its end, that is read or written; in a CSV the longest row.
const MaxLine = 4 << 20

const chunk = 256 << 10 // read at once

var (
	errLong  = errors.New("longer than 4 MiB")
	errShort = errors.New("it ended early")
)

// A window is a file as far as it is looked at: lines can be seen before they are taken. It holds at
// most MaxLine and a chunk.
type window struct {
	read func([]byte) (int, error)
	sum  hash.Hash // of what was taken
	buf  []byte    // buf[pos:] was read and not taken
	pos  int
	off  int64 // of buf[pos] in the file
	line int   // the number of the line there
	size int64 // of the file
	err  error // that read gave
}

func newWindow(ctx context.Context, r io.Reader, size int64) *window {
	r = io.LimitReader(r, size)
	read := func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return r.Read(p)
	}
	room := min(chunk, size+1)
	return &window{read: read, sum: sha256.New(), buf: make([]byte, 0, room), line: 1, size: size}
}

// ahead returns the line that starts n bytes ahead, with its end; an empty one at the end of the file.
// If it ends more than MaxLine ahead, the error is errLong. It is valid until the next call.
func (w *window) ahead(n int) ([]byte, error) {
	for seen := n; ; w.fill() {
		rest := w.buf[w.pos:]
		if i := bytes.IndexByte(rest[seen:], '\n'); i >= 0 {
			return bounded(rest[:seen+i+1], n)
		}
		seen = len(rest)
		if seen > MaxLine {
			return nil, errLong
		}
		if w.err != nil {
			if err := w.ended(); err != nil {
				return nil, err
			}
			return bounded(rest, n)
		}
	}
}

func bounded(b []byte, n int) ([]byte, error) {
	if len(b) > MaxLine {
		return nil, errLong
	}
	return b[n:], nil
}

// peek returns up to n bytes that were looked at.
func (w *window) peek(n int) []byte { return w.buf[w.pos:min(w.pos+n, len(w.buf))] }

func (w *window) fill() {
	if len(w.buf) == cap(w.buf) {
		w.makeRoom()
	}
	for range 100 {
		n, err := w.read(w.buf[len(w.buf):cap(w.buf)])
		w.buf, w.err = w.buf[:len(w.buf)+n], err
		if n > 0 || err != nil {
			return
		}
	}
	w.err = io.ErrNoProgress
}

func (w *window) makeRoom() {
	kept := w.buf[w.pos:]
	if len(kept) > cap(w.buf)/2 && cap(w.buf) < MaxLine+chunk {
		w.buf = make([]byte, 0, min(2*cap(w.buf)+chunk, MaxLine+chunk))
	}
	w.buf, w.pos = append(w.buf[:0], kept...), 0
}

// take goes on behind the next n bytes, which were looked at.
func (w *window) take(n int) {
	taken := w.buf[w.pos : w.pos+n]
	w.sum.Write(taken)
	w.line += bytes.Count(taken, []byte{'\n'})
	w.pos += n
	w.off += int64(n)
}

// skipLine takes the rest of the line, however long it is.
func (w *window) skipLine() error {
	for {
		rest := w.buf[w.pos:]
		if i := bytes.IndexByte(rest, '\n'); i >= 0 {
			w.take(i + 1)
			return nil
		}
		w.take(len(rest))
		if w.err != nil {
			return w.ended()
		}
		w.fill()
	}
}

// skip takes n bytes.
func (w *window) skip(n int64) error {
	for {
		part := min(n, int64(len(w.buf)-w.pos))
		w.take(int(part))
		n -= part
		if n == 0 {
			return nil
		}
		if w.err != nil {
			return cmp.Or(w.ended(), changed("%w", errShort))
		}
		w.fill()
	}
}

// ended returns why there is no more; nil if this is the file's end.
func (w *window) ended() error {
	if !errors.Is(w.err, io.EOF) {
		return w.err
	}
	if w.off+int64(len(w.buf)-w.pos) < w.size {
		return changed("%w", errShort)
	}
	return nil
}
