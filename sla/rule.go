package sla

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Subject is what is known about a case when a policy's rules are matched.
type Subject struct {
	Platform, Account, Visibility, Priority string
	Tags                                    []string
}

// Same reports whether two subjects are the same; tags in another order are not.
func (s Subject) Same(other Subject) bool {
	return s.Platform == other.Platform && s.Account == other.Account && s.Visibility == other.Visibility &&
		s.Priority == other.Priority && slices.Equal(s.Tags, other.Tags)
}

// Match says which cases a [Rule] is for. A field that is empty matches all;
// others match exactly, and Tag any one of the subject's tags. The words are
// those of whoever keeps the cases: a desk has platforms such as "twitter",
// accounts such as "twitter:acme", the visibilities "direct", "followers",
// "unlisted" and "public", and no priorities yet.
//
// A case that gets a tag is judged by the rule for it from the start of the
// cycle, so a stricter promise may be missed at once.
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
	// Calendar counts the open time. Defaults to Always. Different calendars of
	// one policy have different names.
	Calendar *Calendar
	// Counts is which replies end a response or an update; resolutions have no
	// use for it. Defaults to Agent, Approved and Elsewhere: what a person
	// answered, or approved. What else a reply does to a case, such as its
	// status, is not decided here.
	Counts []Reply
	// Pause is the statuses of the case in which the clock stands still, such as
	// "pending" and "snoozed" of a desk. What was open time by Calendar is not
	// counted then. Defaults to none.
	Pause []string
	// Warn is when to warn, as open time before the target is due. A warning
	// that falls on a closed hour comes when Calendar opens; one for which the
	// clock starts too late comes at once. Each is positive, and less than
	// Within. Defaults to none.
	Warn []time.Duration
}

// rule is a Rule with its targets by order of metric, nil where it has none.
type rule struct {
	match   Match
	targets [metrics]*Target
}

func compileRule(in Rule) rule {
	out := rule{match: in.If}
	for i := range in.Targets {
		if place := in.Targets[i].Metric.order(); place >= 0 {
			out.targets[place] = &in.Targets[i]
		}
	}
	return out
}

// validate adds the faults of a rule with defaults; calendars are those of the
// policy by name, so far.
func (r Rule) validate(f faults, calendars map[string]*Calendar) {
	m := r.If
	for _, s := range [...]string{m.Platform, m.Account, m.Visibility, m.Priority, m.Tag} {
		f.text("if", s)
	}
	var seen [metrics]bool
	for i, t := range r.Targets {
		in := f.in("targets[%d]", i)
		t.validate(in)
		t.validateCalendar(in, calendars)
		if place := t.Metric.order(); place >= 0 {
			if seen[place] {
				in.add("metric", "a second %s", t.Metric)
			}
			seen[place] = true
		}
	}
}

func (t Target) validate(f faults) {
	if t.Metric.order() < 0 {
		f.add("metric", "%q is none of first_response, next_response, update, first_resolution, total_resolution", t.Metric)
	}
	if t.Within <= 0 {
		f.add("within", "%v is missing, or not positive", t.Within)
	}
	for i, r := range t.Counts {
		if !r.known() {
			f.add(fmt.Sprintf("counts[%d]", i), "%q is none of agent, approved, bot, elsewhere, holding, handover", r)
		}
	}
	for i, status := range t.Pause {
		if status == "" {
			f.add(fmt.Sprintf("pause[%d]", i), "is empty")
		}
		f.text(fmt.Sprintf("pause[%d]", i), status)
	}
	for i, w := range t.Warn {
		if w <= 0 || w >= t.Within {
			f.add(fmt.Sprintf("warn[%d]", i), "%s is not between 0 and %s, the target", durationText(w), durationText(t.Within))
		}
	}
}

func (t Target) validateCalendar(f faults, calendars map[string]*Calendar) {
	switch name := t.Calendar.Name(); {
	case len(t.Calendar.zone) == 0:
		f.add("calendar", "made by neither NewCalendar nor Always")
	case calendars[name] != nil && !calendars[name].same(t.Calendar):
		f.add("calendar", "another one is named %q too", name)
	case name == alwaysName && !t.Calendar.same(Always()):
		f.add("calendar", "only the one that is always open is named %q", name)
	default:
		calendars[name] = t.Calendar
	}
}

// withDefaults returns a copy of its own with every field set.
func (r Rule) withDefaults() Rule {
	targets := make([]Target, 0, len(r.Targets))
	for _, t := range r.Targets {
		targets = append(targets, t.withDefaults())
	}
	r.Targets = targets
	return r
}

func (t Target) withDefaults() Target {
	if t.Calendar == nil {
		t.Calendar = Always()
	}
	if t.Counts = slices.Clone(t.Counts); len(t.Counts) == 0 {
		t.Counts = defaultCounts()
	}
	t.Pause = slices.Clone(t.Pause)
	t.Warn = slices.Clone(t.Warn)
	slices.SortFunc(t.Warn, func(a, b time.Duration) int { return cmp.Compare(b, a) }) // the earliest first
	t.Warn = slices.Compact(t.Warn)
	return t
}

func defaultCounts() []Reply { return []Reply{Agent, Approved, Elsewhere} }

// target returns the rule's target for a metric, or nil.
func (r *rule) target(m Metric) *Target {
	if r == nil {
		return nil
	}
	return r.targets[m.order()]
}

// counts reports whether a reply ends a metric. A response without a target
// goes by the other one's, and what has no target at all by the default.
func (r *rule) counts(m Metric, reply Reply) bool {
	t := r.target(m)
	if t == nil && m != Update {
		t = cmp.Or(r.target(FirstResponse), r.target(NextResponse))
	}
	if t == nil {
		return reply == Agent || reply == Approved || reply == Elsewhere
	}
	return slices.Contains(t.Counts, reply)
}
