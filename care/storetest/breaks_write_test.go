package storetest_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/kindlydm/kindly/care"
)

type updater = func(context.Context, []care.Key, func(care.Tx) error) error

// S1

func keepsFailed(s care.Store) updater {
	return func(ctx context.Context, keys []care.Key, fn func(care.Tx) error) error {
		var failed error
		err := s.Update(ctx, keys, func(tx care.Tx) error {
			failed = fn(tx)
			return nil
		})
		if failed != nil {
			return failed
		}
		return err
	}
}

func ignoresContext(s care.Store) updater {
	return func(ctx context.Context, keys []care.Key, fn func(care.Tx) error) error {
		return s.Update(context.WithoutCancel(ctx), keys, fn)
	}
}

// S2, S3

// A late tx reads what was there before the Update's turn came, and writes in its turn.
type late struct {
	care.Tx
	was map[care.Ref]care.Content
}

func (l late) Contents(refs []care.Ref) ([]care.Content, error) {
	if was, ok := l.was[refs[0]]; ok {
		return []care.Content{was}, nil
	}
	return nil, nil
}

func readsBeforeTurn(s care.Store) updater {
	return func(ctx context.Context, keys []care.Key, fn func(care.Tx) error) error {
		was := map[care.Ref]care.Content{}
		err := s.View(ctx, func(r care.Reader) error {
			for i := range 10 {
				found, err := r.Contents([]care.Ref{care.Ref(fmt.Sprint("twitter:", i))})
				for _, c := range found {
					was[c.Ref] = c
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		pause()
		return s.Update(ctx, keys, func(tx care.Tx) error { return fn(late{tx, was}) })
	}
}

func pause() { <-time.After(2 * time.Millisecond) }

func locksKnownKeys(s care.Store) updater {
	var mu sync.Mutex
	known := map[care.Key]bool{}
	careless := readsBeforeTurn(s)
	return func(ctx context.Context, keys []care.Key, fn func(care.Tx) error) error {
		mu.Lock()
		all := !slices.ContainsFunc(keys, func(k care.Key) bool { return !known[k] })
		mu.Unlock()
		if all {
			return s.Update(ctx, keys, fn)
		}
		defer func() {
			mu.Lock()
			defer mu.Unlock()
			for _, k := range keys {
				known[k] = true
			}
		}()
		return careless(ctx, keys, fn)
	}
}

// S4

func locksInOrder(s care.Store) updater {
	var mu sync.Mutex
	locks := map[care.Key]chan struct{}{}
	lock := func(k care.Key) chan struct{} {
		mu.Lock()
		defer mu.Unlock()
		if locks[k] == nil {
			locks[k] = make(chan struct{}, 1)
		}
		return locks[k]
	}
	return func(ctx context.Context, keys []care.Key, fn func(care.Tx) error) error {
		for _, k := range keys {
			select {
			case lock(k) <- struct{}{}:
				defer func() { <-lock(k) }() //nolint:gocritic // every lock is held until the Update is done
			case <-ctx.Done():
				return ctx.Err()
			}
			pause()
		}
		return s.Update(ctx, keys, fn)
	}
}

// S5

type versionless struct{ care.Tx }

func anyVersion(tx care.Tx) care.Tx { return versionless{tx} }

func (v versionless) PutHeads(heads []care.Head) error {
	heads = slices.Clone(heads)
	for i := range heads {
		there, err := v.Heads([]care.ConversationID{heads[i].ID})
		if err != nil {
			return err
		}
		heads[i].Version = 1
		if len(there) == 1 {
			heads[i].Version = there[0].Version + 1
		}
	}
	return v.Tx.PutHeads(heads)
}

// A forgiving tx asks for the version itself, and does not remember that it refused.
type forgiving struct{ care.Tx }

func swallows(s care.Store) updater {
	return func(ctx context.Context, keys []care.Key, fn func(care.Tx) error) error {
		return s.Update(ctx, keys, func(tx care.Tx) error { return fn(forgiving{tx}) })
	}
}

func (f forgiving) PutHeads(heads []care.Head) error {
	for _, h := range heads {
		there, err := f.Heads([]care.ConversationID{h.ID})
		if err != nil {
			return err
		}
		if len(there) == 0 && h.Version != 1 || len(there) == 1 && h.Version != there[0].Version+1 {
			return care.ErrConflict
		}
	}
	return f.Tx.PutHeads(heads)
}

// S6, S18

type appending struct{ care.Tx }

func appendsAgain(tx care.Tx) care.Tx { return appending{tx} }

func (a appending) Append(events []care.Event) error {
	there, err := a.Feed("", 1000)
	if err != nil {
		return err
	}
	events = slices.Clone(events)
	for i := range events {
		events[i].ID += " " + strconv.Itoa(len(there)+i)
	}
	return a.Tx.Append(events)
}

type rejecting struct{ care.Tx }

func rejectsAgain(tx care.Tx) care.Tx { return rejecting{tx} }

func (r rejecting) PutRejects(rejects []care.Reject) error {
	there, _, err := r.Rejects("", 1000)
	if err != nil {
		return err
	}
	rejects = slices.Clone(rejects)
	for i := range rejects {
		rejects[i].Where += strconv.Itoa(len(there))
	}
	return r.Tx.PutRejects(rejects)
}

// S7

func hidesNothing(b *broken) {
	b.claim = func(queue string, n int, _ time.Duration) ([]care.Job, time.Time, error) {
		return b.Store.Claim(context.Background(), queue, n, 0)
	}
}

func reversesClaims(b *broken) {
	b.claim = func(queue string, n int, lease time.Duration) ([]care.Job, time.Time, error) {
		jobs, now, err := b.Store.Claim(context.Background(), queue, n, lease)
		slices.Reverse(jobs)
		return jobs, now, err
	}
}

type dueless struct{ care.Reader }

func (d dueless) Due(string) (time.Time, error) { return time.Time{}, nil }

func knowsNothingDue(b *broken) { b.reader = func(r care.Reader) care.Reader { return dueless{r} } }

// startsTokensAgain counts from 1 behind each Finish.
func startsTokensAgain(b *broken) {
	from := map[string]uint64{}
	b.tx = func(tx care.Tx) care.Tx {
		return finishing{tx, func(j care.Job) care.Job { from[j.Key] = j.Token; return j }}
	}
	b.claim = func(queue string, n int, lease time.Duration) ([]care.Job, time.Time, error) {
		jobs, now, err := b.Store.Claim(context.Background(), queue, n, lease)
		for i := range jobs {
			jobs[i].Token -= from[jobs[i].Key]
		}
		return jobs, now, err
	}
}

// S8

type finishing struct {
	care.Tx
	as func(care.Job) care.Job
}

func (f finishing) Finish(j care.Job, next time.Time) error { return f.Tx.Finish(f.as(j), next) }

func anyToken(b *broken) {
	tokens := map[string]uint64{}
	b.claim = func(queue string, n int, lease time.Duration) ([]care.Job, time.Time, error) {
		jobs, now, err := b.Store.Claim(context.Background(), queue, n, lease)
		for _, j := range jobs {
			tokens[j.Key] = j.Token
		}
		return jobs, now, err
	}
	b.tx = func(tx care.Tx) care.Tx {
		return finishing{tx, func(j care.Job) care.Job { j.Token = tokens[j.Key]; return j }}
	}
}
