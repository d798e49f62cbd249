package sqlstore

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestBatch(t *testing.T) {
	t.Parallel()
	fill := func(d Dialect) *batch {
		b := (&translator{dialect: d}).batch()
		require.NoError(t, b.row().str(`a"`+"\n").num(-1).time(never).body(map[string]string{"x": "\x1f"}))
		require.NoError(t, b.row().str("").num(2).time(5).body("<"))
		return b
	}
	require.Equal(t, "a\"\n\x1f\x1e-1\x1f2\x1e\x1f5\x1e{\"x\":\"\\u001f\"}\x1f\"<\"", fill(PostgreSQL).text())
	require.Equal(t, `[["a\"\u000a",-1,null,"{\"x\":\"\\u001f\"}"],["",2,5,"\"<\""]]`, fill(SQLite).text())
	require.Equal(t, "[]", (&translator{dialect: SQLite}).batch().text())
	require.Equal(t, `["a","c"]`, list(SQLite, []string{"a", "b\x00", "\xff", "\x1e", "c"}))
	require.Equal(t, "\x1fa\x1fc", list(PostgreSQL, []string{"a", "b\x00", "\xff", "\x1f", "c"}))
}

func FuzzAppendString(f *testing.F) {
	f.Add("plain")
	f.Add("\x00\x1f\"\\\u2028é")
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		var got string
		require.NoError(t, json.Unmarshal(appendString(nil, s), &got))
		require.Equal(t, s, got)
		kept, err := json.Marshal(bytesText(s))
		require.NoError(t, err)
		var back bytesText
		require.NoError(t, json.Unmarshal(kept, &back))
		require.Equal(t, s, string(back))
	})
}

// What is not UTF-8 comes back as well.
func TestBytesText(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"{ \"a\" : 1 }", "\xff\xfe", "\x00", "null"} {
		kept, err := json.Marshal(bytesText(s))
		require.NoError(t, err)
		var back bytesText
		require.NoError(t, json.Unmarshal(kept, &back))
		require.Equal(t, s, string(back))
	}
}

func TestTranslate(t *testing.T) {
	t.Parallel()
	const statement = `SELECT 1 FROM {list $2 k} {join t a: a.desk = $1 AND a.id = k.value} WHERE {exists u b: b.id = a.id}`
	lite := &translator{dialect: SQLite, arrays: "json_each"}
	require.Equal(t, `SELECT 1 FROM json_each(?2) AS k CROSS JOIN t AS a ON  a.desk = ?1 AND a.id = k.value `+
		`WHERE EXISTS (SELECT 1 FROM u AS b WHERE  b.id = a.id)`, lite.text(statement))
	require.Equal(t, `(SELECT value->>0 AS ref, value->>1 AS at FROM json_each(?2)) AS x`, lite.text(`{rows $2 x: ref text, at bigint}`))
	big := &translator{dialect: PostgreSQL}
	require.Equal(t, `SELECT 1 FROM unnest((string_to_array(CAST($2 AS text), E'\x1f'))[2:]) AS k(value) `+
		`CROSS JOIN LATERAL (SELECT * FROM t AS a WHERE  a.desk = $1 AND a.id = k.value OFFSET 0) AS a `+
		`WHERE EXISTS (SELECT 1 FROM u AS b WHERE  b.id = a.id OFFSET 0)`, big.text(statement))
	require.Equal(t, `(SELECT COALESCE(u.ref, '') AS ref, u.at FROM (SELECT string_to_array(CAST($2 AS text), E'\x1e') AS c) AS s `+
		`CROSS JOIN LATERAL unnest(string_to_array(s.c[1], E'\x1f'), CAST(string_to_array(s.c[2], E'\x1f', '') AS bigint[])) AS u(ref, at)) AS x`,
		big.text(`{rows $2 x: ref text, at bigint}`))
}
