// Package chart draws how promises would have been kept under several policies: a bar for each, and a map of the
// hours of the week. Make the figures with report.Attainment by the hour of the week and hand them to Write.
//
// A drawing is one SVG file without scripts or fonts. It is readable in light and dark surroundings, and each
// bar and field says its figures where a pointer rests on it.
package chart

import (
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/kindlydm/kindly/care/report"
)

const (
	total  = 960.0 // width of the drawing
	margin = 24.0
	inner  = total - 2*margin
)

//go:embed style.css
var style string

// Write draws c, which has one row for each hour of the week: AttainmentConfig.By is report.ByHourOfWeek alone.
func Write(w io.Writer, c *report.Comparison) error {
	if !slices.Equal(c.By, []report.By{report.ByHourOfWeek}) {
		return fmt.Errorf("chart: figures by %q: want them by %q alone", c.By, report.ByHourOfWeek)
	}
	body := &canvas{}
	y := header(body, c)
	y = bars(body, c, y)
	y = heat(body, c, y)
	y = notes(body, c, y)
	out := &canvas{}
	out.raw(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %[2]s" width="%[1]s" height="%[2]s" role="img" aria-labelledby="title desc">`+"\n",
		number(total), number(y))
	out.raw("<title id=\"title\">%s</title>\n<desc id=\"desc\">%s</desc>\n", escape(heading(c)), escape(strings.Join(caveats(c), " ")))
	out.raw("<style>\n%s</style>\n", style)
	out.raw(`<rect width="%s" height="%s" class="paper"/>`+"\n", number(total), number(y))
	out.b.WriteString(body.b.String())
	out.raw("</svg>\n")
	_, err := io.WriteString(w, out.b.String())
	return err
}

func heading(c *report.Comparison) string {
	if len(c.Policies) == 1 {
		return "Promises kept"
	}
	return fmt.Sprintf("What if: promises kept under %d policies", len(c.Policies))
}

func header(c *canvas, r *report.Comparison) (y float64) {
	c.text(margin, 40, "h1", heading(r), "")
	about := fmt.Sprintf("%s conversations, as of %s. Shares are met / (met + missed); open and cancelled are left out.",
		grouped(r.Conversations), r.Now.Format("2 Jan 2006 15:04 MST"))
	c.text(margin, 62, "muted", about, "")
	return 62
}

func caveats(c *report.Comparison) []string { return append([]string{c.Tells}, c.CannotTell...) }

// notes says what the figures can't tell, and returns the height of all.
func notes(c *canvas, r *report.Comparison, y float64) float64 {
	y += 28
	c.line(margin, y-14, total-margin, y-14, "rule")
	for _, note := range caveats(r) {
		for _, line := range wrap(note, inner/12) {
			y += 16
			c.text(margin, y-6, "note muted", line, "")
		}
	}
	return y + 14
}
