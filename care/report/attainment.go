package report

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/sla"
)

// AttainmentConfig says what is judged, and by what.
type AttainmentConfig struct {
	// Policies are held side by side; the first is the one that the others are compared with. At least one
	// is required, and no two have the same tag.
	Policies []*sla.Policy
	// Now is the instant as of which cycles are judged; what was said after it is left out. For
	// conversations that go on it is the present. Defaults to the latest mark of all conversations, where an
	// archive ends; to find it they are walked twice.
	Now time.Time
	// From and To select conversations by when the customer first wrote: From <= t < To. Zero: no bound.
	From, To time.Time
	// Zone is that of days, weeks and hours. Defaults to UTC.
	Zone *time.Location
	// By makes a row for each combination, of each metric. Defaults to none: the totals alone.
	By []By
	// Brands is for ByBrand. Defaults to none: each account is a brand.
	Brands Brands
	_      struct{}
}

// Validate reports all that is wrong with c, which Attainment refuses.
func (c AttainmentConfig) Validate() error {
	errs := append(validBy(c.By), c.span().validate())
	if len(c.Policies) == 0 {
		errs = append(errs, errors.New("report: no policy"))
	}
	tags := map[string]bool{}
	for i, p := range c.Policies {
		switch {
		case p == nil || p.Tag() == "":
			errs = append(errs, fmt.Errorf("report: policy %d: none, or one that promises nothing", i+1))
		case tags[p.Tag()]:
			errs = append(errs, fmt.Errorf("report: policy %q: twice; give them different versions", p.Tag()))
		default:
			tags[p.Tag()] = true
		}
	}
	return errors.Join(errs...)
}

func (c AttainmentConfig) span() span { return span{c.From, c.To} }

// Attainment judges conversations by policies: those that desk.Desk.Conversations gives for [Query], or fewer.
// It keeps figures and no conversations. An error of convs ends it.
func Attainment(convs iter.Seq2[*care.Conversation, error], cfg AttainmentConfig) (*Comparison, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if cfg.Zone == nil {
		cfg.Zone = time.UTC
	}
	seen, walked := 0, 0
	if cfg.Now.IsZero() {
		var err error
		if cfg.Now, seen, err = latest(convs); err != nil {
			return nil, err
		}
	}
	j := newJudgement(cfg)
	for c, err := range convs {
		if err != nil {
			return nil, err
		}
		walked++
		j.add(c)
	}
	if walked == 0 && seen > 0 {
		return nil, errors.New("report: the conversations can be walked only once: Now is required")
	}
	return j.comparison(), nil
}

// latest returns the latest mark of conversations, and how many there are.
func latest(convs iter.Seq2[*care.Conversation, error]) (at time.Time, n int, err error) {
	for c, err := range convs {
		if err != nil {
			return at, n, err
		}
		n++
		for _, k := range c.Cases {
			for _, m := range k.Timeline {
				if m.At.After(at) {
					at = m.At
				}
			}
		}
	}
	return at, n, nil
}

// judgement collects figures.
type judgement struct {
	cfg           AttainmentConfig
	conversations int
	resolved      bool // some case was
	total, rows   map[string]*tally
}

func newJudgement(cfg AttainmentConfig) *judgement {
	return &judgement{cfg: cfg, total: map[string]*tally{}, rows: map[string]*tally{}}
}

func (j *judgement) add(c *care.Conversation) {
	first, ok := firstMessage(c)
	if !ok || first.After(j.cfg.Now) || !j.cfg.span().covers(first) {
		return
	}
	j.conversations++
	j.resolved = j.resolved || slices.ContainsFunc(c.Cases, resolvedOnce)
	for i, p := range j.cfg.Policies {
		for _, clock := range c.Clocks(p, j.cfg.Now) {
			j.tally(j.total, clock.Metric, nil).add(i, clock)
			if len(j.cfg.By) > 0 {
				keys := keysOf(j.cfg.By, j.cfg.Brands, c, clock.Start.In(j.cfg.Zone))
				j.tally(j.rows, clock.Metric, keys).add(i, clock)
			}
		}
	}
}

func resolvedOnce(c care.Case) bool {
	return slices.ContainsFunc(c.Timeline, func(m sla.Mark) bool { return m.Kind == sla.Resolved })
}

func (j *judgement) tally(in map[string]*tally, m sla.Metric, keys []string) *tally {
	id := fmt.Sprintf("%s%q", m, keys)
	if in[id] == nil {
		in[id] = newTally(m, keys, j.cfg.Policies)
	}
	return in[id]
}

func (j *judgement) comparison() *Comparison {
	out := &Comparison{
		By: j.cfg.By, Zone: j.cfg.Zone.String(), From: j.cfg.From, To: j.cfg.To, Now: j.cfg.Now.In(j.cfg.Zone),
		Conversations: j.conversations,
		Rows:          sorted(j.rows, j.cfg.By), Total: sorted(j.total, nil),
		Tells: Tells, CannotTell: []string{NoStaffing},
	}
	for _, p := range j.cfg.Policies {
		out.Policies = append(out.Policies, p.Tag())
	}
	if !j.resolved && slices.ContainsFunc(out.Total, KeptRow.ofResolution) {
		out.CannotTell = append(out.CannotTell, NoResolutions)
	}
	return out
}
