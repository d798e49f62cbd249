package sentiment

import (
	"strings"
	"unicode/utf8"
)

const (
	maxReference = 10  // bytes of a character reference
	maxAddress   = 128 // bytes of a host name or mail address that we look at
)

// reference decodes the character reference at the start of s, which begins
// with an ampersand. Where there is none it returns the ampersand.
func reference(s string) (r rune, size int) {
	end := strings.IndexByte(s[:min(len(s), maxReference)], ';')
	if end < 2 {
		return '&', 1
	}
	name := s[1:end]
	if name[0] == '#' {
		if r = numericReference(name[1:]); r > 0 {
			return r, end + 1
		}
		return '&', 1
	}
	if r = namedReference(name); r > 0 {
		return r, end + 1
	}
	return '&', 1
}

func namedReference(name string) rune {
	switch name {
	case "amp", "AMP":
		return '&'
	case "lt", "LT":
		return '<'
	case "gt", "GT":
		return '>'
	case "quot", "QUOT":
		return '"'
	case "apos":
		return '\''
	case "nbsp":
		return '\u00a0'
	case "rsquo":
		return '\u2019'
	case "lsquo":
		return '\u2018'
	case "ldquo", "rdquo":
		return '"'
	case "hellip":
		return '…'
	case "ndash", "mdash":
		return '—'
	}
	return 0
}

// numericReference returns the character with this number, 0 if there is none.
func numericReference(digits string) rune {
	base := rune(10)
	if digits != "" && digits[0]|0x20 == 'x' {
		base, digits = 16, digits[1:]
	}
	var r rune
	for i := range len(digits) {
		d := hexDigit(digits[i])
		if d >= base {
			return 0
		}
		if r = r*base + d; r > utf8.MaxRune {
			return 0
		}
	}
	if !utf8.ValidRune(r) {
		return 0
	}
	return r
}

// hexDigit returns the value of c, 16 if c is no digit.
func hexDigit(c byte) rune {
	switch {
	case '0' <= c && c <= '9':
		return rune(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return rune(c|0x20-'a') + 10
	}
	return 16
}

// addressEnd returns where the web or mail address ends that begins at pos with
// the word up to word; pos if there is none.
func addressEnd(text string, pos, word int) int {
	if word == len(text) || !joinsAddress(text[word]) {
		return pos
	}
	rest := text[pos:]
	if hasPrefixFold(rest, "http://") || hasPrefixFold(rest, "https://") || hasPrefixFold(rest, "www.") {
		return urlEnd(text, pos)
	}
	if text[word] == ':' {
		return pos
	}
	end := pos + hostLen(rest)
	switch {
	case end < len(text) && text[end] == '@' && end > pos:
		domain := trimHost(text[end+1 : end+1+hostLen(text[end+1:])])
		if strings.Contains(domain, ".") {
			return end + 1 + len(domain)
		}
	case end < len(text) && text[end] == '/' && looksLikeHost(text[pos:end]):
		return urlEnd(text, pos)
	default:
		host := trimHost(text[pos:end])
		if hasTopLevel(host) {
			return pos + len(host)
		}
	}
	return pos
}

// trimHost returns a host without the marks at its end, which aren't part of it.
func trimHost(s string) string {
	for n := len(s); ; n-- {
		if n == 0 || s[n-1] != '.' && s[n-1] != '-' && s[n-1] != '_' && s[n-1] != '+' {
			return s[:n]
		}
	}
}

// joinsAddress reports whether an address may go on with c after a word.
func joinsAddress(c byte) bool {
	switch c {
	case ':', '/', '.', '@', '-', '+', '_':
		return true
	}
	return false
}

// hostLen returns how many bytes at the start of s could be of a host name or
// the local part of a mail address.
func hostLen(s string) int {
	for i := range min(len(s), maxAddress) {
		if c := s[i]; !isHandleByte(c) && c != '.' && c != '-' && c != '+' {
			return i
		}
	}
	return min(len(s), maxAddress)
}

func isHandleByte(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '_'
}

// looksLikeHost reports whether s ends in a dot and two letters or more.
func looksLikeHost(s string) bool {
	label := s[strings.LastIndexByte(s, '.')+1:]
	if len(label) == len(s) || len(label) < 2 {
		return false
	}
	for i := range len(label) {
		if c := label[i] | 0x20; c < 'a' || 'z' < c {
			return false
		}
	}
	return true
}

// hasTopLevel reports whether s is a host name under one of the domains that
// people write without "http", so that a missing space after a full stop isn't
// mistaken for an address.
func hasTopLevel(s string) bool {
	dot := strings.LastIndexByte(s, '.')
	if dot <= 0 {
		return false
	}
	for _, top := range [...]string{"com", "org", "net", "co", "io", "app", "gov", "edu", "uk", "social"} {
		if strings.EqualFold(s[dot+1:], top) {
			return true
		}
	}
	return false
}

// urlEnd returns where the address of a web page ends: at a space, a quotation
// mark, an angle bracket or a symbol, without the punctuation before it.
func urlEnd(text string, pos int) int {
	end := pos
	for end < len(text) {
		if c := text[end]; c < utf8.RuneSelf {
			if isSpace(rune(c)) || c == '<' || c == '>' || c == '"' {
				break
			}
			end++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[end:])
		if !isWord(r) {
			break
		}
		end += size
	}
	for end > pos && isClosing(text[end-1]) {
		end--
	}
	return end
}

// isClosing reports whether c is punctuation that stands behind an address.
func isClosing(c byte) bool {
	switch c {
	case '.', ',', '!', '?', ';', ':', ')', '\'':
		return true
	}
	return false
}

// handleEnd returns where the handle whose name begins at pos ends, or pos if
// there is none. A host may follow, as on Mastodon and Bluesky.
func handleEnd(text string, pos int) int {
	end := pos
	for end < len(text) {
		n, _ := leadingLetters(eight(text, end))
		end += n
		if n < 8 {
			if end == len(text) || !isHandleByte(text[end]) {
				break
			}
			end++
		}
	}
	if end == pos || end == len(text) || text[end] != '@' && text[end] != '.' {
		return end
	}
	host := trimHost(text[end+1 : end+1+hostLen(text[end+1:])])
	switch {
	case text[end] == '@' && looksLikeHost(host):
		return end + 1 + len(host)
	case text[end] == '.' && (strings.Contains(host, ".") && looksLikeHost(host) || hasTopLevel("."+host) || hasTopLevel("x."+host)):
		return end + 1 + len(host)
	}
	return end
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && s[0]|0x20 == prefix[0] && strings.EqualFold(s[:len(prefix)], prefix)
}
