package report

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/kindlydm/kindly/care"
)

// Config says what is counted.
type Config struct {
	// From and To select conversations by when the customer first wrote: From <= t < To. Zero: no bound.
	From, To time.Time
	// Zone is that of days, weeks and hours. Defaults to UTC.
	Zone *time.Location
	// By makes a row for each combination. Defaults to none: the total alone.
	By []By
	// Brands is for ByBrand. Defaults to none: each account is a brand.
	Brands Brands
	// Within are the times that shares are given for. Defaults to 10 and 60 minutes.
	Within []time.Duration
	_      struct{}
}

// Report is what was counted: a row for each combination of keys, sorted by them, and the total.
type Report struct {
	By []By `json:"by,omitempty"`
	// Zone is the name of that of days, weeks and hours; From and To are the bounds, if any.
	Zone  string    `json:"zone"`
	From  time.Time `json:"from,omitzero"`
	To    time.Time `json:"to,omitzero"`
	Rows  []Row     `json:"rows,omitempty"`
	Total Row       `json:"total"`
}

// Row is the figures of some conversations.
type Row struct {
	// Keys are in the order of Report.By; none in the total.
	Keys []string `json:"keys,omitempty"`
	// Conversations is how many there were in which a customer addressed us. The account of a conversation
	// is that of our earliest answer in it, else the one that the customer addressed first.
	Conversations int `json:"conversations"`
	// Begun is how many of these we have from their beginning: the customer's first message answers
	// nothing, or something of ours. In the others it answers somebody else, or what we have not seen;
	// nobody can tell how long those waited.
	Begun int `json:"begun"`
	// Answered is how many of Begun have an answer of ours at or after the customer's first message.
	Answered int `json:"answered"`
	// Unanswered is how many of Begun have none.
	Unanswered int `json:"unanswered"`
	// Unknown is how many of Begun have none here, while the platform named an answer to one of the
	// customer's messages that was never seen.
	Unknown int `json:"unknown"`
	// Withdrawn is how many of Begun have no answer, and all of the customer's messages were taken back.
	Withdrawn int `json:"withdrawn"`
	// First is the time from the customer's first message to the first answer, over Answered. A message
	// that was taken back later was said all the same; clocks of package sla don't wait for it.
	First Times `json:"first_response"`
	// Next is the time from the first of the customer's messages that followed each other to our next
	// answer, for every such row of messages after the first answer, over all of Conversations. What was
	// resolved without an answer is left out, also what became known only after the resolution.
	Next Times `json:"next_response"`
}

// Times is a distribution.
type Times struct {
	N int
	// Median and P90 are by nearest rank: the smallest value that at least half, or nine tenths, of all
	// don't exceed. Zero if N is 0.
	Median, P90 time.Duration
	// Within are the shares of values of at most a time, in the order of Config.Within.
	Within []Share
}

// Share is a part of a whole.
type Share struct {
	Within time.Duration
	Share  float64 // of N; 0 if N is 0
}

// Query selects what reports are about: every conversation, also those whose messages were all taken back
// before they became a case.
func Query() care.Query { return care.Query{Everything: true} }

// Responses counts conversations: those that desk.Desk.Conversations gives for [Query], or fewer. An error of
// convs ends it.
func Responses(convs iter.Seq2[*care.Conversation, error], cfg Config) (*Report, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	cfg = cfg.withDefaults()
	total, rows := &counter{}, map[string]*counter{}
	for c, err := range convs {
		if err != nil {
			return nil, err
		}
		first, ok := firstMessage(c)
		if !ok || !cfg.span().covers(first) {
			continue
		}
		f := figuresOf(c)
		total.add(f)
		if len(cfg.By) > 0 {
			cfg.row(rows, c, first).add(f)
		}
	}
	return cfg.report(total, rows), nil
}

func (c Config) withDefaults() Config {
	if c.Zone == nil {
		c.Zone = time.UTC
	}
	if len(c.Within) == 0 {
		c.Within = []time.Duration{10 * time.Minute, time.Hour}
	}
	return c
}

// Validate reports all that is wrong with c, which Responses refuses.
func (c Config) Validate() error {
	errs := append(validBy(c.By), c.span().validate())
	for _, w := range c.Within {
		if w <= 0 {
			errs = append(errs, fmt.Errorf("report: within %s: not positive", w))
		}
	}
	return errors.Join(errs...)
}

func (c Config) span() span { return span{c.From, c.To} }

func firstMessage(c *care.Conversation) (time.Time, bool) {
	for _, l := range c.Lines {
		if customers(l) {
			return l.Row.At(), true
		}
	}
	return time.Time{}, false
}

func (c Config) row(rows map[string]*counter, conv *care.Conversation, first time.Time) *counter {
	keys := keysOf(c.By, c.Brands, conv, first.In(c.Zone))
	id := fmt.Sprintf("%q", keys)
	if rows[id] == nil {
		rows[id] = &counter{row: Row{Keys: keys}}
	}
	return rows[id]
}

func (c Config) report(total *counter, rows map[string]*counter) *Report {
	r := &Report{By: c.By, Zone: c.Zone.String(), From: c.From, To: c.To, Total: total.finish(c.Within)}
	for _, row := range rows {
		r.Rows = append(r.Rows, row.finish(c.Within))
	}
	slices.SortFunc(r.Rows, func(a, b Row) int { return compareKeys(c.By, a.Keys, b.Keys) })
	return r
}

// counter collects a row.
type counter struct {
	row         Row
	first, next []time.Duration
}

func (c *counter) add(f figures) {
	c.row.Conversations++
	c.next = append(c.next, f.next...)
	if !f.begun {
		return
	}
	c.row.Begun++
	switch {
	case f.answered:
		c.row.Answered++
		c.first = append(c.first, f.first)
	case f.withdrawn:
		c.row.Withdrawn++
	case f.unknown:
		c.row.Unknown++
	default:
		c.row.Unanswered++
	}
}

func (c *counter) finish(within []time.Duration) Row {
	c.row.First, c.row.Next = times(c.first, within), times(c.next, within)
	return c.row
}

func times(all []time.Duration, within []time.Duration) Times {
	slices.Sort(all)
	t := Times{N: len(all), Median: rank(all, 1, 2), P90: rank(all, 9, 10)}
	for _, w := range within {
		n, _ := slices.BinarySearchFunc(all, w, func(d, w time.Duration) int { return cmp.Or(cmp.Compare(d, w), -1) })
		s := Share{Within: w}
		if t.N > 0 {
			s.Share = float64(n) / float64(t.N)
		}
		t.Within = append(t.Within, s)
	}
	return t
}

// rank returns the value of nearest rank: number ceil(p n), counted from 1.
func rank(sorted []time.Duration, num, den int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[(len(sorted)*num+den-1)/den-1]
}
