package listen_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care/listen"
)

func TestCompileRefuses(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 129)
	words := func(list ...string) []listen.Brand { return []listen.Brand{{Name: "us", Words: list}} }
	misspelled := func(word string, edits int) []listen.Brand {
		return []listen.Brand{{Name: "us", Misspelled: map[string]int{word: edits}}}
	}
	cases := []struct {
		name   string
		brands []listen.Brand
		want   string // "" for none
	}{
		{"no brands", nil, "listen: no brand"},
		{"nothing at all", []listen.Brand{{}}, "listen: brands[0]: name: is empty\nlisten: brands[0]: words: there are none, nor other terms: the brand would never be found"},
		{"only exclusions", []listen.Brand{{Name: "us", Not: []string{"pie"}}}, `listen: brand "us": words: there are none, nor other terms: the brand would never be found`},
		{"two of one name", []listen.Brand{{Name: "us", Words: []string{"acme"}}, {Name: "us", Words: []string{"beta"}}}, `listen: brand "us": name: brands[0] has the same`},
		{"a name that is not UTF-8", []listen.Brand{{Name: "\xff", Words: []string{"acme"}}}, `listen: brand "\xff": name: "\xff" is longer than 128 bytes, or not printable`},

		{"an empty word", words(""), "is empty"},
		{"spaces", words(" \t"), "is empty"},
		{"no letter", words("!!!"), `"!!!" has no letter or digit`},
		{"only joiners", words("\u200d\u200b\ufeff"), `"\u200d\u200b\ufeff" has no letter or digit`},
		{"only an accent", words("\u0301"), "has no letter or digit"},
		{"an emoji", words("🍎"), `"🍎" has no letter or digit`},
		{"all", words("*"), "there are no wildcards"},
		{"half a word", words("acm*"), "there are no wildcards"},
		{"one letter", words("t"), `"t" is one character, which nearly every text has: list it in common`},
		{"one character of Han", words("车"), `"车" is one character, which nearly every text has: list it in common`},
		{"an article", words("The"), "nearly every text has it: list it in common"},
		{"two of those", words("of the"), "nearly every text has it: list it in common"},
		{"an article in Russian", words("И"), "is one character"},
		{"a common word in Hindi", words("में"), "nearly every text has it"},
		{"not UTF-8", words("acme\xff"), `"acme\xff" is not UTF-8`},
		{"a lone surrogate", words("acme\xed\xa0\x80"), `"acme\xed\xa0\x80" is not UTF-8`},
		{"what a surrogate was read as", words("acme\ufffd"), "has U+FFFD, which stands for what could not be read"},
		{"a control character", words("acme\x00"), "has a control character"},
		{"too long", words(long), "has 129 bytes: 128 are the most"},
		{"a handle", words("@acme"), `"@acme" is a handle: list it in handles`},
		{"a wide handle", words("＠acme"), `"＠acme" is a handle: list it in handles`},
		{"a wide hashtag", words(" ＃acme"), `" ＃acme" is a hashtag: list it in hashtags`},
		{"a wide hashtag that is common", []listen.Brand{{Name: "us", Common: []string{"＃acme"}, Capital: true}}, "is a hashtag: list it in hashtags"},
		{"a wide hashtag as a phrase", []listen.Brand{{Name: "us", Phrases: []string{"＃acme"}}}, "is a hashtag: list it in hashtags"},
		{"a reference to a letter", words("Caf&#233;"), `"Caf&#233;" has a character reference: write the character itself`},
		{"a reference to a sign", words("&#64;acme"), "has a character reference"},
		{"a reference to what stands between words", words("AT&amp;T"), ""},
		{"a hashtag", words("#acme"), `"#acme" is a hashtag: list it in hashtags`},
		{"an address", words("https://acme.example"), "has a handle or an address in it"},
		{"a handle inside", words("ask @acme"), "has a handle or an address in it"},
		{"a comma", words("marks, spencer"), `"marks, spencer" has more between two of its words than one term goes over: make it two terms`},
		{"a joiner inside", words("ac\u200dme"), ""},
		{"right to left", words("\u202eacme\u202c"), ""},
		{"twice", words("acme", "Acme", "ACME"), ""},
		{"the same of two brands", []listen.Brand{{Name: "a", Words: []string{"acme"}}, {Name: "b", Words: []string{"acme"}}}, ""},

		{"an empty handle", []listen.Brand{{Name: "us", Handles: []string{"@"}}}, `"@" is no handle`},
		{"a handle with the sign of a hashtag", []listen.Brand{{Name: "us", Handles: []string{"#acme"}}}, `"#acme" is no handle`},
		{"a handle with a space", []listen.Brand{{Name: "us", Handles: []string{"@acme care"}}}, `"@acme care" is no handle`},
		{"a handle of no server", []listen.Brand{{Name: "us", Handles: []string{"@acme@local"}}}, "what follows the second @ is no server"},
		{"an empty hashtag", []listen.Brand{{Name: "us", Hashtags: []string{"#"}}}, `"#" is no hashtag`},
		{"a hashtag with a space", []listen.Brand{{Name: "us", Hashtags: []string{"#a b"}}}, `"#a b" is no hashtag`},
		{"a domain with a scheme", []listen.Brand{{Name: "us", Domains: []string{"https://acme.example"}}}, `"https://acme.example" is no domain, such as "acme.example"`},
		{"every domain", []listen.Brand{{Name: "us", Domains: []string{"com"}}}, `"com" is a top-level domain: every address in it would be ours`},
		{"a domain's www", []listen.Brand{{Name: "us", Domains: []string{"www.acme.example"}}}, "leave www. out"},

		{"too short to be misspelled", misspelled("visa", 1), "has 4 letters: other words are too near to any with less than 5"},
		{"too short for two edits", misspelled("verizon", 2), "has 7 letters: for two edits it needs 9"},
		{"three edits", misspelled("deutschebahn", 3), "3 edits are asked for: 1 or 2 can be"},
		{"no edits", misspelled("verizon", 0), "0 edits are asked for: 1 or 2 can be"},
		{"two words misspelled", misspelled("best buy", 1), `"best buy" is not one word of a script with spaces`},
		{"Han misspelled", misspelled("苹果公司电脑", 1), "is not one word of a script with spaces"},

		{
			"a common word that nothing helps", []listen.Brand{{Name: "us", Common: []string{"gap"}}},
			`listen: brand "us": common: never counts: there is nothing nearby, no capital and no other term`,
		},
		{"one that a handle helps", []listen.Brand{{Name: "us", Common: []string{"gap"}, Handles: []string{"gap"}}}, ""},
		{"one letter that a capital helps", []listen.Brand{{Name: "us", Common: []string{"X"}, Capital: true}}, ""},
		{"company for nobody", []listen.Brand{{Name: "us", Words: []string{"acme"}, Nearby: []string{"shop"}}}, "nearby: is of no use without common"},
		{"a distance from nobody", []listen.Brand{{Name: "us", Words: []string{"acme"}, Within: 3}}, "within: is of no use without common"},
		{
			"a distance below none", []listen.Brand{{Name: "us", Common: []string{"gap"}, Nearby: []string{"shop"}, Within: -1}},
			"within: -1 is not in 0 (anywhere in the text) to 100",
		},
		{
			"a word as its own company", []listen.Brand{{Name: "us", Common: []string{"gap"}, Nearby: []string{"GAP"}}},
			`nearby[0]: "GAP" is also common[0]: it would keep itself company`,
		},
		{
			"company that all have", []listen.Brand{{Name: "us", Common: []string{"gap"}, Nearby: []string{"the"}}},
			"nearby[0]: nearly every text has it: it shows nothing",
		},
		{
			"an exclusion that all have", []listen.Brand{{Name: "us", Words: []string{"acme"}, Not: []string{"a"}}},
			`not[0]: "a" is one character, which nearly every text has: it would silence the brand`,
		},
		{"a word that excludes itself", []listen.Brand{{Name: "us", Words: []string{"Acme"}, Not: []string{"acme"}}}, `not[0]: "acme" is also words[0]: it would never count`},
		{"a handle that is excluded", []listen.Brand{{Name: "us", Handles: []string{"acme"}, Not: []string{"@acme"}}}, `not[0]: "@acme" is also handles[0], which is never taken out`},
		{"a hashtag like a handle that is excluded", []listen.Brand{{Name: "us", Handles: []string{"acme"}, Not: []string{"#acme"}}}, ""},
		{
			"a word that is common too", []listen.Brand{{Name: "us", Words: []string{"gap"}, Common: []string{"Gap"}}},
			`common[0]: "Gap" is also words[0], where it needs no company`,
		},
		{
			"for and against", []listen.Brand{{Name: "us", Common: []string{"gap"}, Nearby: []string{"jeans"}, Not: []string{"Jeans"}}},
			`not[0]: "Jeans" is also nearby[0]: it can't speak for and against`,
		},
		{"no language", []listen.Brand{{Name: "us", Words: []string{"acme"}, Languages: []string{"english"}}}, `languages[0]: "english" is no tag of a language`},
		{"several faults", words("*", "acme", "#x"), "listen: brand \"us\": words[0]: \"*\": there are no wildcards; list the words, or use misspelled\n" +
			"listen: brand \"us\": words[2]: \"#x\" is a hashtag: list it in hashtags"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			rules, err := listen.Compile(tc.brands...)
			require.Equal(t, err, listen.Validate(tc.brands...))
			if tc.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tc.want)
			require.Nil(t, rules)
		})
	}
}

func TestCompileKeepsNothingOfItsArguments(t *testing.T) {
	t.Parallel()
	b := listen.Brand{Name: "us", Words: []string{"acme"}, Misspelled: map[string]int{"verizon": 1}, Languages: []string{"en"}}
	rules := compile(t, b)
	b.Words[0], b.Languages[0] = "beta", "de"
	b.Misspelled["comcast"] = 1
	require.Equal(t, []string{"word acme"}, found(t, rules, "acme beta comcasd", "en"))
	out, err := rules.Render(fullText(0))
	require.NoError(t, err)
	require.Equal(t, "(acme OR verizon) lang:en -is:retweet", out.Queries[0].Text)
}

func TestNameChangesWithTheRules(t *testing.T) {
	t.Parallel()
	a := listen.Brand{Name: "a", Words: []string{"acme"}}
	b := listen.Brand{Name: "b", Words: []string{"acme"}}
	require.Equal(t, compile(t, a, b).Name(), compile(t, b, a).Name())
	require.Equal(t, []string{"a", "b"}, compile(t, b, a).Brands())
	require.NotEqual(t, compile(t, a).Name(), compile(t, b).Name())
	b.Capital, b.Common = true, []string{"gap"}
	require.NotEqual(t, compile(t, a, b).Name(), compile(t, a).Name())
	require.Regexp(t, `^listen/1-[0-9a-f]{12}$`, compile(t, a).Name())
}

func TestWideSignsInCompanyAndExclusions(t *testing.T) {
	t.Parallel()
	rules := compile(t, listen.Brand{Name: "us", Common: []string{"acme"}, Nearby: []string{"＃ios", "＠friend"}, Not: []string{"＠foe"}})
	require.Equal(t, []string{"common acme"}, found(t, rules, "acme #ios", ""))
	require.Equal(t, []string{"common acme"}, found(t, rules, "acme @friend", ""))
	require.Empty(t, found(t, rules, "acme friend", ""))
	require.Empty(t, found(t, rules, "acme #ios @foe", ""))
}

// TestCompileIsNotSlow has brands that share their terms, and a limit that only what is quadratic comes near.
func TestCompileIsNotSlow(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("ten thousand brands")
	}
	shared, misspelled := make([]listen.Brand, 10_000), make([]listen.Brand, 10_000)
	for i := range shared {
		name := fmt.Sprint("brand ", i)
		shared[i] = listen.Brand{Name: name, Common: []string{"apple"}, Nearby: []string{"store"}, Not: []string{"apple pie", fmt.Sprint("apple ", i)}}
		misspelled[i] = listen.Brand{Name: name, Misspelled: map[string]int{"telekomag": 2}}
	}
	began := time.Now()
	apples, calls := compile(t, shared...), compile(t, misspelled...)
	require.Less(t, time.Since(began), time.Minute)
	require.Len(t, apples.Match("apple store", ""), 10_000)
	require.Empty(t, apples.Match("apple pie store", ""))
	require.Len(t, apples.Match("apple 7 store", ""), 9_999)
	require.Len(t, calls.Match("telekonag", ""), 10_000)
}

func TestFaultsHaveAnEnd(t *testing.T) {
	t.Parallel()
	brands := make([]listen.Brand, 101)
	for i := range brands {
		brands[i] = listen.Brand{Name: fmt.Sprint("brand ", i), Words: []string{"*"}}
	}
	require.NotContains(t, listen.Validate(brands[:100]...).Error(), "too many faults")
	_, err := listen.Parse([]byte("[" + strings.Repeat("{\"x\": 1},\n", 1000) + "{}]"))
	for _, err := range []error{listen.Validate(brands...), err} {
		require.Equal(t, 100, strings.Count(err.Error(), "\n"))
		require.Contains(t, err.Error(), "too many faults")
	}
}
