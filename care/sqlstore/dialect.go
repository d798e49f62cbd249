package sqlstore

import (
	"strings"
	"sync"
)

// Dialect is what a database speaks.
type Dialect int

// The dialects.
const (
	SQLite Dialect = iota + 1 // 3.38 or later
	PostgreSQL
)

// String returns the database's name.
func (d Dialect) String() string {
	switch d {
	case SQLite:
		return "SQLite"
	case PostgreSQL:
		return "PostgreSQL"
	}
	return "no dialect"
}

// Statements are written once for both databases. Macros say how a batch, which travels as one JSON text, is
// read, and that rows are looked up one by one for what stands before:
//
//	{list $2 k}                       an array of texts: k.value
//	{rows $2 x: ref text, at bigint}  an array of objects: x.ref, x.at
//	{join table t: condition}         the rows of a table, by an index
//	{leftjoin table t: condition}
//	{exists table t: condition}
//
// Looking up must be said. SQLite begins such a join with the table, and goes through the batch for each of
// its rows. PostgreSQL, as long as it has no statistics of a young table, reads all of it to make a hash of
// it: that took 16 ms instead of 1 at 20,000 mentions, and grew. OFFSET 0 keeps it from that.
//
// A macro ends at the first '}'.
func (t *translator) translate(statement string) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(statement, "{")
		out.WriteString(before)
		if !found {
			break
		}
		macro, after, _ := strings.Cut(rest, "}")
		out.WriteString(t.macro(macro))
		statement = after
	}
	if t.dialect == SQLite {
		return strings.ReplaceAll(out.String(), "$", "?")
	}
	return out.String()
}

func (t *translator) macro(text string) string {
	head, rest, _ := strings.Cut(text, ":")
	words := strings.Fields(head)
	kind, what, alias := words[0], words[1], words[2]
	switch kind {
	case "list":
		if t.dialect == SQLite {
			return "json_each(" + what + ") AS " + alias
		}
		return "json_array_elements_text(CAST(" + what + " AS text)::json) AS " + alias + "(value)"
	case "rows":
		if t.dialect == SQLite {
			return t.sqliteRows(what, alias, strings.Fields(rest))
		}
		return "json_to_recordset(CAST(" + what + " AS text)::json) AS " + alias + "(" + rest + ")"
	}
	return t.lookup(kind, what, alias, rest)
}

func (t *translator) lookup(kind, table, alias, condition string) string {
	from := table + " AS " + alias
	inner := "FROM " + from + " WHERE " + condition
	if t.dialect == SQLite {
		return map[string]string{
			"join":     "CROSS JOIN " + from + " ON " + condition,
			"leftjoin": "LEFT JOIN " + from + " ON " + condition,
			"exists":   "EXISTS (SELECT 1 " + inner + ")",
		}[kind]
	}
	return map[string]string{
		"join":     "CROSS JOIN LATERAL (SELECT * " + inner + " OFFSET 0) AS " + alias,
		"leftjoin": "LEFT JOIN LATERAL (SELECT * " + inner + " OFFSET 0) AS " + alias + " ON true",
		"exists":   "EXISTS (SELECT 1 " + inner + " OFFSET 0)",
	}[kind]
}

func (t *translator) sqliteRows(param, alias string, columns []string) string {
	var out []string
	for i := 0; i < len(columns); i += 2 {
		out = append(out, "value->>'"+columns[i]+"' AS "+columns[i])
	}
	return "(SELECT " + strings.Join(out, ", ") + " FROM " + t.objects + "(" + param + ")) AS " + alias
}

// A translator remembers what statements are in its dialect.
type translator struct {
	dialect Dialect
	objects string   // SQLite's function for an array of objects
	known   sync.Map // statement to text
}

func (t *translator) text(statement string) string {
	if text, ok := t.known.Load(statement); ok {
		return text.(string) //nolint:forcetypeassert // only texts go in
	}
	text := t.translate(statement)
	t.known.Store(statement, text)
	return text
}
