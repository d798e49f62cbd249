package replay

import (
	"errors"
	"fmt"
	"os"

	"github.com/kindlydm/kindly/sla"
)

// loadPolicies reads policies in their JSON form. The error joins all that is wrong, each with the file and the
// line.
func loadPolicies(files []string) ([]*sla.Policy, error) {
	var policies []*sla.Policy
	var errs []error
	for _, file := range files {
		p, err := loadPolicy(file)
		policies, errs = append(policies, p), append(errs, err)
	}
	return policies, errors.Join(errs...)
}

func loadPolicy(file string) (*sla.Policy, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	p, err := sla.ParsePolicy(data)
	return p, in(file, err)
}

// in puts the name of a file before each of the faults in it, which name lines.
func in(file string, err error) error {
	if err == nil {
		return nil
	}
	all := []error{errors.Unwrap(err)}
	if joined, ok := all[0].(interface{ Unwrap() []error }); ok {
		all = joined.Unwrap()
	}
	for i := range all {
		all[i] = fmt.Errorf("%s: %w", file, all[i])
	}
	return errors.Join(all...)
}
