package sentiment

import (
	"errors"
	"fmt"
	"strings"
)

const (
	maxPhrase       = 8    // words of an entry or of a brand's name
	maxAlternatives = 4096 // entries that one with (a|b) stands for
	maxGaps         = 2    // "..." in one entry
	anyNumber       = "<number>"
	gap             = "..." // up to gapWords words
)

// alternatives returns the entries that one with (a|b) stands for.
func alternatives(entry string) ([]string, error) {
	all := []string{""}
	for entry != "" {
		open := strings.IndexByte(entry, '(')
		if open < 0 {
			open = len(entry)
		}
		plain, rest := entry[:open], entry[open:]
		choices := []string{""}
		if rest != "" {
			inner, after, closed := strings.Cut(rest[1:], ")")
			if !closed {
				return nil, errors.New("( without )")
			}
			if strings.Contains(inner, "(") {
				return nil, errors.New("( within ( )")
			}
			choices, rest = strings.Split(inner, "|"), after
		}
		if strings.ContainsAny(plain, ")|") {
			return nil, errors.New(") or | without (")
		}
		if len(all)*len(choices) > maxAlternatives {
			return nil, fmt.Errorf("more than %d alternatives", maxAlternatives)
		}
		all, entry = cross(all, plain, choices), rest
	}
	return all, nil
}

// cross returns every beginning with plain and every choice behind it.
func cross(beginnings []string, plain string, choices []string) []string {
	out := make([]string, 0, len(beginnings)*len(choices))
	for _, b := range beginnings {
		for _, c := range choices {
			out = append(out, b+plain+c)
		}
	}
	return out
}

// key returns the entry in the form in which the scanner gives it to the
// rules, or says why it can't be an entry of this role.
func (r role) key(entry string) (string, error) {
	switch r {
	case roleEmoji:
		return emojiKey(entry)
	case roleEmoticon:
		return emoticonKey(entry)
	}
	if n := plainWords(entry); 0 < n && n <= maxPhrase && (n == 1 || !r.single()) {
		return entry, nil
	}
	words, err := entryWords(entry)
	switch {
	case err != nil:
		return "", err
	case r.single() && len(words) > 1:
		return "", fmt.Errorf("%d words; an entry of [%v] is one", len(words), r)
	}
	return strings.Join(words, " "), nil
}

// plainWords returns of how many words an entry is that stands as the scanner would
// give it, which nearly all do: small ASCII letters, no three the same in a row, and
// single spaces. It returns 0 for any other entry.
func plainWords(entry string) int {
	n, run := 1, 0
	for i := range len(entry) {
		c := entry[i]
		if i > 0 && c == entry[i-1] {
			run++
		} else {
			run = 0
		}
		switch {
		case c == ' ' && run == 0 && 0 < i && i < len(entry)-1:
			n++
		case c < 'a' || 'z' < c || run > 1:
			return 0
		}
	}
	if entry == "" || len(entry) > maxWord {
		return 0
	}
	return n
}

// entryWords returns the folded words of an entry, and its classes and gaps as
// they stand.
func entryWords(entry string) ([]string, error) {
	var words []string
	gaps := 0
	for field := range strings.FieldsSeq(entry) {
		switch {
		case field == gap:
			gaps++
			words = append(words, field)
		case isClass(field):
			words = append(words, field)
		default:
			folded, clean := foldWords(field)
			if !clean {
				return nil, errors.New("holds what is not a word")
			}
			words = append(words, folded...)
		}
	}
	switch {
	case len(words) == 0:
		return nil, errors.New("holds no word")
	case words[0] == gap || words[len(words)-1] == gap:
		return nil, fmt.Errorf("%s at an end", gap)
	case gaps > maxGaps || strings.Contains(entry, gap+" "+gap):
		return nil, fmt.Errorf("too many %s; at most %d", gap, maxGaps)
	case len(words)-gaps > maxPhrase:
		return nil, fmt.Errorf("%d words; at most %d", len(words)-gaps, maxPhrase)
	case len(words) == 1 && isClass(words[0]):
		return nil, fmt.Errorf("%s alone", words[0])
	}
	return words, nil
}

// isClass reports whether a word of an entry stands for a class of words.
func isClass(word string) bool {
	return len(word) > 2 && word[0] == '<' && word[len(word)-1] == '>' && isClassName(word[1:len(word)-1])
}

func isClassName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}
