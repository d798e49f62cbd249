package sentiment

// An Example is a text with the label that people gave it.
type Example struct {
	Text  string
	Label Label
}

// A Confusion counts texts by the label that people gave, in rows, and the one
// that a scorer gave, in columns: negative, neutral, positive. Labels are
// indices plus one.
type Confusion [3][3]int

// Measure scores the examples. Those whose label is none of the three are left out.
func Measure(s *Scorer, examples []Example) (c Confusion) {
	for _, e := range examples {
		if e.Label < Negative || e.Label > Positive {
			continue
		}
		c[e.Label+1][s.Score(e.Text).Label+1]++
	}
	return c
}

// Total returns the number of texts.
func (c Confusion) Total() (n int) {
	for _, row := range c {
		for _, count := range row {
			n += count
		}
	}
	return n
}

// Accuracy returns the share of texts with the label that people gave, 0 for no
// texts.
func (c Confusion) Accuracy() float64 {
	if c.Total() == 0 {
		return 0
	}
	return float64(c[0][0]+c[1][1]+c[2][2]) / float64(c.Total())
}

// MacroF1 returns the mean F1 of those labels that people gave at all, each F1
// the harmonic mean of precision and recall; 0 for no texts. Labels count the
// same, however rare they are.
func (c Confusion) MacroF1() float64 {
	sum, labels := 0.0, 0
	for label := range c {
		gold, given := 0, 0
		for other := range c {
			gold += c[label][other]
			given += c[other][label]
		}
		if gold > 0 {
			sum += 2 * float64(c[label][label]) / float64(gold+given)
			labels++
		}
	}
	if labels == 0 {
		return 0
	}
	return sum / float64(labels)
}

// add adds the counts of another one.
func (c *Confusion) add(o Confusion) {
	for i, row := range o {
		for j, count := range row {
			c[i][j] += count
		}
	}
}
