package sla

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Subject is what is known about a case when a policy's rules are matched.
type Subject struct {
	Platform, Account, Visibility, Priority string
	Tags                                    []string
}

// Match says which cases a [Rule] is for. A field that is empty matches all;
// others match exactly, and Tag any one of the subject's tags.
type Match struct {
	Platform, Account, Visibility, Priority, Tag string
}

func (m Match) matches(s Subject) bool {
	return (m.Platform == "" || m.Platform == s.Platform) &&
		(m.Account == "" || m.Account == s.Account) &&
		(m.Visibility == "" || m.Visibility == s.Visibility) &&
		(m.Priority == "" || m.Priority == s.Priority) &&
		(m.Tag == "" || slices.Contains(s.Tags, m.Tag))
}

// covers reports whether m matches every subject that o matches.
func (m Match) covers(o Match) bool {
	return (m.Platform == "" || m.Platform == o.Platform) &&
		(m.Account == "" || m.Account == o.Account) &&
		(m.Visibility == "" || m.Visibility == o.Visibility) &&
		(m.Priority == "" || m.Priority == o.Priority) &&
		(m.Tag == "" || m.Tag == o.Tag)
}

// Rule gives targets to the cases that match. No targets means that nothing is
// promised to them.
type Rule struct {
	If      Match
	Targets []Target // at most one of each metric
}

// Target is one promise.
type Target struct {
	Metric Metric
	// Within is how much open time may pass. Required.
	Within time.Duration
	// Calendar counts the open time. Defaults to Always.
	Calendar *Calendar
	// Counts is whose answers count for a response; resolutions have no use
	// for it. Defaults to Agent, Approved and Elsewhere: every person of ours,
	// and no program alone.
	Counts []By
}

// rule is a Rule with its targets by order of metric, nil where it has none.
type rule struct {
	match   Match
	targets [4]*Target
}

func newRule(field string, in Rule, earlier []rule) (rule, error) {
	out := rule{match: in.If}
	var faults []error
	for i, r := range earlier {
		if r.match.covers(in.If) {
			faults = append(faults, fmt.Errorf("%s: not reached, Rules[%d] matches all of it", field, i))
			break
		}
	}
	for i, t := range in.Targets {
		name := fmt.Sprintf("%s.Targets[%d]", field, i)
		if err := t.validate(name); err != nil {
			faults = append(faults, err)
		}
		place := t.Metric.order()
		if place < 0 {
			continue
		}
		if out.targets[place] != nil {
			faults = append(faults, fmt.Errorf("%s.Metric: a second %s", name, t.Metric))
		}
		out.targets[place] = t.withDefaults()
	}
	return out, errors.Join(faults...)
}

func (t Target) validate(field string) error {
	var faults []error
	if t.Metric.order() < 0 {
		faults = append(faults, fmt.Errorf("%s.Metric: %q is none", field, t.Metric))
	}
	if t.Within <= 0 {
		faults = append(faults, fmt.Errorf("%s.Within: %v is not positive", field, t.Within))
	}
	if t.Calendar != nil && len(t.Calendar.zone) == 0 {
		faults = append(faults, fmt.Errorf("%s.Calendar: made by neither NewCalendar nor Always", field))
	}
	for i, by := range t.Counts {
		if by != Agent && by != Approved && by != Bot && by != Elsewhere {
			faults = append(faults, fmt.Errorf("%s.Counts[%d]: %q is none who answers", field, i, by))
		}
	}
	return errors.Join(faults...)
}

// withDefaults returns a copy of its own with every field set.
func (t Target) withDefaults() *Target {
	if t.Calendar == nil {
		t.Calendar = Always()
	}
	if t.Counts = slices.Clone(t.Counts); len(t.Counts) == 0 {
		t.Counts = []By{Agent, Approved, Elsewhere}
	}
	return &t
}

// target returns the rule's target for a metric, or nil.
func (r *rule) target(m Metric) *Target {
	if r == nil {
		return nil
	}
	return r.targets[m.order()]
}

// counts reports whether an answer ends a response metric. A metric without a
// target goes by the other one's, and without both by the default.
func (r *rule) counts(m Metric, by By) bool {
	for _, metric := range [...]Metric{m, FirstResponse, NextResponse} {
		if t := r.target(metric); t != nil {
			return slices.Contains(t.Counts, by)
		}
	}
	return by == Agent || by == Approved || by == Elsewhere
}
