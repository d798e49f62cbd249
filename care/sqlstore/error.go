package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/kindlydm/kindly/care"
)

func invalid(op, format string, args ...any) error {
	return &care.Error{Op: "sqlstore: " + op, Code: care.CodeInvalid, Err: fmt.Errorf(format, args...)}
}

func conflict(op, format string, args ...any) error {
	return &care.Error{Op: "sqlstore: " + op, Code: care.CodeConflict, Err: fmt.Errorf(format, args...)}
}

// damaged is about something stored that can't be read: a row that was edited by hand, or disk failure.
func damaged(op string, err error) error {
	return &care.Error{Op: "sqlstore: " + op, Err: fmt.Errorf("a stored row can't be read, as this package did not write "+
		"it so: restore it from a backup; of mentions and their words it may also be deleted, and delivered again: %w", err)}
}

// in says which row an error is about.
func in[T ~string](table string, key T, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %.200q: %w", table, key, err)
}

// A verdict is what an error of a database means for who asked.
type verdict int

const (
	verdictBroken verdict = iota // a fault in the program or the schema
	verdictAway                  // the database is not there, or takes nothing now
	verdictAgain                 // it lost a race, and may win the next
	verdictDenied                // it wants another name or password
	verdictRights                // the role may not do that
	verdictWrong                 // there is no such database or schema
)

// judge tells errors of drivers apart by what they have in common, without knowing any driver.
func judge(err error) verdict {
	if state, ok := errors.AsType[interface {
		error
		SQLState() string
	}](err); ok {
		return judgeState(state.SQLState())
	}
	if code, ok := errors.AsType[interface {
		error
		Code() int
	}](err); ok {
		return judgeCode(code.Code())
	}
	switch {
	case errors.Is(err, sql.ErrTxDone), errors.Is(err, sql.ErrNoRows), strings.HasPrefix(err.Error(), "sql: converting"):
		return verdictBroken
	case strings.Contains(err.Error(), "database is locked"):
		return verdictAgain
	}
	return verdictAway // a driver's own word that it can't reach the database
}

// judgeState reads the codes of the SQL standard, as PostgreSQL's drivers give them.
func judgeState(state string) verdict {
	switch {
	case state == "40001", state == "40P01":
		return verdictAgain
	case state == "42501":
		return verdictRights
	case strings.HasPrefix(state, "28"):
		return verdictDenied
	case strings.HasPrefix(state, "3D"), strings.HasPrefix(state, "3F"):
		return verdictWrong
	case strings.HasPrefix(state, "08"), strings.HasPrefix(state, "53"), strings.HasPrefix(state, "57"),
		strings.HasPrefix(state, "58"), strings.HasPrefix(state, "25"), state == "55P03":
		return verdictAway
	}
	return verdictBroken
}

// judgeCode reads the primary codes of SQLite.
func judgeCode(code int) verdict {
	switch code & 0xff {
	case 5, 6: // busy, locked
		return verdictAgain
	case 8, 9, 10, 13, 14: // read-only, interrupted, I/O, full, can't open
		return verdictAway
	}
	return verdictBroken
}

// failed wraps what a driver returned, once.
func failed(op string, err error) error {
	if err == nil {
		return nil
	}
	if err.Error() == "sql: database is closed" { // database/sql has no name for it
		return &care.Error{Op: "sqlstore: " + op, Code: care.CodeClosed, Err: errors.New("db was closed before the store")}
	}
	if _, ours := errors.AsType[*care.Error](err); ours || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	codes := map[verdict]care.Code{
		verdictAway: care.CodeUnavailable, verdictAgain: care.CodeConflict, verdictDenied: care.CodeReauth,
		verdictRights: care.CodeInvalid, verdictWrong: care.CodeInvalid,
	}
	advice := map[verdict]string{
		verdictDenied: ": look at user and password in the URL, and at the server's pg_hba.conf",
		verdictRights: ": grant the role CREATE on the schema, or let another role open the database once and set Config.Manual",
		verdictWrong:  ": look at the URL's database and search_path, or create what they name",
	}
	verdict := judge(err)
	if advice[verdict] != "" {
		err = fmt.Errorf("%w%s", err, advice[verdict])
	}
	return &care.Error{Op: "sqlstore: " + op, Code: codes[verdict], Err: err}
}

// unknown wraps what was returned for a commit of which nobody knows whether it was done.
func unknown(err error) error {
	return &care.Error{Op: "sqlstore: commit", Code: care.CodeUnknownOutcome, Effect: care.EffectUnknown, Err: err}
}
