package sqlstore

import (
	"database/sql"
	"errors"

	"github.com/kindlydm/kindly/care"
)

// A session is one transaction in progress.
type session struct {
	query  func(text string, args ...any) (*sql.Rows, error)
	exec   func(text string, args ...any) (sql.Result, error)
	before func() error // a statement: whatever must be done first
	broken error        // the first error of the database: nothing goes on after it
	over   bool
}

func errOver() error {
	return &care.Error{Op: "sqlstore", Code: care.CodeInvalid, Err: errors.New("a Tx or Reader was used after its function returned")}
}

// A reader reads one state of a store.
type reader struct {
	*Store
	*session
}

// A scanner is the row that a query is at.
type scanner interface {
	Scan(dest ...any) error
}

// each runs a query and calls scan with every row. The desk's name is $1; args begin with $2.
func (r *reader) each(op, query string, scan func(scanner) error, args ...any) error {
	if err := r.usable(); err != nil {
		return err
	}
	rows, err := r.query(r.text(query), append([]any{r.desk}, args...)...)
	if err != nil {
		return r.broke(op, err)
	}
	var unread error
	err = walk(rows, func(row scanner) error {
		unread = scan(row)
		return unread
	})
	if unread != nil {
		return damaged(op, unread)
	}
	return r.broke(op, err)
}

// walk calls scan with every row, and closes rows.
func walk(rows *sql.Rows, scan func(scanner) error) error {
	for rows.Next() {
		if err := scan(rows); err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}

// do runs a statement and returns how many rows it changed.
func (r *reader) do(op, statement string, args ...any) (int64, error) {
	if err := r.usable(); err != nil {
		return 0, err
	}
	result, err := r.exec(r.text(statement), append([]any{r.desk}, args...)...)
	if err != nil {
		return 0, r.broke(op, err)
	}
	n, err := result.RowsAffected()
	return n, r.broke(op, err)
}

func (r *reader) usable() error {
	if r.over {
		return errOver()
	}
	if r.before != nil {
		if err := r.before(); err != nil {
			return err
		}
	}
	return failed("after an error", r.broken)
}

func (r *reader) broke(op string, err error) error {
	if err != nil && r.broken == nil {
		r.broken = err
	}
	return failed(op, err)
}

// A tx reads and writes within one Update.
type tx struct {
	reader
	refused error // the first refusal; it stands, whatever fn makes of it
	pending []write
	posted  []string
	ahead   ahead
}

func (t *tx) refuse(err error) error {
	if t.refused == nil {
		t.refused = err
	}
	return err
}

// write runs a statement for a batch.
func (t *tx) write(op, statement string, args ...any) error {
	_, err := t.do(op, statement, args...)
	return err
}
