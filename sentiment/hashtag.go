package sentiment

const (
	maxTagWords = 8 // words that a hashtag is cut into
	maxTag      = 40
	minTagWord  = 4 // bytes of a word at either end of a hashtag
	minTagName  = 5 // bytes of what is left beside them, if anything is
)

// hashtag decides how the word after a hash is read: as one if the lexicons
// have it, else cut at its capitals, as in #SoLate, else at the words that they
// have, as in #acmefail.
func (s *scanner) hashtag() {
	s.tag = 0
	r, _ := s.rune(s.pos)
	if !isWord(r) || isDigit(r) {
		return
	}
	start := s.pos
	var f folding
	end := s.foldWord(&f, start)
	if end == start || s.lookup() != unknownWord {
		return
	}
	if camel(s.text[start:end]) {
		s.tag = end
		return
	}
	if s.size == end-start && s.size <= maxTag {
		s.cut(start)
		s.pos = end
	}
}

// camel reports whether a capital follows a small letter.
func camel(tag string) bool {
	for i := 1; i < len(tag); i++ {
		if 'A' <= tag[i] && tag[i] <= 'Z' && 'a' <= tag[i-1] && tag[i-1] <= 'z' {
			return true
		}
	}
	return false
}

// cut notes the words of the hashtag in buf: the longest that it ends in, the
// longest that is left at the new end and so on, and the longest that the rest
// begins with.
func (s *scanner) cut(start int) {
	var from, to [maxTagWords]int
	n, end := 0, s.size
	for n < maxTagWords-1 {
		at := s.longestEnd(end)
		if at == end {
			break
		}
		from[n], to[n], end = at, end, at
		n++
	}
	if head := s.longestBeginning(end); head > 0 && (n == 0 || end-head >= minTagName) {
		from[n], to[n] = 0, head
		n++
		end -= head
	}
	if 0 < end && end < minTagName {
		n = 0 // #chicago is neither chic nor ago
	}
	for i := n - 1; i >= 0; i-- {
		s.hit(start+from[i], start+to[i], s.findWord(s.buf[from[i]:to[i]]), false, false)
	}
	if n == 0 {
		s.ordinal++
	}
}

// longestEnd returns where the longest word begins that ends at end, or end.
func (s *scanner) longestEnd(end int) int {
	for at := max(0, end-20); at < end; at++ {
		if (at == 0 || end-at >= minTagWord) && s.findWord(s.buf[at:end]) != unknownWord {
			return at
		}
	}
	return end
}

// longestBeginning returns where the longest word ends that begins at 0, or 0.
func (s *scanner) longestBeginning(end int) int {
	for to := min(end, 20); to >= minTagWord; to-- {
		if s.findWord(s.buf[:to]) != unknownWord {
			return to
		}
	}
	return 0
}
