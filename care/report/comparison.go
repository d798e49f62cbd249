package report

import (
	"time"

	"github.com/kindlydm/kindly/sla"
)

// What a Comparison tells, and what it can't.
const (
	Tells = "It tells what other promises and opening hours make of what happened: who wrote what when is replayed " +
		"as it was."
	NoStaffing = "It does not model staffing: with other promises people would have answered in another order and " +
		"at other times."
	NoResolutions = "It can't tell how resolutions went: no case here was ever resolved, as in an archive of messages " +
		"alone, so their clocks only run out."
)

// Comparison is how promises were kept, or would have been, under several policies side by side: a row for
// each metric and combination of keys, sorted by them, and the totals.
type Comparison struct {
	// Policies are the tags; the first is the one that the others are compared with.
	Policies []string `json:"policies"`
	// Now is the instant as of which cycles were judged.
	Now time.Time `json:"now"`
	By  []By      `json:"by,omitempty"`
	// Zone is the name of that of days, weeks and hours; From and To are the bounds, if any.
	Zone string    `json:"zone"`
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
	// Conversations is how many there were by then in which a customer addressed us.
	Conversations int       `json:"conversations"`
	Rows          []KeptRow `json:"rows,omitempty"`
	Total         []KeptRow `json:"total"` // a row for each metric
	// Tells and CannotTell are for who reads the figures: constants of this package.
	Tells      string   `json:"tells"`
	CannotTell []string `json:"cannot_tell"`
}

// KeptRow is the figures of one metric over some cycles. There is one if any of the policies promises
// something about it.
type KeptRow struct {
	Metric sla.Metric `json:"metric"`
	// Keys are in the order of Comparison.By; none in a total. The account is that of the conversation; see
	// [Row.Conversations].
	Keys []string `json:"keys,omitempty"`
	Kept []Kept   `json:"kept"` // in the order of Comparison.Policies
}

func (r KeptRow) ofResolution() bool {
	return r.Metric == sla.FirstResolution || r.Metric == sla.TotalResolution
}

// Kept is how one policy judges.
type Kept struct {
	Policy string `json:"policy"` // its tag, also of cycles that a version before it judged
	// Cycles is how many there were about which the policy promises something: Met, Missed, Cancelled and
	// Open together; see [sla.Clock]. A cycle starts with the first message that we have, also where the
	// customer may have written before it.
	Cycles int `json:"cycles"`
	// Met is how many stopped when they were due, or before.
	Met int `json:"met"`
	// Missed is how many did not, those that still wait included.
	Missed int `json:"missed"`
	// Overdue is how many of Missed had not stopped by Comparison.Now.
	Overdue int `json:"overdue"`
	// Cancelled is how many ended before they were due because the case was resolved without an answer.
	Cancelled int `json:"cancelled"`
	// Open is how many had not stopped by Comparison.Now and were not yet due then, running or paused.
	Open int `json:"open"`
	// Attainment is Met / (Met + Missed): what was cancelled or is open is on neither side. 0 if both are 0.
	Attainment float64 `json:"attainment"`
	// Elapsed is the open time outside of pauses that cycles took which stopped, met or missed.
	Elapsed Times `json:"elapsed"`
}
