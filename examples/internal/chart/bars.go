package chart

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/kindlydm/kindly/care/report"
	"github.com/kindlydm/kindly/sla"
)

const (
	nameWidth = 190.0
	barLeft   = margin + nameWidth + 14
	barWidth  = 370.0
	barRight  = barLeft + barWidth
	barHeight = 14.0
	barPitch  = 23.0
)

// bars draws a group for each metric, and in it a bar for each policy.
func bars(c *canvas, r *report.Comparison, y float64) float64 {
	if len(r.Total) == 0 {
		c.text(margin, y+34, "muted", "No promise of these policies is about what is in these conversations.", "")
		return y + 34
	}
	y += 8
	top := y + 14
	marks := &canvas{}
	for _, row := range r.Total {
		y += 36
		marks.text(margin, y, "h2", named(row.Metric), "")
		y += 9
		for i, k := range row.Kept {
			bar(marks, i, k, row.Kept[0], y)
			y += barPitch
		}
	}
	y += 2
	for percent := 0; percent <= 100; percent += 25 {
		x := barLeft + barWidth*float64(percent)/100
		c.line(x, top, x, y, "rule")
		c.text(x, y+14, "small muted middle", fmt.Sprintf("%d%%", percent), "")
	}
	c.b.WriteString(marks.b.String())
	return y + 18
}

func bar(c *canvas, i int, k, first report.Kept, y float64) {
	base := y + barHeight - 3
	c.fitted(margin, base, nameWidth, 13, "", k.Policy)
	if k.Cycles == 0 {
		c.text(barLeft+8, base, "muted", "promises nothing", "")
		return
	}
	c.rect(barLeft, y, barWidth, barHeight, "track", "")
	c.rect(barLeft, y, barWidth*k.Attainment, barHeight, "bar "+colour(i), told(k))
	c.text(barRight+64, base, "strong end", percent(k), "")
	c.text(barRight+74, base, "muted", fmt.Sprintf("%s of %s", grouped(k.Met), grouped(k.Met+k.Missed)), "")
	c.text(total-margin, base, "end", change(i, k, first), "")
}

func named(m sla.Metric) string {
	s := strings.ReplaceAll(string(m), "_", " ")
	return strings.ToUpper(s[:1]) + s[1:]
}

// colour is that of policy number i, in a palette that the colour-blind tell apart. Names stand beside it.
func colour(i int) string { return "p" + strconv.Itoa(i%6) }

func decided(k report.Kept) bool { return k.Met+k.Missed > 0 }

func percent(k report.Kept) string {
	if !decided(k) {
		return "–"
	}
	return fmt.Sprintf("%.1f%%", 100*k.Attainment)
}

func change(i int, k, first report.Kept) string {
	if i == 0 || !decided(k) || !decided(first) {
		return ""
	}
	return strings.Replace(fmt.Sprintf("%+.1f points", 100*(k.Attainment-first.Attainment)), "-", "−", 1)
}

// told is all figures of k in words.
func told(k report.Kept) string {
	return fmt.Sprintf("%s: %s met, %s missed (%s of them still waiting), %s cancelled, %s open",
		k.Policy, grouped(k.Met), grouped(k.Missed), grouped(k.Overdue), grouped(k.Cancelled), grouped(k.Open))
}

// grouped writes a number with a comma before each three digits.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
