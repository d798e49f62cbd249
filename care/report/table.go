package report

import (
	"io"
	"strings"
	"unicode/utf8"
)

// writeTable writes lines of as many cells each: the first columns to the left, figures to the right.
func writeTable(w io.Writer, lines [][]string, left int) error {
	widths := make([]int, len(lines[0]))
	for _, cells := range lines {
		for i, c := range cells {
			widths[i] = max(widths[i], utf8.RuneCountInString(c))
		}
	}
	for _, cells := range lines {
		if _, err := io.WriteString(w, tableLine(cells, widths, left)); err != nil {
			return err
		}
	}
	return nil
}

func tableLine(cells []string, widths []int, left int) string {
	var b strings.Builder
	for i, c := range cells {
		pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(c))
		if i < left {
			c, pad = c+pad, ""
		}
		b.WriteString(pad + c + "  ")
	}
	return strings.TrimRight(b.String(), " ") + "\n"
}
