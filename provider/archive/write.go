package archive

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/kindlydm/kindly/care"
)

// Write writes an archive of JSON lines: accounts, then mentions. Open reads back the same, with times
// in UTC and without white space in Native and Raw; Where is not written. It stops at the first account
// or mention that Open would refuse; those before it are written.
func Write(w io.Writer, accounts []care.Account, mentions iter.Seq[care.Mention]) error {
	out := newWriter(w)
	err := cmp.Or(out.all(accounts, mentions), out.w.Flush())
	if err == nil {
		return nil
	}
	fault := &care.Error{Op: "archive: write", Code: care.CodeUnavailable, Err: err}
	if errors.Is(err, care.ErrInvalid) {
		fault.Code = care.CodeInvalid
	}
	return fault
}

type writer struct {
	w    *bufio.Writer
	line bytes.Buffer
	json *json.Encoder // into line
}

func newWriter(w io.Writer) *writer {
	out := &writer{w: bufio.NewWriter(w)}
	out.json = json.NewEncoder(&out.line)
	out.json.SetEscapeHTML(false)
	return out
}

func (w *writer) all(accounts []care.Account, mentions iter.Seq[care.Mention]) error {
	for i, a := range accounts {
		if err := w.account(a); err != nil {
			return fmt.Errorf("account %d: %w", i, err)
		}
	}
	n := 0
	for m := range mentions {
		if err := w.mention(m); err != nil {
			return fmt.Errorf("mention %d: %w", n, err)
		}
		n++
	}
	return nil
}

func (w *writer) account(a care.Account) error {
	if err := validateAccount(a); err != nil {
		return invalid("%w", err)
	}
	return w.put(map[string]account{"account": {ID: a.ID, Handle: a.Handle, Name: a.Name, Authors: a.Authors}})
}

func (w *writer) mention(m care.Mention) error {
	if err := errors.Join(m.Validate(), checkIDs(m)); err != nil {
		return invalid("%w", err)
	}
	m.Media = slices.Clone(m.Media)
	inUTC(&m)
	return w.put(m)
}

func (w *writer) put(v any) error {
	w.line.Reset()
	if err := w.json.Encode(v); err != nil {
		return invalid("%w", err)
	}
	if w.line.Len() > MaxLine {
		return invalid("its line is %w", errLong)
	}
	_, err := w.w.Write(w.line.Bytes())
	return err
}
