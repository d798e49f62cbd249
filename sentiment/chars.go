package sentiment

import (
	"unicode"
	"unicode/utf8"
)

const zeroWidthJoiner = '\u200d'

// isWord reports whether r is part of words.
func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || isMark(r)
}

// isMark reports whether r is an accent or vowel sign of the letter before it.
func isMark(r rune) bool { return unicode.IsMark(r) && !isModifier(r) }

func isDigit(r rune) bool {
	return '0' <= r && r <= '9' || r >= utf8.RuneSelf && unicode.IsDigit(r)
}

func isApostrophe(r rune) bool {
	switch r {
	case '\'', '\u2019', '\u2018', '\u02bc', '\u00b4', '\uff07', '`':
		return true
	}
	return false
}

// isIgnorable reports whether r is invisible within a word: soft hyphens, zero
// width spaces and joiners, marks of direction, variation selectors.
func isIgnorable(r rune) bool {
	return r >= 0xad && (r == 0xad || 0x200b <= r && r <= 0x200f || 0x2060 <= r && r <= 0x2064 ||
		0xfe00 <= r && r <= 0xfe0f || r == 0xfeff)
}

func isSpace(r rune) bool {
	return r == ' ' || '\t' <= r && r <= '\r' || r >= 0x85 && unicode.IsSpace(r)
}

// isStop reports whether r ends a sentence.
func isStop(r rune) bool {
	switch r {
	case '.', '!', '?', '…', '¡', '¿', '‼', '⁇', '⁈', '⁉', '❗', '❕', '❓', '❔',
		'。', '！', '？', '．', '؟', '۔', '।', '።', '፧':
		return true
	}
	return false
}

func isQuestion(r rune) bool {
	switch r {
	case '?', '？', '❓', '❔', '؟', '⁇', '⁈', '⁉', '¿':
		return true
	}
	return false
}

// exclaims returns how many exclamation marks r stands for.
func exclaims(r rune) int {
	switch r {
	case '!', '！', '❗', '❕', '⁈', '⁉':
		return 1
	case '‼':
		return 2
	}
	return 0
}

// isPause reports whether r ends a clause, and with it the reach of a negator.
// Hyphens are left to the scanner.
func isPause(r rune) bool {
	switch r {
	case '\n', '\r', ',', ';', ':', '(', ')', '[', ']', '{', '}', '"':
		return true
	case '\u2028', '\u2029':
		return true
	}
	return r >= utf8.RuneSelf && unicode.IsPunct(r) && !isApostrophe(r)
}

// isPictograph reports whether a cluster of an emoji can begin with r.
func isPictograph(r rune) bool {
	switch {
	case r < 0xa9:
		return false
	case r >= 0x1f000:
		return r <= 0x1faff && !isModifier(r)
	case 0x2190 <= r && r <= 0x2bff:
		return unicode.IsSymbol(r)
	}
	switch r {
	case 0xa9, 0xae, 0x2122, 0x2139, 0x3030, 0x303d, 0x3297, 0x3299:
		return true
	}
	return false
}

// isModifier reports whether r only changes how the emoji before it looks:
// variation selectors, skin tones, the keycap, tags.
func isModifier(r rune) bool {
	return 0xfe00 <= r && r <= 0xfe0f || 0x1f3fb <= r && r <= 0x1f3ff || r == 0x20e3 ||
		0xe0020 <= r && r <= 0xe007f
}

// isRegional reports whether r is half of a flag.
func isRegional(r rune) bool { return 0x1f1e6 <= r && r <= 0x1f1ff }

func toLower(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r |= 0x20
		}
		return r
	}
	return unicode.ToLower(r)
}

func isUpper(r rune) bool {
	return 'A' <= r && r <= 'Z' || r >= utf8.RuneSelf && unicode.IsUpper(r)
}
