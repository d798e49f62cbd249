package storetest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/care/storetest"
)

// TestBroken gives the kit stores that break one rule each. The kit must say so, by that rule.
func TestBroken(t *testing.T) {
	t.Parallel()
	broken := brokenStores()
	for _, rule := range storetest.Rules() {
		if len(broken[rule.ID]) == 0 {
			t.Errorf("rule %s has no broken store", rule.ID)
		}
		for name, h := range broken[rule.ID] {
			t.Run(rule.ID+" "+name, func(t *testing.T) {
				t.Parallel()
				result := storetest.Try(t.Context(), func(tb storetest.TB) { rule.Check(tb, h) })
				if len(result.Failures) == 0 {
					t.Fatalf("the kit did not notice; skipped: %q", result.Skipped)
				}
				for _, failure := range result.Failures {
					if quoted := fmt.Sprintf("%s of care.Store: %q", rule.ID, rule.Text); !strings.HasPrefix(failure, quoted) {
						t.Errorf("failure does not quote its rule: %s", failure)
					}
				}
				t.Log(result.Failures[0])
			})
		}
	}
}

// What is broken is one behaviour of a store that is whole otherwise.
type broken struct {
	care.Store
	update func(context.Context, []care.Key, func(care.Tx) error) error
	tx     func(care.Tx) care.Tx
	reader func(care.Reader) care.Reader
	view   func(context.Context, func(care.Reader) error) error
	claim  func(queue string, n int, lease time.Duration) ([]care.Job, time.Time, error)
}

func (b *broken) Update(ctx context.Context, keys []care.Key, fn func(care.Tx) error) error {
	update := b.Store.Update
	if b.update != nil {
		update = b.update
	}
	return update(ctx, keys, func(tx care.Tx) error {
		if b.tx != nil {
			tx = b.tx(tx)
		}
		return fn(tx)
	})
}

func (b *broken) View(ctx context.Context, fn func(care.Reader) error) error {
	view := b.Store.View
	if b.view != nil {
		view = b.view
	}
	return view(ctx, func(r care.Reader) error {
		if b.reader != nil {
			r = b.reader(r)
		}
		return fn(r)
	})
}

func (b *broken) Claim(ctx context.Context, queue string, n int, lease time.Duration) ([]care.Job, time.Time, error) {
	if b.claim != nil {
		return b.claim(queue, n, lease)
	}
	return b.Store.Claim(ctx, queue, n, lease)
}

// by returns a harness whose stores are changed by f.
func by(f func(*broken)) storetest.Harness {
	h := harness()
	open := h.Open
	h.Open = func(tb storetest.TB) care.Store {
		b := &broken{Store: open(tb)}
		f(b)
		return b
	}
	return h
}

func tx(f func(care.Tx) care.Tx) storetest.Harness { return by(func(b *broken) { b.tx = f }) }

func reader(f func(care.Reader) care.Reader) storetest.Harness {
	return by(func(b *broken) { b.reader = f })
}

func updates(f func(s care.Store) func(context.Context, []care.Key, func(care.Tx) error) error) storetest.Harness {
	return by(func(b *broken) { b.update = f(b.Store) })
}

type stores map[string]storetest.Harness

func brokenStores() map[string]stores {
	return map[string]stores{
		"S1":  {"keeps what a failed fn wrote": updates(keepsFailed), "ignores ctx": updates(ignoresContext)},
		"S2":  {"reads before its turn": updates(readsBeforeTurn)},
		"S3":  {"locks only keys that were used before": updates(locksKnownKeys)},
		"S4":  {"locks in the order given": updates(locksInOrder)},
		"S5":  {"takes any version": tx(anyVersion), "lets fn swallow a conflict": updates(swallows)},
		"S6":  {"appends again": tx(appendsAgain), "rejects again": tx(rejectsAgain)},
		"S7":  {"hides nothing": by(hidesNothing), "starts tokens again": by(startsTokensAgain), "takes any order": by(reversesClaims), "knows nothing due": by(knowsNothingDue)},
		"S8":  {"finishes with any token": by(anyToken)},
		"S9":  {"skips": reader(skipsEvents), "gives again": reader(repeatsEvents)},
		"S10": {"pages by time alone": reader(pagesByTime), "orders by arrival": reader(ordersByArrival)},
		"S11": {"pages by offset": reader(pagesByOffset), "shows all": reader(showsAll)},
		"S12": {"follows one merge": by(followsOneMerge), "forgets threads": reader(forgetsThreads)},
		"S13": {"loses the last Update": losesLast()},
		"S14": {"keeps names": by(keepsNames), "finds by the old id": tx(keepsLegs)},
		"S15": {"keeps microseconds": tx(keepsMicroseconds), "follows its clock": by(followsClock)},
		"S16": {"opens everything": opensEverything()},
		"S17": {"gives more": reader(givesMore)},
		"S18": {"rejects again": tx(rejectsAgain), "says it failed": saysFailed()},
		"S19": {"reads what is stored now": by(readsNow), "reads heads later": by(readsHeadsLater)},
	}
}

func TestCompareNotices(t *testing.T) {
	t.Parallel()
	for name, h := range map[string]storetest.Harness{
		"appends again": tx(appendsAgain), "keeps legs": tx(keepsLegs), "keeps microseconds": tx(keepsMicroseconds),
		"any version": tx(anyVersion), "keeps what failed": updates(keepsFailed), "order of claims": by(reversesClaims),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := storetest.Try(t.Context(), func(tb storetest.TB) {
				for seed := range uint64(5) {
					storetest.Compare(tb, seed, 200, harness().Open(tb), h.Open(tb))
				}
			})
			if len(result.Failures) == 0 {
				t.Error("Compare did not notice")
			}
		})
	}
}

// losesLast opens a store again as it was before its last Update.
func losesLast() storetest.Harness {
	var done []func(care.Tx) error
	h := updates(func(s care.Store) func(context.Context, []care.Key, func(care.Tx) error) error {
		return func(ctx context.Context, keys []care.Key, fn func(care.Tx) error) error {
			done = append(done, fn)
			return s.Update(ctx, keys, fn)
		}
	})
	h.Reopen = func(tb storetest.TB, _ care.Store) care.Store {
		s := memstore.New(memstore.Config{})
		for _, fn := range done[:len(done)-1] {
			if err := s.Update(tb.Context(), nil, fn); err != nil {
				tb.Fatalf("%v", err)
			}
		}
		return s
	}
	return h
}

func opensEverything() storetest.Harness {
	h := harness()
	h.Refuse = []func() (care.Store, error){
		func() (care.Store, error) { return nil, errors.New("schema 9 is newer than 8: use a newer program") },
		func() (care.Store, error) { return memstore.New(memstore.Config{}), nil },
	}
	return h
}

// saysFailed loses answers, and calls them failures.
func saysFailed() storetest.Harness {
	lost := false
	h := updates(func(s care.Store) func(context.Context, []care.Key, func(care.Tx) error) error {
		return func(ctx context.Context, keys []care.Key, fn func(care.Tx) error) error {
			err := s.Update(ctx, keys, fn)
			if lost {
				lost = false
				return errors.New("connection lost")
			}
			return err
		}
	})
	h.LoseAnswer = func(storetest.TB, care.Store) { lost = true }
	return h
}

// A store that can be opened again, and refuses what it must, passes those rules too.
func TestDurable(t *testing.T) {
	t.Parallel()
	h := harness()
	h.Reopen = func(_ storetest.TB, s care.Store) care.Store { return s }
	h.Refuse = []func() (care.Store, error){func() (care.Store, error) { return nil, errors.New("read-only: open it for writing") }}
	for _, rule := range storetest.Rules() {
		result := storetest.Try(t.Context(), func(tb storetest.TB) { rule.Check(tb, h) })
		if len(result.Failures) > 0 || result.Skipped != "" {
			t.Errorf("%s: %+v", rule.ID, result)
		}
	}
}
