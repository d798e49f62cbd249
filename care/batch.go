package care

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"
)

// A Batch is what a [Source] hands over at once, and the unit of intake.
type Batch struct {
	Mentions []Mention
	Removals []Removal
	Rejects  []Reject
	// Source is the name of the source. Run fills it in.
	Source string
	// Feed and Cursor are stored together with the above, so that the source goes on behind it. An empty
	// Cursor leaves what was stored.
	Feed, Cursor string
	_            struct{}
}

// A Removal says that a platform no longer shows a mention: its author or the platform took it back.
type Removal struct {
	Ref Ref
	// At is when it was taken back; ObservedAt where the platform doesn't tell.
	At         time.Time
	ObservedAt time.Time
	Revision   int64 // orders it among the versions of the mention, as Mention.Revision
}

// Validate reports everything that keeps r from being ingested, joined into one error.
func (r Removal) Validate() error {
	var errs []error
	if err := r.Ref.Validate(); err != nil {
		errs = append(errs, fmt.Errorf("ref: %w", err))
	}
	if r.Revision < 0 {
		errs = append(errs, errors.New("revision: negative"))
	}
	return errors.Join(errors.Join(errs...), validateTime("at", r.At), validateTime("observed_at", r.ObservedAt))
}

// A Reject is what could not be taken as it was: where it stood and why. Kept in quarantine for as long
// as its Raw bytes may be kept, so that it can be looked at and read again.
type Reject struct {
	Source string    `json:"source"`
	Where  string    `json:"where,omitzero"` // "file:line", or a delivery and an index
	Reason string    `json:"reason"`
	Raw    []byte    `json:"raw,omitempty"`
	At     time.Time `json:"at,omitzero"`
	// ExpiresAt is when it is dropped; zero: never. The desk fills it in.
	ExpiresAt time.Time `json:"expires_at,omitzero"`
	Taken     bool      `json:"taken,omitzero"` // the item went in, without what Reason names
	_         struct{}
}

// A Source is where mentions come from. One value is read by one goroutine at a time.
type Source interface {
	// Name names the source's cursors; the same after a restart.
	Name() string
	// Accounts returns our own accounts, all of them, before the first batch.
	Accounts() []Account
	// Batches reads each feed after its cursor; cursors is keyed by Batch.Feed and may be empty. The next
	// batch is asked for when the last one is durable. An error comes last and ends it, and matches
	// ctx.Err() when ctx ended it. Whoever reads does not begin again: what may pass is tried again inside.
	Batches(ctx context.Context, cursors map[string]string) iter.Seq2[Batch, error]
}

// An Account is one of our own.
type Account struct {
	ID     AccountID
	Handle string // without '@'
	Name   string
	// Authors are the ids under which what the account writes comes back. Defaults to the one with the
	// same text as ID.
	Authors []AuthorID
	_       struct{}
}

// AuthorIDs returns Authors, or its default.
func (a Account) AuthorIDs() []AuthorID {
	if len(a.Authors) > 0 {
		return a.Authors
	}
	return []AuthorID{AuthorID(a.ID)}
}

// An Assessment is what an [Annotator] found in a mention. It holds no words of it.
type Assessment struct {
	By       string   `json:"by"`       // the annotator, with its version
	Label    int      `json:"label"`    // -1 negative, 0 neither, 1 positive
	Compound float64  `json:"compound"` // in [-1, 1]
	Intent   string   `json:"intent,omitzero"`
	Topics   []string `json:"topics,omitempty"`
	// Of is the version that was judged. The desk fills it in.
	Of Stamp `json:"of,omitzero"`
}

// Validate reports what keeps a from being stored.
func (a Assessment) Validate() error {
	switch {
	case a.By == "":
		return errors.New("assessment: nobody is named who made it")
	case !(a.Compound >= -1 && a.Compound <= 1):
		return fmt.Errorf("assessment by %.40q: compound %v is not in [-1, 1]", a.By, a.Compound)
	case a.Label < -1 || a.Label > 1:
		return fmt.Errorf("assessment by %.40q: label %d is not in [-1, 1]", a.By, a.Label)
	}
	for _, s := range append([]string{a.By, a.Intent}, a.Topics...) {
		if clean(s) != s {
			return fmt.Errorf("assessment by %.40q: not UTF-8, or with NUL", a.By)
		}
	}
	return nil
}

// An Annotator judges one mention. It may be called concurrently, keeps nothing of m, and gives the same
// answer for the same mention. The desk calls it for customers' mentions only.
type Annotator func(ctx context.Context, m Mention) (Assessment, error)
