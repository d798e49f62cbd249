package main

import (
	"bytes"
	"fmt"
	"io"
)

// A source gives out a file line by line. A reader of iCalendar has to look one line ahead, to see if a line goes
// on there, and no further: so where it stops is where the fault is.
type source struct {
	data []byte
	last int // where what was given out last begins
	next int
}

func (s *source) Read(p []byte) (int, error) {
	s.last = s.next
	rest := s.data[s.next:]
	if len(rest) == 0 {
		return 0, io.EOF
	}
	if end := bytes.IndexByte(rest, '\n'); end >= 0 {
		rest = rest[:end+1]
	}
	n := copy(p, rest)
	s.next += n
	return n, nil
}

// more reports whether anything is left but for the line that was read to its end.
func (s *source) more() bool { return len(bytes.TrimSpace(s.data[s.last:])) > 0 }

// place says which line was read last, and of which event.
func (s *source) place() string {
	line, event := 0, 0
	for text := range bytes.Lines(s.data[:s.last]) {
		line++
		if bytes.EqualFold(bytes.TrimSpace(text), []byte("BEGIN:VEVENT")) {
			event++
		}
	}
	if event == 0 {
		return fmt.Sprintf("line %d", line)
	}
	return fmt.Sprintf("line %d, event %d", line, event)
}
