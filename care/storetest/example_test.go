package storetest_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/care/storetest"
)

// Most authors of stores need this test, and no other of what a store must do.
func ExampleRun() {
	test := func(t *testing.T) {
		storetest.Run(t, storetest.Harness{
			Open: func(storetest.TB) care.Store { return memstore.New(memstore.Config{}) },
		})
	}
	_ = test // named TestStore in a file of tests
}

// The rules can be checked without a test, too: by a program that is given a store.
func ExampleTry() {
	harness := storetest.Harness{
		Open: func(storetest.TB) care.Store { return memstore.New(memstore.Config{}) },
	}
	for _, rule := range storetest.Rules() {
		result := storetest.Try(context.Background(), func(tb storetest.TB) { rule.Check(tb, harness) })
		for _, failure := range result.Failures {
			fmt.Println(failure)
		}
		if result.Skipped != "" {
			fmt.Println(result.Skipped)
		}
	}
	// Output:
	// S13 is left out: Harness.Reopen is nil, so nothing outlives the store
	// S16 is left out: Harness.Refuse is empty, so nothing can be opened that must be refused
}
