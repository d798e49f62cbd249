package sla

import "time"

// Kind is what happened at a [Mark]. It is stored, so no kind is ever renamed.
// A policy ignores kinds that it does not know.
type Kind string

const (
	Asked    Kind = "asked"    // the customer wrote
	Answered Kind = "answered" // we wrote; Mark.By says who
	Resolved Kind = "resolved" // the case was closed; asking again reopens it
)

// By is who made a [Mark]. It is stored, so none is ever renamed.
type By string

const (
	Customer  By = "customer"
	Agent     By = "agent"     // one of our people
	Approved  By = "approved"  // written by a program, sent by one of our people
	Bot       By = "bot"       // a program on its own
	Elsewhere By = "elsewhere" // one of our people, with another tool
)

// Mark is one thing that happened in a case.
type Mark struct {
	// At is when it happened, in any location. A Mark without it is ignored.
	At   time.Time
	Kind Kind
	// By matters for Answered only: a Target says whose answers count.
	By By
	// ID names the mark; a cycle that it starts is known by it.
	ID string
}

// Timeline is the marks of one case in the order in which they take effect.
//
// That is mostly the order of time, but At may step back: a customer's message
// that became known only after a resolution stands after it with its own,
// earlier At, and reopens the case. A mark takes effect where it stands; its At
// says only when. Where that would make a cycle stop before it starts, it stops
// as it starts, so that no duration is negative.
type Timeline []Mark
