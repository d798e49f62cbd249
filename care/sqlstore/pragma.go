package sqlstore

import (
	"context"
	"fmt"
	"slices"
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
		{"journal_mode", "WAL", is("wal"), "the database must be a file of its own on a local disk, which this process may write; not :memory:"},
		{"synchronous", "FULL", is("2", "3"), "open the database without settings that change it"},
		{"foreign_keys", "ON", is("1"), "open the database without settings that change it"},
		{"secure_delete", "ON", is("1"), "use a build of SQLite with secure_delete"},
		{"cache_size", "-32768", is("-32768"), "open the database without settings that change it"},
		{"temp_store", "MEMORY", is("2"), "open the database without settings that change it"},
		{"wal_autocheckpoint", "4000", is("4000"), "open the database without settings that change it"},
	}
	if reads {
		out = append(out, pragma{"query_only", "ON", is("1"), "open the database without settings that change it"})
	}
	return out
}

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
	// Some settings answer when they are set, some don't.
	_, err := c.ask(ctx, "PRAGMA "+p.name+" = "+p.set)
	got := ""
	if err == nil {
		got, err = c.ask(ctx, "PRAGMA "+p.name)
	}
	if err != nil {
		return failed("open", fmt.Errorf("PRAGMA %s=%s: %w (%s)", p.name, p.set, err, p.advice))
	}
	if !p.good(got) {
		return invalid("open", "PRAGMA %s is %q after it was set to %s: %s", p.name, got, p.set, p.advice)
	}
	return nil
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
