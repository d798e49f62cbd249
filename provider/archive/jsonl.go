package archive

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kindlydm/kindly/care"
)

// lines is an archive of JSON lines.
type lines struct {
	headEnd int64 // where the first line stands that is not an account
}

// An entry is one line.
type entry struct {
	Account *account `json:"account"`
	Removal *removal `json:"removal"`
	care.Mention
}

type account struct {
	ID      care.AccountID  `json:"id"`
	Handle  string          `json:"handle,omitzero"`
	Name    string          `json:"name,omitzero"`
	Authors []care.AuthorID `json:"authors,omitempty"`
}

func (a account) account() care.Account {
	return care.Account{ID: a.ID, Handle: a.Handle, Name: a.Name, Authors: a.Authors}
}

// scanLines reads the accounts that stand before the first mention or removal, and returns where that is.
func scanLines(w *window, known *ours) (int64, error) {
	if err := skipMark(w); err != nil {
		return 0, err
	}
	for {
		size, err := skipEmpty(w)
		if errors.Is(err, errLong) {
			err = w.skipLine()
		} else if err == nil {
			e, _, fault := parse(w.peek(size))
			if fault == nil && e.Account == nil {
				return w.off, nil
			}
			if fault == nil && validateAccount(e.Account.account()) == nil {
				known.add(e.Account.account())
			}
			w.take(size)
		}
		if err != nil {
			return w.off, endOK(err)
		}
	}
}

func (l *lines) head(w *window) error { return skipMark(w) }

func (l *lines) next(w *window, b *basket) error {
	size, err := skipEmpty(w)
	if errors.Is(err, errLong) {
		return b.refuseLong(w)
	}
	if err != nil {
		return err
	}
	where, raw := b.where(w), w.peek(size)
	defer w.take(size)
	e, notes, err := parse(raw)
	switch {
	case err != nil:
		b.refuse(where, raw, err.Error())
	case e.Account != nil:
		if err := l.checkAccount(e.Account.account(), w.off); err != nil {
			b.refuse(where, raw, "account: "+reason(err))
		}
	case e.Removal != nil:
		r, err := e.Removal.removal()
		b.putRemoval(where, raw, r, err)
	default:
		inUTC(&e.Mention)
		b.put(where, raw, e.Mention, notes, checkIDs(e.Mention))
	}
	return nil
}

func (l *lines) checkAccount(a care.Account, off int64) error {
	if off > l.headEnd {
		return errors.New("it stands behind the first mention, and so came too late")
	}
	return validateAccount(a)
}

// parse reads one line. The error says what is wrong without saying what stands there.
func parse(line []byte) (e entry, notes []string, err error) {
	if !utf8.Valid(line) {
		line = bytes.ToValidUTF8(line, []byte("\uFFFD"))
		notes = []string{"not UTF-8"}
	}
	if err := json.Unmarshal(line, &e); err != nil {
		return entry{}, nil, shape(err)
	}
	kinds := 0
	for _, is := range []bool{e.Account != nil, e.Removal != nil, e.Ref != ""} {
		if is {
			kinds++
		}
	}
	if kinds != 1 {
		return entry{}, nil, errors.New("not one of a mention, a removal and an account")
	}
	return e, notes, nil
}

func shape(err error) error {
	if bad, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("field %q is not of type %v", strings.TrimPrefix(bad.Field, "Mention."), bad.Type)
	}
	if bad, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("not JSON, from byte %d on", bad.Offset)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("not JSON: it ends too early")
	}
	return errors.New("a time or the visibility is not in its form")
}

// inUTC makes the times of m UTC.
func inUTC(m *care.Mention) {
	all := []*time.Time{&m.OccurredAt, &m.ObservedAt, &m.EditedAt, &m.Author.KnownAt, &m.Engagement.KnownAt}
	for i := range m.Media {
		all = append(all, &m.Media[i].Expires)
	}
	for _, t := range all {
		*t = t.UTC()
	}
}

// checkIDs refuses ids in which a letter was lost: they would name something else.
func checkIDs(m care.Mention) error {
	ids := []string{
		string(m.Ref), string(m.Author.ID), string(m.Peer), string(m.Parent), string(m.Root), string(m.Target),
	}
	for _, id := range m.Via {
		ids = append(ids, string(id))
	}
	for _, id := range m.Answers {
		ids = append(ids, string(id))
	}
	for _, id := range ids {
		if err := whole(id); err != nil {
			return err
		}
	}
	return nil
}
