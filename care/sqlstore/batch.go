package sqlstore

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// A batch is a JSON array in the making: what a statement takes as one parameter.
type batch struct {
	buf     []byte
	inner   bool // in an object, with a field in it
	encoder *json.Encoder
}

func newBatch(n int) *batch { return &batch{buf: append(make([]byte, 0, 2+n*256), '[')} }

func (b *batch) text() string { return string(append(b.buf, ']')) }

// object begins the next object.
func (b *batch) object() *batch {
	if len(b.buf) > 1 {
		b.buf = append(b.buf, "},"...)
	}
	b.buf, b.inner = append(b.buf, '{'), false
	return b
}

// rows ends the last object and returns the array.
func (b *batch) rows() string {
	if len(b.buf) > 1 {
		b.buf = append(b.buf, '}')
	}
	return b.text()
}

func (b *batch) name(name string) {
	if b.inner {
		b.buf = append(b.buf, ',')
	}
	b.inner = true
	b.buf = append(append(append(b.buf, '"'), name...), '"', ':')
}

func (b *batch) str(name, value string) *batch {
	b.name(name)
	b.buf = appendString(b.buf, value)
	return b
}

func (b *batch) num(name string, value int64) *batch {
	b.name(name)
	b.buf = strconv.AppendInt(b.buf, value, 10)
	return b
}

// time writes nanoseconds; null for no time.
func (b *batch) time(name string, ns int64) *batch {
	if ns != never {
		return b.num(name, ns)
	}
	b.name(name)
	b.buf = append(b.buf, "null"...)
	return b
}

// body writes v as JSON that comes out of the database as it goes in, without the escapes that only HTML needs.
// PostgreSQL takes no \u0000 in the JSON that it reads as such; so where there is one, body is a string.
func (b *batch) body(v any) error {
	b.name("body")
	from := len(b.buf)
	if b.encoder == nil {
		b.encoder = json.NewEncoder(b)
		b.encoder.SetEscapeHTML(false)
	}
	if err := b.encoder.Encode(v); err != nil {
		return err
	}
	b.buf = bytes.TrimSuffix(b.buf, []byte{'\n'})
	if body := b.buf[from:]; bytes.Contains(body, []byte(`\u0000`)) {
		b.buf = appendString(b.buf[:from], string(body))
	}
	return nil
}

// Write is for the encoder.
func (b *batch) Write(p []byte) (int, error) {
	b.buf = append(b.buf, p...)
	return len(p), nil
}

// list is an array of texts. Those that no id can be are left out.
func list[T ~string](values []T) string {
	b := newBatch(len(values))
	for _, v := range values {
		if !storable(string(v)) {
			continue
		}
		if len(b.buf) > 1 {
			b.buf = append(b.buf, ',')
		}
		b.buf = appendString(b.buf, string(v))
	}
	return b.text()
}

// storable reports whether both databases can keep id as it is.
func storable(id string) bool {
	for i := range len(id) {
		if c := id[i]; c == 0 || c >= utf8.RuneSelf {
			return utf8.ValidString(id) && !bytes.ContainsRune([]byte(id), 0)
		}
	}
	return true
}

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
