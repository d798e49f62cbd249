package sentiment

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// A Lexicon is the knowledge of a language, or of a trade or brand within one:
// words, phrases, emoji and emoticons with what they say, and the words that
// change what others say. It is made by [LoadLexicon], [ParseLexicon],
// [ReadVADER] or [ReadAFINN], never changes afterwards, and may be used by any
// number of scorers and goroutines at once.
//
// The zero value holds nothing, and [New] refuses it.
type Lexicon struct {
	name     string
	version  string
	language string
	parts    []string // names; an item holds an index
	items    []item
}

// Name returns the name that was given when it was read.
func (l *Lexicon) Name() string { return l.name }

// Version returns the version that the lexicon's text declares, or, where it
// declares none, a short hash of that text.
func (l *Lexicon) Version() string { return l.version }

// Language returns the tag of the language that the lexicon is of, such as
// "sw", or "" if it is of none, as an overlay or a lexicon of emoji.
func (l *Lexicon) Language() string { return l.language }

// Len returns the number of entries, alternatives counted one by one.
func (l *Lexicon) Len() int { return len(l.items) }

// String returns the name and version as they stand in [Scorer.Name].
func (l *Lexicon) String() string { return l.name + "/" + l.version }

// An item is one entry: a key in the form that the scanner gives to text, its
// role, and its weight or multiplier (zero for roles that have none).
type item struct {
	role   role
	detail string // the class or the kind of urgency
	part   int    // index of the part's name
	line   int
	key    string // words with spaces between them
	weight float64
}

// A role is what an entry does, named after its section of a lexicon.
type role uint8

const (
	roleNone role = iota
	roleTerm
	roleComplaint
	roleThanks
	roleMatter
	roleRequest
	roleQuestion
	roleUrgent
	roleNegator
	roleIntensifier
	roleContrast
	roleConditional
	roleNumber
	roleClass
	roleWord
	rolePerson
	roleEmoji
	roleEmoticon
	roles
)

// String returns the name of the role's section.
func (r role) String() string {
	names := [roles]string{
		"none", "terms", "complaints", "thanks", "matters", "requests", "questions", "urgent", "negators",
		"intensifiers", "contrast", "conditionals", "numbers", "class", "words", "persons", "emoji", "emoticons",
	}
	if r >= roles {
		return "none"
	}
	return names[r]
}

// sectionRole returns the role of a section's entries, roleNone if there is no
// such section.
func sectionRole(section string) role {
	for r := roleNone + 1; r < roles; r++ {
		if r.String() == section {
			return r
		}
	}
	return roleNone
}

// weightRange returns the weights that the role allows, and whether its
// entries have one.
func (r role) weightRange() (low, high float64, weighted bool) {
	switch r {
	case roleTerm, roleEmoji, roleEmoticon:
		return -4, 4, true
	case roleComplaint, roleThanks, roleRequest, roleQuestion:
		return 0, 4, true
	case roleMatter:
		return 0, 1, true
	case roleIntensifier:
		return 0.1, 3, true
	}
	return 0, 0, false
}

// single reports whether entries are of one word.
func (r role) single() bool {
	return r == roleNumber || r == roleClass || r == roleWord || r == rolePerson
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

// place names the line of an item.
func (l *Lexicon) place(it *item) string {
	file := ""
	if part := l.parts[it.part]; part != "" {
		file = part + ".txt:"
	}
	return l.name + ":" + file + strconv.Itoa(it.line)
}
