package sentiment

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// A Lexicon is the knowledge of a language, or of a trade or brand within one:
// words, phrases, emoji and emoticons with their weights, and the words that
// change the weight of others. It is made by [ParseLexicon], never changes
// afterwards, and may be used by any number of scorers and goroutines at once.
//
// The zero value holds nothing, and [New] refuses it.
type Lexicon struct {
	name    string
	version string
	items   []item
}

// Name returns the name that was given to ParseLexicon.
func (l *Lexicon) Name() string { return l.name }

// Version returns the version that the lexicon's text declares, or, where it
// declares none, a short hash of that text.
func (l *Lexicon) Version() string { return l.version }

// Len returns the number of entries.
func (l *Lexicon) Len() int { return len(l.items) }

// String returns the name and version as they stand in [Scorer.Name].
func (l *Lexicon) String() string { return l.name + "/" + l.version }

// An item is one entry: a key in the form that the scanner gives to text, its
// role, and its weight or multiplier (zero for roles that have none).
type item struct {
	role   role
	key    string
	weight float64
}

// A role is what an entry does, named after its section of a lexicon.
type role uint8

const (
	roleNone role = iota
	roleTerm
	rolePhrase
	roleEmoji
	roleEmoticon
	roleNegator
	roleIntensifier
	roleContrast
	roleRequest
	roleNumber
)

// sectionRole returns the role of a section's entries, roleNone if there is no
// such section.
func sectionRole(section string) role {
	for r := roleTerm; r <= roleNumber; r++ {
		if r.String() == section {
			return r
		}
	}
	return roleNone
}

// String returns the name of the role's section.
func (r role) String() string {
	switch r {
	case roleTerm:
		return "terms"
	case rolePhrase:
		return "phrases"
	case roleEmoji:
		return "emoji"
	case roleEmoticon:
		return "emoticons"
	case roleNegator:
		return "negators"
	case roleIntensifier:
		return "intensifiers"
	case roleContrast:
		return "contrast"
	case roleRequest:
		return "requests"
	case roleNumber:
		return "numbers"
	default:
		return "none"
	}
}

// weightRange returns the weights that the role allows, and whether its
// entries have one.
func (r role) weightRange() (low, high float64, weighted bool) {
	switch r {
	case roleNegator, roleContrast, roleNumber:
		return 0, 0, false
	case roleIntensifier:
		return 0.1, 3, true
	case roleRequest:
		return 0, 4, true
	default:
		return -4, 4, true
	}
}

// key returns the entry in the form in which the scanner gives it to the
// rules, or says why it can't be an entry of this role.
func (r role) key(entry string) (string, error) {
	switch r {
	case roleEmoji:
		return emojiKey(entry)
	case roleEmoticon:
		return emoticonKey(entry)
	}
	words, err := splitEntry(entry)
	switch {
	case err != nil:
		return "", err
	case r == rolePhrase && len(words) < 2:
		return "", errors.New("a phrase needs two words or more")
	case (r == roleTerm || r == roleNumber) && len(words) > 1:
		return "", fmt.Errorf("%d words; more than one belong in [phrases]", len(words))
	}
	return strings.Join(words, " "), nil
}

// splitEntry returns the folded words of an entry; anyNumber stands for the
// wildcard.
func splitEntry(entry string) ([]string, error) {
	var words []string
	for field := range strings.FieldsSeq(entry) {
		if field == anyNumber {
			words = append(words, field)
			continue
		}
		folded, clean := foldWords(field)
		if !clean {
			return nil, errors.New("holds what is not a word")
		}
		words = append(words, folded...)
	}
	switch {
	case len(words) == 0:
		return nil, errors.New("holds no word")
	case len(words) > maxPhrase:
		return nil, fmt.Errorf("%d words; at most %d", len(words), maxPhrase)
	case len(words) == 1 && words[0] == anyNumber:
		return nil, fmt.Errorf("%s alone", anyNumber)
	}
	return words, nil
}

// checkName says why a lexicon can't have this name or version.
func checkName(kind, name string) error {
	if name == "" {
		return fmt.Errorf("sentiment: the lexicon's %s is empty", kind)
	}
	odd := func(r rune) bool {
		return r == '+' || r == unicode.ReplacementChar || unicode.IsSpace(r) || !unicode.IsPrint(r)
	}
	if strings.ContainsFunc(name, odd) {
		return fmt.Errorf("sentiment: the lexicon's %s %q has a space, a plus or what can't be printed", kind, name)
	}
	return nil
}
