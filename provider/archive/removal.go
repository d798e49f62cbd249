package archive

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kindlydm/kindly/care"
)

type removal struct {
	Ref        care.Ref  `json:"ref"`
	At         time.Time `json:"at,omitzero"`
	ObservedAt time.Time `json:"observed_at,omitzero"`
	Revision   int64     `json:"revision,omitzero"`
}

func (r removal) removal() (care.Removal, error) {
	errs := []error{r.Ref.Validate(), whole(string(r.Ref))}
	if r.At.IsZero() && r.ObservedAt.IsZero() {
		errs = append(errs, errors.New("without a time"))
	}
	for _, t := range []time.Time{r.At, r.ObservedAt} {
		if !t.IsZero() && (t.Year() < 1970 || t.Year() > 2261) {
			errs = append(errs, errors.New("a year outside 1970 to 2261"))
		}
	}
	r.At, r.ObservedAt = r.At.UTC(), r.ObservedAt.UTC()
	return care.Removal(r), errors.Join(errs...)
}

// whole reports whether id is as it was written: no byte of it was replaced.
func whole(id string) error {
	if !utf8.ValidString(id) || strings.ContainsRune(id, utf8.RuneError) {
		return errors.New("an id is not UTF-8")
	}
	return nil
}
