package sla

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// document is a JSON text as a tree that knows its lines.
type document struct{ root *node }

// node is a value in a document. Its readers add a fault where it is not what
// they want, and go on.
type node struct {
	line   int
	value  any // a string, json.Number, bool or nil; or a json.Delim, '{' or '['
	keys   []string
	fields map[string]*node
	items  []*node
}

// A form is at most so long, and so deep: more than any that somebody wrote.
const (
	maxSize  = 1 << 20
	maxDepth = 16
)

func parseDocument(data []byte) (*document, error) {
	if len(data) > maxSize {
		return nil, fmt.Errorf("the text has %d bytes: %d are the most", len(data), maxSize)
	}
	p := &parser{data: data, dec: json.NewDecoder(bytes.NewReader(data)), line: 1}
	p.dec.UseNumber()
	root, err := p.node(0)
	if err == nil {
		if _, err = p.dec.Token(); err == nil {
			err = errors.New("more than one value")
		}
		if errors.Is(err, io.EOF) {
			return &document{root}, nil
		}
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = errors.New("the text ends too early")
	}
	return nil, fmt.Errorf("line %d: %w", p.here(), err)
}

// located puts a fault's line before it: that of its field or, where it is
// missing, of what it is missing in.
func (d *document) located(f fault) error {
	n := d.root
	for path := f.path; path != ""; {
		below, rest := n.step(path)
		if below == nil {
			break
		}
		n, path = below, strings.TrimPrefix(rest, ".")
	}
	return fmt.Errorf("line %d: %w", n.line, f)
}

// step returns the node that a path begins with, and the rest of the path.
func (n *node) step(path string) (below *node, rest string) {
	if path[0] == '[' {
		index, after, _ := strings.Cut(path[1:], "]")
		if i, err := strconv.Atoi(index); err == nil && i < len(n.items) {
			return n.items[i], after
		}
		return nil, path
	}
	name := path
	if i := strings.IndexAny(path, ".["); i >= 0 {
		name = path[:i]
	}
	return n.fields[name], path[len(name):]
}

// parser reads a document token by token.
type parser struct {
	data []byte
	dec  *json.Decoder
	line int // at seen
	seen int64
}

// here returns the line of the token read last.
func (p *parser) here() int {
	end := min(p.dec.InputOffset(), int64(len(p.data)))
	p.line += bytes.Count(p.data[p.seen:end], []byte("\n"))
	p.seen = end
	return p.line
}

func (p *parser) node(depth int) (*node, error) {
	token, err := p.dec.Token()
	if err != nil {
		return nil, err
	}
	n := &node{line: p.here(), value: token}
	switch {
	case depth > maxDepth:
		return nil, errors.New("nested too deeply")
	case token == json.Delim('{'):
		err = p.object(n, depth)
	case token == json.Delim('['):
		err = p.array(n, depth)
	}
	return n, err
}

func (p *parser) object(n *node, depth int) error {
	n.fields = map[string]*node{}
	for p.dec.More() {
		token, err := p.dec.Token()
		if err != nil {
			return err
		}
		key, ok := token.(string)
		if !ok {
			return fmt.Errorf("%v is no name of a field", token)
		}
		if n.fields[key] != nil {
			return fmt.Errorf("%.80q is given twice", key)
		}
		n.keys = append(n.keys, key)
		if n.fields[key], err = p.node(depth + 1); err != nil {
			return err
		}
	}
	_, err := p.dec.Token()
	return err
}

func (p *parser) array(n *node, depth int) error {
	for p.dec.More() {
		item, err := p.node(depth + 1)
		if err != nil {
			return err
		}
		n.items = append(n.items, item)
	}
	_, err := p.dec.Token()
	return err
}

// object calls the reader of each field that n has. Other fields are faults.
func (n *node) object(f faults, readers map[string]func(*node, faults)) {
	if n.value != json.Delim('{') {
		f.add("", "is not an object")
		return
	}
	for _, key := range n.keys {
		if read := readers[key]; read != nil {
			read(n.fields[key], f.in("%s", key))
			continue
		}
		f.add(key, "is no field here")
	}
}

// members calls read for each field of n, whatever its name.
func (n *node) members(f faults, read func(string, *node, faults)) {
	if n.value != json.Delim('{') {
		f.add("", "is not an object")
		return
	}
	for _, key := range n.keys {
		read(key, n.fields[key], f.in("%s", key))
	}
}

// list returns what read makes of each item of n.
func list[T any](n *node, f faults, read func(*node, faults) T) []T {
	if n.value != json.Delim('[') {
		f.add("", "is not a list")
		return nil
	}
	out := make([]T, 0, len(n.items))
	for i, item := range n.items {
		out = append(out, read(item, f.in("[%d]", i)))
	}
	return out
}

func text(n *node, f faults) string {
	s, ok := n.value.(string)
	if !ok {
		f.add("", "is not a text")
	}
	return s
}

// word is text of a type of its own.
func word[T ~string](n *node, f faults) T { return T(text(n, f)) }

func whole(n *node, f faults) int {
	number, ok := n.value.(json.Number)
	i, err := number.Int64()
	if !ok || err != nil || int64(int(i)) != i {
		f.add("", "is not a whole number")
	}
	return int(i)
}

func duration(n *node, f faults) time.Duration {
	s, ok := n.value.(string)
	d, err := time.ParseDuration(s)
	if !ok || err != nil {
		f.add("", `is not a duration such as "90s", "10m" or "8h30m"`)
	}
	return d
}

// durationText writes a duration as people do: "8h" rather than "8h0m0s".
func durationText(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// texts writes each value as text.
func texts[T any](in []T, write func(T) string) []string {
	out := make([]string, 0, len(in))
	for _, v := range in {
		out = append(out, write(v))
	}
	return slices.Clip(out)
}
