package listen

import (
	"strings"
	"unicode/utf8"
)

func isLetterOrDigit(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// letterAt reports whether s has an ASCII letter or digit at i.
func letterAt(s string, i int) bool { return i < len(s) && isLetterOrDigit(s[i]) }

// address looks at the word from start to i, behind which a sign of an address stands. If it begins the
// address of a page or of a mailbox, address returns where that ends, else 0.
func (s *scan) address(start, i int) int {
	switch c := s.text[i]; {
	case c == ':':
		if strings.HasPrefix(s.text[i:], "://") {
			return s.page(start, i+3)
		}
		return 0
	case c == '.' && i-start == 3 && s.fold.same(s.text[start:i], "www") && letterAt(s.text, i+1):
		return s.page(start, start)
	}
	if start < s.checked {
		return 0
	}
	end := i
	for end < len(s.text) && (isLetterOrDigit(s.text[end]) || strings.IndexByte("._+-", s.text[end]) >= 0) {
		end++
	}
	s.checked = end
	if mail := s.mail(start, end); mail > 0 {
		return mail
	}
	s.bare(start, end)
	return 0
}

// mail looks for the rest of a mail address whose first part goes from start to at.
func (s *scan) mail(start, at int) int {
	if at >= len(s.text) || s.text[at] != '@' {
		return 0
	}
	end := hostEnd(s.text, at+1)
	if strings.IndexByte(s.text[at+1:end], '.') < 0 {
		return 0
	}
	s.host(at+1, end, start, end)
	return s.skip(end)
}

// hostEnd returns where letters, digits and what stands between them end, from i on.
func hostEnd(text string, i int) int {
	end := i
	for ; i < len(text); i++ {
		if isLetterOrDigit(text[i]) {
			end = i + 1
		} else if text[i] != '.' && text[i] != '-' || end != i {
			break
		}
	}
	return end
}

// bare looks for a domain without a scheme, and for a handle that is one.
func (s *scan) bare(start, end int) {
	for end > start && !isLetterOrDigit(s.text[end-1]) {
		end--
	}
	if strings.IndexByte(s.text[start:end], '.') < 0 {
		return
	}
	s.host(start, end, start, end)
	s.name(rootHandle, start, end, start)
}

// page reads the address of a page: from start, with its host from host on.
func (s *scan) page(start, host int) int {
	end := start
	for end < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[end:])
		if s.endsPage(r) {
			break
		}
		end += size
	}
	for end > start && strings.IndexByte(".,;:!?)]}'*_", s.text[end-1]) >= 0 {
		end-- // of the sentence around it
	}
	from, to := s.authority(host, end)
	s.host(from, to, start, end)
	return s.skip(end)
}

// authority returns where the host stands in the address of a page, whose scheme ends at i: behind a user's name,
// before a port.
func (s *scan) authority(i, end int) (from, to int) {
	if n := strings.IndexAny(s.text[i:end], "/?#"); n >= 0 {
		end = i + n
	}
	if n := strings.LastIndexByte(s.text[i:end], '@'); n >= 0 {
		i += n + 1
	}
	for to = i; to < end; to++ {
		if c := s.text[to]; c < utf8.RuneSelf && c != '.' && c != '-' && !isLetterOrDigit(c) {
			break
		}
	}
	return i, to
}

func (s *scan) endsPage(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' || strings.IndexByte("\"<>`", byte(r)) >= 0
	}
	g := s.fold.glyph(r)
	return g.class() == single || g.class() == syllable || g.class() == between
}

// host looks up a host's name, and the names of the domains that it is in. What is found spans start to end.
func (s *scan) host(from, to, start, end int) {
	if !s.hasDomains || from >= to {
		return
	}
	var h, power uint64 = 0, 1
	for i := to; i > from; {
		r, size := utf8.DecodeLastRuneInString(s.text[from:i])
		i -= size
		if r != '.' {
			h, power = s.fold.before(r, h, power)
			continue
		}
		s.found(rootDomain, h, s.text[i+1:to], start, end)
		h, power = h+power*'.', power*hashBase
	}
	s.found(rootDomain, h, s.text[from:to], start, end)
}

// before is the hash of a string with r put before it. power is hashBase to the power of its length.
func (f *folder) before(r rune, h, power uint64) (uint64, uint64) {
	switch g := f.glyph(r); g.class() {
	case ignored:
		return h, power
	case between:
		return h + power*uint64(r), power * hashBase
	case pair:
		a, b := g.two()
		h, power = h+power*uint64(b), power*hashBase
		return h + power*uint64(a), power * hashBase
	default:
		return h + power*uint64(g.rune()), power * hashBase
	}
}

// handle reads a handle whose sign stands at i, and whose name begins at from.
func (s *scan) handle(i, from int) int {
	end := from
	if !s.glued(i) {
		end = nameEnd(s.text, from)
	}
	if end == from {
		s.between('@')
		return from
	}
	if end < len(s.text) && s.text[end] == '@' {
		if host := hostEnd(s.text, end+1); strings.IndexByte(s.text[end+1:host], '.') >= 0 {
			end = host
		}
	}
	if !s.continues(end) {
		s.name(rootHandle, from, end, i)
	}
	return s.skip(end)
}

// nameEnd returns where a handle's name ends that begins at i.
func nameEnd(text string, i int) int {
	end := i
	for ; i < len(text); i++ {
		if c := text[i]; isLetterOrDigit(c) || c == '_' {
			end = i + 1
		} else if c != '.' && c != '-' || end != i {
			break
		}
	}
	return end
}

// continues reports whether a word of letters goes on at i.
func (s *scan) continues(i int) bool {
	r, _ := utf8.DecodeRuneInString(s.text[i:])
	c := s.fold.glyph(r).class()
	return i < len(s.text) && (c == letter || c == pair)
}

// name looks up what stands from one place to another, below a root. What is found spans from start.
func (s *scan) name(root int32, from, end, start int) {
	if s.atoms == nil {
		s.found(root, s.fold.key(s.text[from:end]), s.text[from:end], start, end)
	}
}
