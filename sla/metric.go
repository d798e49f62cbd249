package sla

// Metric is what a target measures. It is stored, so none is ever renamed.
//
// The definitions are those that customer care systems have in common. Counting
// from the oldest unanswered message is Zendesk's next reply time; telling a
// first from a total resolution, where others leave open what a reopened case
// does, is Plain's; the time between two updates is Zendesk's periodic update,
// which here begins with a holding reply only.
type Metric string

const (
	// FirstResponse runs from the first message of the case to the first
	// answer that counts. Once answered it is over for the case. If the case is
	// resolved without an answer the cycle is cancelled, unless it was missed,
	// and the customer's next message starts another.
	FirstResponse Metric = "first_response"
	// NextResponse runs, once the first response was given, from the oldest
	// message without an answer that counts, to that answer; further messages
	// do not move it. Resolving the case cancels it. Each is a cycle.
	NextResponse Metric = "next_response"
	// Update runs from a holding reply to our next word: an answer that counts,
	// or another holding reply, which starts the next cycle. Resolving the case
	// cancels it. It is due at the instant that the holding reply named, if it
	// named one, day or night and whatever the status, and is then measured in
	// real time. It runs beside the
	// responses and changes nothing about them.
	Update Metric = "update"
	// FirstResolution runs from the first message to the first resolution.
	// Nothing starts it again.
	FirstResolution Metric = "first_resolution"
	// TotalResolution runs from the first message to the resolution. A message
	// after that opens the same cycle again as though it had never stopped, so
	// a cycle that was met may be missed. A target that pauses while the case is
	// resolved does not count the time in between.
	TotalResolution Metric = "total_resolution"
)

// metrics is how many there are.
const metrics = 5

// order is the place of a metric among all, or -1 if it is none.
func (m Metric) order() int {
	switch m {
	case FirstResponse:
		return 0
	case NextResponse:
		return 1
	case Update:
		return 2
	case FirstResolution:
		return 3
	case TotalResolution:
		return 4
	}
	return -1
}
