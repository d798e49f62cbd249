package archive

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
)

// A table is a customer-support CSV.
type table struct {
	ours  *ours
	rec   record
	width int         // columns in the header
	at    [fields]int // where each stands
}

// The columns that we read.
const (
	tweetID = iota
	authorID
	inbound
	createdAt
	text
	answers
	answerTo
	fields
)

func fieldNames() [fields]string {
	return [...]string{
		tweetID: "tweet_id", authorID: "author_id", inbound: "inbound", createdAt: "created_at", text: "text",
		answers: "response_tweet_id", answerTo: "in_response_to_tweet_id",
	}
}

func (t *table) get(field int) []byte { return t.rec.field(t.at[field]) }

// head reads the first line that isn't empty, behind a byte order mark if there is one.
func (t *table) head(w *window) error {
	if err := skipMark(w); err != nil {
		return err
	}
	size, err := skipEmpty(w)
	switch {
	case errors.Is(err, io.EOF):
		return invalid("header: the file is empty")
	case errors.Is(err, errLong):
		return invalid("header: %w", err)
	case err != nil:
		return err
	}
	line, err := w.ahead(0)
	if err != nil {
		return err
	}
	t.rec.reset(false)
	if !t.rec.feed(line) || t.rec.open {
		return invalid("line %d: header: a quote is not closed", w.line)
	}
	w.take(size)
	return t.find()
}

func (t *table) find() error {
	t.width = t.rec.columns()
	names := make([]string, t.width)
	for i := range names {
		names[i] = string(bytes.TrimSpace(t.rec.field(i)))
	}
	var errs []error
	for field, name := range fieldNames() {
		t.at[field] = slices.Index(names, name)
		if t.at[field] < 0 {
			errs = append(errs, fmt.Errorf("header: no column %s", name))
		} else if slices.Contains(names[t.at[field]+1:], name) {
			errs = append(errs, fmt.Errorf("header: column %s stands there twice", name))
		}
	}
	if len(errs) > 0 {
		return invalid("%w", errors.Join(errs...))
	}
	return nil
}

// A row is how many bytes a row of a CSV takes, and what is wrong with its form: with a fault it can't
// be read, with a note it was read all the same.
type row struct {
	size        int
	fault, note string
}

// row reads the row that w is at, and does not take it. The error is io.EOF at the end, errLong where
// the first line alone is too long.
func (t *table) row(w *window) (row, error) {
	size, err := skipEmpty(w)
	if err != nil {
		return row{}, err
	}
	whole, err := t.strict(w)
	if err != nil || whole.fault == "" {
		return whole, err
	}
	line, err := w.ahead(0)
	if err != nil {
		return row{}, err
	}
	t.rec.reset(true)
	if t.rec.feed(line); !t.rec.open && t.rec.columns() == t.width {
		return row{size: size, note: "quotes inside quotes are not doubled"}, nil
	}
	return row{size: size, fault: whole.fault}, nil
}

const slack = 16 // columns too many, from which on a row of several lines is not looked at further

func (t *table) strict(w *window) (row, error) {
	t.rec.reset(false)
	size := 0
	for lines := 1; ; lines++ {
		line, err := w.ahead(size)
		if lines > 1 && (errors.Is(err, errLong) || err == nil && len(line) == 0) {
			return row{fault: "a quote is not closed"}, nil
		}
		if err != nil {
			return row{}, err
		}
		size += len(line)
		if !t.rec.feed(line) {
			return row{fault: "a quote is not closed, or one inside quotes is not doubled"}, nil
		}
		if !t.rec.open || lines > 1 && t.rec.columns() > t.width+slack {
			return row{size: size, fault: t.fault(lines)}, nil
		}
	}
}

func (t *table) fault(lines int) string {
	switch n := t.rec.columns(); {
	case n != t.width && lines > 1:
		return fmt.Sprintf("a quote goes on over %d lines and makes %d columns instead of %d", lines, n, t.width)
	case n != t.width:
		return fmt.Sprintf("%d columns instead of %d", n, t.width)
	case lines > 1 && t.rec.loose:
		return fmt.Sprintf("a quote goes on over %d lines to one inside an unquoted field", lines)
	default:
		return ""
	}
}

// skipMark takes a byte order mark.
func skipMark(w *window) error {
	mark := []byte("\uFEFF")
	line, err := w.ahead(0)
	if errors.Is(err, errLong) {
		line, err = w.peek(len(mark)), nil
	}
	if bytes.HasPrefix(line, mark) {
		w.take(len(mark))
	}
	return err
}

// skipEmpty takes empty lines, and returns how long the one behind them is; io.EOF if there is none.
func skipEmpty(w *window) (int, error) {
	for {
		line, err := w.ahead(0)
		if err != nil {
			return 0, err
		}
		if len(line) == 0 {
			return 0, io.EOF
		}
		if words, _ := chomp(line); len(words) > 0 {
			return len(line), nil
		}
		w.take(len(line))
	}
}
