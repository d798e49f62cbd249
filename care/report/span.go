package report

import (
	"errors"
	"time"
)

// span is from <= t < to; a bound that is zero is none.
type span struct{ from, to time.Time }

func (s span) covers(t time.Time) bool {
	return (s.from.IsZero() || !t.Before(s.from)) && (s.to.IsZero() || t.Before(s.to))
}

func (s span) validate() error {
	if !s.from.IsZero() && !s.to.IsZero() && s.to.Before(s.from) {
		return errors.New("report: To is before From")
	}
	return nil
}
