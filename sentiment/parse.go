package sentiment

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	maxLine   = 4096    // bytes of a lexicon's line
	maxItems  = 500_000 // entries of one lexicon
	maxFaults = 100     // faults that one error lists
)

// LoadLexicon reads a lexicon from the files of fsys whose names end in .txt,
// in the format of [ParseLexicon]. The name of a file, without .txt, is the
// part that an [Explanation] names beside a span. Errors name file and line.
func LoadLexicon(fsys fs.FS, name string) (*Lexicon, error) {
	files, err := fs.Glob(fsys, "*.txt")
	if err != nil {
		return nil, fmt.Errorf("sentiment: lexicon %s: %w", name, err)
	}
	p, err := newParser(name)
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("sentiment: lexicon %s: the folder has no *.txt, or can't be read", name)
	}
	for _, file := range files {
		p.readFile(fsys, file)
	}
	return p.lexicon()
}

// ParseLexicon reads a lexicon of one file. Its name, which must not be empty
// and must not hold spaces or a plus sign, stands in errors and in
// [Scorer.Name].
//
// The format is UTF-8 text, read line by line. Blank lines, and lines that
// begin with #, say nothing. Lines "version V", "language L" and "source S" may
// stand before the first section: V is what [Lexicon.Version] returns, L what
// [Lexicon.Language] does, and S says where the entries come from. A line in
// brackets opens a section; the lines below it are a weight, if the section has
// them, and entries of that weight with a comma and a space between them:
//
//	version 1
//	language en
//	source written by hand for Kindly
//
//	[terms]            feeling, from -4 (worst) to 4 (best)
//	2.5  great, superb, walk(s|ed|ing) on air
//	[complaints]       negative feeling that is a complaint, from 0 to 4
//	2    on hold ... <number> <time>
//	[thanks]           0 to 4; beside a request, a question or blame only courtesy
//	[matters]          0 to 1; what people write to companies about
//	[requests]         evidence of a request, 0 to 4
//	[questions]        evidence of a question, 0 to 4
//	[urgent safety]    no weight; also outage, fraud, legal, leaving
//	[negators]         no weight: not, never
//	[intensifiers]     multipliers from 0.1 to 3
//	[contrast]         no weight: but, however
//	[conditionals]     no weight: if, wish
//	[numbers]          no weight: words that count as a number: two, several
//	[class time]       no weight: words that <time> stands for: hours, days
//	[words]            no weight: words that say nothing, but of which language they are
//	[persons]          no weight: words of the first and second person: I, my, you
//	[emoji]            -4 to 4; the skin tone doesn't matter
//	[emoticons]        -4 to 4; as typed; capitals matter
//
// (The remarks behind the section names are not part of the format.) An entry
// has up to eight words. (a|b|c) in it stands for each of a, b and c, which may
// be empty; <name> as a word for any word of a class, <number> for any number;
// and " ... " for up to three words of any kind but negators and contrast words.
// Classes belong to the language that the lexicon declares: lexicons of one
// language share them. An entry may stand in several sections, with one weight
// in each, and in one of [terms], [complaints] and [thanks] (where parts
// disagree, it is not in [terms]); a weight of 0 takes the feeling out of a word
// or phrase that a lexicon below it has. Accents may be missing in the text, but
// not in the lexicon.
//
// An error names the lexicon and the line; all faults are joined, up to a
// hundred. Lines over 4096 bytes end the reading. ParseLexicon does not retain
// r and keeps no more than the entries and their names in memory.
func ParseLexicon(r io.Reader, name string) (*Lexicon, error) {
	p, err := newParser(name)
	if err != nil {
		return nil, err
	}
	p.begin("", "")
	p.read(r)
	return p.lexicon()
}

// A parser holds what was read of a lexicon.
type parser struct {
	lex     Lexicon
	sum     interface{ Sum32() uint32 }
	write   io.Writer // to sum
	file    string    // "" if there is one only
	line    int
	section role // roleNone before the first section
	detail  string
	skip    bool // in a section that we don't know
	seen    map[place]taken
	faults  []error
	each    func(line string) // instead of our own format
}

// A taken tells who has a place.
type taken struct {
	line   string
	part   int
	weight float64
}

// A place is where an entry may stand once.
type place struct {
	role   role
	detail string
	key    string
}

func newParser(name string) (*parser, error) {
	if err := checkName("name", name); err != nil {
		return nil, err
	}
	sum := fnv.New32a()
	return &parser{lex: Lexicon{name: name}, sum: sum, write: sum, seen: make(map[place]taken)}, nil
}

// lexicon returns what was read, or all that was wrong with it.
func (p *parser) lexicon() (*Lexicon, error) {
	if len(p.lex.items) == 0 && len(p.faults) == 0 {
		p.faults = append(p.faults, fmt.Errorf("sentiment: lexicon %s: no entries", p.lex.name))
	}
	if len(p.faults) > 0 {
		return nil, errors.Join(p.faults...)
	}
	p.lex.items = slices.DeleteFunc(p.lex.items, p.outdone)
	p.lex.version = cmp.Or(p.lex.version, fmt.Sprintf("%08x", p.sum.Sum32()))
	return &p.lex, nil
}

func (p *parser) readFile(fsys fs.FS, file string) {
	p.begin(file, strings.TrimSuffix(path.Base(file), ".txt"))
	f, err := fsys.Open(file)
	if err != nil {
		p.fault("%w", err)
		return
	}
	p.read(f)
	if err := f.Close(); err != nil {
		p.fault("%w", err)
	}
}

// begin begins a file, which is a part of the lexicon.
func (p *parser) begin(file, part string) {
	p.file, p.line, p.section, p.skip = file, 0, roleNone, false
	p.lex.parts = append(p.lex.parts, part)
}

func (p *parser) read(r io.Reader) {
	lines := bufio.NewScanner(io.TeeReader(r, p.write))
	lines.Buffer(make([]byte, 0, maxLine), maxLine+2) // with the line's end
	for len(p.faults) <= maxFaults && lines.Scan() {
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
	}
}

// where names the line for a person.
func (p *parser) where() string {
	if p.file == "" {
		return strconv.Itoa(p.line)
	}
	return p.file + ":" + strconv.Itoa(p.line)
}

func (p *parser) fault(format string, args ...any) {
	if len(p.faults) > maxFaults {
		return
	}
	err := fmt.Errorf(format, args...)
	if len(p.faults) == maxFaults {
		err = errors.New("too many faults")
	}
	p.faults = append(p.faults, fmt.Errorf("sentiment: lexicon %s:%s: %w", p.lex.name, p.where(), err))
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
	case p.each != nil:
		p.each(line)
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
	name, detail, _ := strings.Cut(section, " ")
	p.section, p.detail, p.skip = sectionRole(name), strings.TrimSpace(detail), true
	switch {
	case p.section == roleNone:
		p.fault("no section is called %q", section)
	case p.section == roleClass && !isClassName(p.detail):
		p.fault("a class needs a name of small letters: %q", section)
	case p.section == roleClass && "<"+p.detail+">" == anyNumber:
		p.fault("the words of <number> belong in [numbers]")
	case p.section == roleUrgent && urgency(p.detail) == 0:
		p.fault("no urgency is called %q; there are safety, outage, fraud, legal, leaving", p.detail)
	case p.section != roleClass && p.section != roleUrgent && p.detail != "":
		p.fault("no section is called %q", section)
	default:
		p.skip = false
	}
}

func (p *parser) header(line string) {
	key, value, _ := strings.Cut(line, " ")
	value = strings.TrimSpace(value)
	switch key {
	case "version":
		p.set(&p.lex.version, key, value)
	case "language":
		p.set(&p.lex.language, key, value)
	case "source":
	default:
		p.fault("%q before the first section", line)
	}
}

// set sets a field that a lexicon has once.
func (p *parser) set(field *string, kind, value string) {
	switch {
	case *field != "":
		p.fault("second %s", kind)
	case checkName(kind, value) != nil:
		p.fault("bad %s %q", kind, value)
	default:
		*field = value
	}
}

// entries reads a line of a section: a weight, if the section has them, and
// entries with a comma and a space between them.
func (p *parser) entries(line string) {
	weight := 0.0
	if low, high, weighted := p.section.weightRange(); weighted {
		number, rest := line, ""
		if space := strings.IndexAny(line, " \t"); space >= 0 {
			number, rest = line[:space], line[space:]
		}
		w, err := parseWeight(number, low, high)
		if err != nil {
			p.fault("%w", err)
			return
		}
		weight, line = w, strings.TrimSpace(rest)
	} else if number, _, _ := strings.Cut(line, " "); p.section != roleUrgent && p.section != roleNumber && looksLikeWeight(number) {
		p.fault("[%v] has no weights: leave out %q", p.section, number)
		return
	}
	for entry := range strings.SplitSeq(line, ", ") {
		p.expand(strings.TrimSpace(entry), weight)
	}
}

// expand adds an entry with all its alternatives.
func (p *parser) expand(entry string, weight float64) {
	if p.section == roleEmoticon {
		p.add(entry, weight)
		return
	}
	all, err := alternatives(entry)
	if err != nil {
		p.fault("%q: %w", entry, err)
		return
	}
	for _, one := range all {
		if len(p.faults) <= maxFaults {
			p.add(one, weight)
		}
	}
}

func (p *parser) add(entry string, weight float64) {
	key, err := p.section.key(entry)
	if err != nil {
		p.fault("%q: %w%s", entry, err, hint(entry))
		return
	}
	if !p.free(place{p.section, p.detail, key}, entry, weight) {
		return
	}
	if len(p.lex.items) == maxItems {
		p.fault("more than %d entries", maxItems)
		return
	}
	p.lex.items = append(p.lex.items, item{p.section, p.detail, len(p.lex.parts) - 1, p.line, key, weight})
}

// hint guesses what is wrong with an entry.
func hint(entry string) string {
	switch {
	case strings.HasSuffix(entry, ","), entry == "":
		return "; an entry is missing beside a comma"
	case strings.Contains(entry, ","):
		return "; put a space behind the comma"
	case strings.Contains(entry, " #"):
		return "; a remark needs a line of its own"
	}
	return ""
}

// free takes the place for the entry, or reports what has taken it. The same
// entry with the same weight may come again, as alternatives overlap.
func (p *parser) free(at place, entry string, weight float64) bool {
	if first, ok := p.seen[at]; ok {
		if first.weight != weight {
			p.fault("%q stands in [%s] already, on line %s", entry, p.section, first.line)
		}
		return false
	}
	for _, other := range feelings(at.role) {
		if first, ok := p.seen[place{other, "", at.key}]; ok && first.part == len(p.lex.parts) {
			p.fault("%q stands in [%s] as well, on line %s; its feeling has one place", entry, other, first.line)
			return false
		}
	}
	p.seen[at] = taken{p.where(), len(p.lex.parts), weight}
	return true
}

// outdone reports whether the item is a term that another part has among its
// complaints or thanks.
func (p *parser) outdone(it item) bool {
	if it.role != roleTerm {
		return false
	}
	_, complaint := p.seen[place{roleComplaint, "", it.key}]
	_, thanks := p.seen[place{roleThanks, "", it.key}]
	return complaint || thanks
}

// feelings returns the other roles that give a word its feeling, if r does.
func feelings(r role) []role {
	switch r {
	case roleTerm:
		return []role{roleComplaint, roleThanks}
	case roleComplaint:
		return []role{roleTerm, roleThanks}
	case roleThanks:
		return []role{roleTerm, roleComplaint}
	}
	return nil
}

// looksLikeWeight reports whether s is a number, though not of two digits or more,
// which stand in entries such as 24 hours.
func looksLikeWeight(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil && (len(s) == 1 || strings.ContainsAny(s, ".+-"))
}

// parseWeight reads a plain decimal number within [low, high].
func parseWeight(s string, low, high float64) (float64, error) {
	w, err := strconv.ParseFloat(s, 64)
	if err != nil || strings.Trim(s, "+-.0123456789") != "" {
		return 0, fmt.Errorf("%q is no weight; each line begins with one, such as 1.5", s)
	}
	if !(low <= w && w <= high) {
		return 0, fmt.Errorf("weight %s is not between %g and %g", s, low, high)
	}
	return w, nil
}
