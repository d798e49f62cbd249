package care

import "time"

// Seen says how much of a conversation somebody looked at: what stands up to Last and was observed by
// Observed. The zero value stands for everything that is known when a decision is made.
type Seen struct {
	Last     Pos       `json:"last,omitzero"`
	Observed time.Time `json:"observed,omitzero"`
}

// IsZero reports whether s says nothing.
func (s Seen) IsZero() bool { return s == Seen{} }

// Covers reports whether a mention was seen.
func (s Seen) Covers(f *Facts) bool {
	return f.Pos().Compare(s.Last) <= 0 && !f.ObservedAt.After(s.Observed)
}

// Seen returns what somebody sees who looks at the conversation now.
func (t *Tail) Seen() Seen { return Seen{Last: t.Last, Observed: t.Observed} }
