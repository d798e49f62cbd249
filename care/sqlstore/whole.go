package sqlstore

import (
	"regexp"
	"strings"
)

// creates returns the names of what migrations make, or of the tables among it.
func creates(all []migration, sort string) []string {
	var out []string
	for _, m := range all {
		for _, found := range regexp.MustCompile(`(?m)^CREATE (?:UNIQUE )?(`+sort+`) (\w+)`).FindAllStringSubmatch(m.text, -1) {
			out = append(out, found[2])
		}
	}
	return out
}

const anySort = "TABLE|INDEX|SEQUENCE"

// existing returns which of names there are in the database.
func (s *Store) existing(ss *session, names []string) ([]string, error) {
	query := `SELECT k.value FROM {list $1 k} WHERE to_regclass(k.value) IS NOT NULL`
	if s.dialect == SQLite {
		query = `SELECT name FROM sqlite_schema WHERE name IN (SELECT k.value FROM {list $1 k})`
	}
	return s.names(ss, query, names)
}

func (s *Store) names(ss *session, query string, args []string) ([]string, error) {
	rows, err := ss.query(s.text(query), list(s.dialect, args))
	if err != nil {
		return nil, err
	}
	var out []string
	err = walk(rows, func(row scanner) error {
		var name string
		err := row.Scan(&name)
		out = append(out, name)
		return err
	})
	return out, err
}

// requireWhole wants all that migrations made which were run, and nothing of those that were not: half a
// migration, or a table that somebody dropped, would show much later.
func (s *Store) requireWhole(ss *session, done, missing []migration) error {
	want := creates(done, anySort)
	there, err := s.existing(ss, want)
	if err != nil {
		return failed("open", err)
	}
	if lacking := without(want, there); len(lacking) > 0 {
		return invalid("open", "the database lacks %s, which version %d of its schema has: restore it from a backup", strings.Join(lacking, ", "), len(done))
	}
	early, err := s.existing(ss, creates(missing, anySort))
	if err != nil {
		return failed("open", err)
	}
	if len(early) > 0 {
		return invalid("open", "the database has %s, and kindly_schema does not say that migration %d was run: somebody ran some of it by "+
			"hand, or restored half a backup: drop what is there, if it is empty, or restore all of it", strings.Join(early, ", "), missing[0].version)
	}
	return nil
}

func without(names, drop []string) []string {
	var out []string
	dropped := map[string]bool{}
	for _, n := range drop {
		dropped[n] = true
	}
	for _, n := range names {
		if !dropped[n] {
			out = append(out, n)
		}
	}
	return out
}

// requireRights refuses a role of PostgreSQL that may open the database and not use it.
func (s *Store) requireRights(ss *session, all []migration) error {
	if s.dialect == SQLite {
		return nil
	}
	denied, err := s.names(ss, `SELECT k.value FROM {list $1 k} WHERE NOT (has_table_privilege(k.value, 'SELECT')
		AND has_table_privilege(k.value, 'INSERT') AND has_table_privilege(k.value, 'UPDATE') AND has_table_privilege(k.value, 'DELETE'))`,
		creates(all, "TABLE"))
	if err != nil {
		return failed("open", err)
	}
	sequences, err := s.names(ss, `SELECT k.value FROM {list $1 k} WHERE NOT has_sequence_privilege(k.value, 'USAGE')`, creates(all, "SEQUENCE"))
	if err != nil {
		return failed("open", err)
	}
	if denied = append(denied, sequences...); len(denied) > 0 {
		return invalid("open", "the role may not use %s: GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES and USAGE ON ALL SEQUENCES "+
			"of the schema to it", strings.Join(denied, ", "))
	}
	return nil
}
