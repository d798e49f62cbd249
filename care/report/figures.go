package report

import (
	"slices"
	"time"

	"github.com/kindlydm/kindly/care"
)

// figures is what one conversation adds.
type figures struct {
	begun, answered, unknown, withdrawn bool

	first time.Duration
	next  []time.Duration
}

func figuresOf(c *care.Conversation) figures {
	f := figures{begun: c.Start == care.AboveNone || c.Start == care.AboveOurs}
	lines := talk(c)
	started := lines[slices.IndexFunc(lines, customers)].Row.At()
	answer := f.firstAnswer(lines, started)
	if answer >= 0 {
		f.next = nextResponses(lines[answer+1:])
	}
	if f.begun && answer >= 0 {
		f.answered, f.first = true, lines[answer].Row.At().Sub(started)
	}
	f.withdrawn, f.unknown = leftOver(lines)
	return f
}

// talk returns what the customer said, what we answered, and resolutions. What a program wrote is no answer.
func talk(c *care.Conversation) []care.Line {
	lines := make([]care.Line, 0, len(c.Lines))
	for _, l := range c.Lines {
		if customers(l) || resolves(l) || ours(l) && !l.Row.Bot {
			lines = append(lines, l)
		}
	}
	return lines
}

func customers(l care.Line) bool { return l.Row != nil && l.Origin == care.OriginCustomer }

func ours(l care.Line) bool { return l.Origin == care.OriginUs || l.Origin == care.OriginElsewhere }

func resolves(l care.Line) bool {
	if l.Event == nil {
		return false
	}
	_, ok := l.Event.Body.(care.Resolved)
	return ok
}

// firstAnswer returns which line answered first: where the beginning is known, at or after it; -1 if none.
func (f *figures) firstAnswer(lines []care.Line, started time.Time) int {
	for i, l := range lines {
		if ours(l) && (!f.begun || !l.Row.At().Before(started)) {
			return i
		}
	}
	return -1
}

// nextResponses measures each row of messages that follow each other, and that was answered before it was
// resolved.
func nextResponses(lines []care.Line) []time.Duration {
	var out []time.Duration
	var since time.Time
	for _, l := range lines {
		switch {
		case resolves(l):
			since = time.Time{}
		case customers(l) && since.IsZero():
			since = l.Row.At()
		case ours(l) && !since.IsZero():
			out = append(out, l.Row.At().Sub(since))
			since = time.Time{}
		}
	}
	return out
}

// leftOver reports whether all of the customer's messages were taken back, and whether an answer to one of
// them was named and never seen.
func leftOver(lines []care.Line) (withdrawn, unknown bool) {
	withdrawn = true
	for _, l := range lines {
		if customers(l) {
			withdrawn = withdrawn && l.Row.Removed
			unknown = unknown || len(l.Missing) > 0
		}
	}
	return withdrawn, unknown
}
