package listen

// Kind says what sort of term was found.
type Kind string

// The kinds of terms, named after the fields of [Brand] that they stand in.
const (
	KindHandle     Kind = "handle"
	KindDomain     Kind = "domain"
	KindHashtag    Kind = "hashtag"
	KindPhrase     Kind = "phrase"
	KindWord       Kind = "word"
	KindMisspelled Kind = "misspelled"
	KindCommon     Kind = "common"
)

func (r role) kind() Kind {
	return [...]Kind{KindHandle, KindDomain, KindHashtag, KindPhrase, KindWord, KindMisspelled, KindCommon, "", ""}[r]
}

// A Hit is a place in a text where a brand was found, and the term that found it. It holds no text: its
// strings are those of the rules.
type Hit struct {
	Brand string `json:"brand"`
	Kind  Kind   `json:"kind"`
	Term  string `json:"term"` // as it is written in the rules
	// Start and End are byte offsets: text[Start:End] is what was found. Of a domain it is the whole address.
	Start int `json:"start"`
	End   int `json:"end"`
	Edits int `json:"edits,omitzero"` // how far a misspelling is from its term
}

// A Verdict says whether a finding counts.
type Verdict string

// The verdicts.
const (
	Counts    Verdict = "counts"
	Excluded  Verdict = "excluded"   // by one of Not
	NoContext Verdict = "no context" // a common word without company
	Foreign   Verdict = "foreign"    // in a language that the brand has no rules for
	Covered   Verdict = "covered"    // part of a longer finding of the same brand
)

// itsCapital is why a common word counts that has no other company.
const itsCapital = "its capital"

// A Finding is a place in a text where a term stands, whether or not it counts.
type Finding struct {
	Hit
	Verdict Verdict `json:"verdict"`
	// By is why: what excluded it, the company that let a common word count, or what covers it, as written
	// in the rules; "its capital"; or nothing.
	By string `json:"by,omitzero"`
}
