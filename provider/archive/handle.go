package archive

import (
	"bytes"
	"iter"
)

// handles returns the names that stand behind an '@' in words, as Twitter reads them: letters without
// accents, digits and '_', with none of these before the '@'.
func handles(words []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for i := 0; i < len(words); i++ {
			next := bytes.IndexByte(words[i:], '@')
			if next < 0 {
				return
			}
			i += next
			end := i + 1
			for end < len(words) && inHandle(words[end]) {
				end++
			}
			inWord := i > 0 && inHandle(words[i-1])
			if end > i+1 && !inWord && !yield(words[i+1:end]) {
				return
			}
			i = end - 1
		}
	}
}

func inHandle(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func lower(buf, word []byte) []byte {
	for _, c := range word {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf = append(buf, c)
	}
	return buf
}
