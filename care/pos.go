package care

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Pos is a place in the fold: by time, then class, then key, where digits at the end of keys compare
// as numbers. It does not depend on what arrived when.
type Pos struct {
	At    time.Time
	Class Class
	Key   string // a Ref, or the ID of an event
}

// Class orders what happened in one instant.
type Class uint8

// What somebody said comes before what we decided about it.
const (
	ClassMention  Class = 1
	ClassDecision Class = 2
)

// Compare returns -1, 0 or 1.
func (p Pos) Compare(q Pos) int {
	if c := cmp.Or(p.At.Compare(q.At), cmp.Compare(p.Class, q.Class)); c != 0 || p.Key == q.Key {
		return c
	}
	return compareKeys(p.Key, q.Key)
}

// IsZero reports whether p is before everything.
func (p Pos) IsZero() bool { return p == Pos{} }

// MarshalText writes nanoseconds since 1970, class and key: "1322740800000000000.1.twitter:9".
func (p Pos) MarshalText() ([]byte, error) {
	if p.IsZero() {
		return nil, nil
	}
	return fmt.Appendf(nil, "%d.%d.%s", p.At.UnixNano(), p.Class, p.Key), nil
}

// UnmarshalText reads what MarshalText wrote.
func (p *Pos) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*p = Pos{}
		return nil
	}
	parts := strings.SplitN(string(text), ".", 3)
	if len(parts) != 3 {
		return fmt.Errorf("position %.80q is not time.class.key", text)
	}
	ns, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil {
		return fmt.Errorf("position %.80q: time: %w", text, err)
	}
	class, err := strconv.ParseUint(parts[1], 10, 8)
	if err != nil {
		return fmt.Errorf("position %.80q: class: %w", text, err)
	}
	*p = Pos{At: time.Unix(0, ns).UTC(), Class: Class(class), Key: parts[2]}
	return nil
}

// An Entry is one step of a conversation: a mention as it is known now, or a decision. Exactly one of
// the pointers is set.
type Entry struct {
	Row   *Row
	Event *Event
}

// Pos returns the place of e in the fold.
func (e Entry) Pos() Pos {
	if e.Row != nil {
		return e.Row.Pos()
	}
	return e.Event.Pos()
}

// Pos returns the place of e in the fold.
func (e *Event) Pos() Pos { return Pos{At: e.At, Class: ClassDecision, Key: e.ID} }

// Pos returns the place of the mention in the fold.
func (f *Facts) Pos() Pos { return Pos{At: f.At(), Class: ClassMention, Key: string(f.Ref)} }
