package sqltest_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/sqlstore"
)

// What a desk took in is there when its file is opened again.
func Example() {
	dir, err := os.MkdirTemp("", "desk")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	file := filepath.Join(dir, "desk.db")
	for range 2 {
		if err := takeIn(context.Background(), file); err != nil {
			panic(err)
		}
	}
	// Output:
	// {New:1 Changed:0 Repeated:0 Rejected:0}
	// {New:0 Changed:0 Repeated:1 Rejected:0}
}

func takeIn(ctx context.Context, file string) error {
	db, err := sql.Open("sqlite", file)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	store, err := sqlstore.Open(ctx, db, sqlstore.SQLite, sqlstore.Config{})
	if err != nil {
		return err
	}
	defer func() { _ = store.Close() }()
	d, err := desk.New(store, desk.Config{Accounts: []care.Account{{ID: "twitter:1", Handle: "us"}}})
	if err != nil {
		return err
	}
	taken, err := d.Ingest(ctx, care.Batch{Mentions: []care.Mention{{
		Ref: "twitter:20", Kind: care.KindMention, Visibility: care.Public, Author: care.Author{ID: "twitter:7"},
		Via: []care.AccountID{"twitter:1"}, Text: "Where is my parcel?",
		OccurredAt: time.Date(2020, 1, 2, 9, 0, 0, 0, time.UTC), ObservedAt: time.Date(2020, 1, 2, 9, 0, 1, 0, time.UTC),
	}}})
	fmt.Printf("%+v\n", taken)
	return err
}
