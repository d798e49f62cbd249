package chart

import (
	"fmt"

	"github.com/kindlydm/kindly/care/report"
	"github.com/kindlydm/kindly/sla"
)

const (
	steps = 10 // of the scale of colours
	few   = 5  // a field of fewer cycles is drawn small: its share is little more than chance

	dayWidth  = 36.0
	between   = 24.0 // two maps side by side
	cellPitch = 17.0
	gap       = 2.0
	mapHeight = 7*cellPitch + 62
)

// heat draws the hours of the week for the first metric that any policy promises: a map for each policy.
func heat(c *canvas, r *report.Comparison, y float64) float64 {
	if len(r.Total) == 0 {
		return y
	}
	metric := r.Total[0].Metric
	y += 44
	c.text(margin, y, "h2", fmt.Sprintf("%s by hour of the week (%s)", named(metric), r.Zone), "")
	y += 20
	legend(c, y)
	y += 12
	columns := min(2, len(r.Policies))
	width := (inner - float64(columns-1)*between) / float64(columns)
	for i, k := range r.Total[0].Kept {
		x := margin + float64(i%columns)*(width+between)
		if i > 0 && i%columns == 0 {
			y += mapHeight
		}
		week(c, x, y, width, i, k, hours(r, metric, i))
	}
	return y + mapHeight
}

// hours returns what policy number i kept in each hour of the week.
func hours(r *report.Comparison, m sla.Metric, i int) map[string]report.Kept {
	out := map[string]report.Kept{}
	for _, row := range r.Rows {
		if row.Metric == m {
			out[row.Keys[0]] = row.Kept[i]
		}
	}
	return out
}

func week(c *canvas, x, y, width float64, i int, k report.Kept, hours map[string]report.Kept) {
	y += 24
	c.rect(x, y-10, 11, 11, colour(i), "")
	c.fitted(x+18, y, width-80, 13, "strong", k.Policy)
	c.text(x+width, y, "muted end", percent(k), "")
	y += 10
	pitch := (width - dayWidth) / 24
	for d, day := range []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"} {
		top := y + float64(d)*cellPitch
		c.text(x, top+12, "small muted", day, "")
		for h := range 24 {
			field(c, x+dayWidth+float64(h)*pitch, top, pitch-gap, fmt.Sprintf("%s %02d", day, h), hours)
		}
	}
	for h := 0; h < 24; h += 3 {
		c.text(x+dayWidth+float64(h)*pitch+(pitch-gap)/2, y+7*cellPitch+11, "small muted middle", fmt.Sprintf("%02d", h), "")
	}
}
