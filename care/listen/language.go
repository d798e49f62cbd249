package listen

import "strings"

// speaks reports whether b has rules for a text in lang, or nobody knows the text's language.
func (b *brand) speaks(lang string) bool {
	if len(b.languages) == 0 || isUnknown(lang) {
		return true
	}
	for _, tag := range b.languages {
		if covers(tag, lang) {
			return true
		}
	}
	return false
}

// covers reports whether tag is lang, or lang is a variety of it.
func covers(tag, lang string) bool {
	if len(lang) < len(tag) || !strings.EqualFold(lang[:len(tag)], tag) {
		return false
	}
	return len(lang) == len(tag) || lang[len(tag)] == '-' || lang[len(tag)] == '_'
}

// isUnknown is for tags that name no language: none, undetermined, several, no words, and codes for private use.
func isUnknown(lang string) bool {
	main, _, _ := strings.Cut(lang, "-")
	switch strings.ToLower(main) {
	case "", "und", "mul", "mis", "zxx", "art", "x":
		return true
	}
	return len(main) == 3 && strings.ToLower(main) >= "qaa" && strings.ToLower(main) < "qu"
}

// isTag is for what BCP 47 could allow.
func isTag(tag string) bool {
	for i, part := range strings.Split(tag, "-") {
		if part == "" || len(part) > 8 || i == 0 && (len(part) < 2 || len(part) > 3) {
			return false
		}
		if strings.IndexFunc(part, func(r rune) bool { return r >= 0x80 || !isLetterOrDigit(byte(r)) }) >= 0 {
			return false
		}
	}
	return true
}
