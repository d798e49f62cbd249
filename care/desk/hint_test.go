package desk_test

import (
	"context"
	"errors"
	"iter"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
)

// hinting is a store that says when somebody else committed something; it fails at first.
type hinting struct {
	care.Store

	hints chan struct{}
	fails int
}

func (h *hinting) Hints(ctx context.Context, hint func()) error {
	if h.fails > 0 {
		h.fails--
		return errors.New("no connection")
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-h.hints:
			hint()
		}
	}
}

// quiet is a source that brings nothing.
type quiet struct{}

func (quiet) Name() string             { return "quiet" }
func (quiet) Accounts() []care.Account { return nil }
func (quiet) Batches(ctx context.Context, _ map[string]string) iter.Seq2[care.Batch, error] {
	return func(func(care.Batch, error) bool) { <-ctx.Done() }
}

// TestHints: a hint wakes who waits for events, also after hints failed.
func TestHints(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := memstore.New(memstore.Config{})
		h := &hinting{Store: store, hints: make(chan struct{}), fails: 2}
		cfg := desk.Config{Accounts: worldAccounts(), TickEvery: time.Hour, Sources: []care.Source{quiet{}}}
		one, err := desk.New(h, cfg)
		require.NoError(t, err)
		two, err := desk.New(store, desk.Config{Accounts: worldAccounts()})
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		ended, came := make(chan error, 1), make(chan time.Time, 1)
		go func() { ended <- one.Run(ctx) }()
		time.Sleep(2*time.Hour + time.Minute) // hints work at the third try
		go func() {
			for _, err := range one.Events(ctx, "") {
				if err != nil {
					t.Error(err)
				}
				came <- time.Now()
				return
			}
		}()
		synctest.Wait()
		_, err = two.Ingest(ctx, care.Batch{Mentions: []care.Mention{{
			Ref: "twitter:1", Kind: care.KindMention, Visibility: care.Public, Author: care.Author{ID: "twitter:7"}, Text: "hello",
		}}})
		require.NoError(t, err)
		began := time.Now()
		h.hints <- struct{}{}
		require.Equal(t, began, <-came)
		cancel()
		require.NoError(t, <-ended)
	})
}
