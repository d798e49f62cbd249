package sla

import (
	"encoding/json"
	"fmt"
	"slices"
)

// ParsePolicy reads the JSON form of a policy, which has its calendars inside:
//
//	{
//	  "id": "care-ke",
//	  "version": 3,
//	  "calendars": [{"name": "nairobi", "zone": "Africa/Nairobi", "week": {"mon": ["08:00-17:00"]}}],
//	  "rules": [
//	    {
//	      "if": {"platform": "twitter", "tag": "vip"},
//	      "targets": [
//	        {"metric": "first_response", "within": "10m", "warn": ["5m"]},
//	        {"metric": "total_resolution", "within": "8h", "calendar": "nairobi", "pause": ["pending"]}
//	      ]
//	    }
//	  ]
//	}
//
// The fields are those of [PolicyConfig], [Rule], [Match] and [Target], their
// defaults included. For the calendars see [ParseCalendar]; a target names one
// of them, or "always". Durations have hours, minutes and seconds: two working
// days of eight hours are "16h". The error joins all faults of form or, if there
// are none, all others, each with the line on which it stands. A field that is
// unknown, or given twice, is one.
func ParsePolicy(data []byte) (*Policy, error) {
	doc, err := parseDocument(data)
	if err != nil {
		return nil, fmt.Errorf("sla: policy: %w", err)
	}
	f := newFaults()
	p := readPolicy(doc.root, f)
	if err := f.err(doc.located); err != nil {
		return nil, fmt.Errorf("sla: policy: %w", err)
	}
	return p, nil
}

// readPolicy is of no use if it finds faults.
func readPolicy(n *node, f faults) *Policy {
	var cfg PolicyConfig
	calendars := map[string]*Calendar{alwaysName: nil} // nil is what a target defaults to
	if n.fields["calendars"] != nil {                  // first, wherever they stand
		readCalendars(n.fields["calendars"], f.in("calendars"), calendars)
	}
	n.object(f, map[string]func(*node, faults){
		"id":        func(n *node, f faults) { cfg.ID = text(n, f) },
		"version":   func(n *node, f faults) { cfg.Version = whole(n, f) },
		"calendars": func(*node, faults) {},
		"rules": func(n *node, f faults) {
			cfg.Rules = list(n, f, func(n *node, f faults) Rule { return readRule(n, f, calendars) })
		},
	})
	if len(*f.list) > 0 {
		return nil
	}
	return compilePolicy(cfg, f)
}

func readCalendars(n *node, f faults, out map[string]*Calendar) {
	list(n, f, func(n *node, f faults) *Calendar {
		c := readCalendar(n, f)
		if c == nil {
			return nil
		}
		if _, found := out[c.Name()]; found {
			f.add("name", "another one is named %q too", c.Name())
		}
		out[c.Name()] = c
		return c
	})
}

func readRule(n *node, f faults, calendars map[string]*Calendar) Rule {
	var r Rule
	n.object(f, map[string]func(*node, faults){
		"if": func(n *node, f faults) { r.If = readMatch(n, f) },
		"targets": func(n *node, f faults) {
			r.Targets = list(n, f, func(n *node, f faults) Target { return readTarget(n, f, calendars) })
		},
	})
	return r
}

func readMatch(n *node, f faults) Match {
	var m Match
	n.object(f, map[string]func(*node, faults){
		"platform":   func(n *node, f faults) { m.Platform = text(n, f) },
		"account":    func(n *node, f faults) { m.Account = text(n, f) },
		"visibility": func(n *node, f faults) { m.Visibility = text(n, f) },
		"priority":   func(n *node, f faults) { m.Priority = text(n, f) },
		"tag":        func(n *node, f faults) { m.Tag = text(n, f) },
	})
	return m
}

func readTarget(n *node, f faults, calendars map[string]*Calendar) Target {
	var t Target
	n.object(f, map[string]func(*node, faults){
		"metric": func(n *node, f faults) { t.Metric = word[Metric](n, f) },
		"within": func(n *node, f faults) { t.Within = duration(n, f) },
		"calendar": func(n *node, f faults) {
			var found bool
			if t.Calendar, found = calendars[text(n, f)]; !found {
				f.add("", "%q is none of the policy's calendars", n.value)
			}
		},
		"counts": func(n *node, f faults) { t.Counts = list(n, f, word[Reply]) },
		"pause":  func(n *node, f faults) { t.Pause = list(n, f, text) },
		"warn":   func(n *node, f faults) { t.Warn = list(n, f, duration) },
	})
	return t
}

type policyJSON struct {
	ID        string      `json:"id"`
	Version   int         `json:"version"`
	Calendars []*Calendar `json:"calendars,omitempty"`
	Rules     []ruleJSON  `json:"rules"`
}

type ruleJSON struct {
	If      matchJSON    `json:"if,omitzero"`
	Targets []targetJSON `json:"targets"`
}

type matchJSON struct {
	Platform   string `json:"platform,omitempty"`
	Account    string `json:"account,omitempty"`
	Visibility string `json:"visibility,omitempty"`
	Priority   string `json:"priority,omitempty"`
	Tag        string `json:"tag,omitempty"`
}

type targetJSON struct {
	Metric   Metric   `json:"metric"`
	Within   string   `json:"within"`
	Calendar string   `json:"calendar"`
	Counts   []Reply  `json:"counts"`
	Pause    []string `json:"pause,omitempty"`
	Warn     []string `json:"warn,omitempty"`
}

// MarshalJSON writes the form that [ParsePolicy] reads, with all defaults in
// it. It is of this version alone, not of those that it came after.
func (p *Policy) MarshalJSON() ([]byte, error) {
	out := policyJSON{ID: p.cfg.ID, Version: p.cfg.Version, Rules: []ruleJSON{}}
	seen := map[string]bool{alwaysName: true}
	for _, r := range p.cfg.Rules {
		rule := ruleJSON{If: matchJSON(r.If), Targets: []targetJSON{}}
		for _, t := range r.Targets {
			if name := t.Calendar.Name(); !seen[name] {
				seen[name] = true
				out.Calendars = append(out.Calendars, t.Calendar)
			}
			rule.Targets = append(rule.Targets, targetJSON{
				Metric: t.Metric, Within: durationText(t.Within), Calendar: t.Calendar.Name(),
				Counts: slices.Clone(t.Counts), Pause: t.Pause, Warn: texts(t.Warn, durationText),
			})
		}
		out.Rules = append(out.Rules, rule)
	}
	return json.Marshal(out)
}
