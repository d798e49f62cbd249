package listen

import (
	"html"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What may stand between two words of one term. Any other gap is the one character that it is made of.
const (
	joined rune = 0   // nothing: where a hashtag's capitals or a change of script part words
	loose  rune = ' ' // spaces, hyphens, quotes and such, in any number
	stop   rune = 1   // a full stop and spaces, as in "Dr. Oetker"
	broken rune = -1  // more than that: no term goes on behind it
)

const lineEnd = '\n'

// gapOf returns the gap that r makes, or lineEnd.
func gapOf(r rune) rune {
	switch {
	case r == '\n', r == '\r', r == 0x2028, r == 0x2029:
		return lineEnd
	case isApostrophe(r):
		return '\''
	case unicode.IsSpace(r), unicode.In(r, unicode.Pd, unicode.Pi, unicode.Pf):
		return loose
	case strings.ContainsRune(`"_*~®™℠©·・‧•„‚＂゠`, r):
		return loose
	case r == '＆', r == '﹠':
		return '&'
	case r == '。', r == '．', r == '…':
		return '.'
	}
	return r
}

// endsSentence reports whether what follows begins with a capital in any case.
func endsSentence(gap rune) bool {
	switch gap {
	case lineEnd, '.', '!', '?', ':', '¿', '¡', '！', '？':
		return true
	}
	return false
}

// widen returns the gap that g becomes by one more character, which makes a gap itself.
func widen(g, by rune) rune {
	if by == lineEnd {
		by = loose
	}
	switch {
	case g == joined:
		return by
	case g == by && by == loose:
		return loose
	case by == loose && (g == '&' || g == '/'), g == loose && (by == '&' || by == '/'):
		return max(g, by) // "AT & T"
	case by == loose && g == '\'', g == loose && by == '\'':
		return loose // "the drivers' union", "Toys 'R' Us"
	case by == loose && (g == '.' || g == stop):
		return stop
	}
	return broken
}

// entity reads a character reference at the beginning of s. It returns what it stands for and how long it
// is, 0 if there is none.
func entity(s string) (rune, int) {
	const longest = 10
	end := strings.IndexByte(s[:min(len(s), longest)], ';')
	if end < 3 {
		return 0, 0
	}
	name := s[1:end]
	switch name {
	case "amp", "AMP":
		return '&', end + 1
	case "apos", "rsquo", "lsquo":
		return '\'', end + 1
	case "quot", "nbsp", "ldquo", "rdquo", "ndash", "mdash", "reg", "trade", "copy":
		return loose, end + 1
	case "lt", "gt":
		return broken, end + 1
	}
	if name[0] == '#' {
		return numbered(name, end+1)
	}
	return named(s[:end+1])
}

// named reads a character reference by the list of HTML.
func named(ref string) (rune, int) {
	for i := 1; i < len(ref)-1; i++ {
		if !isLetterOrDigit(ref[i]) {
			return 0, 0
		}
	}
	text := html.UnescapeString(ref)
	r, size := utf8.DecodeRuneInString(text)
	if size != len(text) {
		return 0, 0 // none, or one that stands for several characters
	}
	return r, len(ref)
}

func numbered(name string, size int) (rune, int) {
	digits, base := name[1:], 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 21)
	if err != nil || n == 0 || !utf8.ValidRune(rune(n)) {
		return 0, 0
	}
	return rune(n), size
}
