package listen

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// A fault is what is wrong with one field of one brand.
type fault struct {
	index int    // of the brand
	name  string // of the brand
	where string // "words[2]", named as in the JSON form
	err   error
}

func (f *fault) Error() string {
	return fmt.Sprintf("%s: %s: %v", f.brand(), f.where, f.err)
}

func (f *fault) Unwrap() error { return f.err }

func (f *fault) brand() string {
	if f.name == "" {
		return fmt.Sprintf("brands[%d]", f.index)
	}
	return fmt.Sprintf("brand %.80q", f.name)
}

// faults collects what is wrong.
type faults []*fault

func (f *faults) add(index int, name, where, format string, args ...any) {
	*f = append(*f, &fault{index, name, where, fmt.Errorf(format, args...)})
}

// maxFaults is how many of them an error lists.
const maxFaults = 100

// err joins the first faults, each as show has it; nil if there are none.
func (f faults) err(show func(*fault) error) error {
	listed := f[:min(len(f), maxFaults)]
	errs := make([]error, 0, len(listed)+1)
	for _, one := range listed {
		errs = append(errs, show(one))
	}
	if len(f) > len(listed) {
		errs = append(errs, fmt.Errorf("listen: too many faults: %d, of which the first %d are listed", len(f), len(listed)))
	}
	return errors.Join(errs...)
}

func plainly(f *fault) error { return fmt.Errorf("listen: %w", f) }

func place(field string, i int) string { return fmt.Sprintf("%s[%d]", field, i) }

func keyed(field, key string) string { return fmt.Sprintf("%s[%.80q]", field, key) }

func sortedKeys(m map[string]int) []string { return slices.Sorted(maps.Keys(m)) }
