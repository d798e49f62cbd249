package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// A pragma is a setting of a connection, and what it must read as.
type pragma struct {
	name, set string
	good      func(got string) bool
	advice    string
}

func pragmas(reads bool) []pragma {
	is := func(all ...string) func(string) bool {
		return func(got string) bool { return slices.Contains(all, got) }
	}
	out := []pragma{
		{"busy_timeout", "200", is("200"), "open the database without hooks that change it"},
		{"journal_mode", "WAL", is("wal"), "the database must be a file on a local disk, which this process may write; not :memory:"},
		{"synchronous", "FULL", is("2", "3"), "open the database without settings that change it"},
		{"foreign_keys", "ON", is("1"), "open the database without settings that change it"},
		{"secure_delete", "ON", is("1"), "use a build of SQLite with secure_delete"},
		{"cache_size", cacheSize(reads), is(cacheSize(reads)), "open the database without settings that change it"},
		{"read_uncommitted", "OFF", is("0"), "open the database without settings that change it"},
		{"temp_store", "MEMORY", is("2"), "open the database without settings that change it"},
		{"wal_autocheckpoint", "4000", is("4000"), "open the database without settings that change it"},
	}
	if reads {
		out = append(out, pragma{"query_only", "ON", is("1"), "open the database without settings that change it"})
	}
	return out
}

// cacheSize is in KiB, and negative. Readers have another one than the writer: so check sees whether they share
// one.
func cacheSize(reads bool) string {
	if reads {
		return "-16384"
	}
	return "-32768"
}

// lockPatience is how long Open waits for others that have the file locked.
const lockPatience = 5 * time.Second

// configure sets and reads back. Reading is what counts: some settings are taken and not kept.
func (c *conn) configure(ctx context.Context, reads bool) error {
	for _, p := range pragmas(reads) {
		if err := c.pragma(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

func (c *conn) pragma(ctx context.Context, p pragma) error {
	// Some settings answer when they are set, some don't. The first to make a file a WAL database wants it alone.
	_, err := c.ask(ctx, "PRAGMA "+p.name+" = "+p.set)
	patient, cancel := context.WithTimeout(ctx, lockPatience)
	defer cancel()
	for err != nil && judge(err) == verdictAgain && sleep(patient, firstPause) == nil {
		_, err = c.ask(ctx, "PRAGMA "+p.name+" = "+p.set)
	}
	got := ""
	if err == nil {
		got, err = c.ask(ctx, "PRAGMA "+p.name)
	}
	if err != nil {
		return notOpened(p, err)
	}
	if !p.good(got) {
		return invalid("open", "PRAGMA %s is %q after it was set to %s: %s", p.name, got, p.set, p.advice)
	}
	return nil
}

// notOpened says what to do about a file in which not even a setting can be made.
func notOpened(p pragma, err error) error {
	advice := p.advice
	code, ok := errors.AsType[interface {
		error
		Code() int
	}](err)
	switch {
	case isSQL(err):
		return invalid("open", "db does not speak SQLite; was PostgreSQL meant? %w", err)
	case !ok:
		return failed("open", fmt.Errorf("PRAGMA %s=%s: %w (%s)", p.name, p.set, err, advice))
	}
	switch code.Code() & 0xff {
	case 5, 6:
		advice = "another process keeps the file locked, or the connection's settings have a journal_mode: leave that away, the store sets WAL"
	case 8:
		advice = "give this process the right to write the file and its folder"
	case 14:
		advice = "is the path right, does its folder exist, is it a file, and may this process write there?"
	case 26:
		advice = "this file is something else: look at the path"
	}
	return invalid("open", "PRAGMA %s=%s: %w (%s)", p.name, p.set, err, advice)
}

// isSQL reports whether an error has a code of the SQL standard, as those of PostgreSQL do.
func isSQL(err error) bool {
	_, ok := errors.AsType[interface {
		error
		SQLState() string
	}](err)
	return ok
}

// ask returns the last value of a statement's answer.
func (c *conn) ask(ctx context.Context, text string) (string, error) {
	rows, err := c.raw.QueryContext(ctx, text)
	if err != nil {
		return "", err
	}
	got := ""
	err = walk(rows, func(row scanner) error { return row.Scan(&got) })
	return got, err
}
