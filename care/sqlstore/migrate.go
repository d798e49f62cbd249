package sqlstore

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"strconv"
)

//go:embed schema/*.sql
var schema embed.FS

// A migration brings a database from one version to the next. Once released, it does not change.
type migration struct {
	version        int64
	text, checksum string
}

func (d Dialect) migrations() []migration {
	names := map[Dialect]string{SQLite: "sqlite", PostgreSQL: "postgres"}
	var out []migration
	for v := int64(1); ; v++ {
		text, err := schema.ReadFile("schema/" + names[d] + "_" + strconv.FormatInt(v, 10) + ".sql")
		if err != nil {
			return out // there are no more
		}
		sum := sha256.Sum256(text)
		out = append(out, migration{v, string(text), hex.EncodeToString(sum[:8])})
	}
}

// An applied migration is a row of kindly_schema. dirty is 1 while it runs; since it runs in a transaction,
// nobody sees that, unless somebody ran it by hand.
type applied struct {
	version, dirty int64
	checksum       string
}

// migrate brings the schema up to date. It holds the lock that every process takes for that, so that one
// runs a migration and the others find it done.
func (s *Store) migrate(ctx context.Context, manual bool) error {
	all := s.dialect.migrations()
	return s.retry(ctx, func() error {
		return s.engine.update(ctx, []int64{lockNumber("migrations")}, func(ss *session) error {
			return s.migrateIn(ss, all, manual)
		})
	})
}

func (s *Store) migrateIn(ss *session, all []migration, manual bool) error {
	done, err := s.applied(ss, manual)
	if err != nil {
		return failed("open", err)
	}
	if err := compatible(done, all); err != nil {
		return err
	}
	// SQLite begins a transaction on a read-only file without a word.
	if _, err := ss.exec(`UPDATE kindly_schema SET dirty = 0 WHERE version = 0`); err != nil {
		return failed("open", fmt.Errorf("the database takes no writes: it must be one, with its folder, which this process may write: %w", err))
	}
	missing := all[len(done):]
	if len(missing) > 0 && manual {
		return invalid("open", "the schema is at version %d and this program needs %d: open it once without Config.Manual, "+
			"or run the statements in care/sqlstore/schema", len(done), len(all))
	}
	for _, m := range missing {
		if err := s.apply(ss, m); err != nil {
			return failed("open", fmt.Errorf("migration %d: %w", m.version, err))
		}
	}
	return nil
}

func (s *Store) apply(ss *session, m migration) error {
	if _, err := ss.exec(m.text); err != nil {
		return err
	}
	_, err := ss.exec(s.text(`INSERT INTO kindly_schema (version, checksum, dirty) VALUES ($1, $2, 0)`), m.version, m.checksum)
	return err
}

// applied returns what was run on this database, in order.
func (s *Store) applied(ss *session, manual bool) ([]applied, error) {
	if !manual {
		if _, err := ss.exec(`CREATE TABLE IF NOT EXISTS kindly_schema (version bigint PRIMARY KEY, checksum text NOT NULL, dirty smallint NOT NULL)`); err != nil {
			return nil, err
		}
	}
	rows, err := ss.query(`SELECT version, checksum, dirty FROM kindly_schema ORDER BY version`)
	if err != nil {
		return nil, fmt.Errorf("kindly_schema can't be read; where the schema is not there yet, open the database once without Config.Manual: %w", err)
	}
	var out []applied
	err = walk(rows, func(row scanner) error {
		var a applied
		err := row.Scan(&a.version, &a.checksum, &a.dirty)
		out = append(out, a)
		return err
	})
	return out, err
}

// compatible refuses what this program must not touch.
func compatible(done []applied, all []migration) error {
	for i, a := range done {
		switch {
		case a.version > int64(len(all)):
			return invalid("open", "the schema is at version %d and this program knows %d: use a newer version of the program", done[len(done)-1].version, len(all))
		case a.dirty != 0:
			return invalid("open", "migration %d was begun and not ended: restore the database from before it", a.version)
		case a.version != int64(i+1):
			return invalid("open", "kindly_schema lacks version %d: restore the database, or its table kindly_schema", i+1)
		case a.checksum != all[i].checksum:
			return invalid("open", "migration %d was run with other statements (%s) than this program has (%s): restore the "+
				"database, or use the version of the program that made it", a.version, a.checksum, all[i].checksum)
		}
	}
	return nil
}
