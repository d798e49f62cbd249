package sentiment

const gapWords = 3 // words that "..." may stand for

// A match is an entry's node and the last hit that it covers, with the cues of
// all entries on the way there.
type match struct {
	node    int32
	last    int
	urgency Urgency
}

// longest returns the longest entry that begins with a word; where there is none,
// the word itself, which it is given.
func (s *scanner) longest(best match) match {
	i, n := best.last, &s.nodes[best.node]
	if n.way != 0 || s.goesOn(n.next, i) {
		best = s.follow(best.node, i, best)
	}
	k := &s.kins[n.kin]
	if !n.gaps && !s.goesOn(k.next, i) {
		return best
	}
	for _, at := range k.roots {
		if r := &s.nodes[at]; r.gaps || s.goesOn(r.next, i) {
			best = s.follow(at, i, best)
		}
	}
	return best
}

// goesOn reports whether an entry may go on with the word right behind hit i, by
// the filter of the node to which this hit leads.
func (s *scanner) goesOn(next uint64, i int) bool { return next&s.behind[i&(maxHits-1)] != 0 }

// better returns the longer of two matches; of two that cover the same words
// the one that is a complaint.
func (s *scanner) better(best match, at int32, i int) match {
	e, old := &s.entries[s.nodes[at].entry], &s.entries[s.nodes[best.node].entry]
	if i > best.last || e.does&complains > old.does&complains {
		best.node, best.last = at, i
	}
	best.urgency |= e.urgency
	return best
}

// follow returns the longest entry on the way from a node, to which the hits
// up to i lead, if it is longer than best.
func (s *scanner) follow(at int32, i int, best match) match {
	for at != 0 {
		n := &s.nodes[at]
		if i >= best.last && n.entry != 0 {
			best = s.better(best, at, i)
		}
		if n.way != 0 {
			return s.followWays(at, i, best)
		}
		if !s.goesOn(n.next, i) {
			return best
		}
		i++
		at = s.step(at, s.hits[i].node)
	}
	return best
}

// followWays goes on from a node after which classes or "..." may come.
func (s *scanner) followWays(at int32, i int, best match) match {
	n := &s.nodes[at]
	if s.goesOn(n.next, i) {
		best = s.followHit(at, i+1, best)
	}
	if !n.gaps {
		return best
	}
	gap := s.ways[n.way].gap
	for j := i + 1; j < s.n && s.hits[j].kind == kindWord && s.hits[j].ordinal <= s.hits[i].ordinal+1+gapWords; j++ {
		if s.nodes[gap].next&s.nodes[s.hits[j].node].as != 0 {
			best = s.followHit(gap, j, best)
		}
		if s.entries[s.nodes[s.hits[j].node].entry].does&(negates|contrasts) != 0 {
			break // "flight was not delayed" is no "flight was ... delayed"
		}
	}
	return best
}

// followHit goes on with hit j, by the word and by its classes.
func (s *scanner) followHit(at int32, j int, best match) match {
	if to := s.step(at, s.hits[j].node); to != 0 {
		best = s.follow(to, j, best)
	}
	return s.followClasses(at, j, best)
}

func (s *scanner) followClasses(at int32, j int, best match) match {
	kin := &s.kins[s.nodes[s.hits[j].node].kin]
	may := s.ways[s.nodes[at].way].classes & kin.filter
	if may == 0 {
		return best
	}
	for _, class := range kin.classes {
		if may&classBit(class) != 0 {
			if to := s.step(at, classKey(class)); to != 0 {
				best = s.follow(to, j, best)
			}
		}
	}
	return best
}

// speak chooses the language that knows most of the words.
func (s *scanner) speak() uint8 {
	if s.languages <= 2 {
		return uint8(s.languages - 1)
	}
	var known [maxLangs + 1]int
	for i := range s.hits[:s.n] {
		countKnown(&known, s.nodes[s.hits[i].node].languages)
	}
	best := 1
	for l := 2; l < s.languages; l++ {
		if known[l] > known[best] {
			best = l
		}
	}
	return uint8(best)
}
