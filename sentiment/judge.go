package sentiment

import "math/bits"

// How far the rules reach, and how much they change.
const (
	negationReach = 4    // words: "don't think this is good"
	boostReach    = 2    // words: "really a mess"
	maxBoost      = 2.0  // of several intensifiers together
	negatedGood   = -0.7 // "not good" is milder than "bad"
	negatedBad    = -0.2 // "not bad" is not yet good
	louder        = 1.25 // CAPITALS
	drawnOut      = 1.2  // sooooo
	perMark       = 0.1  // each exclamation mark
	maxMarks      = 3    // exclamation marks that count
	beforeBut     = 0.5  // what stands before a contrast word
	supposed      = 0.4  // what is said under a condition or wished for
	again         = 0.25 // the same emoji once more
	ironic        = 0.3  // praise that a complaint follows
	courteous     = 0.5  // thanks beside blame or a request
)

// A clue is an entry that counted, with what the rules made of its feeling.
type clue struct {
	entry   int32
	clause  int32 // contrast words before it
	face    bool  // an emoji or emoticon
	head    bool  // no blame stands before it in its sentence
	feeling float64
}

// A judge reads a text once, from the left, collects clues, and sums them.
type judge struct {
	scanner

	language uint8
	spoken   uint16         // the languages in which the first or second person was spoken of
	todo     [maxHits]uint8 // at its end, the hits that matter
	clues    [maxHits]clue
	found    int
	sentence int       // the first clue of this sentence
	previous int       // the first clue of the sentence before
	clause   int       // the first clue since the last contrast word
	blamed   bool      // there was blame in this sentence
	turns    int32     // contrast words so far
	rec      *recorder // nil if nobody asks for reasons

	negation, boost, condition effect
	sums                       sums
}

// An effect is what a word does to the words after it: up to the ordinal.
type effect struct {
	until  int32 // the last word that it reaches; below 0 is none
	factor float64
	cause  extent
	clue   int // one more than the index of its own feeling, if it has one
}

// begin sets each field alone, which is quicker than to copy an effect.
func (e *effect) begin(until int32, factor float64, cause extent) {
	e.until, e.factor, e.cause.start, e.cause.end, e.clue = until, factor, cause.start, cause.end, 0
}

// An extent is a piece of the text, in bytes.
type extent struct{ start, end int }

func (j *judge) extent(first, last int) extent {
	return extent{j.base + int(j.hits[first].start), j.base + int(j.hits[last].end)}
}

// run judges the text.
func (j *judge) run() *sums {
	for j.pos < len(j.text) {
		j.found, j.sentence, j.previous, j.clause = 0, 0, 0, 0
		j.rec.begin()
		j.scan()
		if j.own {
			j.dropOwn()
		}
		j.language = j.speak()
		j.judge()
		j.weigh()
		j.sums.words += int(j.ordinal)
	}
	j.sums.addressed, j.sums.linked, j.sums.quoted, j.sums.questions = j.addressed, j.linked, j.quoted, j.questions
	j.sums.personal = j.spoken>>j.language&1 != 0 || j.persons>>j.language&1 == 0
	return &j.sums
}

// judge applies the rules to all hits that matter to them.
func (j *judge) judge() {
	j.endClause()
	j.condition.until = -1
	next := 0
	for _, at := range j.todo[j.sift():] {
		i := int(at)
		if i < next {
			continue // part of a longer entry
		}
		switch h := &j.hits[i]; h.kind {
		case kindWord:
			next = j.word(i)
		case kindSymbol:
			j.face(i)
		case kindPause:
			j.endClause()
		case kindStop:
			j.endSentence(int(h.marks), i)
		}
	}
	j.endSentence(0, 0)
}

// sift lists the hits that matter: signs, words that say something, and words
// with which a longer entry may begin. It returns where the list begins. Which
// they are can't be foretold, so it doesn't branch.
func (j *judge) sift() int {
	first, spoken := len(j.todo), j.spoken
	var as uint64     // what the hit behind is to a longer entry
	var ordinal int32 // of the hit behind
	for i := j.n - 1; i >= 0; i-- {
		h := &j.hits[i&(maxHits-1)]
		n := &j.nodes[h.node]
		as &= uint64(int64(ordinal-h.ordinal-2) >> 63)
		j.behind[i&(maxHits-1)] = as
		goesOn := (n.next | j.kins[n.kin].next) & as
		j.todo[(first-1)&(maxHits-1)] = uint8(i)
		first -= int(uint8(h.kind)|n.matters|uint8((goesOn|-goesOn)>>63)+3) >> 2
		spoken |= n.persons
		as, ordinal = n.as&-((uint64(h.kind)-1)>>63), h.ordinal
	}
	j.spoken = spoken
	return first
}

// word judges the longest entry at hit i and returns the hit after it.
func (j *judge) word(i int) int {
	at := j.hits[i].node
	n := &j.nodes[at]
	m := match{node: at, last: i, urgency: j.entries[n.entry].urgency}
	if n.gaps || j.goesOn(n.next|j.kins[n.kin].next, i) {
		m = j.longest(m)
	}
	id := j.entryOf(m.node, j.language)
	e := &j.entries[id]
	if m.last > i && e.feeling == 0 && j.hides(i, m.last) {
		m.last = i // it counts, but covers its first word only
	}
	if e.does&weighs != 0 || m.urgency != 0 {
		j.take(id, i, m)
	}
	if e.does&rules != 0 {
		j.rule(e, i, m.last)
	}
	return m.last + 1
}

// hides reports whether an entry without feeling, which covers the hits from first
// to last, covers the beginning of a longer one with feeling: "your website" that of
// "website is down".
func (j *judge) hides(first, last int) bool {
	for i := first + 1; i <= last; i++ {
		m := j.longest(match{node: j.hits[i].node, last: i})
		if m.last > last && j.entries[j.entryOf(m.node, j.language)].feeling != 0 {
			return true
		}
	}
	return false
}

// rule applies what an entry does to the words around it.
func (j *judge) rule(e *entry, first, last int) {
	until := j.hits[last].ordinal
	if e.does&contrasts != 0 {
		j.contrast(j.extent(first, last))
	}
	if e.does&negates != 0 {
		j.negation.begin(until+negationReach, 0, j.extent(first, last))
	}
	if e.boost > 0 {
		j.intensify(e, first, last)
	}
	if e.does&supposes != 0 {
		j.condition.begin(1<<30, supposed, j.extent(first, last))
	}
}

// intensify begins an intensifier, on top of one that still reaches it.
func (j *judge) intensify(e *entry, first, last int) {
	factor, cause := e.boost, j.extent(first, last)
	if j.boost.until >= j.hits[first].ordinal {
		factor = min(factor*j.boost.factor, maxBoost)
		cause.start = j.boost.cause.start
	}
	j.boost.begin(j.hits[last].ordinal+boostReach, factor, cause)
	if e.feeling != 0 {
		j.boost.clue = j.found
	}
}

// take counts an entry that covers the hits from first on.
func (j *judge) take(id int32, first int, m match) {
	e, c, last := &j.entries[id], &j.clues[j.found], m.last
	c.entry, c.clause, c.face, c.head, c.feeling = id, j.turns, false, !j.blamed, e.feeling
	j.found++
	j.sums.urgency |= m.urgency
	if j.rec != nil {
		j.rec.open(j.tables, id, j.extent(first, last), m.urgency, false)
	}
	if e.feeling != 0 {
		c.feeling = j.change(e.feeling, first, last)
		j.blamed = j.blamed || c.feeling < 0
	}
}

// change applies the rules to a feeling.
func (j *judge) change(w float64, first, last int) float64 {
	at := j.hits[first].ordinal
	if j.boost.until >= at {
		w *= j.told(RuleIntensifier, j.boost.factor, j.boost.cause)
		j.spend(w)
	}
	loud, drawn := true, false
	for i := first; i <= last; i++ {
		loud, drawn = loud && j.hits[i].loud, drawn || j.hits[i].drawn
	}
	if loud {
		w *= j.told(RuleCapitals, louder, extent{})
	}
	if drawn {
		w *= j.told(RuleDrawn, drawnOut, extent{})
	}
	if j.negation.until >= at {
		factor := negatedGood
		if w < 0 {
			factor = negatedBad
		}
		w *= j.told(RuleNegated, factor, j.negation.cause)
	}
	if j.condition.until >= at {
		w *= j.told(RuleCondition, j.condition.factor, j.condition.cause)
	}
	return w
}

// spend takes the feeling out of an intensifier that strengthens its opposite:
// nobody is damned by "damn good".
func (j *judge) spend(w float64) {
	if i := j.boost.clue - 1; i >= 0 && j.clues[i].feeling*w < 0 {
		j.scale(i, i+1, RuleSpent, 0, extent{})
	}
}

// told tells the recorder, and returns the factor.
func (j *judge) told(rule Rule, factor float64, cause extent) float64 {
	j.rec.change(rule, factor, cause)
	return factor
}

// face judges an emoji or emoticon.
func (j *judge) face(i int) {
	j.endClause()
	h := &j.hits[i]
	if h.node == unknownWord {
		return
	}
	id := j.entryOf(h.node, j.language)
	e := &j.entries[id]
	if e.does&weighs == 0 {
		return
	}
	w := e.feeling
	j.sums.urgency |= e.urgency
	j.rec.open(j.tables, id, j.extent(i, i), e.urgency, true)
	if h.node == j.symbolBefore(i) {
		w *= j.told(RuleRepeated, again, extent{})
	}
	c := &j.clues[j.found]
	c.entry, c.clause, c.face, c.head, c.feeling = id, j.turns, true, false, w
	j.found++
}

// symbolBefore returns the symbol before hit i if no known word stands between
// them, else unknownWord.
func (s *scanner) symbolBefore(i int) int32 {
	for i--; i >= 0 && s.hits[i].kind != kindWord; i-- {
		if s.hits[i].kind == kindSymbol {
			return s.hits[i].node
		}
	}
	return unknownWord
}

// contrast weakens what was said before the word in extent by. No clause is
// weakened twice by its own sentence's words.
func (j *judge) contrast(by extent) {
	from := j.clause
	if from == j.sentence && j.found == j.sentence {
		from = j.previous
	}
	j.scale(from, j.found, RuleContrast, beforeBut, by)
	j.clause = j.found
	j.turns++
	j.endClause()
}

// scale changes the feeling of clues.
func (j *judge) scale(from, to int, rule Rule, factor float64, by extent) {
	for i := from; i < to; i++ {
		j.clues[i].feeling *= factor
		j.rec.scale(i, rule, factor, by)
	}
}

func (j *judge) endClause() { j.negation.until, j.boost.until = -1, -1 }

func (j *judge) endSentence(marks, stop int) {
	j.blamed = false
	j.endClause()
	j.condition.until = -1
	if j.found == j.sentence {
		return
	}
	if marks > 0 {
		j.scale(j.sentence, j.found, RuleExclaimed, 1+perMark*float64(min(marks, maxMarks)), j.extent(stop, stop))
	}
	j.previous, j.sentence, j.clause = j.sentence, j.found, j.found
}

// countKnown counts a word for every language that knows it.
func countKnown(known *[maxLangs + 1]int, languages uint16) {
	for m := languages; m != 0; m &= m - 1 {
		known[bits.TrailingZeros16(m)]++
	}
}

// begin makes the judge ready for a text.
func (j *judge) begin(text string, rec *recorder) {
	j.text, j.rec = text, rec
	j.pos, j.tag, j.addressed, j.linked, j.quoted, j.questions, j.turns, j.spoken = 0, 0, false, false, false, 0, 0, 0
	j.sums = sums{}
}
