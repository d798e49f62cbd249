package listen

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// A Dialect is how a platform wants to be asked: data, and small functions without state. A package for a platform
// exports one; [Rules.Render] writes queries in it.
type Dialect struct {
	// Name names the platform in errors. Required.
	Name string

	// Handle, Domain, Hashtag, Phrase and Word write a term with what it must be quoted or escaped by, or
	// return "" if the platform can't look for that one. Handles come without '@', hashtags without '#'.
	// Nil: it can look for none. At least one of them is required.
	Handle, Domain, Hashtag, Phrase, Word func(string) string
	// Language restricts a query to a language, given as a BCP 47 tag, or returns "" if it can't. Nil: it
	// can't.
	Language func(string) string
	// LanguageApart says that what Language writes goes beside the query, as a parameter: to Query.Lang.
	LanguageApart bool

	// Or stands between alternatives: " OR ". Defaults to none: each has a query of its own.
	Or string
	// And stands between what must all be there: " ". Defaults to none: a query is one term, or alternatives.
	And string
	// Not goes before a term that must not be there: "-". It wants And. Defaults to none.
	Not string
	// Open and Close group alternatives: "(" and ")". Both or none.
	Open, Close string
	// Always ends every query: "-is:retweet". It wants And.
	Always string

	// MaxLength is how long a query may be, as Length counts it. Defaults to no limit.
	MaxLength int
	// Length counts a query. Defaults to its number of Unicode characters.
	Length func(string) int
	// MaxTerms is how many terms a query may have. Defaults to no limit.
	MaxTerms int
	// MinWord is how many letters a word needs to be looked for. Defaults to one.
	MinWord int

	_ struct{}
}

// Validate reports all that is wrong with d, which Render refuses.
func (d Dialect) Validate() error {
	var errs []error
	refuse := func(wrong bool, format string, args ...any) {
		if wrong {
			errs = append(errs, fmt.Errorf("listen: dialect %.40q: "+format, append([]any{d.Name}, args...)...))
		}
	}
	refuse(d.Name == "", "has no name")
	refuse(d.Handle == nil && d.Domain == nil && d.Hashtag == nil && d.Phrase == nil && d.Word == nil, "can look for nothing")
	refuse((d.Open == "") != (d.Close == ""), "opens groups with %q and closes them with %q", d.Open, d.Close)
	refuse(d.And == "" && d.Not != "", "has Not without And")
	refuse(d.And == "" && d.Always != "", "has Always without And")
	refuse(d.LanguageApart && d.Language == nil, "has languages apart and none to write them")
	refuse(d.MaxLength < 0 || d.MaxTerms < 0 || d.MinWord < 0, "has a negative limit")
	return errors.Join(errs...)
}

func (d *Dialect) length(query string) int {
	if d.Length != nil {
		return d.Length(query)
	}
	return utf8.RuneCountInString(query)
}

// groups reports whether alternatives can stand beside something that must be there too.
func (d *Dialect) groups() bool { return d.Open != "" && d.Or != "" }

func write(by func(string) string, term string) string {
	if by == nil || term == "" {
		return ""
	}
	return by(term)
}
