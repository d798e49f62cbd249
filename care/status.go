package care

// Status is where a case stands.
type Status string

// The statuses. Who has to act next tells New, Open and Pending apart, and follows from what was said.
const (
	StatusNone     Status = ""         // no case: no customer has addressed us
	StatusNew      Status = "new"      // we have not answered yet
	StatusOpen     Status = "open"     // it is our turn again
	StatusPending  Status = "pending"  // it is the customer's turn
	StatusSnoozed  Status = "snoozed"  // put aside until a time, or until the customer writes
	StatusResolved Status = "resolved" // ended; a new message soon enough reopens it
	StatusClosed   Status = "closed"   // ended, and a newer case began
)

// Command is something that a person or a program decides about a case.
type Command string

// The commands that the status of a case can forbid.
const (
	CommandSnooze  Command = "snooze"
	CommandResolve Command = "resolve"
)

// Allows reports whether command may be given in s. It binds commands only: the fold takes every
// decision that was stored.
//
//	          new  open  pending  snoozed  resolved  closed  none
//	snooze    yes  yes   yes      yes      no        no      no
//	resolve   yes  yes   yes      yes      no        no      no
func (s Status) Allows(c Command) bool {
	switch s {
	case StatusNew, StatusOpen, StatusPending, StatusSnoozed:
		return c == CommandSnooze || c == CommandResolve
	}
	return false
}
