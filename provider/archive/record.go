package archive

import "bytes"

// A record is one row of a CSV, read line by line after RFC 4180.
type record struct {
	text  []byte // the fields, one after the other, without their quotes
	ends  []int  // where each ends
	open  bool   // inside quotes
	loose bool   // there was a quote where none may be, and it was taken for text
	lazy  bool   // take a single quote inside quotes for text
}

func (r *record) reset(lazy bool) { *r = record{text: r.text[:0], ends: r.ends[:0], lazy: lazy} }

func (r *record) columns() int { return len(r.ends) }

// field returns the i-th field; it is valid until the next reset.
func (r *record) field(i int) []byte {
	start := 0
	if i > 0 {
		start = r.ends[i-1]
	}
	return r.text[start:r.ends[i]]
}

// feed reads one more line. It reports false where a quote inside quotes is not doubled. The row goes on
// with the next line if r is open afterwards.
func (r *record) feed(line []byte) bool {
	line, broken := chomp(line)
	for more := true; more; {
		ok := true
		if !r.open && len(line) > 0 && line[0] == '"' {
			r.open, line = true, line[1:]
		}
		if r.open {
			line, more, ok = r.quoted(line, broken)
		} else {
			line, more = r.plain(line)
		}
		if !ok {
			return false
		}
	}
	return true
}

// plain reads an unquoted field and its comma; more says that there was one.
func (r *record) plain(line []byte) (rest []byte, more bool) {
	field, rest, more := bytes.Cut(line, []byte{','})
	r.loose = r.loose || bytes.IndexByte(field, '"') >= 0
	r.add(field)
	r.end()
	return rest, more
}

// quoted reads on inside quotes: up to their end and the comma behind it, or up to the line's end.
func (r *record) quoted(line []byte, broken bool) (rest []byte, more, ok bool) {
	for {
		words, rest, found := bytes.Cut(line, []byte{'"'})
		r.add(words)
		switch {
		case !found:
			if broken {
				r.text = append(r.text, '\n')
			}
			return nil, false, true
		case len(rest) == 0 || rest[0] == ',':
			r.open = false
			r.end()
			return rest[min(1, len(rest)):], len(rest) > 0, true
		case rest[0] == '"':
			rest = rest[1:]
		case !r.lazy:
			return nil, false, false
		default:
			r.loose = true
		}
		r.text = append(r.text, '"')
		line = rest
	}
}

func (r *record) add(b []byte) { r.text = append(r.text, b...) }

func (r *record) end() { r.ends = append(r.ends, len(r.text)) }

// chomp cuts off the line's end, "\n" or "\r\n", and reports whether there was one.
func chomp(line []byte) ([]byte, bool) {
	line, broken := bytes.CutSuffix(line, []byte{'\n'})
	return bytes.TrimSuffix(line, []byte{'\r'}), broken
}
