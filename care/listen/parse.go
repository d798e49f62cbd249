package listen

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxSize is more than anybody's rules have.
const maxSize = 16 << 20

// Parse reads brands from JSON: a list of objects whose fields are those of [Brand], which encoding/json writes.
// Faults come with their line, brand and field, up to a hundred; what Compile refuses is a fault too.
func Parse(data []byte) ([]Brand, error) {
	if len(data) > maxSize {
		return nil, fmt.Errorf("listen: the text has %d bytes: %d are the most", len(data), maxSize)
	}
	r := &reader{data: data, dec: json.NewDecoder(bytes.NewReader(data)), line: 1}
	r.dec.UseNumber()
	brands, err := r.document()
	if err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("the text ends too early")
		}
		return nil, fmt.Errorf("listen: line %d: %w", r.here(), err)
	}
	if err := r.faults.err(r.located); err != nil {
		return nil, err
	}
	if _, err := compileShown(brands, r.located); err != nil {
		return nil, err
	}
	return brands, nil
}

// A reader reads brands token by token, so that it knows the line of everything.
type reader struct {
	data   []byte
	dec    *json.Decoder
	line   int // at seen
	seen   int64
	lines  []map[string]int // of each brand, by field
	faults faults
	brand  Brand // that is being read
}

// here returns the line of the token read last.
func (r *reader) here() int {
	end := min(r.dec.InputOffset(), int64(len(r.data)))
	r.line += bytes.Count(r.data[r.seen:end], []byte("\n"))
	r.seen = end
	return r.line
}

// located puts a fault's line before it: that of its item, else of its field, else of its brand.
func (r *reader) located(f *fault) error {
	lines := r.lines[f.index]
	line, ok := lines[f.where]
	if !ok {
		field, _, _ := strings.Cut(f.where, "[")
		if line, ok = lines[field]; !ok {
			line = lines[""]
		}
	}
	return fmt.Errorf("listen: line %d: %w", line, f)
}

func (r *reader) document() ([]Brand, error) {
	if err := r.want('['); err != nil {
		return nil, fmt.Errorf("want a list of brands: %w", err)
	}
	brands := []Brand{}
	for r.dec.More() {
		if err := r.want('{'); err != nil {
			return nil, fmt.Errorf("brands[%d]: want an object: %w", len(brands), err)
		}
		r.brand = Brand{}
		r.lines = append(r.lines, map[string]int{"": r.here()})
		from := len(r.faults)
		if err := r.object(); err != nil {
			return nil, err
		}
		for _, f := range r.faults[from:] {
			f.name = r.brand.Name
		}
		brands = append(brands, r.brand)
	}
	if err := r.want(']'); err != nil {
		return nil, err
	}
	if _, err := r.dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one value")
	}
	return brands, nil
}

func (r *reader) want(d json.Delim) error {
	token, err := r.dec.Token()
	if err == nil && token != d {
		err = fmt.Errorf("found %.40q", fmt.Sprint(token))
	}
	return err
}

// object reads the fields of a brand.
func (r *reader) object() error {
	for r.dec.More() {
		token, err := r.dec.Token()
		if err != nil {
			return err
		}
		field := fmt.Sprint(token)
		value, twice := r.field(field), r.note(field)
		switch {
		case value == nil:
			r.fault(field, "is no field of a brand")
		case twice:
			r.fault(field, "is given twice")
		}
		if err := r.value(field, value); err != nil {
			return err
		}
	}
	return r.want('}')
}

// note keeps the line of a field or an item, and reports whether it has had one.
func (r *reader) note(where string) bool {
	lines := r.lines[len(r.lines)-1]
	_, twice := lines[where]
	if !twice {
		lines[where] = r.here()
	}
	return twice
}

func (r *reader) fault(where, format string, args ...any) {
	r.faults.add(len(r.lines)-1, "", where, format, args...)
}

// field returns where a field of the brand is kept, nil if there is none of that name.
func (r *reader) field(name string) any {
	b := &r.brand
	switch name {
	case "name":
		return &b.Name
	case "handles":
		return &b.Handles
	case "domains":
		return &b.Domains
	case "hashtags":
		return &b.Hashtags
	case "phrases":
		return &b.Phrases
	case "words":
		return &b.Words
	case "misspelled":
		return &b.Misspelled
	case "common":
		return &b.Common
	case "nearby":
		return &b.Nearby
	case "within":
		return &b.Within
	case "capital":
		return &b.Capital
	case "not":
		return &b.Not
	case "languages":
		return &b.Languages
	}
	return nil
}

func (r *reader) value(where string, to any) error {
	token, err := r.dec.Token()
	if err != nil {
		return err
	}
	switch to := to.(type) {
	case *string:
		return assign(r, where, token, to, "a text")
	case *bool:
		return assign(r, where, token, to, "true or false")
	case *int:
		return r.number(where, token, to)
	case *[]string:
		if token == json.Delim('[') {
			return r.list(where, to)
		}
		r.fault(where, "is not a list of texts")
	case *map[string]int:
		if token == json.Delim('{') {
			return r.numbers(where, to)
		}
		r.fault(where, "is not an object of words with their edits")
	}
	return r.skip(token)
}

func assign[T any](r *reader, where string, token json.Token, to *T, what string) error {
	v, ok := token.(T)
	if !ok {
		r.fault(where, "is not %s", what)
		return r.skip(token)
	}
	*to = v
	return nil
}

func (r *reader) number(where string, token json.Token, to *int) error {
	n, ok := token.(json.Number)
	i, err := n.Int64()
	if !ok || err != nil || int64(int(i)) != i {
		r.fault(where, "is not a whole number")
		return r.skip(token)
	}
	*to = int(i)
	return nil
}

func (r *reader) list(field string, to *[]string) error {
	for i := 0; r.dec.More(); i++ {
		token, err := r.dec.Token()
		if err != nil {
			return err
		}
		where, text := place(field, i), ""
		r.note(where)
		if err := assign(r, where, token, &text, "a text"); err != nil {
			return err
		}
		*to = append(*to, text)
	}
	return r.want(']')
}

func (r *reader) numbers(field string, to *map[string]int) error {
	if *to == nil {
		*to = map[string]int{}
	}
	for r.dec.More() {
		token, err := r.dec.Token()
		if err != nil {
			return err
		}
		word, n := fmt.Sprint(token), 0
		where := keyed(field, word)
		if r.note(where) {
			r.fault(where, "is given twice")
		}
		if token, err = r.dec.Token(); err != nil {
			return err
		}
		if err := r.number(where, token, &n); err != nil {
			return err
		}
		(*to)[word] = n
	}
	return r.want('}')
}

// skip goes on behind a value that begins with token.
func (r *reader) skip(token json.Token) error {
	depth := 0
	for {
		switch token {
		case json.Delim('['), json.Delim('{'):
			depth++
		case json.Delim(']'), json.Delim('}'):
			depth--
		}
		if depth == 0 {
			return nil
		}
		var err error
		if token, err = r.dec.Token(); err != nil {
			return err
		}
	}
}
