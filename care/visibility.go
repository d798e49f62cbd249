package care

import "fmt"

// Visibility says who can read a mention. Greater is wider. The zero value is unknown, which no mention
// may have: what might be private is not guessed to be public.
type Visibility uint8

// Who can read it: its addressees ("direct"); the author's followers ("followers"); everybody who has the
// link ("unlisted"); everybody ("public").
const (
	Direct Visibility = iota + 1
	Followers
	Unlisted
	Public
)

func visibilityNames() [5]string { return [...]string{"", "direct", "followers", "unlisted", "public"} }

// String returns the name that the JSON form uses.
func (v Visibility) String() string {
	if v > Public {
		return fmt.Sprintf("visibility(%d)", uint8(v))
	}
	return visibilityNames()[v]
}

// MarshalText writes the name.
func (v Visibility) MarshalText() ([]byte, error) {
	if v > Public {
		return nil, fmt.Errorf("visibility %d is out of range", uint8(v))
	}
	return []byte(v.String()), nil
}

// UnmarshalText reads a name.
func (v *Visibility) UnmarshalText(text []byte) error {
	for i, name := range visibilityNames() {
		if name == string(text) {
			*v = Visibility(i)
			return nil
		}
	}
	return fmt.Errorf("visibility %.40q is none of direct, followers, unlisted, public", text)
}
