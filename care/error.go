package care

import (
	"errors"
	"strings"
	"time"
)

// Error is what the packages of this module return when something outside, or a caller, was the reason.
// It never holds a token or a customer's words.
//
// errors.Is(err, ErrConflict) asks for a Code, errors.AsType[*Error](err) for the rest.
type Error struct {
	Op       string // what was tried: "ingest", "resolve", "archive: open"
	Platform Platform
	Account  AccountID
	Code     Code
	// Effect says whether it was done all the same.
	Effect Effect
	// Concern says what else it stops.
	Concern Concern
	RetryAt time.Time // when to come back; zero: not known
	Instead []string  // what is allowed instead
	Err     error     // the cause; may be nil
}

// Code says what an error was. The set is closed, and a code never changes its meaning or number.
type Code int

// The codes. Each has a sentinel for errors.Is.
const (
	CodeInternal       Code = iota // none of the others
	CodeInvalid                    // what was asked is wrong in itself: asking again won't help
	CodeNotFound                   // there is no such thing
	CodeConflict                   // somebody changed it meanwhile: look again
	CodeIllegal                    // not allowed in the present state
	CodeFenced                     // somebody else holds the job now
	CodeUnknownOutcome             // it may have been done: repeat or look
	CodeUnsupported                // the platform or part can't do that
	CodeUnavailable                // not now; try again
	CodeRateLimited                // too often; RetryAt says when
	CodeReauth                     // somebody must grant access again
	CodeClosed                     // over: the window, the thread, the desk
	CodeTooLong                    // longer than the platform allows
	CodeRefused                    // the recipient or the platform doesn't want it
)

// Effect says whether what was tried took effect.
type Effect string

// The effects.
const (
	EffectNone    Effect = ""        // nothing was done
	EffectUnknown Effect = "unknown" // it may have been done
	EffectDone    Effect = "done"    // it was done, in spite of the error
)

// Concern says how far an error reaches.
type Concern string

// The concerns, from the nearest to the widest.
const (
	ConcernItem      Concern = "" // this one thing
	ConcernRecipient Concern = "recipient"
	ConcernFeed      Concern = "feed"
	ConcernAccount   Concern = "account"
	ConcernApp       Concern = "app"
	ConcernHost      Concern = "host"
)

// The sentinels, one for each code.
var (
	ErrInternal       = errors.New("internal error")
	ErrInvalid        = errors.New("invalid")
	ErrNotFound       = errors.New("not found")
	ErrConflict       = errors.New("changed meanwhile")
	ErrIllegal        = errors.New("not allowed in this state")
	ErrFenced         = errors.New("held by somebody else now")
	ErrUnknownOutcome = errors.New("outcome unknown")
	ErrUnsupported    = errors.New("not supported")
	ErrUnavailable    = errors.New("unavailable")
	ErrRateLimited    = errors.New("rate limited")
	ErrReauth         = errors.New("access must be granted again")
	ErrClosed         = errors.New("closed")
	ErrTooLong        = errors.New("too long")
	ErrRefused        = errors.New("refused")
)

// Err returns c's sentinel.
func (c Code) Err() error {
	all := [...]error{
		ErrInternal, ErrInvalid, ErrNotFound, ErrConflict, ErrIllegal, ErrFenced, ErrUnknownOutcome, ErrUnsupported,
		ErrUnavailable, ErrRateLimited, ErrReauth, ErrClosed, ErrTooLong, ErrRefused,
	}
	if c < 0 || int(c) >= len(all) {
		return ErrInternal
	}
	return all[c]
}

// Error returns "op: platform: code: cause".
func (e *Error) Error() string {
	parts := make([]string, 0, 4)
	for _, s := range []string{e.Op, string(e.Platform)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if e.Err == nil || e.Code != CodeInternal && !errors.Is(e.Err, e.Code.Err()) {
		parts = append(parts, e.Code.Err().Error())
	}
	if e.Err != nil {
		parts = append(parts, e.Err.Error())
	}
	return strings.Join(parts, ": ")
}

// Unwrap returns the code's sentinel and the cause.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Code.Err()}
	}
	return []error{e.Code.Err(), e.Err}
}
