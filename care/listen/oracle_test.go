package listen_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care/listen"
)

// An oracle finds brands slowly: it tries every term at every place of the text, by regular expressions over the
// text without case, accents and joiners. It knows words, phrases, misspellings, common words, company, exclusions,
// handles, domains and whole hashtags, in texts that pieces below are made of.
type oracle struct{ brands []listen.Brand }

// An oracleText is a text that is ready to be searched, with the offsets of its characters.
type oracleText struct {
	plain      []rune
	start, end []int
	words      [][2]int // in plain
}

// A find is a place in plain where a term was found.
type find struct {
	hit      listen.Hit
	from, to int // in plain
}

func simplify(text string) oracleText {
	var o oracleText
	accents := map[rune]string{'é': "e", 'ö': "o", 'ß': "ss", '’': "'", '–': "-"}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if strings.HasPrefix(text[i:], "&amp;") {
			r, size = '&', len("&amp;")
		}
		s, ok := accents[r]
		if !ok {
			s = string(unicode.ToLower(r))
		}
		if r == '\u200d' || r == '\u0301' {
			s = ""
		}
		for _, c := range s {
			o.plain, o.start, o.end = append(o.plain, c), append(o.start, i), append(o.end, i+size)
		}
		i += size
	}
	return o
}

func isOracleWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// hide takes addresses out of the text and splits the rest into words; an address counts as one.
func (o *oracleText) hide() {
	address := regexp.MustCompile(`https?://\S+|[a-z0-9.]+@[a-z0-9.]+|@[a-z0-9_.@]*[a-z0-9_]`)
	text := string(o.plain)
	for _, loc := range address.FindAllStringIndex(text, -1) {
		from, to := len([]rune(text[:loc[0]])), len([]rune(text[:loc[1]]))
		for i := from; i < to; i++ {
			o.plain[i] = '\x00'
		}
	}
	for i := 0; i < len(o.plain); {
		j := i + 1
		same := func(r rune) bool { return isOracleWord(r) && !unicode.Is(unicode.Han, r) }
		if r := o.plain[i]; r == '\x00' {
			for j < len(o.plain) && o.plain[j] == '\x00' {
				j++
			}
		} else if same(r) {
			for j < len(o.plain) && same(o.plain[j]) {
				j++
			}
		}
		if r := o.plain[i]; r == '\x00' || isOracleWord(r) {
			o.words = append(o.words, [2]int{i, j})
		}
		i = j
	}
}

// border reports whether a word may begin or end before i.
func (o *oracleText) border(i int) bool {
	if i <= 0 || i >= len(o.plain) {
		return true
	}
	a, b := o.plain[i-1], o.plain[i]
	return !isOracleWord(a) || !isOracleWord(b) || unicode.Is(unicode.Han, a) || unicode.Is(unicode.Han, b)
}

// cutOff reports whether the word at i is what an apostrophe cuts off.
func (o *oracleText) cutOff(i int) bool {
	j := i
	for j < len(o.plain) && !o.border(j+1) {
		j++
	}
	return i > 1 && o.plain[i-1] == '\'' && isOracleWord(o.plain[i-2]) && j+1-i <= 2
}

// Between words: L is any character that may be left out or put in.
const oracleLoose = `(?:'?[ \n_-][ \n_'-]*)`

var patterns sync.Map // of terms that were asked for

// pattern is a regular expression for a term.
func pattern(term string) *regexp.Regexp {
	p, ok := patterns.Load(term)
	if !ok {
		p = newPattern(term)
		patterns.Store(term, p)
	}
	return p.(*regexp.Regexp)
}

func newPattern(term string) *regexp.Regexp {
	gaps := map[string]string{"-": oracleLoose, " ": oracleLoose, "'": "'", "&": `[ \n_-]*&[ \n_-]*`}
	pieces := regexp.MustCompile(`[a-z0-9\p{Han}]+|[^a-z0-9\p{Han}]`).FindAllString(string(simplify(term).plain), -1)
	together := true
	var apart, one strings.Builder
	for _, p := range pieces {
		if gap, ok := gaps[p]; ok {
			apart.WriteString(gap)
			together = together && p != "&"
			continue
		}
		apart.WriteString(p)
		one.WriteString(p)
	}
	if !together {
		return regexp.MustCompile(`^(?:` + apart.String() + `)`)
	}
	return regexp.MustCompile(`^(?:` + apart.String() + `|` + one.String() + `)`)
}

// findAll tries a pattern at every place.
func (o *oracleText) findAll(p *regexp.Regexp) (found [][2]int) {
	for i := range o.plain {
		if !isOracleWord(o.plain[i]) || !o.border(i) || o.cutOff(i) {
			continue
		}
		rest := string(o.plain[i:])
		if loc := p.FindStringIndex(rest); loc != nil {
			if to := i + len([]rune(rest[:loc[1]])); o.border(to) {
				found = append(found, [2]int{i, to})
			}
		}
	}
	return found
}

// osa is the distance of two words: letters put in, left out, changed, swapped.
func osa(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		for j := range d[i] {
			switch {
			case i == 0 || j == 0:
				d[i][j] = i + j
				continue
			case a[i-1] == b[j-1]:
				d[i][j] = d[i-1][j-1]
			default:
				d[i][j] = 1 + min(d[i-1][j-1], d[i-1][j], d[i][j-1])
			}
			d[i][j] = min(d[i][j], d[i-1][j]+1, d[i][j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

func (o *oracleText) misspelled(word string, edits int) (found [][3]int) {
	want := simplify(word).plain
	for _, w := range o.words {
		got := o.plain[w[0]:w[1]]
		if d := osa(got, want); got[0] == want[0] && d <= edits && !o.cutOff(w[0]) {
			found = append(found, [3]int{w[0], w[1], d})
		}
	}
	return found
}

// wordAt is the number of the word that a place is in, or that it follows.
func (o *oracleText) wordAt(i int) int {
	n, _ := slices.BinarySearchFunc(o.words, i, func(w [2]int, i int) int { return cmp.Compare(w[0], i+1) })
	return n - 1
}

func (o oracle) match(text string) []listen.Hit {
	var hits []listen.Hit
	for _, b := range slices.SortedFunc(slices.Values(o.brands), func(a, b listen.Brand) int { return strings.Compare(a.Name, b.Name) }) {
		hits = append(hits, o.of(b, text)...)
	}
	return hits
}

func (o oracle) of(b listen.Brand, text string) []listen.Hit {
	t := simplify(text)
	addresses := findAddresses(b, &t)
	t.hide()
	var ours, commons []find
	add := func(to *[]find, kind listen.Kind, term string, from, until, edits int) {
		*to = append(*to, find{listen.Hit{Brand: b.Name, Kind: kind, Term: term, Start: t.start[from], End: t.end[until-1], Edits: edits}, from, until})
	}
	for _, list := range []struct {
		kind  listen.Kind
		terms []string
		to    *[]find
	}{{listen.KindPhrase, b.Phrases, &ours}, {listen.KindWord, b.Words, &ours}, {listen.KindCommon, b.Common, &commons}} {
		for _, term := range list.terms {
			for _, at := range t.findAll(pattern(term)) {
				add(list.to, list.kind, term, at[0], at[1], 0)
			}
		}
	}
	for word, edits := range b.Misspelled {
		for _, at := range t.misspelled(word, edits) {
			add(&ours, listen.KindMisspelled, word, at[0], at[1], at[2])
		}
	}
	ours, commons = exclude(b, &t, ours), exclude(b, &t, commons)
	ours = append(addresses, ours...)
	if len(ours) == 0 {
		commons = accompanied(b, &t, commons)
	}
	return longest(append(ours, commons...))
}

func findAddresses(b listen.Brand, t *oracleText) (found []find) {
	text := string(t.plain)
	add := func(kind listen.Kind, term string, from, to int) {
		i, j := len([]rune(text[:from])), len([]rune(text[:to]))
		found = append(found, find{listen.Hit{Brand: b.Name, Kind: kind, Term: term, Start: t.start[i], End: t.end[j-1]}, i, j})
	}
	for _, h := range b.Handles {
		for _, loc := range regexp.MustCompile(`@[a-z0-9_.@]*[a-z0-9_]`).FindAllStringIndex(text, -1) {
			glued := loc[0] > 0 && isOracleWord([]rune(text[:loc[0]])[len([]rune(text[:loc[0]]))-1])
			if text[loc[0]:loc[1]] == h && !glued {
				add(listen.KindHandle, h, loc[0], loc[1])
			}
		}
	}
	for _, d := range b.Domains {
		p := regexp.MustCompile(`(?:https?://|[a-z0-9.]+@)(?:[a-z0-9]+\.)*` + regexp.QuoteMeta(d) + `(?:/\S*)?(?:\s|$)`)
		for _, loc := range p.FindAllStringIndex(text, -1) {
			add(listen.KindDomain, d, loc[0], len(strings.TrimRight(text[:loc[1]], " \n")))
		}
	}
	return found
}

// exclude takes out what exclusions overlap, or all if one stands in the text that has no term of ours.
func exclude(b listen.Brand, t *oracleText, found []find) []find {
	for _, not := range b.Not {
		n := simplify(not)
		n.hide()
		holds := false
		for _, term := range slices.Concat(b.Words, b.Phrases, b.Common) {
			holds = holds || len(n.findAll(pattern(term))) > 0
		}
		for word, edits := range b.Misspelled {
			holds = holds || len(n.misspelled(word, edits)) > 0
		}
		at := t.findAll(pattern(not))
		if len(at) > 0 && !holds {
			return nil
		}
		found = slices.DeleteFunc(found, func(f find) bool {
			return slices.ContainsFunc(at, func(x [2]int) bool { return f.from < x[1] && x[0] < f.to })
		})
	}
	return found
}

func accompanied(b listen.Brand, t *oracleText, commons []find) (with []find) {
	for _, c := range commons {
		company := slices.ContainsFunc(b.Nearby, func(near string) bool {
			return slices.ContainsFunc(t.findAll(pattern(near)), func(x [2]int) bool {
				gap := max(t.wordAt(c.from)-t.wordAt(x[1]-1), t.wordAt(x[0])-t.wordAt(c.to-1)) - 1
				return b.Within == 0 || gap <= b.Within
			})
		})
		if company {
			with = append(with, c)
		}
	}
	return with
}

// longest leaves out what lies in something longer, or is the same as something listed before.
func longest(all []find) (hits []listen.Hit) {
	rank := []listen.Kind{listen.KindHandle, listen.KindDomain, listen.KindPhrase, listen.KindWord, listen.KindMisspelled, listen.KindCommon}
	slices.SortStableFunc(all, func(a, b find) int {
		return cmp.Or(cmp.Compare(a.hit.Start, b.hit.Start), cmp.Compare(b.hit.End, a.hit.End),
			cmp.Compare(slices.Index(rank, a.hit.Kind), slices.Index(rank, b.hit.Kind)))
	})
	for i, f := range all {
		inside := slices.ContainsFunc(all[:i], func(o find) bool { return o.hit.End >= f.hit.End })
		if !inside {
			hits = append(hits, f.hit)
		}
	}
	return hits
}

func oracleBrands() []listen.Brand {
	return []listen.Brand{
		{
			Name: "Verizon", Handles: []string{"@verizon", "@acme@social.example"}, Domains: []string{"verizon.example"},
			Words: []string{"Verizon", "AT&T", "T-Mobile"}, Misspelled: map[string]int{"verizon": 1}, Not: []string{"verizona", "gap"},
		},
		{Name: "Macy", Words: []string{"Macy's", "Café", "苹果"}, Phrases: []string{"best buy", "best buy macys"}, Not: []string{"best buy t"}},
		{Name: "Gap", Handles: []string{"@gap"}, Common: []string{"gap", "best"}, Nearby: []string{"buy", "t mobile", "macy"}, Within: 2, Not: []string{"gap year"}},
		{Name: "Three", Common: []string{"three"}, Nearby: []string{"mobile", "苹果"}, Not: []string{"three of us"}},
		{Name: "Far", Misspelled: map[string]int{"deutschebahn": 2}, Words: []string{"buy"}, Common: []string{"t"}},
	}
}

// pieces are what texts are made of: words and near misses, what may stand between them, and addresses.
func pieces() (words, gaps, addresses []string) {
	return []string{
			"verizon", "Verizon", "VERIZON", "verizom", "veriz\u200don", "vérizon", "verizona", "verizzonn", "verizons", "AT", "T", "att", "t", "mobile",
			"tmobile", "macy", "Macy", "s", "macys", "best", "Best", "buy", "bestbuy", "gap", "Gap", "year", "three", "of", "us", "cafe", "Cafe\u0301", "café",
			"苹果", "苹", "x苹果y", "deutschebahn", "deutchebahn", "duetschebhan", "deutsbahn", "and", "a",
		}, []string{
			" ", " ", " ", " ", "-", " - ", "'", "’", "'s ", "' ", " '", ", ", ". ", "&", " & ", "&amp;", "_", "\n", "/", "\u200d", "", "🙂", "–", "''",
		}, []string{
			" @verizon ", " @verizonfios ", " @gap, ", " @acme@social.example ", " https://verizon.example/gap ", " http://my.verizon.example ",
			" https://verizon.example.org/verizon ", " help@verizon.example ", " verizon@mail.example ",
		}
}

func randomText(r *rand.Rand) string {
	words, gaps, addresses := pieces()
	var b strings.Builder
	for range 1 + r.IntN(12) {
		if r.IntN(10) == 0 {
			b.WriteString(addresses[r.IntN(len(addresses))])
			continue
		}
		b.WriteString(words[r.IntN(len(words))])
		b.WriteString(gaps[r.IntN(len(gaps))])
	}
	return b.String()
}

func TestMatchesLikeTheOracle(t *testing.T) {
	t.Parallel()
	brands := oracleBrands()
	rules := compile(t, brands...)
	r, hits := rand.New(rand.NewPCG(7, 11)), 0
	for range 6_000 {
		text := randomText(r)
		got := rules.Match(text, "")
		require.Equal(t, oracle{brands}.match(text), got, "in %q", text)
		hits += len(got)
	}
	require.Greater(t, hits, 6_000, "the texts have too little in them")
}

func TestOrderOfBrandsMeansNothing(t *testing.T) {
	t.Parallel()
	brands := oracleBrands()
	rules := compile(t, brands...)
	r := rand.New(rand.NewPCG(5, 5))
	for range 20 {
		r.Shuffle(len(brands), func(i, j int) { brands[i], brands[j] = brands[j], brands[i] })
		shuffled := compile(t, brands...)
		require.Equal(t, rules.Name(), shuffled.Name())
		for range 50 {
			text := randomText(r)
			require.Equal(t, rules.Explain(text, ""), shuffled.Explain(text, ""), "in %q", text)
		}
	}
}

func TestOtherBrandsMeanNothing(t *testing.T) {
	t.Parallel()
	all := compile(t, append(oracleBrands(), benchBrands(50)...)...)
	r := rand.New(rand.NewPCG(9, 9))
	for _, b := range oracleBrands() {
		alone := compile(t, b)
		for range 200 {
			text := randomText(r)
			var of []listen.Hit
			for _, h := range all.Match(text, "") {
				if h.Brand == b.Name {
					of = append(of, h)
				}
			}
			require.Equal(t, alone.Match(text, ""), of, "in %q", text)
		}
	}
}

func TestHitsAreWhatExplainCounts(t *testing.T) {
	t.Parallel()
	rules := compile(t, oracleBrands()...)
	r := rand.New(rand.NewPCG(2, 3))
	for range 500 {
		text := randomText(r)
		var counted []listen.Hit
		for _, f := range rules.Explain(text, "") {
			if f.Verdict == listen.Counts {
				counted = append(counted, f.Hit)
			}
		}
		require.Equal(t, rules.Match(text, ""), counted, fmt.Sprintf("in %q", text))
	}
}
