package sqlbench_test

import (
	"errors"
	"sync"
)

// made is what benchmarks share until all of them are done.
var made leftovers

type leftovers struct {
	mu   sync.Mutex
	ends []func() error
}

// add keeps what ends a thing.
func (l *leftovers) add(end func() error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ends = append(l.ends, end)
}

// clear ends what was made last first.
func (l *leftovers) clear() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var errs []error
	for ; len(l.ends) > 0; l.ends = l.ends[:len(l.ends)-1] {
		errs = append(errs, l.ends[len(l.ends)-1]())
	}
	return errors.Join(errs...)
}
