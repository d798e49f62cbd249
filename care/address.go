package care

import (
	"encoding/json"
	"fmt"
)

// An Address says where a reply goes. It is made by what it answers, or by [DirectTo]; it can be narrowed
// to private, and nothing widens it. Linked identities don't change it. The zero value goes nowhere.
type Address struct {
	account    AccountID
	ref        Ref
	customer   AuthorID
	visibility Visibility
	native     json.RawMessage
}

// Address returns how to answer m through account, exactly as visible as m; where m's visibility is not
// known, in private.
func (m Mention) Address(account AccountID) Address {
	v := m.Visibility
	if v < Direct || v > Public {
		v = Direct
	}
	return Address{account: account, ref: m.Ref, customer: m.Author.ID, visibility: v, native: m.Native}
}

// DirectTo returns the address of a private message that answers nothing.
func DirectTo(from AccountID, to AuthorID) Address {
	return Address{account: from, customer: to, visibility: Direct}
}

// Direct returns the address of the same customer in private. There is no way back.
func (a Address) Direct() Address {
	a.visibility = Direct
	return a
}

// Account returns which of our accounts answers.
func (a Address) Account() AccountID { return a.account }

// Ref returns what is answered; "" after DirectTo.
func (a Address) Ref() Ref { return a.ref }

// Customer returns who is answered.
func (a Address) Customer() AuthorID { return a.customer }

// Visibility returns the widest audience that a reply here may have.
func (a Address) Visibility() Visibility { return a.visibility }

// Native returns what the driver gave with the mention. It must not be written to.
func (a Address) Native() json.RawMessage { return a.native }

type addressJSON struct {
	Account    AccountID       `json:"account"`
	Ref        Ref             `json:"ref,omitzero"`
	Customer   AuthorID        `json:"customer"`
	Visibility Visibility      `json:"visibility"`
	Native     json.RawMessage `json:"native,omitempty"`
}

// MarshalJSON writes the stable form.
func (a Address) MarshalJSON() ([]byte, error) {
	return json.Marshal(addressJSON{a.account, a.ref, a.customer, a.visibility, a.native})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (a *Address) UnmarshalJSON(data []byte) error {
	var j addressJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	if j.Visibility < Direct || j.Visibility > Public {
		return fmt.Errorf("address of %.80q: visibility unknown", j.Customer)
	}
	*a = Address{j.Account, j.Ref, j.Customer, j.Visibility, j.Native}
	return nil
}
