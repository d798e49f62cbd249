package listen

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A part is an atom of a term, with the gap that must stand before it.
type part struct {
	gap  rune
	word string // folded
	kind class
	n    int // letters
}

// A speller knows how terms may be written.
type speller struct {
	blank    *matcher // knows nothing
	fold     *folder
	everyday map[string]bool
}

func newSpeller(f *folder) speller { return speller{&matcher{fold: f}, f, everydayWords(f)} }

// atoms returns the atoms of a text, and whether it has an address.
func (m *matcher) atoms(text string) ([]atom, bool) {
	var atoms []atom
	s := scan{matcher: m, text: text, atoms: &atoms}
	s.run()
	return atoms, s.skipped > 0
}

// forms returns the rows of words that a term stands for: as it is written; in one word; and as the capitals of
// a hashtag part it.
func (sp *speller) forms(text string) ([][]part, error) {
	if err := sp.checkText(text); err != nil {
		return nil, err
	}
	atoms, address := sp.blank.atoms(text)
	switch {
	case address:
		return nil, fmt.Errorf("%q has a handle or an address in it: these go into fields of their own", text)
	case len(atoms) == 0:
		return nil, fmt.Errorf("%q has no letter or digit", text)
	case len(atoms) > maxWords:
		return nil, fmt.Errorf("%q has %d words, or characters of a script without spaces: %d are the most", text, len(atoms), maxWords)
	}
	plain := sp.parts(text, atoms)
	for _, p := range plain[1:] {
		if p.gap == broken {
			return nil, fmt.Errorf("%q has more between two of its words than one term goes over: make it two terms", text)
		}
	}
	return append([][]part{plain}, sp.others(text, plain)...), nil
}

func (sp *speller) checkText(text string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return errors.New("is empty")
	case len(text) > maxTerm:
		return fmt.Errorf("%.20q... has %d bytes: %d are the most", text, len(text), maxTerm)
	case !utf8.ValidString(text):
		return fmt.Errorf("%q is not UTF-8", text)
	case strings.ContainsRune(text, utf8.RuneError):
		return fmt.Errorf("%q has U+FFFD, which stands for what could not be read", text)
	case strings.IndexFunc(text, unicode.IsControl) >= 0:
		return fmt.Errorf("%q has a control character", text)
	case sp.hasReference(text):
		return fmt.Errorf("%q has a character reference: write the character itself", text)
	case strings.ContainsAny(text, "*?"):
		return fmt.Errorf("%q: there are no wildcards; list the words, or use misspelled", text)
	}
	return nil
}

// hasReference reports whether a text has a character reference that a term can't be made of.
func (sp *speller) hasReference(text string) bool {
	_, _, size := sp.fold.reference(text, 0)
	return size > 0
}

func (sp *speller) parts(text string, atoms []atom) []part {
	parts := make([]part, 0, len(atoms))
	for i, a := range atoms {
		p := part{a.gap, sp.fold.fold(text[a.start:a.end]), a.kind, a.n}
		switch {
		case i == 0:
			p.gap = joined
		case a.gap == joined && (a.kind == letter) != (atoms[i-1].kind == letter):
			p.gap = loose // where scripts meet, some put a space
		}
		parts = append(parts, p)
	}
	return parts
}

// others are the forms of a term besides the one that is written.
func (sp *speller) others(text string, plain []part) [][]part {
	whole := part{kind: letter}
	for i, p := range plain {
		if p.kind != letter || i > 0 && p.gap != loose && p.gap != stop && p.gap != '.' && p.gap != '\'' {
			return nil
		}
		whole.word += p.word
		whole.n += p.n
	}
	var forms [][]part
	if len(plain) > 1 && !sp.everyday[whole.word] {
		forms = append(forms, []part{whole})
	}
	letters := strings.Map(func(r rune) rune {
		if c := sp.fold.glyph(r).class(); c == letter || c == pair {
			return r
		}
		return -1
	}, text)
	if atoms, _ := sp.blank.atoms("#" + letters); len(atoms) > 1 {
		forms = append(forms, sp.parts("#"+letters, atoms))
	}
	return forms
}

// isEveryday says why a term would be found in nearly every text; nil if it wouldn't.
func (sp *speller) isEveryday(plain []part) error {
	usual, letters := true, 0
	for _, p := range plain {
		usual = usual && sp.everyday[p.word] && (p.gap == joined || p.gap == loose)
		letters += max(1, p.n)
	}
	switch {
	case letters == 1:
		return fmt.Errorf("%q is one character, which nearly every text has", plain[0].word)
	case usual:
		return errors.New("nearly every text has it")
	}
	return nil
}

// signs of handles and of hashtags.
const (
	handleSigns = "@＠"
	tagSigns    = "#＃"
)

// signed reports whether a term begins with one of some signs.
func signed(text, signs string) bool { return strings.IndexAny(strings.TrimSpace(text), signs) == 0 }

// unsigned returns a term without the sign that it may begin with, and without the space around it.
func unsigned(text, signs string) string {
	text = strings.TrimSpace(text)
	if signed(text, signs) {
		_, size := utf8.DecodeRuneInString(text)
		return text[size:]
	}
	return text
}

// handleName returns what a handle is looked up by.
func (sp *speller) handleName(text string) (string, error) {
	if err := sp.checkText(text); err != nil {
		return "", err
	}
	name := unsigned(text, handleSigns)
	local, host, remote := strings.Cut(name, "@")
	if local == "" || nameEnd(local, 0) != len(local) {
		return "", fmt.Errorf("%q is no handle: letters, digits and _ of ASCII, with . or - between them", text)
	}
	if remote && (hostEnd(host, 0) != len(host) || !strings.Contains(host, ".")) {
		return "", fmt.Errorf("%q is no handle: what follows the second @ is no server", text)
	}
	return sp.fold.fold(name), nil
}

// tagName returns what a hashtag is looked up by.
func (sp *speller) tagName(text string) (string, error) {
	if err := sp.checkText(text); err != nil {
		return "", err
	}
	name := unsigned(text, tagSigns)
	a := atom{}
	s := scan{matcher: sp.blank, text: name}
	if s.tagEnd(&a) != len(name) || strings.Trim(sp.fold.fold(name), "_") == "" {
		return "", fmt.Errorf("%q is no hashtag: letters, digits and _ without a space", text)
	}
	return sp.fold.fold(name), nil
}

// domainName returns what a domain is looked up by.
func (sp *speller) domainName(text string) (string, error) {
	if err := sp.checkText(text); err != nil {
		return "", err
	}
	for label := range strings.SplitSeq(text, ".") {
		fine := strings.IndexFunc(label, func(r rune) bool { return !isWord(r) && r != '-' }) < 0
		if label == "" || !fine || label[0] == '-' || label[len(label)-1] == '-' {
			return "", fmt.Errorf(`%q is no domain, such as "acme.example"`, text)
		}
	}
	switch {
	case !strings.Contains(text, "."):
		return "", fmt.Errorf("%q is a top-level domain: every address in it would be ours", text)
	case sp.fold.same(text[:strings.IndexByte(text, '.')], "www"):
		return "", fmt.Errorf("%q: leave www. out; it is found with what is below the domain", text)
	}
	return sp.fold.fold(text), nil
}
