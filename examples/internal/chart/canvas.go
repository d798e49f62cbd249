package chart

import (
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// canvas collects the elements of a drawing. Whatever words it is given, it writes well-formed XML: what XML
// can't hold is replaced.
type canvas struct{ b strings.Builder }

// escape also drops what would turn the direction of the words behind it.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(strings.Map(undirected, s))) // a Builder takes everything
	return b.String()
}

func undirected(r rune) rune {
	if unicode.Is(unicode.Bidi_Control, r) {
		return -1
	}
	return r
}

func (c *canvas) raw(format string, args ...any) { fmt.Fprintf(&c.b, format, args...) }

// text writes s; a title, if there is one, is what a pointer shows.
func (c *canvas) text(x, y float64, class, s, title string) {
	c.raw(`<text x="%s" y="%s" class="%s">%s%s</text>`+"\n", number(x), number(y), class, titled(title), escape(s))
}

func (c *canvas) rect(x, y, width, height float64, class, title string) {
	c.raw(`<rect x="%s" y="%s" width="%s" height="%s" rx="2" class="%s">%s</rect>`+"\n",
		number(x), number(y), number(width), number(height), class, titled(title))
}

func (c *canvas) line(x1, y1, x2, y2 float64, class string) {
	c.raw(`<path d="M%s %sL%s %s" class="%s"/>`+"\n", number(x1), number(y1), number(x2), number(y2), class)
}

// fitted writes a tag in at most width pixels. If it is cut, the whole is in the title.
func (c *canvas) fitted(x, y, width, size float64, class, tag string) {
	short := fit(tag, width/size)
	title := ""
	if short != tag {
		title = tag
	}
	c.text(x, y, class, short, title)
}

func titled(s string) string {
	if s == "" {
		return ""
	}
	return "<title>" + escape(s) + "</title>"
}

func number(f float64) string { return strconv.FormatFloat(math.Round(100*f)/100, 'f', -1, 64) }
