package sentiment

// sums are what all clues of a text come to. Negative is positive in sign.
type sums struct {
	positive, negative, request, question float64

	thanks    float64 // of positive
	complaint float64 // of negative: evidence of a complaint
	matter    float64 // what people write to companies about
	urgency   Urgency
	addressed bool // it begins with a handle, or names the brand
	personal  bool // somebody speaks of himself, or to somebody
	linked    bool // it holds the address of a page
	quoted    bool // it repeats what somebody else said
	words     int
	questions int // question marks
}

// weigh sums the clues of what was judged together.
func (j *judge) weigh() {
	blamed, asked := j.irony()
	for i := range j.clues[:j.found] {
		e := &j.entries[j.clues[i].entry]
		if e.does&thanks != 0 && (blamed || asked) && j.clues[i].feeling > 0 {
			j.scale(i, i+1, RuleCourtesy, courteous, extent{})
		}
		j.sums.add(e, j.clues[i].feeling)
	}
}

// irony weakens praise and thanks that a complaint follows, unless a contrast word
// stands between them or blame before them in their sentence, and reports whether
// there was blame, and a request or question.
func (j *judge) irony() (blamed, asked bool) {
	complaint := int32(-1) // the clause of the nearest complaint behind
	asked = j.questions > 0
	for i := j.found - 1; i >= 0; i-- {
		c := &j.clues[i]
		e := &j.entries[c.entry]
		asked = asked || e.request+e.question >= evident
		switch {
		case c.feeling <= -evident:
			blamed = true
			if e.does&complains != 0 && c.feeling <= -plain {
				complaint = c.clause
			}
		case c.feeling > 0 && c.head && !c.face && complaint == c.clause:
			j.scale(i, i+1, RuleIrony, ironic, extent{})
		}
	}
	return blamed, asked
}

func (s *sums) add(e *entry, feeling float64) {
	if feeling > 0 {
		s.positive += feeling
		if e.does&thanks != 0 {
			s.thanks += feeling
		}
	} else {
		s.negative -= feeling
		if e.does&complains != 0 {
			s.complaint -= feeling
		}
	}
	s.request += e.request
	s.question += e.question
	s.matter += e.matter
}
