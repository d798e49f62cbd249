package sla

// Metric is what a target measures. It is stored, so none is ever renamed.
//
// The definitions are those that customer care systems have in common. Counting
// from the oldest unanswered message is Zendesk's next reply time; telling a
// first from a total resolution, where others leave open what a reopened case
// does, is Plain's.
type Metric string

const (
	// FirstResponse runs from the first message of the case to the first
	// answer that counts. Once answered it is over for the case. If the case is
	// resolved without an answer the cycle is cancelled, unless it was missed, and the customer's
	// next message starts another.
	FirstResponse Metric = "first_response"
	// NextResponse runs, once the first response was given, from the oldest
	// message without an answer that counts, to that answer; further messages
	// do not move it. Resolving the case cancels it. Each is a cycle.
	NextResponse Metric = "next_response"
	// FirstResolution runs from the first message to the first resolution.
	// Nothing starts it again.
	FirstResolution Metric = "first_resolution"
	// TotalResolution runs from the first message to the resolution. A message
	// after that opens the same cycle again as though it had never stopped, so
	// a cycle that was met may be missed.
	TotalResolution Metric = "total_resolution"
)

// order is the place of a metric among all, or -1 if it is none.
func (m Metric) order() int {
	switch m {
	case FirstResponse:
		return 0
	case NextResponse:
		return 1
	case FirstResolution:
		return 2
	case TotalResolution:
		return 3
	}
	return -1
}
