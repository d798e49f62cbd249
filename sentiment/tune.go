package sentiment

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
)

// A Tuning says how [Tune] fits weights.
type Tuning struct {
	// Name is the new lexicon's. Defaults to "tuned".
	Name string

	// Bound is the most by which a weight may move, from 0.1 to 4. Defaults to 1.5.
	Bound float64

	// Seen is in how many examples an entry must count before its weight is
	// touched, and an unknown word stand before it gets one. Defaults to 3.
	Seen int

	// Folds is in how many parts the examples are cut for the cross-validation,
	// from 2 to 20. Defaults to 5.
	Folds int

	_ struct{}
}

// A Tuned is what [Tune] found. Before and After are measured on the examples
// that were held out, every example once, so After says what to expect of texts
// like these; where it is no better than Before, throw the result away.
type Tuned struct {
	Lexicon       *Lexicon // to be put behind those that it was tuned with; nil if nothing would change
	Before, After Confusion
	Entries       []TunedEntry // by name
	language      string
}

// Gain returns by how much the held-out macro-F1 grew.
func (t *Tuned) Gain() float64 { return t.After.MacroF1() - t.Before.MacroF1() }

// A TunedEntry is an entry whose weight was fitted.
type TunedEntry struct {
	Entry    string  // in the lexicon's format
	Part     string  // where it stood, "" for a new word
	Was, Is  float64 // its feeling; rounded to a tenth
	Examples int     // in which it counted
	section  role
}

// Tune fits the feelings of entries, within bounds, to examples that a user
// labelled: those texts, of the user's own brand and trade, are where a general
// lexicon errs most. It takes the lexicons and names of cfg as they are and
// returns a further lexicon, small, with the weights that it would change and
// words that it learnt; [Tuned.WriteTo] writes it for a person to read and edit.
// Emoji and emoticons keep their weights, and with lexicons of several languages
// entries with classes do.
//
// The fit is of an ordinal logistic model, by gradient descent from the given
// weights, which pull back; labels count the same, however rare. It is
// deterministic: examples are dealt into folds by a hash of their text. It needs
// some hundred examples to find anything. It retains no example; but words of
// them stand in the result.
func Tune(cfg Config, examples []Example, how Tuning) (*Tuned, error) {
	how.Name, how.Bound = cmp.Or(how.Name, "tuned"), cmp.Or(how.Bound, 1.5)
	how.Seen, how.Folds = cmp.Or(how.Seen, 3), cmp.Or(how.Folds, 5)
	base, fault := New(cfg)
	if err := errors.Join(fault, how.validate(), checkExamples(examples)); err != nil {
		return nil, err
	}
	t := tuner{cfg: cfg, how: how, base: base, language: language(cfg.Lexicons)}
	out := &Tuned{}
	for fold := range how.Folds {
		if err := t.holdOut(out, examples, fold); err != nil {
			return nil, err
		}
	}
	out.Entries, out.language = t.fit(examples), t.language
	if len(out.Entries) == 0 {
		return out, nil
	}
	var text bytes.Buffer
	if _, err := out.WriteTo(&text); err != nil {
		return nil, err
	}
	var err error
	out.Lexicon, err = ParseLexicon(&text, how.Name)
	return out, err
}

func (how Tuning) validate() error {
	var faults []error
	if err := checkName("name", how.Name); err != nil {
		faults = append(faults, err)
	}
	if !(0.1 <= how.Bound && how.Bound <= 4) {
		faults = append(faults, fmt.Errorf("sentiment: bound %v is not between 0.1 and 4", how.Bound))
	}
	if how.Seen < 1 {
		faults = append(faults, fmt.Errorf("sentiment: seen %d is not 1 or more", how.Seen))
	}
	if how.Folds < 2 || how.Folds > 20 {
		faults = append(faults, fmt.Errorf("sentiment: folds %d are not 2 to 20", how.Folds))
	}
	return errors.Join(faults...)
}

func checkExamples(examples []Example) error {
	var count [3]int
	for i, e := range examples {
		if e.Label < Negative || e.Label > Positive {
			return fmt.Errorf("sentiment: example %d: label %d is not -1, 0 or 1", i, int8(e.Label))
		}
		count[e.Label+1]++
	}
	if used := len(examples) - slices.Max(count[:]); used == 0 {
		return errors.New("sentiment: tuning needs examples of two labels or more")
	}
	return nil
}

// language returns the language of the lexicons that are of one, "" if they are
// of several.
func language(lexicons []*Lexicon) (lang string) {
	for _, l := range lexicons {
		switch {
		case lang == "":
			lang = l.language
		case l.language != "" && l.language != lang:
			return ""
		}
	}
	return lang
}

// A tuner fits weights to some of the examples.
type tuner struct {
	cfg      Config
	how      Tuning
	base     *Scorer
	language string
}

// holdOut fits to all folds but one, and measures on that one.
func (t *tuner) holdOut(out *Tuned, examples []Example, fold int) error {
	var rest, held []Example
	for _, e := range examples {
		if t.fold(e.Text) == fold {
			held = append(held, e)
		} else {
			rest = append(rest, e)
		}
	}
	after := t.base
	if l := t.lexicon(t.fit(rest)); len(l.items) > 0 {
		cfg := t.cfg
		cfg.Lexicons = append(slices.Clip(cfg.Lexicons), l)
		var err error
		if after, err = New(cfg); err != nil {
			return err
		}
	}
	out.Before.add(Measure(t.base, held))
	out.After.add(Measure(after, held))
	return nil
}

// fold deals a text; the same text always into the same fold.
func (t *tuner) fold(text string) int {
	h := fnv.New32a()
	h.Write([]byte(text)) // never fails
	return int(h.Sum32() % uint32(t.how.Folds))
}

// lexicon returns a lexicon of the entries, for the time of the tuning.
func (t *tuner) lexicon(entries []TunedEntry) *Lexicon {
	l := &Lexicon{name: t.how.Name, version: "0", language: t.language, parts: []string{""}}
	for _, e := range entries {
		it := item{role: e.section, key: e.Entry, weight: e.Is}
		if e.section == roleComplaint {
			it.weight = -e.Is
		}
		l.items = append(l.items, it)
	}
	return l
}

// isFolded reports whether a word is read as it stands once more.
func isFolded(word string) bool {
	again, clean := foldWords(word)
	return clean && len(again) == 1 && again[0] == word
}

// unknown returns the words of a text that the lexicons don't have, once each.
func (t *tuner) unknown(text string) []string {
	var out []string
	seen := make(map[string]bool)
	for field := range strings.FieldsSeq(text) {
		if strings.ContainsAny(field, "@#/0123456789") || strings.Contains(field, ".") && !strings.HasSuffix(field, ".") {
			continue
		}
		words, _ := foldWords(field)
		for _, w := range words {
			if len(w) >= 3 && !seen[w] && t.base.tables.findWord([]byte(w)) == unknownWord && isFolded(w) {
				out = append(out, w)
			}
			seen[w] = true
		}
	}
	return out
}
