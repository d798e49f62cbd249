package storetest

import (
	"testing"
	"time"

	"github.com/kindlydm/kindly/care"
)

// A Harness makes the stores that the kit checks.
type Harness struct {
	// Open returns a new, empty store, and closes it by TB.Cleanup if that is needed.
	Open func(TB) care.Store
	// Reopen closes the store and opens it again. If nil, S13 is skipped.
	Reopen func(TB, care.Store) care.Store
	// Advance moves the clock of all stores that Open returned; a negative d moves it back. If nil, the kit
	// waits for leases to end.
	Advance func(d time.Duration)
	// Refuse holds ways of opening that must fail, as S16 says: a newer schema, settings that lose what was
	// committed. If empty, S16 is skipped.
	Refuse []func() (care.Store, error)
	// LoseAnswer makes the answer to the store's next commit get lost. If nil, S18 is checked by repetition
	// alone.
	LoseAnswer func(TB, care.Store)
	_          struct{}
}

// A Rule is one rule of [care.Store].
type Rule struct {
	ID   string // "S1"
	Text string // as care.Store has it

	check func(*check)
}

// Run checks every rule in a subtest of its own.
func Run(t *testing.T, h Harness) {
	t.Helper()
	for _, r := range Rules() {
		t.Run(r.ID, func(t *testing.T) { r.Check(t, h) })
	}
}

// Check fails tb where the stores of h break the rule.
func (r Rule) Check(tb TB, h Harness) {
	tb.Helper()
	r.check(&check{TB: tb, rule: r, h: h})
}

// Rules returns all rules, in their order.
func Rules() []Rule {
	return []Rule{
		{"S1", "Update is all or nothing, also when fn fails or panics, or ctx ends.", (*check).allOrNothing},
		{"S2", "Two Updates that share a key never interleave: each sees all of the other, or nothing.", (*check).turns},
		{"S3", "Also where nothing is stored under the key yet.", (*check).turnsOverNothing},
		{"S4", "Two Updates without a common key both get done, in whatever order they name their keys.", (*check).noDeadlock},
		{"S5", "PutHeads and PutRecord refuse a version that is not the stored one plus one with ErrConflict, and " +
			"the whole Update is undone.", (*check).versions},
		{"S6", "Every write repeated is the write done once.", (*check).repeated},
		{"S7", "Claim: never two holders of one token; a job is hidden for its lease and seen again after it; the " +
			"token grows by one with each claim, also over a Finish and a new PutJob of the same key; jobs come " +
			"in order of At, then Key.", (*check).claims},
		{"S8", "Finish with a token that is not the current one is ErrFenced, and the whole Update is undone.", (*check).fences},
		{"S9", "Feed, read again and again from where it last ended while writers write, gives every event once, " +
			"in the order of commits.", (*check).feeds},
		{"S10", "Entries come in fold order and are paged without loss while earlier ones are put in.", (*check).entries},
		{"S11", "List pages by its order and the id: what stays in the list is seen once, whatever changes.", (*check).lists},
		{"S12", "A merged conversation's id answers for ever; also of a merge of merged ones. The same for threads.", (*check).merges},
		{"S13", "What Update returned nil for is there after the store was closed and opened again.", (*check).lasts},
		{"S14", "Erase leaves no word: not in content, quarantine or any index. A tombstone stays.", (*check).forgets},
		{"S15", "Times come back in UTC, to the nanosecond. The clock that Claim returns never goes back.", (*check).times},
		{"S16", "Open refuses what can't keep these rules, and says what to do.", (*check).refuses},
		{"S17", "The work of a call is bounded by its limit and the refs it names, not by what is stored; that of Merge, MoveThread, MoveLegs and RenameAuthor by what they move.", (*check).limits},
		{"S18", "Where the outcome of a commit is unknown, Update says ErrUnknownOutcome; repeating it then leaves " +
			"what one would have left.", (*check).outcomes},
		{"S19", "What is read in one View is of one state, whatever is committed meanwhile.", (*check).oneState},
	}
}
