package listen

import "unicode/utf8"

// A Brand is what to listen for, as people keep it; its JSON form is what [Parse] reads.
//
// Letters match without case, accents and width. A term may be written with spaces, hyphens or apostrophes, or
// without: see the package's comment for what counts as the same.
type Brand struct {
	// Name is what hits are reported under, in assessments as a topic. Required, and different for each brand.
	Name string `json:"name"`

	// Handles are accounts on whatever platform, with or without '@': "@acme", "@acme@social.example",
	// "acme.bsky.social". One is found as a whole only: @acmehelp is not @acme, nor is @acme@social.example.
	Handles []string `json:"handles,omitempty"`
	// Domains are found in the addresses of pages and mailboxes, with what is below them: "acme.example" is
	// also in my.acme.example. Those of ASCII are found without a scheme too.
	Domains []string `json:"domains,omitempty"`
	// Hashtags are found as a whole, with or without '#' here. Words and phrases are found in hashtags too,
	// where capitals, digits or strokes show them: Acme in #AcmeFail, not in #acmefail.
	Hashtags []string `json:"hashtags,omitempty"`
	// Phrases are several words in a row.
	Phrases []string `json:"phrases,omitempty"`
	// Words are names that mean us wherever they stand.
	Words []string `json:"words,omitempty"`
	// Misspelled are words that also count with so many edits: letters put in, left out, changed, or swapped
	// with their neighbour. One edit wants five letters, two want nine; the first letter must be right.
	Misspelled map[string]int `json:"misspelled,omitempty"`

	// Common are names that are everyday words as well: "apple", "three". One counts in the company of
	// Nearby, of any other term above in the same text, or by Capital.
	Common []string `json:"common,omitempty"`
	// Nearby are words and phrases that show what a common word means, also "@handles" and "#hashtags".
	Nearby []string `json:"nearby,omitempty"`
	// Within is how many words may stand between a common word and one of Nearby; in scripts without spaces
	// each character is a word. Defaults to 0: anywhere in the text.
	Within int `json:"within,omitzero"`
	// Capital lets a common word count that begins with a capital, where it is neither the first of its
	// sentence nor in a hashtag, and as many words of the text begin small as with a capital, or more. It is
	// not looked at in German, which gives a capital to every noun.
	Capital bool `json:"capital,omitzero"`

	// Not are words and phrases, also "@handles" and "#hashtags", that mean something else. One that holds a
	// term of ours ("apple pie") takes out what it overlaps, and nothing else. Any other ("orchard") takes
	// out the whole text. Handles and domains stay: nobody else has them.
	Not []string `json:"not,omitempty"`

	// Languages are BCP 47 tags. In a text that is known to be in none of them only handles and domains
	// count. "en" is also en-GB; "pt-BR" is not pt. Defaults to none: any language.
	Languages []string `json:"languages,omitempty"`

	_ struct{}
}

// role is what a term is for.
type role uint8

const (
	handle role = iota
	domain
	hashtag
	phrase
	word
	misspelling
	common
	company
	exclusion
)

// isAddress is for what only one can have: neither languages nor exclusions touch it.
func (r role) isAddress() bool { return r <= domain }

// isOurs is for terms that hits come from.
func (r role) isOurs() bool { return r <= common }

func (r role) field() string {
	return [...]string{
		"handles", "domains", "hashtags", "phrases", "words", "misspelled", "common", "nearby", "not",
	}[r]
}

// terms calls yield for each term of b, with its field and where it stands there.
func (b *Brand) terms(yield func(r role, where, text string)) {
	for r, list := range b.lists() {
		for i, text := range list {
			yield(role(r), place(role(r).field(), i), text)
		}
		if role(r) == misspelling {
			for _, text := range sortedKeys(b.Misspelled) {
				yield(misspelling, keyed("misspelled", text), text)
			}
		}
	}
}

// lists are the terms by role, but for those that may be misspelled.
func (b *Brand) lists() [exclusion + 1][]string {
	return [...][]string{
		handle: b.Handles, domain: b.Domains, hashtag: b.Hashtags, phrase: b.Phrases, word: b.Words,
		misspelling: nil, common: b.Common, company: b.Nearby, exclusion: b.Not,
	}
}

// Bounds of what people write. Each is more than anybody needs.
const (
	maxName      = 128
	maxTerm      = 128
	maxWords     = 48
	maxLanguages = 64
	maxWithin    = 100
)

func printable(s string) bool {
	for _, r := range s {
		if r == utf8.RuneError || r < ' ' || r == 0x7F {
			return false
		}
	}
	return utf8.ValidString(s)
}
