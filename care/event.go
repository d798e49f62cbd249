package care

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/kindlydm/kindly/sla"
)

// An Event is something that happened to a conversation: what a person or a program decided, or what
// the desk announces. It holds ids, times, labels and figures, and never words. Two events with one ID
// are one.
type Event struct {
	ID           string
	Conversation ConversationID
	At           time.Time // its place in the fold, UTC; not when it was stored: in the feed it may go back
	By           Actor
	Body         Body
}

// An Actor is who did something.
type Actor struct {
	Kind ActorKind `json:"kind"`
	ID   string    `json:"id,omitzero"` // the program's own id of the person or rule; no name
}

// ActorKind is a sort of actor.
type ActorKind string

// The sorts of actors.
const (
	ActorAgent ActorKind = "agent" // a person of ours
	ActorBot   ActorKind = "bot"   // a program or rule of ours
	ActorDesk  ActorKind = "desk"  // the desk itself: what follows from facts and time
)

// Agent returns the actor for a person of ours, named by the program's own id.
func Agent(id string) Actor { return Actor{Kind: ActorAgent, ID: id} }

// Validate reports what keeps a from deciding anything.
func (a Actor) Validate() error {
	switch {
	case a.Kind != ActorAgent && a.Kind != ActorBot && a.Kind != ActorDesk:
		return fmt.Errorf("actor: kind %.40q is none of agent, bot, desk", a.Kind)
	case a.ID == "" && a.Kind != ActorDesk:
		return fmt.Errorf("actor: %s without an id", a.Kind)
	case !printable(a.ID):
		return errors.New("actor: an id that is not printable UTF-8")
	}
	return nil
}

// Body is what happened. The set is sealed: the types below, and [Unknown] for kinds that a later version
// of this package knows. Each has a stable name in the JSON form:
//
//	decisions       assigned noted tagged snoozed resolved joined parted parted_from
//	verdicts        missed corrected
//	announcements   received changed removed merged warned erased
//
// What follows from time alone has no event: that a snooze ended, a subscriber knows from its Until.
type Body interface {
	kind() string
}

// What people and programs decide. Fold order puts a decision behind everything that its actor had seen.
type (
	// Assigned gives the conversation to a team, to a person, or to nobody.
	Assigned struct {
		Team  string `json:"team,omitzero"`
		Agent string `json:"agent,omitzero"`
	}
	// Noted says that somebody wrote a note; its text is content under Note.
	Noted struct {
		Note Ref `json:"note"`
	}
	// Tagged adds and removes tags; adding stands where one decision does both.
	Tagged struct {
		Add    []string `json:"add,omitempty"`
		Remove []string `json:"remove,omitempty"`
	}
	// Snoozed puts the case aside until a time, or until the customer writes; not at all, if the customer
	// wrote something that its actor had not seen.
	Snoozed struct {
		Until time.Time `json:"until"`
		Seen  Seen      `json:"seen,omitzero"` // what the actor had looked at
	}
	// Resolved ends the case, unless the customer wrote something that its actor had not seen.
	Resolved struct {
		Seen Seen `json:"seen,omitzero"` // what the actor had looked at
	}
	// Joined says that the conversation From became part of this one, because somebody decided so.
	Joined struct {
		From ConversationID `json:"from"`
		Why  string         `json:"why,omitzero"` // a word for the reason, not a text
	}
	// Parted says that legs were taken out into the conversation Into.
	Parted struct {
		Into ConversationID `json:"into"`
		Legs []LegKey       `json:"legs"`
	}
	// PartedFrom says, in the new conversation, where its legs were taken out of.
	PartedFrom struct {
		From ConversationID `json:"from"`
	}
)

// What the desk announces. The fold does not read these: it derives them.
type (
	// Received announces a mention that is new in this conversation.
	Received struct {
		Ref Ref `json:"ref"`
	}
	// Changed announces that more, or something newer, is known of a mention.
	Changed struct {
		Ref Ref `json:"ref"`
	}
	// Removed announces that the platform no longer shows a mention.
	Removed struct {
		Ref Ref `json:"ref"`
	}
	// Merged announces that From is now part of this conversation, because their threads became one.
	Merged struct {
		From ConversationID `json:"from"`
	}
	// Warned announces that the cycle of a metric, started by Mark, has at most so much open time left.
	Warned struct {
		Metric string        `json:"metric"`
		Mark   string        `json:"mark"`
		Due    time.Time     `json:"due"`
		Left   time.Duration `json:"left"` // in JSON, nanoseconds
		Policy string        `json:"policy"`
	}
	// Erased announces, once for each of his conversations, that a person was erased. Who keeps copies
	// reads the conversation again and drops the words of every Ref whose Content is Gone.
	Erased struct {
		Author AuthorID `json:"author"` // the pseudonym that stands for the person now
	}
)

// What the desk found about clocks. The fold does not read these either; they stay among the entries of their
// conversation, for the desk and for people, at the time at which the cycle was due.
type (
	// Missed says that the cycle of a metric, started by Mark, passed its due time without what was promised.
	Missed struct {
		Metric string    `json:"metric"`
		Mark   string    `json:"mark"`
		Due    time.Time `json:"due"`
		Policy string    `json:"policy"`
		// N counts the verdicts of the conversation: of several about one cycle, the one with the highest stands.
		N int `json:"n"`
	}
	// Corrected says that a verdict was wrong, because something became known late, or what was promised changed:
	// the cycle that Missed named was in time, or has time again, or does not exist, or was missed after all.
	Corrected struct {
		Metric string    `json:"metric"`
		Mark   string    `json:"mark"`
		Due    time.Time `json:"due"` // as it was said to be
		Policy string    `json:"policy"`
		Was    sla.State `json:"was"`
		// Is is the state of the cycle as known now; empty if there never was such a cycle.
		Is sla.State `json:"is,omitzero"`
		N  int       `json:"n"` // as of Missed
	}
)

// Unknown is a body of a kind that this version doesn't know. It is kept as it came.
type Unknown struct {
	Kind    string
	Version int
	Data    json.RawMessage
}

func (Assigned) kind() string   { return "assigned" }
func (Noted) kind() string      { return "noted" }
func (Tagged) kind() string     { return "tagged" }
func (Snoozed) kind() string    { return "snoozed" }
func (Resolved) kind() string   { return "resolved" }
func (Joined) kind() string     { return "joined" }
func (Parted) kind() string     { return "parted" }
func (PartedFrom) kind() string { return "parted_from" }
func (Received) kind() string   { return "received" }
func (Changed) kind() string    { return "changed" }
func (Removed) kind() string    { return "removed" }
func (Merged) kind() string     { return "merged" }
func (Missed) kind() string     { return "missed" }
func (Corrected) kind() string  { return "corrected" }
func (Warned) kind() string     { return "warned" }
func (Erased) kind() string     { return "erased" }
func (u Unknown) kind() string  { return u.Kind }

// Every kind is at its first version so far.
func bodyVersion(b Body) int {
	if u, ok := b.(Unknown); ok {
		return u.Version
	}
	return 1
}

// Decision reports whether b is a decision, which the fold reads, and not an announcement. Kinds of a
// later version are kept, and not read.
func Decision(b Body) bool {
	switch b.(type) {
	case Assigned, Noted, Tagged, Snoozed, Resolved, Joined, Parted, PartedFrom:
		return true
	}
	return false
}

// Entered reports whether b is kept among the entries of its conversation: decisions and verdicts are.
func Entered(b Body) bool {
	switch b.(type) {
	case Missed, Corrected:
		return true
	}
	return Decision(b)
}

// EventKind returns the stable name of b's kind, as its JSON form has it.
func EventKind(b Body) string {
	if b == nil {
		return ""
	}
	return b.kind()
}

type eventJSON struct {
	ID           string          `json:"id"`
	Conversation ConversationID  `json:"conversation"`
	At           time.Time       `json:"at"`
	By           Actor           `json:"by"`
	Kind         string          `json:"kind"`
	Version      int             `json:"v"`
	Body         json.RawMessage `json:"body"`
}

// MarshalJSON writes the stable form: {"id","conversation","at","by","kind","v","body"}.
func (e Event) MarshalJSON() ([]byte, error) {
	if e.Body == nil {
		return nil, fmt.Errorf("event %q has no body", e.ID)
	}
	j := eventJSON{ID: e.ID, Conversation: e.Conversation, At: utc(e.At), By: e.By, Kind: e.Body.kind(), Version: bodyVersion(e.Body)}
	if u, ok := e.Body.(Unknown); ok {
		j.Body = u.Data
		return json.Marshal(j)
	}
	body, err := json.Marshal(e.Body)
	if err != nil {
		return nil, err
	}
	j.Body = body
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON of this or any later version wrote.
func (e *Event) UnmarshalJSON(data []byte) error {
	var j eventJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	body, err := unmarshalBody(j.Kind, j.Version, j.Body)
	if err != nil {
		return fmt.Errorf("event %.80q of kind %.40q: %w", j.ID, j.Kind, err)
	}
	*e = Event{ID: j.ID, Conversation: j.Conversation, At: utc(j.At), By: j.By, Body: body}
	return nil
}

func unmarshalBody(kind string, version int, data []byte) (Body, error) {
	read, ok := readers()[kind]
	if !ok || version != 1 {
		return Unknown{Kind: kind, Version: version, Data: data}, nil
	}
	return read(data)
}

func readers() map[string]func([]byte) (Body, error) {
	return map[string]func([]byte) (Body, error){
		"assigned": readBody[Assigned], "noted": readBody[Noted], "tagged": readBody[Tagged],
		"snoozed": readBody[Snoozed], "resolved": readBody[Resolved], "joined": readBody[Joined],
		"parted": readBody[Parted], "parted_from": readBody[PartedFrom], "received": readBody[Received], "changed": readBody[Changed],
		"removed": readBody[Removed], "merged": readBody[Merged], "missed": readBody[Missed],
		"corrected": readBody[Corrected], "warned": readBody[Warned],
		"erased": readBody[Erased],
	}
}

func readBody[B Body](data []byte) (Body, error) {
	var b B
	err := json.Unmarshal(data, &b)
	return b, err
}
