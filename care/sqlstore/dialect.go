package sqlstore

import (
	"strconv"
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

// Statements are written once for both databases. Macros say how a list or a batch, which is one parameter, is
// read, and that rows are looked up one by one for what stands before:
//
//	{list $2 k}                       a list of texts: k.value
//	{rows $2 x: ref text, at bigint}  a batch: x.ref, x.at
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
		return "unnest((string_to_array(CAST(" + what + " AS text), E'\\x1f'))[2:]) AS " + alias + "(value)"
	case "rows":
		return "(" + t.rows(what, strings.Split(rest, ",")) + ") AS " + alias
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

// rows is a query for the columns of a batch. PostgreSQL reads no value where a text is empty and the only
// one of its column.
func (t *translator) rows(param string, columns []string) string {
	var selected, arrays, names []string
	for i, c := range columns {
		name, typ, _ := strings.Cut(strings.TrimSpace(c), " ")
		names = append(names, name)
		switch column := "string_to_array(s.c[" + strconv.Itoa(i+1) + "], E'\\x1f'"; {
		case t.dialect == SQLite:
			selected = append(selected, "value->>"+strconv.Itoa(i)+" AS "+name)
		case typ == "text":
			selected = append(selected, "COALESCE(u."+name+", '') AS "+name)
			arrays = append(arrays, column+")")
		default:
			selected = append(selected, "u."+name)
			arrays = append(arrays, "CAST("+column+", '') AS "+typ+"[])")
		}
	}
	query := "SELECT " + strings.Join(selected, ", ")
	if t.dialect == PostgreSQL {
		return query + " FROM (SELECT string_to_array(CAST(" + param + " AS text), E'\\x1e') AS c) AS s CROSS JOIN LATERAL unnest(" +
			strings.Join(arrays, ", ") + ") AS u(" + strings.Join(names, ", ") + ")"
	}
	return query + " FROM " + t.arrays + "(" + param + ")"
}

// A translator remembers what statements are in its dialect.
type translator struct {
	dialect Dialect
	arrays  string   // SQLite's function for an array of arrays
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
