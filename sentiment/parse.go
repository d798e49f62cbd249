package sentiment

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	maxLine   = 4096    // bytes of a lexicon's line
	maxItems  = 500_000 // entries of one lexicon
	maxFaults = 100     // faults that one error lists
)

// anyNumber stands in an entry for any number in the text.
const anyNumber = "<number>"

// ParseLexicon reads a lexicon. Its name, which must not be empty and must not
// hold spaces or a plus sign, stands in errors and in [Scorer.Name].
//
// The format is UTF-8 text, read line by line. Blank lines, and lines that
// begin with #, say nothing. A line "version V" may stand first. A line in
// brackets opens a section; the lines below it are entries, several of one
// weight on a line with a comma and a space between them:
//
//	version 1
//
//	[terms]            single words, from -4 (worst) to 4 (best)
//	2.5  great, superb
//	[phrases]          two to eight words; <number> stands for any number
//	-2   on hold for <number> hours
//	[emoji]            the skin tone doesn't matter
//	[emoticons]        as typed; capitals matter
//	[negators]         words or phrases, no weight: not, never
//	[intensifiers]     multipliers from 0.1 to 3
//	1.3  very, really
//	[contrast]         no weight: but, however
//	[requests]         evidence of a request, from 0 to 4
//	[numbers]          no weight: words that count as a number: two, several
//
// (The remarks behind the section names are not part of the format.) An entry
// may stand in several sections, once in each; a weight of 0 takes the feeling
// out of a word or phrase that a lexicon below it has.
//
// An error names the lexicon and the line; all faults are joined, up to a
// hundred. Lines over 4096 bytes end the reading. ParseLexicon does not retain
// r and keeps no more than the entries and their names in memory.
func ParseLexicon(r io.Reader, name string) (*Lexicon, error) {
	if err := checkName("name", name); err != nil {
		return nil, err
	}
	sum := fnv.New32a()
	p := parser{name: name, seen: make(map[place]int)}
	p.read(io.TeeReader(r, sum))
	if len(p.items) == 0 && len(p.faults) == 0 {
		p.faults = append(p.faults, fmt.Errorf("sentiment: lexicon %s: no entries", name))
	}
	if len(p.faults) > 0 {
		return nil, errors.Join(p.faults...)
	}
	version := p.version
	if version == "" {
		version = fmt.Sprintf("%08x", sum.Sum32())
	}
	return &Lexicon{name: name, version: version, items: p.items}, nil
}

// A parser holds what was read of a lexicon.
type parser struct {
	name    string
	line    int
	section role // roleNone before the first section
	skip    bool // in a section that we don't know
	version string
	items   []item
	seen    map[place]int // the line of each entry
	faults  []error
}

// A place is where an entry may stand once.
type place struct {
	role role
	key  string
}

func (p *parser) read(r io.Reader) {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, maxLine), maxLine)
	for len(p.faults) < maxFaults && lines.Scan() {
		p.line++
		p.parseLine(lines.Bytes())
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		p.line++
		p.fault("line over %d bytes", maxLine)
	case err != nil:
		p.line++
		p.fault("%w", err)
	case len(p.faults) >= maxFaults:
		p.fault("too many faults")
	}
}

func (p *parser) fault(format string, args ...any) {
	err := fmt.Errorf(format, args...)
	p.faults = append(p.faults, fmt.Errorf("sentiment: lexicon %s:%d: %w", p.name, p.line, err))
}

func (p *parser) parseLine(raw []byte) {
	if p.line == 1 {
		raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	}
	if !utf8.Valid(raw) {
		p.fault("not valid UTF-8")
		return
	}
	line := strings.TrimSpace(string(raw))
	switch {
	case line == "" || line[0] == '#':
	case line[0] == '[' && line[len(line)-1] == ']':
		p.open(line[1 : len(line)-1])
	case p.skip:
	case p.section == roleNone:
		p.header(line)
	default:
		p.entries(line)
	}
}

func (p *parser) open(section string) {
	p.section = sectionRole(section)
	p.skip = p.section == roleNone
	if p.skip {
		p.fault("no section is called %q", section)
	}
}

func (p *parser) header(line string) {
	key, value, _ := strings.Cut(line, " ")
	value = strings.TrimSpace(value)
	switch {
	case key != "version":
		p.fault("%q before the first section", line)
	case p.version != "":
		p.fault("second version")
	case checkName("version", value) != nil:
		p.fault("bad version %q", value)
	default:
		p.version = value
	}
}

// entries reads a line of a section: a weight, if the section has them, and
// entries with a comma and a space between them.
func (p *parser) entries(line string) {
	weight := 0.0
	if low, high, weighted := p.section.weightRange(); weighted {
		number, rest, _ := strings.Cut(line, " ")
		w, err := parseWeight(number, low, high)
		if err != nil {
			p.fault("%w", err)
			return
		}
		weight, line = w, strings.TrimSpace(rest)
	}
	for entry := range strings.SplitSeq(line, ", ") {
		p.add(strings.TrimSpace(entry), weight)
	}
}

func (p *parser) add(entry string, weight float64) {
	key, err := p.section.key(entry)
	if err != nil {
		p.fault("%q: %w", entry, err)
		return
	}
	if first, ok := p.seen[place{p.section, key}]; ok {
		p.fault("%q stands in [%s] already, on line %d", entry, p.section, first)
		return
	}
	if len(p.items) == maxItems {
		p.fault("more than %d entries", maxItems)
		return
	}
	p.seen[place{p.section, key}] = p.line
	p.items = append(p.items, item{p.section, key, weight})
}

// parseWeight reads a plain decimal number within [low, high].
func parseWeight(s string, low, high float64) (float64, error) {
	w, err := strconv.ParseFloat(s, 64)
	if err != nil || strings.Trim(s, "+-.0123456789") != "" {
		return 0, fmt.Errorf("%q is no weight", s)
	}
	if !(low <= w && w <= high) {
		return 0, fmt.Errorf("weight %s is not between %g and %g", s, low, high)
	}
	return w, nil
}
