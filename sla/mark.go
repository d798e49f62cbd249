package sla

import "time"

// Kind is what happened at a [Mark]. It is stored, so no kind is ever renamed.
// A policy ignores kinds that it does not know.
type Kind string

const (
	Asked    Kind = "asked"    // the customer wrote, and waits for an answer
	Thanked  Kind = "thanked"  // the customer wrote, and asks nothing: it starts and reopens nothing
	Answered Kind = "answered" // we wrote to the customer; Mark.Reply says what. A note among us is no mark
	Resolved Kind = "resolved" // the case was closed; asking again reopens it
	Turned   Kind = "turned"   // nothing was said: the status or the subject changed
)

// Reply is a sort of reply to a customer: of those below one that a [Target]
// can count. It is stored, so none is ever renamed.
type Reply string

const (
	Agent     Reply = "agent"     // an answer by one of our people
	Approved  Reply = "approved"  // an answer written by a program, sent by one of our people
	Bot       Reply = "bot"       // an answer by a program on its own
	Elsewhere Reply = "elsewhere" // an answer by one of our people, with another tool
	Holding   Reply = "holding"   // no answer yet: says that one will come
	Handover  Reply = "handover"  // no answer here: says that the talk goes on in private
)

func (r Reply) known() bool {
	switch r {
	case Agent, Approved, Bot, Elsewhere, Holding, Handover:
		return true
	}
	return false
}

// Mark is one thing that happened in a case.
type Mark struct {
	// At is when it happened, in any location. A Mark without it is ignored.
	At   time.Time
	Kind Kind
	// Reply matters for Answered only: a Target says which replies count.
	Reply Reply
	// ID names the mark; a cycle that it starts is known by it.
	ID string
	// Status is that of the case from here on, in the words of whoever keeps
	// it; empty leaves it. A [Target] says in which it pauses.
	Status string
	// Until is the instant that a holding reply named for our next word or, at
	// another mark, the instant at which Status ends by itself, into one that
	// pauses nothing. Zero: it named none; it does not end by itself.
	Until time.Time
	// Subject is that of the case from here on; nil leaves it.
	Subject *Subject
}

// Timeline is the marks of one case in the order in which they take effect: the
// oldest message is the one that stands first.
//
// That is mostly the order of time, but At may step back: a customer's message
// that became known only after a resolution stands after it with its own,
// earlier At, and reopens the case. A mark takes effect where it stands; its At
// says only when. Where that would make a cycle stop before it starts, it stops
// as it starts, and where it would make a pause end before it begins, there was
// none: no duration is negative.
type Timeline []Mark
