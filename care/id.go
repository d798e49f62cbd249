package care

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Platform names a network: "twitter", "mastodon". It is an open type: a plug-in brings its own,
// in lower-case letters, digits, '-' and '_'.
type Platform string

// The platforms of the packages in this module.
const (
	Twitter   Platform = "twitter"
	Facebook  Platform = "facebook"
	Instagram Platform = "instagram"
	LinkedIn  Platform = "linkedin"
	WhatsApp  Platform = "whatsapp"
	Mastodon  Platform = "mastodon"
	Bluesky   Platform = "bluesky"
)

func (p Platform) valid() bool {
	for _, r := range p {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_' {
			return false
		}
	}
	return p != ""
}

// A Ref names one mention, everywhere and for ever: "twitter:123", or "facebook@page:45" where the
// platform's ids are unique only within a realm. It never holds the sender or the delivery, so the same
// mention has one Ref however it arrives. Make one with [NewRef]; "" names nothing.
type Ref string

// An AuthorID names somebody who writes, in the same form as a [Ref]. It is the platform's id, never a
// handle or a name; its realm is the scope where ids are scoped (Meta's are per page).
type AuthorID string

// An AccountID names one of our own accounts, in the same form as a [Ref].
type AccountID string

// A ConversationID is given once by the desk and answers for ever, also after a merge.
type ConversationID string

// NewRef returns the Ref of the mention that platform knows as native within realm. The realm is
// empty where the platform's ids are unique by themselves.
func NewRef(platform Platform, realm, native string) Ref { return Ref(newID(platform, realm, native)) }

// NewAuthorID returns the AuthorID of whom platform knows as native within scope.
func NewAuthorID(platform Platform, scope, native string) AuthorID {
	return AuthorID(newID(platform, scope, native))
}

// NewAccountID returns the AccountID of our account that platform knows as native.
func NewAccountID(platform Platform, native string) AccountID {
	return AccountID(newID(platform, "", native))
}

// Platform returns the platform that r is on.
func (r Ref) Platform() Platform { p, _, _ := cutID(string(r)); return p }

// Realm returns what NewRef was given as realm.
func (r Ref) Realm() string { _, realm, _ := cutID(string(r)); return realm }

// Native returns the platform's own id.
func (r Ref) Native() string { _, _, id := cutID(string(r)); return id }

// Validate reports whether r has the form that NewRef makes.
func (r Ref) Validate() error { return validateID(string(r)) }

// Platform returns the platform that a is on.
func (a AuthorID) Platform() Platform { p, _, _ := cutID(string(a)); return p }

// Scope returns what NewAuthorID was given as scope.
func (a AuthorID) Scope() string { _, scope, _ := cutID(string(a)); return scope }

// Native returns the platform's own id.
func (a AuthorID) Native() string { _, _, id := cutID(string(a)); return id }

// Validate reports whether a has the form that NewAuthorID makes.
func (a AuthorID) Validate() error { return validateID(string(a)) }

// Platform returns the platform that a is on.
func (a AccountID) Platform() Platform { p, _, _ := cutID(string(a)); return p }

// Native returns the platform's own id.
func (a AccountID) Native() string { _, _, id := cutID(string(a)); return id }

// Validate reports whether a has the form that NewAccountID makes.
func (a AccountID) Validate() error { return validateID(string(a)) }

// Only the first ':' ends the head, so a native id may hold anything; a realm escapes what the form uses.
func newID(p Platform, realm, native string) string {
	if native == "" {
		return ""
	}
	if realm == "" {
		return string(p) + ":" + native
	}
	return string(p) + "@" + strings.NewReplacer("%", "%25", ":", "%3A").Replace(realm) + ":" + native
}

func cutID(s string) (p Platform, realm, native string) {
	head, native, _ := strings.Cut(s, ":")
	name, realm, _ := strings.Cut(head, "@")
	if strings.Contains(realm, "%") {
		realm = strings.NewReplacer("%3A", ":", "%25", "%").Replace(realm)
	}
	return Platform(name), realm, native
}

func validateID(s string) error {
	p, realm, native := cutID(s)
	if !p.valid() || native == "" || len(s) > maxID || !printable(s) || strings.Contains(s[:len(s)-len(native)], "@") && newID(p, realm, native) != s {
		return fmt.Errorf("id %.80q is not platform:id or platform@realm:id", s)
	}
	return nil
}

func printable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
		}
	}
	return true
}

// maxID is in bytes. The longest ids known are Mastodon's and Bluesky's URIs, of some hundred; an index of PostgreSQL
// holds no more than 2704 for all that it has of a row, of which some have three ids.
const maxID = 768

// compareKeys orders by digits as numbers, where both are digits: by length, then bytes. Platforms
// number their posts, and "9" comes before "10".
func compareKeys(a, b string) int {
	pa, na := splitDigits(a)
	pb, nb := splitDigits(b)
	if c := cmp.Compare(pa, pb); c != 0 {
		return c
	}
	if c := cmp.Compare(len(na), len(nb)); c != 0 {
		return c
	}
	return cmp.Compare(na, nb)
}

func splitDigits(s string) (head, digits string) {
	i := len(s)
	for i > 0 && s[i-1] >= '0' && s[i-1] <= '9' {
		i--
	}
	return s[:i], s[i:]
}
