package storetest

import (
	"context"
	"errors"
	"time"

	"github.com/kindlydm/kindly/care"
)

// patience is how long a call may take before the kit calls it stuck.
const patience = 3 * time.Second

func (c *check) open() care.Store {
	c.Helper()
	s := c.h.Open(c.TB)
	if s == nil {
		c.Fatalf("Open returned no store")
	}
	return s
}

// update runs fn, which must succeed.
func (c *check) update(s care.Store, fn func(care.Tx) error) {
	c.Helper()
	if err := c.tryUpdate(s, fn); err != nil {
		c.Fatalf("Update: %v", err)
	}
}

func (c *check) tryUpdate(s care.Store, fn func(care.Tx) error, keys ...care.Key) error {
	ctx, cancel := context.WithTimeout(c.Context(), patience)
	defer cancel()
	return s.Update(ctx, keys, fn)
}

func (c *check) view(s care.Store, fn func(care.Reader) error) {
	c.Helper()
	ctx, cancel := context.WithTimeout(c.Context(), patience)
	defer cancel()
	if err := s.View(ctx, fn); err != nil {
		c.Fatalf("View: %v", err)
	}
}

func (c *check) claim(s care.Store, queue string, n int, lease time.Duration) ([]care.Job, time.Time) {
	c.Helper()
	ctx, cancel := context.WithTimeout(c.Context(), patience)
	defer cancel()
	jobs, now, err := s.Claim(ctx, queue, n, lease)
	if err != nil {
		c.Fatalf("Claim: %v", err)
	}
	return jobs, now
}

// now is the store's clock.
func (c *check) now(s care.Store) time.Time {
	c.Helper()
	_, now := c.claim(s, "no such queue", 1, time.Second)
	return now
}

// wait lets a lease end by the store's clock.
func (c *check) wait(lease time.Duration) {
	if c.h.Advance != nil {
		c.h.Advance(lease)
		return
	}
	timer := time.NewTimer(lease)
	defer timer.Stop()
	<-timer.C
}

// want fails unless err is what want says; nil: none.
func (c *check) want(what string, err, want error) {
	c.Helper()
	switch {
	case want == nil && err != nil:
		c.Errorf("%s: %v", what, err)
	case want != nil && !errors.Is(err, want):
		c.Errorf("%s: got error %v, want %v", what, err, want)
	}
}

// together runs n calls of f at once and returns when all are done.
func together(n int, f func(i int)) {
	done := make(chan struct{})
	for i := range n {
		go func() {
			defer func() { done <- struct{}{} }()
			f(i)
		}()
	}
	for range n {
		<-done
	}
}

// steps runs each until one fails.
func steps(all ...func() error) error {
	for _, step := range all {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
