package sentiment

import (
	"errors"
	"fmt"
	"strings"
	"sync"
)

// Config says what a Scorer knows.
type Config struct {
	// Lexicons are what it judges by; at least one. Where two have an entry in
	// the same section, the later one's weight counts.
	Lexicons []*Lexicon

	// Own are the brand's names, of up to eight words each, in any case, with
	// or without a leading @ or #. They carry no feeling, whatever the words in
	// them mean. Defaults to none.
	Own []string

	_ struct{}
}

// Validate returns all faults of the configuration, joined.
func (c *Config) Validate() error {
	var faults []error
	if len(c.Lexicons) == 0 {
		faults = append(faults, errors.New("sentiment: no lexicon"))
	}
	for i, l := range c.Lexicons {
		if l == nil || len(l.items) == 0 {
			faults = append(faults, fmt.Errorf("sentiment: lexicon %d is empty", i+1))
		}
	}
	for _, name := range c.Own {
		if _, err := ownWords(name); err != nil {
			faults = append(faults, fmt.Errorf("sentiment: own name %q: %w", name, err))
		}
	}
	return errors.Join(faults...)
}

// A Scorer scores texts. It is immutable, and safe for use by any number of
// goroutines at once. New makes one; the zero value can't be used.
type Scorer struct {
	name   string
	tables *tables
	judges sync.Pool
}

// New compiles the lexicons and names to a Scorer, which doesn't retain the
// configuration. The error joins all that is wrong with it.
func New(cfg Config) (*Scorer, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	b := newBuilder()
	names := make([]string, len(cfg.Lexicons))
	for i, l := range cfg.Lexicons {
		names[i] = l.String()
		if err := b.add(l); err != nil {
			return nil, err
		}
	}
	for _, name := range cfg.Own {
		words, err := ownWords(name)
		if err != nil {
			return nil, err
		}
		b.addOwn(words)
	}
	if err := b.check(); err != nil {
		return nil, err
	}
	s := &Scorer{name: strings.Join(names, "+")}
	s.tables = b.finish()
	s.judges.New = func() any { return &judge{scanner: scanner{tables: s.tables}} }
	return s, nil
}

// Name returns the names and versions of the lexicons in their order, such as
// "en/1+acme/7", to be stored beside scores.
func (s *Scorer) Name() string { return s.name }

// Score scores a text. It allocates nothing, takes time linear in the length
// of the text, and accepts any bytes: what is not UTF-8 counts as space.
func (s *Scorer) Score(text string) Score {
	score, _ := s.judge(text, nil)
	return score
}

// Explain returns the same score as Score, with every word, phrase and emoji
// that counted and what changed its weight. The explanation holds the text.
func (s *Scorer) Explain(text string) Explanation {
	rec := new(recorder)
	score, margins := s.judge(text, rec)
	return Explanation{Score: score, Margins: margins, Text: text, Spans: rec.spans}
}

// judge scores the text, and tells rec why unless it is nil.
func (s *Scorer) judge(text string, rec *recorder) (Score, Margins) {
	j, _ := s.judges.Get().(*judge)
	j.begin(text, rec)
	score, margins := j.run().score()
	j.begin("", nil) // nothing of the text is kept
	j.buf = [maxWord]byte{}
	s.judges.Put(j)
	return score, margins
}
