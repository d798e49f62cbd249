package care

import (
	"context"
	"time"
)

// A Store keeps what must survive. It decides nothing: the desk computes, the store remembers, in
// transactions. Package storetest has the rules below as a kit, one case for each.
//
//	S1  Update is all or nothing, also when fn fails or panics, or ctx ends.
//	S2  Two Updates that share a key never interleave: each sees all of the other, or nothing.
//	S3  Also where nothing is stored under the key yet.
//	S4  Two Updates without a common key both get done, in whatever order they name their keys.
//	S5  PutHeads and PutRecord refuse a version that is not the stored one plus one with ErrConflict, and
//	    the whole Update is undone.
//	S6  Every write repeated is the write done once.
//	S7  Claim: never two holders of one token; a job is hidden for its lease and seen again after it; the
//	    token grows by one with each claim, also over a Finish and a new PutJob of the same key; jobs come
//	    in order of At, then Key.
//	S8  Finish with a token that is not the current one is ErrFenced, and the whole Update is undone.
//	S9  Feed, read again and again from where it last ended while writers write, gives every event once,
//	    in the order of commits.
//	S10 Entries come in fold order and are paged without loss while earlier ones are put in.
//	S11 List pages by its order and the id: what stays in the list is seen once, whatever changes.
//	S12 A merged conversation's id answers for ever; also of a merge of merged ones. The same for threads.
//	S13 What Update returned nil for is there after the store was closed and opened again.
//	S14 Erase leaves no word: not in content, quarantine or any index. A tombstone stays.
//	S15 Times come back in UTC, to the nanosecond. The clock that Claim returns never goes back.
//	S16 Open refuses what can't keep these rules, and says what to do.
//	S17 The work of a call is bounded by its limit and the refs it names, not by what is stored; that of
//	    Merge, MoveThread, MoveLegs and RenameAuthor by what they move.
//	S18 Where the outcome of a commit is unknown, Update says ErrUnknownOutcome; repeating it then leaves
//	    what one would have left.
//	S19 What is read in one View is of one state, whatever is committed meanwhile.
//
// A Store is safe for concurrent use. What a call returns belongs to the caller, and what it is given is
// not kept: but slices and pointers inside rows are shared and must not be written to, by either.
type Store interface {
	State
	// Update runs fn in one atomic and durable transaction, in turn with every other Update that names
	// one of keys, in any process. fn may run more than once, so it does no I/O and keeps nothing of a
	// run that failed. What it reads includes what it wrote.
	Update(ctx context.Context, keys []Key, fn func(Tx) error) error
	// View runs fn on one consistent state.
	View(ctx context.Context, fn func(Reader) error) error
	// Claim takes up to n jobs of a queue that are due by the store's clock, and hides them for lease. A job
	// comes with the At that made it due. Claim also returns that clock.
	Claim(ctx context.Context, queue string, n int, lease time.Duration) ([]Job, time.Time, error)
}

// State keeps small values with a revision each: what providers share between processes. Save writes
// value if the stored revision is rev (0: none yet) and returns the new one; else ErrConflict.
type State interface {
	Load(ctx context.Context, key string) (value []byte, rev int64, err error)
	Save(ctx context.Context, key string, value []byte, rev int64) (int64, error)
}

// A Hinter is a Store that tells when something was committed, by whatever process, so that nobody has to ask
// as often. It is a hint: it may be late, repeated, about nothing, or missing, and nobody relies on it.
type Hinter interface {
	// Hints calls hint after commits, from one goroutine at a time, until ctx ends, which is no error. A store
	// that has no hints to give returns nil at once.
	Hints(ctx context.Context, hint func()) error
}

// A Key is a name that Updates take turns over; nothing is stored under it.
type Key string

// A Reader reads one state of a store. Asked for several things, it leaves out what is not there, may
// answer in any order, and may give once what was asked for twice, unless it says otherwise.
type Reader interface {
	// Mentions returns the rows of refs, also of mentions not present, with the threads and conversations
	// that they are in now.
	Mentions(refs []Ref) ([]Row, error)
	// Links returns the present rows that have one of refs among their Parents, or as their Target.
	Links(refs []Ref) ([]Row, error)
	// Contents returns the words of refs, tombstones included.
	Contents(refs []Ref) ([]Content, error)
	// Legs returns the legs with keys, merged conversations resolved.
	Legs(keys []LegKey) ([]Leg, error)
	// ThreadLegs returns up to limit legs of the thread that thread is part of now, in any order.
	ThreadLegs(thread Ref, limit int) ([]Leg, error)
	// Threads returns, for each of threads and in their order, the thread that it is part of now: itself,
	// if it was never moved.
	Threads(threads []Ref) ([]Ref, error)
	// Heads returns the heads of ids; a merged id gives that of the conversation it is part of.
	Heads(ids []ConversationID) ([]Head, error)
	// Entries returns up to limit entries of a conversation behind after, in fold order: its mentions, and
	// its events that are [Entered].
	Entries(id ConversationID, after Pos, limit int) ([]Entry, error)
	// List returns up to limit heads that q selects, behind page, and the page behind them; "" at the end.
	List(q Query, page string, limit int) ([]Head, string, error)
	// Feed returns up to limit events behind after in the order of commits; of one commit, in that of Append.
	// What the same Update appended may be missing.
	Feed(after Seq, limit int) ([]Posted, error)
	// Due returns the earliest time at which Claim finds a job in a queue, those that are hidden included;
	// zero if there is none.
	Due(queue string) (time.Time, error)
	// Record returns what PutRecord stored; zero if nothing.
	Record(key string) (Record, error)
	// Rejects returns up to limit rejects behind page, oldest first, and the page behind them.
	Rejects(page string, limit int) ([]Reject, string, error)
}

// Tx reads and writes within one Update.
type Tx interface {
	Reader
	// PutMentions stores rows by their Ref, in place of what was there.
	PutMentions([]Row) error
	// PutContents stores words by their Ref, in place of what was there.
	PutContents([]Content) error
	// PutLegs stores legs by their key.
	PutLegs([]Leg) error
	// MoveThread makes from a part of into, its legs included; where both have a leg of one customer,
	// into's stays.
	MoveThread(from, into Ref) error
	// PutHeads stores heads whose Version is the stored one plus one (1: none yet); else ErrConflict. So is
	// the id of a merged conversation, whatever the version.
	PutHeads([]Head) error
	// Merge makes from a part of into: its mentions, events and legs, and its id answers as into's. Its
	// head and its place in every List are gone.
	Merge(from, into ConversationID) error
	// MoveLegs takes legs, with their mentions, out of their conversation and into another.
	MoveLegs(legs []LegKey, into ConversationID) error
	// Append stores events whose ID is not there yet: those that are [Entered] among the entries of their
	// conversation, and everything in the feed. An event keeps the Conversation that it names, also after a Merge.
	Append([]Event) error
	// PutRecord stores r if its Version is the stored one plus one; else ErrConflict.
	PutRecord(r Record) error
	// PutRejects stores rejects; the same one again is the same.
	PutRejects([]Reject) error
	// PutJobs stores jobs by Queue and Key, in place of what was there; one with a zero At is removed. A
	// Token is not written: it stays, and goes on growing when the key comes back.
	PutJobs([]Job) error
	// Finish takes a claimed job off, or puts it at next if that is not zero. ErrFenced unless j.Token is
	// the job's current one.
	Finish(j Job, next time.Time) error
	// Expire makes tombstones of up to limit contents, and drops up to limit rejects and rows that are
	// not present, whose time is over at now. It returns how many there were.
	Expire(now time.Time, limit int) (int, error)
	// RenameAuthor puts to in the place of from: in rows, legs and events. It returns the refs of what from
	// wrote. It may take as long as from wrote much, and as events name people.
	RenameAuthor(from, to AuthorID) ([]Ref, error)
}

// A Row is what is stored of a mention: its facts, and the place that the desk gave it.
type Row struct {
	Facts
	// Leg is its place: a public one has the thread even where the customer is not known.
	Leg LegKey `json:"leg,omitzero"`
	// Conversation is empty for what is in none: our own posts, shares of what we don't know.
	Conversation ConversationID `json:"conversation,omitzero"`
	// Above says what is known of its parent.
	Above Above `json:"above,omitzero"`
	// Erased says that its author was erased: deliveries of it change nothing any more.
	Erased bool `json:"erased,omitzero"`
	// ExpiresAt is when a row that is not present is dropped.
	ExpiresAt time.Time `json:"expires_at,omitzero"`
}

// Above says what stands above a mention, as far as it is known.
type Above uint8

// What a parent can be.
const (
	AboveNone    Above = iota // it has no parent
	AboveMissing              // its parent was never seen
	AboveOurs                 // its parent is ours
	AboveSelf                 // its parent is by the same author
	AboveOther                // its parent is by somebody else
)

// A LegKey names a leg: what one customer and we say to each other in one public thread, or in private
// with one of our accounts. Nothing about it depends on what was open, or on what came first.
type LegKey struct {
	Thread   Ref       `json:"thread,omitzero"`  // in public
	Account  AccountID `json:"account,omitzero"` // in private
	Customer AuthorID  `json:"customer,omitzero"`
}

// A Leg is part of a conversation.
type Leg struct {
	LegKey
	Conversation ConversationID `json:"conversation"`
}

// A Head is what is kept of a conversation beside its entries: what queues and commands need.
type Head struct {
	ID      ConversationID `json:"id"`
	Version int64          `json:"version"` // grows by one with each change
	// Verdicts is how many were said about clocks, and Overdue the cycles of which it was last said that they are
	// missed and which are still open, or may be again. They are not folded.
	Verdicts int       `json:"verdicts,omitzero"`
	Overdue  []Overdue `json:"overdue,omitempty"`
	Tail
}

// Overdue is a cycle of a clock of which it was said that it was missed.
type Overdue struct {
	Metric string    `json:"metric"`
	Mark   string    `json:"mark"`
	Due    time.Time `json:"due"`
	Policy string    `json:"policy"`
	Ended  bool      `json:"ended,omitzero"` // as missed; it may go on again
}

// A Record is a small value with a version: a cursor, a policy, what a provider shares.
type Record struct {
	Key     string
	Version int64 // grows by one with each write; 0: not there
	Value   []byte
}

// A Seq is a place in the feed of one store; opaque, and "" before the first event.
type Seq string

// Posted is an event in the feed, with its place: where to go on behind it.
type Posted struct {
	Event
	Seq Seq
}

// A Job is something that must be done later, or once.
type Job struct {
	Queue, Key string // unique together
	At         time.Time
	Token      uint64 // of the current claim
	Body       []byte
}

// Query selects conversations; a zero field selects all.
type Query struct {
	Unanswered bool        // the customer waits for us, and the case is not snoozed
	Statuses   []Status    // any of these
	Accounts   []AccountID // any of these
	Assignee   string
	Tag        string
	Author     AuthorID // has a leg in it
	// Everything selects also conversations without a case: in which no customer has addressed us.
	Everything bool
	Order      Order
	_          struct{}
}

// Order is the order of a List.
type Order uint8

// The orders. Each ends with the conversation's id, so that it is total.
const (
	// OrderStarted: what was stored first comes first.
	OrderStarted Order = iota
	// OrderDue: the next due time first; those with none due are left out.
	OrderDue
	// OrderWaiting: who waits longest first; those who don't wait, or whose case is snoozed, are left out.
	OrderWaiting
)
