package listen

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A matcher is what rules are compiled to.
type matcher struct {
	fold       *folder
	nodes      []node
	edges      table // between nodes
	spellings  spellings
	terms      []term
	brands     []brand // by name
	hasDomains bool
}

// A term is one of a brand's.
type term struct {
	text     string // as written
	brand    int32
	role     role
	root     int32
	wide     bool // an exclusion for the whole text
	anywhere bool // it does not matter where in the text it stands
	where    string
	plain    []part // nil for addresses and hashtags
	forms    [][]part
}

// A brand is what the matcher has to know of a Brand.
type brand struct {
	name        string
	languages   []string
	near        int
	capital     bool
	excludes    bool
	hasCommon   bool
	looksAround bool // some of its terms must stand near to what is found
}

// A compiler makes a matcher, and a list of what is wrong.
type compiler struct {
	speller
	matcher

	sources []source // by name
	trie    *trieBuilder
	known   []spelling
	spelled map[spellingKey]int // where known has it
	faults  faults
}

type spellingKey struct {
	word  string
	edits int
}

// A source is a brand, and where it stood in what was to be compiled.
type source struct {
	Brand

	index int
}

func compile(brands []Brand) (*matcher, []source, faults) {
	c := &compiler{trie: newTrieBuilder(), spelled: map[spellingKey]int{}}
	c.matcher.fold = newFolder()
	c.speller = newSpeller(c.matcher.fold)
	for i, b := range brands {
		c.sources = append(c.sources, source{b, i})
	}
	slices.SortStableFunc(c.sources, func(a, b source) int { return cmp.Compare(a.Name, b.Name) })
	for i := range c.sources {
		c.brand(int32(i))
	}
	c.nodes, c.edges = c.trie.nodes, c.trie.edges(c.matcher.fold)
	c.spellings = newSpellings(c.known)
	c.reaches()
	slices.SortStableFunc(c.faults, func(a, b *fault) int { return cmp.Compare(a.index, b.index) })
	return &c.matcher, c.sources, c.faults
}

// reaches finds out how far company and exclusions reach.
func (c *compiler) reaches() {
	for i := range c.terms {
		t := &c.terms[i]
		b := &c.brands[t.brand]
		switch t.role {
		case exclusion:
			t.wide = c.isWide(t)
			t.anywhere = t.wide
		case company:
			t.anywhere = b.near == 0
		default:
			continue
		}
		b.looksAround = b.looksAround || !t.anywhere
	}
}

func (c *compiler) fault(b *source, where, format string, args ...any) {
	c.faults.add(b.index, b.Name, where, format, args...)
}

func (c *compiler) brand(i int32) {
	src := &c.sources[i]
	c.head(i, src)
	c.brands = append(c.brands, brand{
		name: src.Name, languages: src.Languages, near: src.Within, capital: src.Capital,
		excludes: len(src.Not) > 0, hasCommon: len(src.Common) > 0,
	})
	from := len(c.terms)
	src.terms(func(r role, where, text string) {
		t := term{text: text, brand: i, role: r, where: where}
		if err := c.add(&t, src.Misspelled[text]); err != nil {
			c.fault(src, where, "%w", err)
		}
	})
	c.conflicts(src, c.terms[from:])
	c.uses(src)
}

func (c *compiler) head(i int32, b *source) {
	switch {
	case b.Name == "":
		c.fault(b, "name", "is empty")
	case len(b.Name) > maxName || !printable(b.Name):
		c.fault(b, "name", "%.40q is longer than %d bytes, or not printable", b.Name, maxName)
	case i > 0 && c.sources[i-1].Name == b.Name:
		c.fault(b, "name", "brands[%d] has the same", c.sources[i-1].index)
	}
	if b.Within < 0 || b.Within > maxWithin {
		c.fault(b, "within", "%d is not in 0 (anywhere in the text) to %d", b.Within, maxWithin)
	}
	if len(b.Languages) > maxLanguages {
		c.fault(b, "languages", "%d are more than %d", len(b.Languages), maxLanguages)
	}
	for j, tag := range b.Languages {
		if !isTag(tag) {
			c.fault(b, place("languages", j), `%.40q is no tag of a language, such as "en" or "pt-BR"`, tag)
		}
	}
}

// uses finds fields that have nothing to do.
func (c *compiler) uses(b *source) {
	ours := len(b.Handles) + len(b.Domains) + len(b.Hashtags) + len(b.Phrases) + len(b.Words) + len(b.Misspelled)
	switch {
	case ours+len(b.Common) == 0:
		c.fault(b, "words", "there are none, nor other terms: the brand would never be found")
	case ours == 0 && len(b.Nearby) == 0 && !b.Capital:
		c.fault(b, "common", "never counts: there is nothing nearby, no capital and no other term")
	}
	if len(b.Common) > 0 {
		return
	}
	for field, used := range map[string]bool{"nearby": len(b.Nearby) > 0, "within": b.Within > 0, "capital": b.Capital} {
		if used {
			c.fault(b, field, "is of no use without common")
		}
	}
}

// add makes a term findable.
func (c *compiler) add(t *term, edits int) error {
	id := int32(len(c.terms))
	root, name, err := c.named(t)
	if err != nil {
		return err
	}
	t.root, t.forms = root, [][]part{{{word: name}}}
	if root == rootWord {
		if t.forms, err = c.forms(t.text); err != nil {
			return err
		}
		t.plain = t.forms[0]
		if err := c.allowed(t, edits); err != nil {
			return err
		}
	}
	for _, form := range t.forms {
		c.trie.add(root, id, t.role, form)
	}
	if t.role == misspelling {
		c.spelt(id, t.forms[0][0].word, edits)
	}
	c.hasDomains = c.hasDomains || root == rootDomain
	c.terms = append(c.terms, *t)
	return nil
}

// spelt makes the misspellings of a word findable; brands may share it.
func (c *compiler) spelt(id int32, word string, edits int) {
	key := spellingKey{word, edits}
	i, ok := c.spelled[key]
	if !ok {
		i = len(c.known)
		c.spelled[key] = i
		c.known = append(c.known, spelling{word: []rune(word), edits: edits})
	}
	c.known[i].terms = append(c.known[i].terms, id)
}

// named returns the root that a term is looked up from, with its name if that is not made of words.
func (c *compiler) named(t *term) (root int32, name string, err error) {
	first := strings.TrimSpace(t.text)
	switch {
	case t.role == domain:
		name, err = c.domainName(t.text)
		return rootDomain, name, err
	case t.role == handle, t.role >= company && signed(first, handleSigns):
		name, err = c.handleName(first)
		return rootHandle, name, err
	case t.role == hashtag, t.role >= company && signed(first, tagSigns):
		name, err = c.tagName(first)
		return rootTag, name, err
	case signed(first, handleSigns):
		return 0, "", fmt.Errorf("%q is a handle: list it in handles", t.text)
	case signed(first, tagSigns):
		return 0, "", fmt.Errorf("%q is a hashtag: list it in hashtags", t.text)
	}
	return rootWord, "", nil
}

// allowed says why a term that is made of words can't do what its field is for.
func (c *compiler) allowed(t *term, edits int) error {
	if t.role == misspelling {
		return checkSpelling(t, edits)
	}
	if t.role == common {
		return nil
	}
	err := c.isEveryday(t.plain)
	if err == nil {
		return nil
	}
	remedy := map[role]string{
		company: "it shows nothing", exclusion: "it would silence the brand",
		word: "list it in common", phrase: "list it in common",
	}
	return fmt.Errorf("%w: %s", err, remedy[t.role])
}

func checkSpelling(t *term, edits int) error {
	if len(t.plain) > 1 || t.plain[0].kind != letter {
		return fmt.Errorf("%q is not one word of a script with spaces", t.text)
	}
	n := t.plain[0].n
	switch {
	case edits < 1 || edits > maxEdits:
		return fmt.Errorf("%d edits are asked for: 1 or 2 can be", edits)
	case n < minLettersOne:
		return fmt.Errorf("has %d letters: other words are too near to any with less than %d", n, minLettersOne)
	case edits > 1 && n < minLettersTwo:
		return fmt.Errorf("has %d letters: for two edits it needs %d", n, minLettersTwo)
	case n > maxLetters:
		return fmt.Errorf("has %d letters: %d are the most", n, maxLetters)
	}
	return nil
}

// conflicts finds terms of one brand that contradict each other.
func (c *compiler) conflicts(b *source, terms []term) {
	seen := map[string][]*term{}
	for i := range terms {
		t := &terms[i]
		key := t.key()
		for _, o := range seen[key] {
			if err := contradiction(t.role, o); err != nil {
				c.fault(b, t.where, "%q %w", t.text, err)
				break
			}
		}
		if len(seen[key]) == 0 || seen[key][len(seen[key])-1].role != t.role {
			seen[key] = append(seen[key], t)
		}
	}
}

// key is the same for terms that are the same but for what writers may change.
func (t *term) key() string { return fmt.Sprint(t.root, t.forms[0]) }

func contradiction(r role, o *term) error {
	switch {
	case r == common && o.role >= phrase:
		return fmt.Errorf("is also %s, where it needs no company", o.where)
	case r == company && o.role == common:
		return fmt.Errorf("is also %s: it would keep itself company", o.where)
	case r == company:
		return nil
	case r == exclusion && o.role.isAddress():
		return fmt.Errorf("is also %s, which is never taken out", o.where)
	case r == exclusion && o.role.isOurs():
		return fmt.Errorf("is also %s: it would never count", o.where)
	case r == exclusion && o.role == company:
		return fmt.Errorf("is also %s: it can't speak for and against", o.where)
	}
	return nil
}

// isWide reports whether an exclusion has nothing in it that it could take out, so that it is for the whole text.
func (m *matcher) isWide(t *term) bool {
	s := scan{matcher: m, text: t.text, only: t.brand + 1}
	s.run()
	return !slices.ContainsFunc(s.events.all(), func(e event) bool { return e.role.isOurs() && !e.role.isAddress() })
}
