package sentiment

import (
	"io"
	"strings"
)

// ReadVADER reads a lexicon in the format of VADER (Hutto and Gilbert, 2014):
// lines of a token, a tab, the mean of its ratings from -4 to 4, and columns
// that are not read. A token is a word, a phrase or an emoticon; emoticons are
// matched in either case, as VADER does. Tokens that no text can hold as one
// (VADER's file has an emoticon with spaces) are left out, and where two become
// the same once they are folded, the first counts. Any other line is an error
// that names the lexicon and the line.
//
// A lexicon in this format says nothing of negators, intensifiers or requests:
// put one that does beside it.
func ReadVADER(r io.Reader, name string) (*Lexicon, error) { return readForeign(r, name, 4) }

// ReadAFINN reads a lexicon in the format of AFINN (Nielsen, 2011): lines of a
// word or phrase, a tab, and a weight from -5 to 5, which becomes four fifths of
// it. Otherwise it is as [ReadVADER].
func ReadAFINN(r io.Reader, name string) (*Lexicon, error) { return readForeign(r, name, 5) }

// readForeign reads tokens with weights from -scale to scale.
func readForeign(r io.Reader, name string, scale float64) (*Lexicon, error) {
	p, err := newParser(name)
	if err != nil {
		return nil, err
	}
	p.begin("", "")
	p.each = func(line string) { p.foreign(line, scale) }
	p.read(r)
	return p.lexicon()
}

// foreign reads one line.
func (p *parser) foreign(line string, scale float64) {
	if line == "" {
		return
	}
	token, rest, ok := strings.Cut(line, "\t")
	number, _, _ := strings.Cut(rest, "\t")
	if !ok {
		p.fault("no tab behind a token")
		return
	}
	w, err := parseWeight(strings.TrimSpace(number), -scale, scale)
	if err != nil {
		p.fault("%w", err)
		return
	}
	p.token(strings.TrimSpace(token), 4*w/scale)
}

// token adds a foreign token as what it is, unless it is there already.
func (p *parser) token(token string, weight float64) {
	if key, err := roleTerm.key(token); err == nil && !strings.ContainsAny(token, "<.") {
		p.once(roleTerm, key, weight)
		return
	}
	if key, err := roleEmoji.key(token); err == nil {
		p.once(roleEmoji, key, weight)
		return
	}
	for _, face := range []string{token, strings.ToUpper(token), strings.ToLower(token)} {
		if key, err := roleEmoticon.key(face); err == nil {
			p.once(roleEmoticon, key, weight)
		}
	}
}

func (p *parser) once(r role, key string, weight float64) {
	at := place{r, "", key}
	if _, ok := p.seen[at]; ok {
		return
	}
	p.seen[at] = taken{p.where(), 0, weight}
	p.lex.items = append(p.lex.items, item{role: r, line: p.line, key: key, weight: weight})
}
