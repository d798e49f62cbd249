package sentiment

// How far the rules reach, and how much they change.
const (
	negationReach = 4    // words: "don't think this is good"
	boostReach    = 2    // words: "really a mess"
	maxBoost      = 2.0  // of several intensifiers together
	negatedGood   = -0.7 // "not good" is milder than "bad"
	negatedBad    = -0.4 // "not bad" is not yet good
	louder        = 1.25 // CAPITALS
	drawnOut      = 1.2  // sooooo
	perMark       = 0.1  // each exclamation mark
	maxMarks      = 3    // exclamation marks that count
	beforeBut     = 0.5  // what stands before a contrast word
	again         = 0.25 // the same emoji once more
)

// A judge reads a text once, from the left, and sums evidence. It knows the
// tokens ahead, for phrases, and what of the sentence behind still matters.
type judge struct {
	tables *tables
	rec    *recorder // nil if nobody asks for reasons
	scan   scanner
	ahead  [2 * maxPhrase]token // ring
	head   int
	known  int // tokens in the ring

	done, last      evidence // of older sentences, and of the last one
	said, now       evidence // of this sentence: before its last contrast word, and since
	words           int      // of this sentence
	symbol          int32    // the token before this one, if it was a symbol
	negation, boost effect
}

// evidence is a sum of weights; negative is positive in sign.
type evidence struct{ positive, negative, request float64 }

func (e *evidence) add(o evidence) {
	e.positive += o.positive
	e.negative += o.negative
	e.request += o.request
}

// scale changes the feeling; a request stays what it is.
func (e *evidence) scale(factor float64) {
	e.positive *= factor
	e.negative *= factor
}

// An effect is what a word does to the words after it.
type effect struct {
	left   int // words that it still reaches
	factor float64
	cause  extent
}

// An extent is a piece of the text, in bytes.
type extent struct{ start, end int }

// at returns the token i places ahead; i is below the ring's size.
func (j *judge) at(i int) *token {
	for j.known <= i {
		j.ahead[uint(j.head+j.known)%uint(len(j.ahead))] = j.scan.next()
		j.known++
	}
	return &j.ahead[uint(j.head+i)%uint(len(j.ahead))]
}

func (j *judge) drop(n int) {
	j.head = (j.head + n) % len(j.ahead)
	j.known -= n
}

// extent returns what the next n tokens cover.
func (j *judge) extent(n int) extent { return extent{j.at(0).start, j.at(n - 1).end} }

// run reads the text to its end and returns all evidence.
func (j *judge) run() evidence {
	for {
		tok := j.at(0)
		symbol := int32(0)
		switch tok.kind {
		case kindEnd:
			j.endSentence(0, extent{})
			j.done.add(j.last)
			return j.done
		case kindWord:
			if n := j.ownName(0); n > 0 {
				j.drop(n)
				continue
			}
			j.drop(j.word())
		case kindSymbol:
			j.face(tok)
			symbol = tok.id
			j.drop(1)
		case kindPause:
			j.endClause()
			j.drop(1)
		case kindStop:
			j.endSentence(int(tok.marks), extent{tok.start, tok.end})
			j.drop(1)
		}
		j.symbol = symbol
	}
}

// word judges the longest entry ahead and returns how many tokens it takes.
func (j *judge) word() int {
	at, n := j.longest()
	entry := &j.tables.nodes[at]
	if entry.weighed {
		j.take(entry, n)
	}
	j.negation.pass()
	j.boost.pass()
	if entry.contrast {
		j.contrast(j.extent(n))
	}
	if entry.negator {
		j.negation = effect{negationReach, 0, j.extent(n)}
	}
	if entry.boost > 0 {
		j.boost = j.boost.then(entry.boost, j.extent(n))
	}
	j.words++
	return n
}

func (e *effect) pass() { e.left = max(0, e.left-1) }

// then returns the effect of a further intensifier.
func (e effect) then(factor float64, cause extent) effect {
	if e.left > 0 {
		factor = min(factor*e.factor, maxBoost)
		cause.start = e.cause.start
	}
	return effect{boostReach, factor, cause}
}

// take counts an entry that covers the next n tokens.
func (j *judge) take(entry *node, n int) {
	j.rec.open(j.extent(n), entry.term, entry.request)
	w := entry.term
	if w != 0 {
		w = j.weigh(w, n)
	}
	j.count(w)
	j.now.request += entry.request
}

func (j *judge) weigh(w float64, n int) float64 {
	if j.boost.left > 0 {
		w *= j.change(RuleIntensifier, j.boost.factor, j.boost.cause)
	}
	loud, drawn := j.emphasis(n)
	if loud {
		w *= j.change(RuleCapitals, louder, extent{})
	}
	if drawn {
		w *= j.change(RuleDrawn, drawnOut, extent{})
	}
	if j.negation.left > 0 {
		factor := negatedGood
		if w < 0 {
			factor = negatedBad
		}
		w *= j.change(RuleNegated, factor, j.negation.cause)
	}
	return w
}

// change tells the recorder, and returns the factor.
func (j *judge) change(rule Rule, factor float64, cause extent) float64 {
	j.rec.change(rule, factor, cause)
	return factor
}

// emphasis reports whether all of the next n words are in capitals, and
// whether any is drawn out.
func (j *judge) emphasis(n int) (loud, drawn bool) {
	loud = true
	for i := range n {
		tok := j.at(i)
		loud = loud && tok.loud
		drawn = drawn || tok.drawn
	}
	return loud, drawn
}

func (j *judge) count(w float64) {
	if w > 0 {
		j.now.positive += w
	} else {
		j.now.negative -= w
	}
}

// face judges an emoji or emoticon.
func (j *judge) face(tok *token) {
	j.endClause()
	if tok.id == 0 {
		return
	}
	w := j.tables.symbols.weights[tok.id]
	j.rec.open(extent{tok.start, tok.end}, w, 0)
	if tok.id == j.symbol {
		w *= j.change(RuleRepeated, again, extent{})
	}
	j.count(w)
}

// contrast weakens what was said before the word in extent by. No sentence is
// weakened twice by its own words.
func (j *judge) contrast(by extent) {
	if j.words == 0 && j.now == (evidence{}) {
		j.last.scale(beforeBut)
		j.rec.scale(partLast, RuleContrast, beforeBut, by)
	} else {
		j.now.scale(beforeBut)
		j.rec.scale(partNow, RuleContrast, beforeBut, by)
		j.said.add(j.now)
		j.now = evidence{}
	}
	j.rec.turn()
	j.endClause()
}

func (j *judge) endClause() {
	j.negation.left = 0
	j.boost.left = 0
}

func (j *judge) endSentence(marks int, by extent) {
	j.endClause()
	j.said.add(j.now)
	if j.words == 0 && j.said == (evidence{}) {
		return
	}
	if marks > 0 {
		factor := 1 + perMark*float64(min(marks, maxMarks))
		j.said.scale(factor)
		j.rec.scale(partSentence, RuleExclaimed, factor, by)
	}
	j.done.add(j.last)
	j.last, j.said, j.now, j.words = j.said, evidence{}, evidence{}, 0
	j.rec.endSentence()
}
