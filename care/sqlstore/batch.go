package sqlstore

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// A batch is rows on their way to the database, as one parameter. Their columns are added in the order in
// which the statement declares them. SQLite is given a JSON array with an array for each row. PostgreSQL, which
// takes twice as long to read JSON as it takes for arrays, is given the columns: with unitSep between the
// values, and recordSep between the columns.
type batch struct {
	dialect Dialect
	n, at   int
	columns [][]byte // SQLite has one: all of it
	scratch []byte
	encoder *json.Encoder
}

const (
	unitSep   = '\x1f'
	recordSep = '\x1e'
)

func (t *translator) batch() *batch { return &batch{dialect: t.dialect} }

// row begins the next row.
func (b *batch) row() *batch {
	b.n++
	b.at = 0
	return b
}

// column returns the text that the next value of the row is appended to.
func (b *batch) column() *[]byte {
	if b.at == len(b.columns) && (b.dialect == PostgreSQL || b.at == 0) {
		b.columns = append(b.columns, nil)
	}
	c := &b.columns[0]
	switch {
	case b.dialect == PostgreSQL:
		if c = &b.columns[b.at]; b.n > 1 {
			*c = append(*c, unitSep)
		}
	case b.at > 0:
		*c = append(*c, ',')
	case b.n > 1:
		*c = append(*c, "],["...)
	default:
		*c = append(*c, "[["...)
	}
	b.at++
	return c
}

func (b *batch) str(value string) *batch {
	c := b.column()
	if b.dialect == SQLite {
		*c = appendString(*c, value)
		return b
	}
	*c = append(*c, value...)
	return b
}

func (b *batch) num(value int64) *batch {
	c := b.column()
	*c = strconv.AppendInt(*c, value, 10)
	return b
}

// time adds nanoseconds; NULL for no time.
func (b *batch) time(ns int64) *batch {
	if ns != never {
		return b.num(ns)
	}
	if c := b.column(); b.dialect == SQLite {
		*c = append(*c, "null"...)
	}
	return b
}

// body adds v as JSON, without the escapes that only HTML needs. It has no control characters.
func (b *batch) body(v any) error {
	if b.encoder == nil {
		b.encoder = json.NewEncoder(b)
		b.encoder.SetEscapeHTML(false)
	}
	b.scratch = b.scratch[:0]
	if err := b.encoder.Encode(v); err != nil {
		return err
	}
	b.str(string(b.scratch[:len(b.scratch)-1])) // without the newline
	return nil
}

// Write is for the encoder.
func (b *batch) Write(p []byte) (int, error) {
	b.scratch = append(b.scratch, p...)
	return len(p), nil
}

// text is the whole batch.
func (b *batch) text() string {
	all := bytes.Join(b.columns, []byte{recordSep})
	switch {
	case b.dialect == PostgreSQL:
		return string(all)
	case b.n == 0:
		return "[]"
	}
	return string(append(all, "]]"...))
}

// list is texts as one parameter: for SQLite a JSON array. Those that no id can be are left out.
func (d Dialect) list(n int, value func(int) string) string {
	out := make([]byte, 0, 2+n*32)
	for i := range n {
		v := value(i)
		switch {
		case !storable(v):
			continue
		case d == PostgreSQL:
			out = append(out, unitSep) // also before the first: a list of one empty text is not an empty list
		case d == SQLite && len(out) > 0:
			out = append(out, ',')
		}
		if d == SQLite {
			out = appendString(out, v)
			continue
		}
		out = append(out, v...)
	}
	if d == SQLite {
		return "[" + string(out) + "]"
	}
	return string(out)
}

func list[T ~string](d Dialect, values []T) string {
	return d.list(len(values), func(i int) string { return string(values[i]) })
}

// storable reports whether both databases can keep id as it is: it is UTF-8, without U+0000, and without U+001D
// to U+001F, which separate values.
func storable(id string) bool {
	ascii := true
	for i := range len(id) {
		switch c := id[i]; {
		case c == 0 || c >= 0x1d && c <= 0x1f:
			return false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return ascii || utf8.ValidString(id)
}

// notStorable is what an error says of what is not.
const notStorable = "is not UTF-8, or has U+0000 or one of U+001D to U+001F"

func appendString(buf []byte, s string) []byte {
	buf = append(buf, '"')
	from := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		buf = append(buf, s[from:i]...)
		if from = i + 1; c >= ' ' {
			buf = append(buf, '\\', c)
			continue
		}
		const hex = "0123456789abcdef"
		buf = append(buf, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
	}
	return append(append(buf, s[from:]...), '"')
}
