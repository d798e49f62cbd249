package sentiment

import (
	"strings"
	"unicode/utf8"
)

// withoutAccents returns the ways in which people type a folded word without
// its accents: the bare letters, and ae, oe, ue for the German umlauts. It
// returns none for words that have no accent.
func withoutAccents(word string) []string {
	if isASCII(word) {
		return nil
	}
	bare, german := strip(word, false), strip(word, true)
	switch {
	case bare == word:
		return nil
	case german == bare:
		return []string{bare}
	}
	return []string{bare, german}
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func strip(word string, german bool) string {
	var b strings.Builder
	for _, r := range word {
		switch {
		case german && strings.ContainsRune("äöü", r):
			b.WriteRune(baseLetter(r))
			b.WriteByte('e')
		case r == 'œ':
			b.WriteString("oe")
		case r == 'æ':
			b.WriteString("ae")
		default:
			b.WriteRune(baseLetter(r))
		}
	}
	return b.String()
}

// baseLetter returns the letter under the accent of a small Latin letter.
func baseLetter(r rune) rune {
	if r < 0xe0 {
		return r
	}
	for _, family := range [...]string{
		"aàáâãäåāăąǎạảấầẩẫậắằẳẵặ", "cçćĉċč", "dďđ", "eèéêëēĕėęěẹẻẽếềểễệ", "gĝğġģ", "hĥħ", "iìíîïĩīĭįıịỉ",
		"jĵ", "kķ", "lĺļľŀł", "nñńņň", "oòóôõöøōŏőơọỏốồổỗộớờởỡợ", "rŕŗř", "sśŝşšș", "tţťŧț",
		"uùúûüũūŭůűųưụủứừửữự", "wŵ", "yýÿŷỳỵỷỹ", "zźżž",
	} {
		if strings.ContainsRune(family, r) {
			return rune(family[0])
		}
	}
	return r
}
