package listen_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care/listen"
)

func TestParseReadsWhatIsWritten(t *testing.T) {
	t.Parallel()
	brands := append(oracleBrands(), listen.Brand{
		Name: "All", Hashtags: []string{"#acme"}, Common: []string{"gap"}, Capital: true, Languages: []string{"en", "pt-BR"},
	})
	text, err := json.MarshalIndent(brands, "", "  ")
	require.NoError(t, err)
	got, err := listen.Parse(text)
	require.NoError(t, err)
	require.Equal(t, brands, got)
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, text, want string }{
		{"nothing", "", "listen: line 1: the text ends too early"},
		{"no brand", " [] ", "listen: no brand"},
		{"no list", "{}", `listen: line 1: want a list of brands: found "{"`},
		{"no object", "[\n1]", `listen: line 2: brands[0]: want an object: found "1"`},
		{"an end too early", "[{\"name\":\n\"us\"", "listen: line 2: the text ends too early"},
		{"two lists", "[]\n[]", "listen: line 2: more than one value"},
		{"no JSON", "[{\"name\": us}]", "listen: line 1: invalid character 'u'"},
		{"an unknown field", "[\n{\"name\": \"us\",\n\"word\": [\"acme\"]}]", `listen: line 3: brand "us": word: is no field of a brand`},
		{"a field twice", "[{\"name\": \"us\",\n\"words\": [\"acme\"],\n\"words\": []}]", `listen: line 2: brand "us": words: is given twice`},
		{"a word twice", "[{\"name\": \"us\",\n\"misspelled\": {\"verizon\": 1, \"verizon\": 1}}]", `listen: line 2: brand "us": misspelled["verizon"]: is given twice`},
		{"a text for a list", "[{\"name\": \"us\", \"words\":\n \"acme\"}]", `brand "us": words: is not a list of texts`},
		{"a number in a list", "[{\"name\": \"us\", \"words\": [\"acme\",\n7, {\"a\": [1]}]}]", "listen: line 2: brand \"us\": words[1]: is not a text\nlisten: line 2: brand \"us\": words[2]: is not a text"},
		{"a list for a text", "[{\"name\": [[1], 2]}]", "listen: line 1: brands[0]: name: is not a text"},
		{"a list for an object", "[{\"name\": \"us\", \"misspelled\": [\"acme\"]}]", "misspelled: is not an object of words with their edits"},
		{"a half edit", "[{\"name\": \"us\", \"misspelled\": {\"verizon\": 0.5}}]", `misspelled["verizon"]: is not a whole number`},
		{"a far distance", "[{\"name\": \"us\", \"within\": 1e99}]", "within: is not a whole number"},
		{"a text for a switch", "[{\"name\": \"us\", \"capital\": \"yes\"}]", "capital: is not true or false"},
		{"no value", "[{\"name\": null}]", "name: is not a text"},
		{"a lone surrogate", "[{\"name\": \"us\",\n\n\"words\": [\"ac\\ud800me\"]}]", `listen: line 3: brand "us": words[0]: "ac�me" has U+FFFD`},
		{"bytes that are not UTF-8", "[{\"name\": \"us\", \"words\": [\"ac\xffme\"]}]", "has U+FFFD"},
		{"a fault of the second", "[{\"name\": \"a\", \"words\": [\"acme\"]},\n{\"name\": \"b\",\n\"words\": [\"acme\",\n\"*\"]}]", `listen: line 4: brand "b": words[1]: "*": there are no wildcards`},
		{"a brand that is never found", "[\n\n{\"name\": \"a\"}]", `listen: line 3: brand "a": words: there are none`},
		{"a misspelled word's letters", "[{\"name\": \"a\",\n\"misspelled\": {\"verizon\": 1,\n\"visa\": 1}}]", `listen: line 3: brand "a": misspelled["visa"]: has 4 letters`},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			brands, err := listen.Parse([]byte(tc.text))
			require.ErrorContains(t, err, tc.want)
			require.Nil(t, brands)
		})
	}
}
