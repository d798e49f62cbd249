package sla

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// PolicyConfig is what [NewPolicy] compiles.
type PolicyConfig struct {
	// ID names the policy through all its versions. Required; no "@".
	ID string
	// Version is 1 or more. A policy that changes gets a new one. Required.
	Version int
	// Rules are tried in order; the first that matches a case decides alone.
	// A case that matches none is promised nothing. At least one is required.
	Rules []Rule

	_ struct{}
}

// Policy is what is promised to whom. It is immutable and safe for concurrent
// use. Make one with [NewPolicy] or [Default]; the zero Policy promises nothing.
type Policy struct {
	tag   string
	rules []rule
}

// NewPolicy compiles a policy. The error joins all faults, each naming its
// field. A rule that can't be reached, because an earlier one matches all that
// it matches, is a fault.
func NewPolicy(cfg PolicyConfig) (*Policy, error) {
	var faults []error
	if cfg.ID == "" || strings.Contains(cfg.ID, "@") {
		faults = append(faults, fmt.Errorf("ID: %q is empty or has an @", cfg.ID))
	}
	if cfg.Version < 1 {
		faults = append(faults, fmt.Errorf("Version: %d is less than 1", cfg.Version))
	}
	if len(cfg.Rules) == 0 {
		faults = append(faults, errors.New("Rules: none"))
	}
	p := &Policy{tag: fmt.Sprintf("%s@%d", cfg.ID, cfg.Version)}
	for i, r := range cfg.Rules {
		compiled, err := newRule(fmt.Sprintf("Rules[%d]", i), r, p.rules)
		if err != nil {
			faults = append(faults, err)
		}
		p.rules = append(p.rules, compiled)
	}
	if len(faults) > 0 {
		return nil, fmt.Errorf("sla: policy %q: %w", cfg.ID, errors.Join(faults...))
	}
	return p, nil
}

// Default returns the policy "default@1": a first and every next response within
// 10 minutes on Twitter and within 60 minutes on Facebook, at all hours, which
// are the promises that Kindly began with. Everywhere else it is 60 minutes too.
func Default() *Policy {
	within := func(d time.Duration) []Target {
		return []Target{{Metric: FirstResponse, Within: d}, {Metric: NextResponse, Within: d}}
	}
	p, err := NewPolicy(PolicyConfig{
		ID:      "default",
		Version: 1,
		Rules: []Rule{
			{If: Match{Platform: "twitter"}, Targets: within(10 * time.Minute)},
			{If: Match{Platform: "facebook"}, Targets: within(60 * time.Minute)},
			{Targets: within(60 * time.Minute)},
		},
	})
	if err != nil {
		panic(err) // the configuration above is constant
	}
	return p
}

// Tag returns the policy's ID and version as "id@version", for records.
func (p *Policy) Tag() string { return p.tag }

// rule returns the first rule that matches, or nil.
func (p *Policy) rule(s Subject) *rule {
	for i := range p.rules {
		if p.rules[i].match.matches(s) {
			return &p.rules[i]
		}
	}
	return nil
}
