package chart

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/kindlydm/kindly/care/report"
)

// field draws one hour: a colour, smaller where there is little to judge by, or a dot where there is nothing.
func field(c *canvas, x, y, width float64, hour string, hours map[string]report.Kept) {
	height := cellPitch - gap
	k := hours[strings.ToLower(hour)]
	if !decided(k) {
		c.rect(x+width/2-1.5, y+height/2-1.5, 3, 3, "cell dot", hour+": nothing")
		return
	}
	if k.Met+k.Missed < few {
		x, width, y, height = x+width/4, width/2, y+height/4, height/2
	}
	title := fmt.Sprintf("%s: %s, %s of %s", hour, percent(k), grouped(k.Met), grouped(k.Met+k.Missed))
	c.rect(x, y, width, height, "cell "+shade(k.Attainment), title)
}

func shade(share float64) string { return "s" + strconv.Itoa(min(int(share*steps), steps-1)) }

// legend explains colours and sizes in one line.
func legend(c *canvas, y float64) {
	x := margin
	write := func(s string) {
		c.text(x, y, "small muted", s, "")
		x += width(s)*11 + 6
	}
	write("0% in time")
	for i := range steps {
		c.rect(x, y-10, 20, 12, "s"+strconv.Itoa(i), fmt.Sprintf("%d%% to %d%%", i*100/steps, (i+1)*100/steps))
		x += 21
	}
	x += 5
	write("100%")
	x += 18
	c.rect(x, y-8, 7.5, 7.5, "s7", "")
	x += 13
	write(fmt.Sprintf("fewer than %d cycles", few))
	x += 18
	c.rect(x, y-5.5, 3, 3, "dot", "")
	x += 9
	write("none")
}
