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

// An applied migration is a row of kindly_schema.
type applied struct {
	version  int64
	checksum string
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
	if _, err := ss.exec(`UPDATE kindly_schema SET checksum = '' WHERE version = 0`); err != nil {
		return failed("open", fmt.Errorf("the database takes no writes: it must be one, with its folder, which this process may write: %w", err))
	}
	missing := all[len(done):]
	if len(missing) > 0 && manual {
		return invalid("open", "the schema is at version %d and this program needs %d: let a process whose role may create tables open "+
			"it once without Config.Manual", len(done), len(all))
	}
	if err := s.requireWhole(ss, all[:len(done)], missing); err != nil {
		return err
	}
	for _, m := range missing {
		if err := s.apply(ss, m); err != nil {
			return failed("open", fmt.Errorf("migration %d: %w", m.version, err))
		}
	}
	return s.requireRights(ss, all)
}

func (s *Store) apply(ss *session, m migration) error {
	if _, err := ss.exec(m.text); err != nil {
		return err
	}
	_, err := ss.exec(s.text(`INSERT INTO kindly_schema (version, checksum) VALUES ($1, $2)`), m.version, m.checksum)
	return err
}

// applied returns what was run on this database, in order.
func (s *Store) applied(ss *session, manual bool) ([]applied, error) {
	there, err := s.existing(ss, []string{"kindly_schema"})
	if err != nil {
		return nil, err
	}
	if len(there) == 0 && manual {
		return nil, invalid("open", "there is no table kindly_schema: let a process whose role may create tables open the database once "+
			"without Config.Manual, or look at search_path; to run the files of the folder schema by hand is not enough")
	}
	if len(there) == 0 {
		_, err = ss.exec(`CREATE TABLE kindly_schema (version bigint PRIMARY KEY, checksum text NOT NULL)`)
		return nil, err
	}
	rows, err := ss.query(`SELECT version, checksum FROM kindly_schema ORDER BY version`)
	if err != nil {
		return nil, err
	}
	var out []applied
	err = walk(rows, func(row scanner) error {
		var a applied
		err := row.Scan(&a.version, &a.checksum)
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
		case a.version != int64(i+1):
			return invalid("open", "kindly_schema lacks version %d: restore the database, or its table kindly_schema", i+1)
		case a.checksum != all[i].checksum:
			return invalid("open", "migration %d was run with other statements (%s) than this program has (%s): restore the "+
				"database, or use the version of the program that made it", a.version, a.checksum, all[i].checksum)
		}
	}
	return nil
}
