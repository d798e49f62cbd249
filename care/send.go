package care

import (
	"context"
	"encoding/json"
	"time"
)

// A Sender is the way out to a platform, as [Source] is the way in. It, and the types that it speaks of,
// are what providers will implement; no desk sends anything yet.
type Sender interface {
	// Accounts returns the accounts that it sends for.
	Accounts() []Account
	// Limits returns what the platform allows at to.
	Limits(to Address) Limits
	// Plan splits a draft into the parts that will be written, and freezes them. It does no I/O.
	Plan(d Draft) ([]Part, error)
	// Send makes one attempt at one part and never repeats it. An error says by its Effect whether the
	// part may have been written all the same.
	Send(ctx context.Context, p Part) (Receipt, error)
}

// A Draft is what somebody wants to say.
type Draft struct {
	ID   string // the caller's own: the same draft twice is one
	To   Address
	Text string
	Lang string
	_    struct{}
}

// A Part is one write to a platform, frozen: a repeated attempt sends the same bytes.
type Part struct {
	Key    string // unique; for platforms that take an idempotency key
	Draft  string
	N, Of  int // from 1
	To     Address
	Text   string
	After  Ref             // the part before, once it was sent
	Frozen json.RawMessage // the driver's own
	_      struct{}
}

// A Receipt is what a platform said of a part.
type Receipt struct {
	Ref Ref // what it became
	At  time.Time
	_   struct{}
}

// Limits are facts about what a platform allows at one address.
type Limits struct {
	MaxText int    // in Unit, for one part; 0: no limit known
	Unit    string // what MaxText counts: "bytes", "runes", or the platform's own word
	Parts   int    // into how many parts a text may be split; 0: no limit known
	_       struct{}
}
