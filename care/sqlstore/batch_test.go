package sqlstore

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestBatch(t *testing.T) {
	t.Parallel()
	require.Equal(t, "[]", newBatch(0).rows())
	b := newBatch(2)
	require.NoError(t, b.object().str("ref", `a"\`+"\n").num("at", -1).time("expires", never).body(map[string]string{"x": "\x01"}))
	require.NoError(t, b.object().str("ref", "").time("expires", 5).body(map[string]string{"x": "\x00"}))
	require.Equal(t, `[{"ref":"a\"\\\u000a","at":-1,"expires":null,"body":{"x":"\u0001"}},`+
		`{"ref":"","expires":5,"body":"{\"x\":\"\\u0000\"}"}]`, b.rows())
	require.Equal(t, `["a","c"]`, list([]string{"a", "b\x00", "\xff", "c"}))
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
	lite := &translator{dialect: SQLite, objects: "json_each"}
	require.Equal(t, `SELECT 1 FROM json_each(?2) AS k CROSS JOIN t AS a ON  a.desk = ?1 AND a.id = k.value `+
		`WHERE EXISTS (SELECT 1 FROM u AS b WHERE  b.id = a.id)`, lite.text(statement))
	require.Equal(t, `(SELECT value->>'ref' AS ref, value->>'at' AS at FROM json_each(?2)) AS x`, lite.text(`{rows $2 x: ref text, at bigint}`))
	big := &translator{dialect: PostgreSQL}
	require.Equal(t, `SELECT 1 FROM json_array_elements_text(CAST($2 AS text)::json) AS k(value) `+
		`CROSS JOIN LATERAL (SELECT * FROM t AS a WHERE  a.desk = $1 AND a.id = k.value OFFSET 0) AS a `+
		`WHERE EXISTS (SELECT 1 FROM u AS b WHERE  b.id = a.id OFFSET 0)`, big.text(statement))
}
