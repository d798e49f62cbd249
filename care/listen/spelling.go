package listen

import "slices"

// Words of so many letters may be asked for with one edit, or with two.
const (
	minLettersOne = 5
	minLettersTwo = 9
	maxLetters    = 24
	maxEdits      = 2
)

// Spellings find words that are near to known ones: those that become the same when each loses at most as many
// letters as there may be edits. Whether they are as near as that is then counted. The first letter is never
// lost, so it is the same in both.
type spellings struct {
	lengths [64]uint64 // by first letter, the lengths of words that may be near to a known one
	deep    [64]uint64 // the same, for words with two edits
	known   []spelling
	keys    table // of known words, less each of their letters
}

type spelling struct {
	word  []rune
	terms []int32 // by brand
	edits int
}

func newSpellings(known []spelling) spellings {
	s := spellings{known: known}
	var pairs []slot
	for i, k := range known {
		bucket := k.word[0] & 63
		for n := len(k.word) - k.edits; n <= len(k.word)+k.edits; n++ {
			s.lengths[bucket] |= 1 << n
			if k.edits > 1 {
				s.deep[bucket] |= 1 << n
			}
		}
		w := newShortened(k.word)
		for key := range w.keys(k.edits) {
			pairs = append(pairs, slot{key, int32(i + 1)})
		}
	}
	s.keys = newTable(pairs)
	return s
}

// wants reports whether a word of n letters can be near to a known one.
func (s *spellings) wants(first rune, n int) bool {
	return n < 64 && s.lengths[first&63]>>n&1 != 0
}

// A shortened word gives the hashes of itself less some letters.
type shortened struct {
	letters [maxLetters + maxEdits]rune
	sums    [maxLetters + maxEdits + 1]uint64 // hashes of its beginnings
	powers  [maxLetters + maxEdits + 1]uint64 // of hashBase
	n       int
	refused int32       // the known word that it was last found to be too far from
	near    list[int32] // the known words that it was found to be near to
}

func newShortened(word []rune) *shortened {
	w := &shortened{}
	w.powers[0] = 1
	for _, r := range word {
		w.push(r)
	}
	return w
}

func (w *shortened) push(r rune) {
	w.letters[w.n] = r
	w.sums[w.n+1] = step(w.sums[w.n], r)
	w.powers[w.n+1] = w.powers[w.n] * hashBase
	w.n++
}

// join adds to the hash of a beginning the letters from one place to another.
func (w *shortened) join(h uint64, from, to int) uint64 {
	return h*w.powers[to-from] + w.sums[to] - w.sums[from]*w.powers[to-from]
}

// again reports whether the loss of letter i gives the same word as that of the one before.
func (w *shortened) again(i, first int) bool { return i > first && w.letters[i] == w.letters[i-1] }

// keys yields the hash of w, and of w less up to so many letters.
func (w *shortened) keys(edits int) func(func(uint64) bool) {
	return func(yield func(uint64) bool) {
		if !yield(w.sums[w.n]) {
			return
		}
		for i := 1; i < w.n; i++ {
			if w.again(i, 1) {
				continue
			}
			if !yield(w.join(w.sums[i], i+1, w.n)) {
				return
			}
			if edits > 1 && !w.seconds(i, yield) {
				return
			}
		}
	}
}

// seconds yields the hashes of w less letter i and one behind it.
func (w *shortened) seconds(i int, yield func(uint64) bool) bool {
	for j := i + 1; j < w.n; j++ {
		if w.again(j, i+1) {
			continue
		}
		if !yield(w.join(w.join(w.sums[i], i+1, j), j+1, w.n)) {
			return false
		}
	}
	return true
}

// spelling looks whether a is near to a known word.
func (s *scan) spelling(a atom) {
	if len(s.spellings.known) == 0 || a.kind != letter || a.n >= 64 {
		return
	}
	first := rune(s.fold.letters[s.text[a.start]])
	if first == 0 {
		first = s.fold.initial(s.text[a.start:a.end])
	}
	if s.spellings.wants(first, a.n) {
		s.misspelt(a)
	}
}

// misspelt notes the terms that a is a misspelling of.
func (s *scan) misspelt(a atom) {
	w, ok := s.shorten(a)
	if !ok {
		return
	}
	edits := 1
	if s.spellings.deep[w.letters[0]&63]>>w.n&1 != 0 {
		edits = 2
	}
	for key := range w.keys(edits) {
		if s.spellings.keys.may(key) {
			s.compare(key, &w, a)
		}
	}
}

// compare notes the known words of a key that w is near to.
func (s *scan) compare(key uint64, w *shortened, a atom) {
	t := &s.spellings.keys
	for id, i := t.next(key, t.place(key)); id != 0; id, i = t.next(key, i) {
		k := &s.spellings.known[id-1]
		if id == w.refused || slices.Contains(w.near.all(), id) {
			continue
		}
		if d := distance(w.letters[:w.n], k.word, k.edits); d > 0 && d <= k.edits {
			w.near.add(id)
			for _, t := range s.wanted(k.terms) {
				s.note(t, uint8(d), a.origin(), a)
			}
		} else {
			w.refused = id
		}
	}
}

// shorten reads the letters of a; not ok if it has too many.
func (s *scan) shorten(a atom) (w shortened, ok bool) {
	w.powers[0] = 1
	for _, r := range s.text[a.start:a.end] {
		g := s.fold.glyph(r)
		if g.class() == ignored {
			continue
		}
		if w.n+2 > len(w.letters) {
			return w, false
		}
		if g.class() == pair {
			x, y := g.two()
			w.push(x)
			w.push(y)
		} else {
			w.push(g.rune())
		}
	}
	return w, true
}

// distance counts how many letters must be put in, left out, changed, or swapped with their neighbour to make b
// of a, no letter being touched twice; more than most is most+1.
func distance(a, b []rune, most int) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if max(len(a)-len(b), len(b)-len(a)) > most {
		return most + 1
	}
	var rows [3][maxLetters + maxEdits + 1]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := range a {
		before, last, row := &rows[(i+2)%3], &rows[i%3], &rows[(i+1)%3]
		row[0] = i + 1
		for j := range b {
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+unequal(a[i], b[j]))
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return min(rows[len(a)%3][len(b)], most+1)
}

func unequal(a, b rune) int {
	if a == b {
		return 0
	}
	return 1
}
