package listen

import (
	"sort"
	"strings"
)

// A reference is where a character stands in what a scan reads, and where the text has a reference to it.
type reference struct {
	start, end int
	from, to   int // in the text
}

// reference returns the next character reference from i on that is more than what stands between words: to a
// letter, to what is read as if it were not there, or to what handles, hashtags and addresses are made of. Its size
// is 0 if there is none.
func (f *folder) reference(text string, i int) (r rune, at, size int) {
	for {
		n := strings.IndexByte(text[i:], '&')
		if n < 0 {
			return 0, len(text), 0
		}
		i += n
		r, size := entity(text[i:])
		if size > 0 && r > 0 && (f.glyph(r).class() != between || strings.ContainsRune("@＠#＃+.:/_-", r)) {
			return r, i, size
		}
		i += max(1, size)
	}
}

// read reads a text that people wrote, and that a page may have been made of.
func (s *scan) read() {
	s.resolve()
	s.run()
}

// resolve writes the characters that the text refers to.
func (s *scan) resolve() {
	r, at, size := s.fold.reference(s.text, 0)
	if size == 0 {
		return
	}
	var out strings.Builder
	done := 0
	for size > 0 {
		out.WriteString(s.text[done:at])
		ref := reference{start: out.Len(), from: at, to: at + size}
		out.WriteRune(r)
		ref.end, done = out.Len(), ref.to
		s.refs = append(s.refs, ref)
		r, at, size = s.fold.reference(s.text, done)
	}
	out.WriteString(s.text[done:])
	s.text = out.String()
}

// startOf returns where in the text what begins at i does.
func (s *scan) startOf(i int) int {
	n := sort.Search(len(s.refs), func(n int) bool { return s.refs[n].start > i })
	switch {
	case n == 0:
		return i
	case i < s.refs[n-1].end:
		return s.refs[n-1].from
	}
	return i - s.refs[n-1].end + s.refs[n-1].to
}

// endOf returns where in the text what ends at i does.
func (s *scan) endOf(i int) int {
	n := sort.Search(len(s.refs), func(n int) bool { return s.refs[n].start >= i })
	if n == 0 {
		return i
	}
	return max(i, s.refs[n-1].end) - s.refs[n-1].end + s.refs[n-1].to
}
