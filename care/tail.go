package care

import (
	"reflect"
	"slices"
	"time"

	"github.com/kindlydm/kindly/sla"
)

// Tail is the state of a conversation after its last entry: what must be remembered to go on, and what
// queues show. Its size does not grow with the number of entries.
type Tail struct {
	Last       Pos        `json:"last,omitzero"`       // of the last entry folded
	Observed   time.Time  `json:"observed,omitzero"`   // when we saw what we saw last
	Customer   AuthorID   `json:"customer,omitzero"`   // who wrote first
	Account    AccountID  `json:"account,omitzero"`    // which of ours answered first; else was addressed first
	Visibility Visibility `json:"visibility,omitzero"` // of the customer's latest mention
	Start      Above      `json:"start,omitzero"`      // what stood above the customer's first mention
	Answered   bool       `json:"answered,omitzero"`   // in this case, by a reply that counts
	Decided    bool       `json:"decided,omitzero"`    // a person of ours decided something
	Status     Status     `json:"status,omitzero"`
	Case       int        `json:"case,omitzero"`    // number of the current case, from 1; 0: none yet
	CaseAt     time.Time  `json:"case_at,omitzero"` // when it began
	Snoozed    time.Time  `json:"snoozed,omitzero"` // until when
	Resolved   time.Time  `json:"resolved,omitzero"`
	Waiting    Waiting    `json:"waiting,omitzero"`
	LastIn     time.Time  `json:"last_in,omitzero"`
	LastOut    time.Time  `json:"last_out,omitzero"`
	In         int        `json:"in,omitzero"`     // the customers' mentions
	Out        int        `json:"out,omitzero"`    // ours
	Shares     int        `json:"shares,omitzero"` // of any mention in it
	Reach      int        `json:"reach,omitzero"`  // followers of who shared, as known; readers may be counted twice
	Team       string     `json:"team,omitzero"`
	Assignee   string     `json:"assignee,omitzero"`
	Tags       []string   `json:"tags,omitempty"` // sorted
	// Withdrawn is when the last of the messages was taken back that were taken back unanswered. An answer
	// that turns up from before then may show that one of them was answered.
	Withdrawn time.Time `json:"withdrawn,omitzero"`
	// Promised is the tag of the policy that was in force when the case began; see [sla.Policy.After].
	Promised string `json:"promised,omitzero"`
	// Due is the earliest due time of the clocks that run; zero if none does. Next is the earliest time at
	// which there is something to be said of one: a warning, a miss, the end of a pause, another policy.
	Due    time.Time `json:"due,omitzero"`
	Next   time.Time `json:"next,omitzero"`
	Silent []LegKey  `json:"silent,omitempty"` // legs whose author has not addressed us
	Track  sla.Track `json:"track,omitzero"`
	// Base is the state before the current case; nil in the first one. A late entry is folded from here.
	Base *Tail `json:"base,omitzero"`
}

// Waiting is what customers said in this case that nobody has answered. An answer that our people gave
// elsewhere is one to all that was said before it, whenever we came to know of either: they saw the platform
// itself.
type Waiting struct {
	Since time.Time `json:"since,omitzero"` // the oldest; zero if Count is 0
	Count int       `json:"count,omitzero"`
	// Observed is the latest ObservedAt among them.
	Observed time.Time `json:"observed,omitzero"`
}

// Unanswered reports whether the customer waits for us, and the case is not put aside.
func (t *Tail) Unanswered() bool {
	return t.Waiting.Count > 0 && (t.Status == StatusNew || t.Status == StatusOpen)
}

// Subject returns what the rules of a policy match on: the platform as in "twitter", the account as in
// "twitter:acme", the visibility by its name ("direct", "followers", "unlisted", "public"), and the tags. No
// case has a priority yet.
func (t *Tail) Subject() sla.Subject {
	platform := t.Account.Platform()
	if platform == "" {
		platform = t.Customer.Platform()
	}
	return sla.Subject{
		Platform: string(platform), Account: string(t.Account),
		Visibility: t.Visibility.String(), Tags: t.Tags,
	}
}

// Advance folds the passing of time: a snooze that ended before now is over.
func (t *Tail) Advance(now time.Time) {
	if t.Status == StatusSnoozed && !now.Before(t.Snoozed) {
		t.Status, t.Snoozed = t.ourTurn(), time.Time{}
	}
}

func (t *Tail) ourTurn() Status {
	if t.Answered {
		return StatusOpen
	}
	return StatusNew
}

func (t *Tail) tag(add, remove []string) {
	tags := slices.DeleteFunc(slices.Clone(t.Tags), func(s string) bool { return slices.Contains(remove, s) })
	tags = append(tags, add...)
	slices.Sort(tags)
	t.Tags = slices.Compact(tags)
}

// begin starts a new case at the time of the message that opens it.
func (t *Tail) begin(at time.Time, p *sla.Policy) {
	if t.Case > 0 {
		base := *t
		base.Base = nil
		t.Base = &base
	}
	t.Case++
	t.CaseAt, t.Status, t.Answered = at, StatusNew, false
	t.Waiting, t.Track = Waiting{}, sla.Track{}
	t.Snoozed, t.Resolved = time.Time{}, time.Time{}
	if t.Promised = ""; p != nil {
		t.Promised = p.InForce(at, at).Tag()
	}
}

func (t *Tail) wait(r *Row) {
	if t.Waiting.Count == 0 || r.At().Before(t.Waiting.Since) {
		t.Waiting.Since = r.At()
	}
	t.Waiting.Count++
	if r.ObservedAt.After(t.Waiting.Observed) {
		t.Waiting.Observed = r.ObservedAt
	}
}

// Same reports whether t and u are the same state.
func (t *Tail) Same(u *Tail) bool {
	if t == nil || u == nil {
		return t == u
	}
	a, b := *t, *u
	a.Tags, b.Tags, a.Silent, b.Silent, a.Base, b.Base = nil, nil, nil, nil, nil, nil
	a.Track, b.Track = sla.Track{}, sla.Track{}
	return reflect.DeepEqual(a, b) && slices.Equal(t.Tags, u.Tags) && slices.Equal(t.Silent, u.Silent) &&
		t.Track.Same(&u.Track) && t.Base.Same(u.Base)
}
