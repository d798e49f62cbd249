package archive

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/kindlydm/kindly/care"
)

// Unknown is the account that a customer's tweet in a CSV reaches where the file doesn't tell which: no
// handle of ours in it, and what it answers isn't ours. It is not one of Accounts.
const Unknown care.AccountID = "twitter:unknown"

// ours is our own accounts and, for a CSV, what they wrote.
type ours struct {
	accounts []care.Account
	authors  map[care.AuthorID]uint32  // index of the account that writes as it
	handles  map[string]care.AccountID // in lower case
	wrote    map[uint64]uint32         // number of the tweet -> index of the account
	named    map[string]uint32         // the same for ids that aren't numbers
}

func newOurs(accounts []care.Account) *ours {
	o := &ours{
		authors: map[care.AuthorID]uint32{}, handles: map[string]care.AccountID{},
		wrote: map[uint64]uint32{}, named: map[string]uint32{},
	}
	for _, a := range accounts {
		o.add(a)
	}
	return o
}

// add adds a, unless its id is there already, and returns its index.
func (o *ours) add(a care.Account) uint32 {
	same := func(b care.Account) bool { return a.ID == b.ID }
	if i := slices.IndexFunc(o.accounts, same); i >= 0 {
		return uint32(i)
	}
	i := uint32(len(o.accounts))
	o.accounts = append(o.accounts, a)
	for _, id := range a.AuthorIDs() {
		if _, ok := o.authors[id]; !ok {
			o.authors[id] = i
		}
	}
	if lower := strings.ToLower(a.Handle); lower != "" && o.handles[lower] == "" {
		o.handles[lower] = a.ID
	}
	return i
}

// note notes that author, one of ours, wrote tweet. Of two claims to one tweet the first counts.
func (o *ours) note(tweet, author []byte) {
	i, ok := o.authors[care.AuthorID("twitter:"+string(author))]
	if !ok {
		i = o.add(care.Account{ID: care.NewAccountID(care.Twitter, string(author)), Handle: string(author)})
	}
	if n, ok := number(tweet); !ok {
		if _, taken := o.named[string(tweet)]; !taken {
			o.named[string(tweet)] = i
		}
	} else if _, taken := o.wrote[n]; !taken {
		o.wrote[n] = i
	}
}

// author returns which of our accounts wrote tweet.
func (o *ours) author(tweet []byte) (care.AccountID, bool) {
	n, ok := number(tweet)
	i, found := o.wrote[n]
	if !ok {
		i, found = o.named[string(tweet)]
	}
	if !found {
		return "", false
	}
	return o.accounts[i].ID, true
}

// number returns the number that id is written as, if it is one way only.
func number(id []byte) (uint64, bool) {
	if len(id) == 0 || id[0] == '0' || id[0] == '+' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(id), 10, 64)
	return n, err == nil
}

// mentioned returns the account of the first of our handles that words names.
func (o *ours) mentioned(words []byte) (care.AccountID, bool) {
	for at := range handles(words) {
		var buf [64]byte
		if id, ok := o.handles[string(lower(buf[:0], at))]; ok {
			return id, true
		}
	}
	return "", false
}

func validateAccount(a care.Account) error {
	errs := []error{a.ID.Validate(), whole(string(a.ID))}
	for _, id := range a.Authors {
		errs = append(errs, id.Validate(), whole(string(id)))
	}
	return errors.Join(errs...)
}
