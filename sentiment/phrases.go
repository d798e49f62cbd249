package sentiment

// longest returns the node of the longest entry that begins at the next
// token, and how many tokens it takes. Where there is no entry it returns the
// word's own node.
func (j *judge) longest() (at int32, n int) {
	tok := j.at(0)
	at, n = j.follow(tok.id, 1)
	if j.isNumber(tok) {
		if other, m := j.follow(numberWord, 1); m > n {
			return other, m
		}
	}
	if n == 0 {
		return tok.id, 1
	}
	return at, n
}

// follow returns the longest entry on the way from the node, which the first
// depth tokens lead to; n is 0 if there is none. A number goes both its own
// way and that of any number.
func (j *judge) follow(from int32, depth int) (at int32, n int) {
	here := &j.tables.nodes[from]
	if here.entry {
		at, n = from, depth
	}
	if !here.more || depth == maxPhrase {
		return at, n
	}
	tok := j.at(depth)
	if tok.kind != kindWord || j.ownName(depth) > 0 {
		return at, n
	}
	if other, m := j.followWord(from, tok.id, depth); m > n {
		at, n = other, m
	}
	if j.isNumber(tok) {
		if other, m := j.followWord(from, numberWord, depth); m > n {
			at, n = other, m
		}
	}
	return at, n
}

func (j *judge) followWord(from, word int32, depth int) (at int32, n int) {
	to, ok := j.tables.edges[edgeKey(from, word)]
	if !ok {
		return 0, 0
	}
	return j.follow(to, depth+1)
}

func (j *judge) isNumber(tok *token) bool {
	return tok.number || j.tables.nodes[tok.id].number
}

// ownName returns how many tokens the longest brand's name takes that begins i
// tokens ahead, 0 if none does.
func (j *judge) ownName(i int) int {
	at := j.at(i).id
	if j.at(i).kind != kindWord || !j.tables.nodes[at].beginsOwn {
		return 0
	}
	longest := 0
	for n := 1; ; n++ {
		if j.tables.nodes[at].own {
			longest = n
		}
		if n == maxPhrase || j.at(i+n).kind != kindWord {
			return longest
		}
		to, ok := j.tables.edges[edgeKey(at, j.at(i+n).id)]
		if !ok || !j.tables.nodes[to].beginsOwn {
			return longest
		}
		at = to
	}
}
