package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/emersion/go-ical"
)

// mostBytes is how long a file may be: the library reads what is nested by recursion, so a file without a limit
// could fill the stack.
const mostBytes = 4 << 20

// readICal reads the holidays in a period from iCalendar, and says what it left out. The name is for errors, which
// name the event too.
func readICal(name string, r io.Reader, in period) (found holidays, leftOut []string, err error) {
	data, err := io.ReadAll(io.LimitReader(r, mostBytes+1))
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	switch {
	case len(data) > mostBytes:
		return nil, nil, fmt.Errorf("%s: has more than %d bytes", name, mostBytes)
	case len(bytes.TrimSpace(data)) == 0:
		return nil, nil, fmt.Errorf("%s: is empty", name)
	}
	events, err := decode(data)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	moved := movedDates(events)
	found = holidays{}
	var errs []error
	for i := range events {
		e := event{Event: events[i], moved: moved}
		place := fmt.Sprintf("%s: event %d %q", name, i+1, e.title())
		dates, why, err := e.dates(in)
		switch {
		case err != nil:
			errs = append(errs, fmt.Errorf("%s: %w", place, err))
		case why != "":
			leftOut = append(leftOut, place+": "+why)
		}
		for _, d := range dates {
			found.add(d, e.title())
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, nil, err
	}
	return found, leftOut, nil
}

// decode reads all events of a file, in which may be several calendars. An error names the line and the event.
func decode(data []byte) (events []ical.Event, err error) {
	src := &source{data: bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))} // as some editors begin a file
	err = safely(func() error {
		for dec := ical.NewDecoder(src); src.more(); {
			c, err := dec.Decode()
			if errors.Is(err, io.EOF) { // the end of a file is none of a calendar
				err = io.ErrUnexpectedEOF
			}
			if err != nil {
				return err
			}
			events = append(events, c.Events()...)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", src.place(), err)
	}
	return events, nil
}

// safely returns an error where libraries panic over what others wrote.
func safely(f func() error) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("malformed: %v", fault)
		}
	}()
	return f()
}
