package sla

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// fault is what is wrong with one field. Fields are named as in the JSON forms,
// also for values that were never JSON.
type fault struct {
	path string
	err  error
}

func (f fault) Error() string {
	if f.path == "" {
		return f.err.Error()
	}
	return f.path + ": " + f.err.Error()
}

func (f fault) Unwrap() error { return f.err }

// faults collects what is wrong with the fields below one path.
type faults struct {
	below string
	list  *[]fault
}

func newFaults() faults { return faults{list: new([]fault)} }

// in returns the same list for fields below a path: "rules[0]" and "if".
func (f faults) in(format string, args ...any) faults {
	return faults{below: f.path(fmt.Sprintf(format, args...)), list: f.list}
}

func (f faults) path(field string) string {
	if f.below == "" || field == "" {
		return f.below + field
	}
	if field[0] == '[' {
		return f.below + field
	}
	return f.below + "." + field
}

func (f faults) add(field, format string, args ...any) {
	*f.list = append(*f.list, fault{f.path(field), fmt.Errorf(format, args...)})
}

// text wants what a JSON form can hold.
func (f faults) text(field, s string) {
	if !utf8.ValidString(s) {
		f.add(field, "%.80q is not UTF-8", s)
	}
}

// err joins all faults, each as show has it; nil if there are none.
func (f faults) err(show func(fault) error) error {
	var errs []error
	for _, one := range *f.list {
		errs = append(errs, show(one))
	}
	return errors.Join(errs...)
}

func plainly(f fault) error { return f }
