package sqlstore_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/sqlstore"
)

// A desk over a file. The program imports the driver that it likes: here one that calls itself "sqlite", as
// modernc.org/sqlite does.
func Example() {
	run := func(ctx context.Context) (err error) {
		db, err := sql.Open("sqlite", "desk.db")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, db.Close()) }()
		store, err := sqlstore.Open(ctx, db, sqlstore.SQLite, sqlstore.Config{Desk: "acme"})
		if err != nil {
			return err // it says what to do
		}
		defer func() { err = errors.Join(err, store.Close()) }() // before db
		d, err := desk.New(store, desk.Config{Accounts: []care.Account{{ID: "twitter:1", Handle: "us"}}})
		if err != nil {
			return err
		}
		return d.Run(ctx) // until ctx ends
	}
	_ = run
}

// A database that is not there is an error to come back from, with the driver's words in it.
func ExampleOpen_unavailable() {
	db := sql.OpenDB(nowhere{})
	_, err := sqlstore.Open(context.Background(), db, sqlstore.PostgreSQL, sqlstore.Config{})
	fmt.Println(err)
	fmt.Println(errors.Is(err, care.ErrUnavailable))
	// Output:
	// sqlstore: open: unavailable: dial tcp 127.0.0.1:5432: connection refused
	// true
}

// Nowhere stands in for a driver whose server does not answer.
type nowhere struct{}

func (nowhere) Connect(context.Context) (driver.Conn, error) {
	return nil, errors.New("dial tcp 127.0.0.1:5432: connection refused")
}

func (nowhere) Driver() driver.Driver { return nil }
