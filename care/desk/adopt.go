package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/sla"
)

// policiesKey names the record with all versions of a desk's policy, oldest first.
const policiesKey = "policies"

// adopted is one version of a policy in the store.
type adopted struct {
	From   time.Time       `json:"from,omitzero"` // zero: from the beginning
	Change sla.Change      `json:"change,omitzero"`
	Policy json.RawMessage `json:"policy"`
}

// Adopt keeps a policy in the store as the one in force from an instant on, and returns it together with all
// versions that were in force before: that is what Config.Policy wants, in every process of the desk. Cycles that
// ended keep their verdict; change says what becomes of those that are open: what follows is judged anew, and a
// miss that was said of it may be taken back. The first policy that a store gets is in force from the beginning.
// Queues are in the order of the last version's due times, also while it is not yet in force.
//
// A program may call it each time it starts: what is adopted already stays as it is, whatever from and change
// are then. A version that is in the store with other contents is care.ErrConflict, and so is an older version
// than the last, as a program of yesterday has it. The policy may have another id. After a change, call
// [Desk.Rebuild] once.
func Adopt(ctx context.Context, store care.State, p *sla.Policy, from time.Time, change sla.Change) (*sla.Policy, error) {
	if p == nil || p.Tag() == "" {
		return nil, invalid("adopt", errors.New("no policy; sla.Default() is the one that a desk has without"))
	}
	var chain *sla.Policy
	var err error
	for range maxTries {
		if chain, err = adopt(ctx, store, p, from, change); !errors.Is(err, care.ErrConflict) || errors.Is(err, errOtherPolicy) {
			break
		}
	}
	return chain, failed("adopt", err)
}

var errOtherPolicy = errors.New("give what changed a new version, or use the one that is there")

func adopt(ctx context.Context, store care.State, p *sla.Policy, from time.Time, change sla.Change) (*sla.Policy, error) {
	value, revision, err := store.Load(ctx, policiesKey)
	if err != nil {
		return nil, err
	}
	kept, err := readAdopted(value)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	chain, err := chained(kept)
	if err != nil {
		return nil, err
	}
	if there, err := amongAdopted(chain, p, text); there || err != nil {
		return chain, err
	}
	next := adopted{Policy: text}
	if chain == nil {
		chain = p
	} else if chain, err = p.After(chain, from, change); err != nil {
		return nil, &care.Error{Op: "desk: adopt", Code: care.CodeInvalid, Err: err}
	} else {
		next.From, next.Change = from.Round(0).UTC(), change
	}
	if value, err = json.Marshal(append(kept, next)); err != nil {
		return nil, err
	}
	if _, err := sla.ParsePolicy(text); err != nil { // what can't be read again would keep all later ones out
		return nil, &care.Error{Op: "desk: adopt", Code: care.CodeInvalid, Err: err}
	}
	_, err = store.Save(ctx, policiesKey, value, revision)
	return chain, err
}

func readAdopted(value []byte) ([]adopted, error) {
	var kept []adopted
	if len(value) == 0 {
		return nil, nil
	}
	if err := json.Unmarshal(value, &kept); err != nil {
		return nil, fmt.Errorf("record %q is not what a desk wrote: restore it from a backup: %w", policiesKey, err)
	}
	return kept, nil
}

// chained returns the last version, with all others behind it; nil if there is none.
func chained(kept []adopted) (*sla.Policy, error) {
	var chain *sla.Policy
	for i, k := range kept {
		p, err := sla.ParsePolicy(k.Policy)
		if err == nil && i > 0 {
			p, err = p.After(chain, k.From, k.Change)
		}
		if err != nil {
			return nil, fmt.Errorf("record %q: version %d: restore it from a backup: %w", policiesKey, i, err)
		}
		chain = p
	}
	return chain, nil
}

// amongAdopted reports whether p is the last version there. That it is an earlier one, or another one of the
// same tag, is an error.
func amongAdopted(chain, p *sla.Policy, text []byte) (bool, error) {
	for v := chain; v != nil; v, _ = v.Former() {
		if v.Tag() != p.Tag() {
			continue
		}
		there, err := json.Marshal(v)
		switch {
		case err != nil:
			return false, err
		case string(there) != string(text):
			return false, conflict("the store has policy %q with other contents", p.Tag())
		case v != chain:
			return false, conflict("policy %q was replaced by %q", p.Tag(), chain.Tag())
		}
		return true, nil
	}
	return false, nil
}

func conflict(format string, args ...any) error {
	return &care.Error{Op: "desk: adopt", Code: care.CodeConflict, Err: fmt.Errorf(format+": %w", append(args, errOtherPolicy)...)}
}
