package archive

import (
	"bytes"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/kindlydm/kindly/care"
)

const (
	maxRaw   = 64 << 10 // bytes of a row that a reject keeps
	maxBatch = 8 << 20  // bytes of the file, from which on a batch is full
)

// A basket gathers a batch.
type basket struct {
	source, file string
	batch        care.Batch
	rows         int
	room         int   // for mentions, to begin with
	start        int64 // where in the file the batch begins
}

func newBasket(s *Source, start int64) *basket {
	return &basket{source: s.name, file: path.Base(s.file), start: start, room: min(s.batch, 500), batch: care.Batch{Feed: s.name}}
}

// where returns the place of the row that w is at.
func (b *basket) where(w *window) string { return b.file + ":" + strconv.Itoa(w.line) }

func (b *basket) full(w *window, rows int) bool { return b.rows >= rows || w.off-b.start >= maxBatch }

// put puts m in, unless err or m itself says that it can't be; notes are what it goes without.
func (b *basket) put(where string, raw []byte, m care.Mention, notes []string, err error) {
	m.Where = where
	notes = append(notes, repair(&m)...)
	if err == nil {
		err = m.Validate()
	}
	if err != nil {
		b.refuse(where, raw, reason(err))
		return
	}
	b.rows++
	if b.batch.Mentions == nil {
		b.batch.Mentions = make([]care.Mention, 0, b.room)
	}
	b.batch.Mentions = append(b.batch.Mentions, m)
	if len(notes) > 0 {
		b.reject(where, raw, strings.Join(notes, "; "), true)
	}
}

func (b *basket) putRemoval(where string, raw []byte, r care.Removal, err error) {
	if err != nil {
		b.refuse(where, raw, "removal: "+reason(err))
		return
	}
	b.rows++
	b.batch.Removals = append(b.batch.Removals, r)
}

// refuse puts a row that can't be read in as a reject.
func (b *basket) refuse(where string, raw []byte, reason string) {
	b.rows++
	b.reject(where, raw, reason, false)
}

func (b *basket) refuseLong(w *window) error {
	b.refuse(b.where(w), w.peek(maxRaw), errLong.Error())
	return w.skipLine()
}

func (b *basket) reject(where string, raw []byte, reason string, taken bool) {
	raw = bytes.Clone(raw[:min(len(raw), maxRaw)])
	b.batch.Rejects = append(b.batch.Rejects, care.Reject{Source: b.source, Where: where, Reason: reason, Raw: raw, Taken: taken})
}

// reason is err in one line.
func reason(err error) string { return strings.ReplaceAll(err.Error(), "\n", "; ") }

// endOK makes the end of the file no error.
func endOK(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
