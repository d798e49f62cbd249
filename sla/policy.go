package sla

import (
	"fmt"
	"slices"
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
	cfg     PolicyConfig // with defaults
	tag     string
	rules   []rule
	pausing []string // statuses in which some target pauses
	always  *Calendar

	// What was in force before from, if anything; see After.
	former *Policy
	from   time.Time
	change Change
}

// NewPolicy compiles a policy. The error joins all faults, each naming its
// field as the JSON form does. A rule that can't be reached, because an earlier
// one matches all that it matches, is a fault.
func NewPolicy(cfg PolicyConfig) (*Policy, error) {
	f := newFaults()
	p := compilePolicy(cfg, f)
	if err := f.err(plainly); err != nil {
		return nil, fmt.Errorf("sla: policy %q: %w", cfg.ID, err)
	}
	return p, nil
}

func compilePolicy(cfg PolicyConfig, f faults) *Policy {
	if cfg.ID == "" || strings.Contains(cfg.ID, "@") {
		f.add("id", "%q is empty or has an @", cfg.ID)
	}
	f.text("id", cfg.ID)
	if cfg.Version < 1 {
		f.add("version", "%d is less than 1", cfg.Version)
	}
	if len(cfg.Rules) == 0 {
		f.add("rules", "none")
	}
	p := &Policy{cfg: cfg, tag: fmt.Sprintf("%s@%d", cfg.ID, cfg.Version), always: Always()}
	p.cfg.Rules = make([]Rule, 0, len(cfg.Rules))
	calendars := map[string]*Calendar{}
	for i, r := range cfg.Rules {
		in := f.in("rules[%d]", i)
		p.reachable(r.If, in)
		r = r.withDefaults()
		r.validate(in, calendars)
		p.cfg.Rules = append(p.cfg.Rules, r)
		p.rules = append(p.rules, compileRule(r))
		for _, t := range r.Targets {
			p.pausing = unite(p.pausing, t.Pause)
		}
	}
	return p
}

func (p *Policy) reachable(m Match, f faults) {
	for i, r := range p.rules {
		if r.match.covers(m) {
			f.add("", "not reached, rules[%d] matches all of it", i)
			return
		}
	}
}

// unite returns the words of both, sorted.
func unite(a, b []string) []string {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

// Default returns the policy "default@1": a first and every next response within
// 10 minutes on Twitter and within 60 minutes on Facebook, at all hours, which
// are the promises that Kindly began with. Everywhere else it is 60 minutes too.
// It pauses and warns never.
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

// pauses reports whether any target, of any version, pauses in a status.
func (p *Policy) pauses(status string) bool {
	_, found := slices.BinarySearch(p.pausing, status)
	return found
}

// rule returns the first rule that matches, or nil.
func (p *Policy) rule(s Subject) *rule {
	for i := range p.rules {
		if p.rules[i].match.matches(s) {
			return &p.rules[i]
		}
	}
	return nil
}
