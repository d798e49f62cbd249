package listen

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// class says what a character is to a matcher.
type class uint8

const (
	between  class = iota // what stands between words; its rune says which gap it makes
	letter                // a letter, digit or mark of a word
	pair                  // a letter that is read as two
	single                // of a script without spaces: a word by itself
	syllable              // the same, of Hangul
	ignored               // read as if it were not there
)

// A glyph is a character as it is matched: its class, and its rune without case, accent or width.
type glyph uint32

func newGlyph(c class, r rune) glyph { return glyph(c)<<24 | glyph(r) }

func (g glyph) class() class { return class(g >> 24) }

func (g glyph) rune() rune { return rune(g & 0xFFFFFF) }

// two returns the letters of a pair.
func (g glyph) two() (a, b rune) { return g.rune() >> 8, g.rune() & 0xFF }

// Characters below lowEnd, and those of blocks of accented Latin and Greek and of punctuation, are looked up.
const (
	lowEnd    = 0x1100
	moreBegin = 0x1E00
	moreEnd   = 0x2100
)

// A folder takes from characters what writers may change: case, accents, width, what is invisible.
type folder struct {
	letters [256]byte // ASCII letters and digits in lower case, else 0
	low     [lowEnd]glyph
	more    [moreEnd - moreBegin]glyph
}

func newFolder() *folder {
	f, read := &folder{}, readAs()
	for c := range f.letters {
		if g := plainGlyph(rune(c)); c < utf8.RuneSelf && g.class() == letter {
			f.letters[c] = byte(g.rune())
		}
	}
	for r := range f.low {
		f.low[r] = read.glyph(rune(r))
	}
	for i := range f.more {
		f.more[i] = read.glyph(rune(moreBegin + i))
	}
	return f
}

// glyph returns r as it is matched.
func (f *folder) glyph(r rune) glyph {
	switch {
	case r < lowEnd:
		return f.low[r]
	case moreBegin <= r && r < moreEnd:
		return f.more[r-moreBegin]
	case 0x4E00 <= r && r < 0xA000, 0x3041 <= r && r < 0x3097, 0x30A1 <= r && r < 0x30FB:
		return newGlyph(single, r)
	case 0xAC00 <= r && r < 0xD7A4:
		return newGlyph(syllable, r)
	case 0x1F000 <= r && r < 0x1FB00, 0x2190 <= r && r < 0x2C00, r == utf8.RuneError: // emoji, signs, no UTF-8
		return newGlyph(between, r)
	}
	return plainGlyph(r)
}

// readings are letters with those that they are read as.
type readings map[rune]glyph

func readAs() readings {
	read := readings{}
	for line := range strings.Lines(accents) {
		base, size := utf8.DecodeRuneInString(line)
		for _, r := range strings.TrimSpace(line[size:]) {
			read[r] = newGlyph(letter, base)
		}
	}
	for line := range strings.Lines(ligatures) {
		for _, r := range strings.TrimSpace(line[2:]) {
			read[r] = newGlyph(pair, rune(line[0])<<8|rune(line[1]))
		}
	}
	return read
}

func (read readings) glyph(r rune) glyph {
	if g, ok := read[unicode.ToLower(r)]; ok {
		return g
	}
	return plainGlyph(r)
}

// plainGlyph is the glyph of a character that has no entry in the tables of accents.
func plainGlyph(r rune) glyph {
	switch {
	case isInvisible(r):
		return newGlyph(ignored, 0)
	case 0xFF01 <= r && r <= 0xFF5E: // ASCII, as wide as Han
		return plainGlyph(r - 0xFEE0)
	case 0x1D400 <= r && r < 0x1D7FF: // letters and digits of formulas, used as bold and italics
		return formulaGlyph(r)
	case 0xFB00 <= r && r <= 0xFB06:
		return typeGlyph(r)
	case isApart(r) && isWord(r):
		return newGlyph(single, r)
	case isWord(r) && !isApostrophe(r):
		return newGlyph(letter, unicode.ToLower(r))
	}
	return newGlyph(between, gapOf(r))
}

func formulaGlyph(r rune) glyph {
	switch {
	case r < 0x1D6A4:
		return newGlyph(letter, 'a'+(r-0x1D400)%26)
	case r >= 0x1D7CE:
		return newGlyph(letter, '0'+(r-0x1D7CE)%10)
	}
	return newGlyph(letter, unicode.ToLower(r))
}

// typeGlyph is for what printers cast as one: "ﬁ".
func typeGlyph(r rune) glyph {
	const cast = "fffifl  stst"
	if i := int(r-0xFB00) * 2; r < 0xFB03 {
		return newGlyph(pair, rune(cast[i])<<8|rune(cast[i+1]))
	}
	if r >= 0xFB05 {
		return newGlyph(pair, 's'<<8|'t')
	}
	return newGlyph(letter, r)
}

func isWord(r rune) bool { return unicode.In(r, unicode.Letter, unicode.Digit, unicode.Mark) }

// isInvisible is for joiners, marks of direction, variants, and points and accents that writers may leave out.
func isInvisible(r rune) bool {
	switch {
	case r < 0xAD:
		return false
	case 0x300 <= r && r < 0x370, 0x1AB0 <= r && r < 0x1B00, 0x1DC0 <= r && r < 0x1E00, 0x20D0 <= r && r < 0x2100:
		return true // accents
	case 0x591 <= r && r < 0x5C8:
		return unicode.IsMark(r) // Hebrew points
	case r == 0x640, 0x610 <= r && r < 0x61B, 0x64B <= r && r < 0x660, r == 0x670:
		return true // Arabic points, and the stroke that lengthens
	case 0xFE00 <= r && r < 0xFE30, 0x180B <= r && r < 0x1810, 0xE0000 <= r && r < 0xE1000:
		return true
	}
	return r == 0x34F || unicode.Is(unicode.Cf, r)
}

// isApart is for scripts that put no spaces between words.
func isApart(r rune) bool {
	blocks := [...]struct{ from, to rune }{
		{0xE00, 0x109F},    // Thai, Lao, Tibetan, Burmese
		{0x1780, 0x17FF},   // Khmer
		{0x1950, 0x1AAF},   // Tai
		{0x1B00, 0x1B7F},   // Balinese
		{0x3005, 0x312F},   // kana, Bopomofo
		{0x3190, 0xA4CF},   // Han, Yi
		{0xA980, 0xA9FF},   // Javanese, Burmese
		{0xAA60, 0xAADF},   // Burmese, Tai
		{0xF900, 0xFAFF},   // Han
		{0xFF66, 0xFF9F},   // kana
		{0x1B000, 0x1B2FF}, // kana
		{0x20000, 0x3FFFF}, // Han
	}
	for _, b := range blocks {
		if r <= b.to {
			return r >= b.from
		}
	}
	return false
}

func isApostrophe(r rune) bool {
	switch r {
	case '\'', '`', '´', '’', '‘', '‛', '′', 'ʼ', 'ʹ', 'ʻ', '＇', '՚', 'ꞌ':
		return true
	}
	return false
}

// initial returns the first letter of a word.
func (f *folder) initial(word string) rune {
	for _, r := range word {
		switch g := f.glyph(r); g.class() {
		case ignored:
		case pair:
			a, _ := g.two()
			return a
		default:
			return g.rune()
		}
	}
	return 0
}

// key is the hash of s without what writers may change. What stands between words counts as it is.
func (f *folder) key(s string) uint64 {
	var h uint64
	for _, r := range s {
		switch g := f.glyph(r); g.class() {
		case ignored:
		case between:
			h = step(h, r)
		case pair:
			a, b := g.two()
			h = step(step(h, a), b)
		default:
			h = step(h, g.rune())
		}
	}
	return h
}

// fold returns s without what writers may change.
func (f *folder) fold(s string) string {
	var out strings.Builder
	for _, r := range s {
		switch g := f.glyph(r); g.class() {
		case ignored:
		case between:
			out.WriteRune(r)
		case pair:
			a, b := g.two()
			out.WriteRune(a)
			out.WriteRune(b)
		default:
			out.WriteRune(g.rune())
		}
	}
	return out.String()
}

// same reports whether fold(s) is folded.
func (f *folder) same(s, folded string) bool {
	ok := true
	next := func(want rune) {
		r, size := utf8.DecodeRuneInString(folded)
		ok = ok && size > 0 && r == want
		folded = folded[size:]
	}
	for _, r := range s {
		switch g := f.glyph(r); g.class() {
		case ignored:
		case between:
			next(r)
		case pair:
			a, b := g.two()
			next(a)
			next(b)
		default:
			next(g.rune())
		}
		if !ok {
			return false
		}
	}
	return folded == ""
}

// isMark reports whether r is a mark on the character before it.
func isMark(r rune) bool { return unicode.IsMark(r) || r == 'ﾞ' || r == 'ﾟ' }
