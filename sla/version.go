package sla

import (
	"fmt"
	"time"
)

// Change is what becomes of the cycles that are open when another version of a
// policy comes into force. Closed cycles keep the verdict of the version under
// which they ended.
type Change string

const (
	Follow Change = "follow" // they are judged by the new version from then on
	Stay   Change = "stay"   // cases that began before keep the version that they had
)

// After returns p as it comes into force at an instant, in place of former and
// of all that came before that. The result judges each cycle by the version
// that was in force for its case: so it can be asked about any time, before and
// after, and what it says about the past stays as it was.
//
// The version by which an open cycle is judged changes with time alone. Who
// keeps instants from [Clock.Next] has to look at every case again once he has
// such a policy.
func (p *Policy) After(former *Policy, from time.Time, change Change) (*Policy, error) {
	switch {
	case former == nil:
		return nil, fmt.Errorf("sla: policy %q: former: none", p.tag)
	case change != Follow && change != Stay:
		return nil, fmt.Errorf("sla: policy %q: change %q is neither follow nor stay", p.tag, string(change))
	case p.tag == former.tag:
		return nil, fmt.Errorf("sla: policy %q: after itself; give it another version", p.tag)
	case p.cfg.ID == former.cfg.ID && p.cfg.Version < former.cfg.Version:
		return nil, fmt.Errorf("sla: policy %q: after %q, which is newer", p.tag, former.tag)
	case from.IsZero() || !from.After(former.from):
		return nil, fmt.Errorf("sla: policy %q: in force from %v, which is not after %q came into force, %v", p.tag, from, former.tag, former.from)
	}
	next := *p
	next.former, next.from, next.change = former, from.Round(0).UTC(), change
	next.pausing = unite(p.pausing, former.pausing)
	return &next, nil
}

// Former returns the version that was in force before p, and when p came into
// force; nil and the zero time if none was.
func (p *Policy) Former() (former *Policy, from time.Time) { return p.former, p.from }

// InForce returns the version that judges, at an instant, a case that began at
// another: the one that was promised to it if both are the same.
func (p *Policy) InForce(begun, at time.Time) *Policy {
	v := p
	for v.former != nil && (at.Before(v.from) || v.change == Stay && begun.Before(v.from)) {
		v = v.former
	}
	return v
}

// Changes returns the next instant after at when another version takes over the
// open cycles, and may begin to judge what none did; zero if none will.
func (p *Policy) Changes(at time.Time) time.Time {
	var next time.Time
	for v := p; v.former != nil && v.from.After(at); v = v.former {
		if v.change == Follow {
			next = v.from
		}
	}
	return next
}
