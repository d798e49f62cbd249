package chart

import (
	"strings"
	"unicode"
)

// Nobody knows the font that a reader has, so widths are guessed from one of the widest, in ems.

func width(s string) float64 {
	sum := 0.0
	for _, r := range s {
		sum += em(r)
	}
	return sum
}

func em(r rune) float64 {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case strings.ContainsRune("ijl .,:;'|!()[]", r):
		return 0.34
	case strings.ContainsRune("frt-", r):
		return 0.42
	case strings.ContainsRune("mwMW@%", r), r >= 0x1100:
		return 1.05
	case unicode.IsUpper(r):
		return 0.78
	}
	return 0.63
}

// fit cuts a tag off before its version where it would be wider than so many ems.
func fit(tag string, ems float64) string {
	if width(tag) <= ems {
		return tag
	}
	id, version := tag, ""
	if at := strings.LastIndex(tag, "@"); at >= 0 {
		id, version = tag[:at], tag[at:]
	}
	room := ems - width("…"+version)
	for i, r := range id {
		if room -= em(r); room < 0 {
			return id[:i] + "…" + version
		}
	}
	return tag
}

// wrap breaks s between words into lines of at most so many ems.
func wrap(s string, ems float64) []string {
	var lines []string
	for word := range strings.FieldsSeq(s) {
		if last := len(lines) - 1; last >= 0 && width(lines[last])+width(" "+word) <= ems {
			lines[last] += " " + word
			continue
		}
		lines = append(lines, word)
	}
	return lines
}
