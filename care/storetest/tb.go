package storetest

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
)

// TB is what the kit needs of a *testing.T, so that it runs without one as well.
type TB interface {
	Helper()
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Skipf(format string, args ...any)
	Cleanup(func())
	TempDir() string
	Context() context.Context
}

// A Result says how a check went.
type Result struct {
	Failures []string
	Skipped  string // why, if it was
}

// Try calls f with a TB of its own, and returns what that was told: [Rule.Check] in a program, or of a
// store that should fail.
func Try(ctx context.Context, f func(TB)) Result {
	ctx, cancel := context.WithCancel(ctx)
	t := &recorder{ctx: ctx}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer t.clean()
		defer cancel()
		f(t)
	}()
	<-done
	return t.result
}

type recorder struct {
	ctx context.Context //nolint:containedctx // it is what Context returns

	mu       sync.Mutex
	result   Result
	cleanups []func()
}

func (t *recorder) Helper() {}

func (t *recorder) Logf(string, ...any) {}

func (t *recorder) Errorf(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.result.Failures = append(t.result.Failures, fmt.Sprintf(format, args...))
}

func (t *recorder) Fatalf(format string, args ...any) {
	t.Errorf(format, args...)
	runtime.Goexit()
}

func (t *recorder) Skipf(format string, args ...any) {
	t.mu.Lock()
	t.result.Skipped = fmt.Sprintf(format, args...)
	t.mu.Unlock()
	runtime.Goexit()
}

func (t *recorder) Cleanup(f func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cleanups = append(t.cleanups, f)
}

func (t *recorder) clean() {
	for i := len(t.cleanups) - 1; i >= 0; i-- {
		t.cleanups[i]()
	}
}

func (t *recorder) TempDir() string {
	dir, err := os.MkdirTemp("", "storetest")
	if err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func (t *recorder) Context() context.Context { return t.ctx }

// A check is a TB that tells which rule was broken.
type check struct {
	TB
	rule Rule
	h    Harness
}

func (c *check) Errorf(format string, args ...any) {
	c.Helper()
	c.TB.Errorf("%s", c.message(format, args))
}

func (c *check) Fatalf(format string, args ...any) {
	c.Helper()
	c.TB.Fatalf("%s", c.message(format, args))
}

func (c *check) message(format string, args []any) string {
	if c.rule.ID == "" {
		return fmt.Sprintf(format, args...)
	}
	text := strings.TrimSpace(fmt.Sprintf(format, args...))
	return fmt.Sprintf("%s of care.Store: %q\n\t%s", c.rule.ID, c.rule.Text, strings.ReplaceAll(text, "\n", "\n\t"))
}
