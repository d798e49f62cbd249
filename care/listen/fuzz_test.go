package listen_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care/listen"
)

// FuzzMatch holds hits to what is promised of any text.
func FuzzMatch(f *testing.F) {
	for _, text := range []string{
		"great service from Verizon today", "@acme@social.example #AcmeFail https://verizon.example:8080/x?y#z", "AT&amp;T &#39; &#x27; &;",
		"ver\u200bi\u200dzon\u202e verizon\xff\xed\xa0\x80", "苹果アップル삼성은 แอปเปิล\u0e49", "#A_b1C_#+＃＠x@", "a.b.c.@d.e mail@x.y.z www. www.a ://", "gap gap year of jeans",
	} {
		f.Add(text, "en")
	}
	brands := append(oracleBrands(), listen.Brand{
		Name: "Scripts", Words: []string{"ソニー", "삼성", "แอปเปิล", "LINEモバイル", "Canal+", "Dr. Oetker", "E.ON"}, Hashtags: []string{"acmefail"},
		Handles: []string{"acme.bsky.social"}, Domains: []string{"a.b"}, Common: []string{"x"}, Capital: true, Languages: []string{"en"},
	})
	rules := compile(f, brands...)
	f.Fuzz(func(t *testing.T, text, lang string) {
		hits := rules.Match(text, lang)
		for i, h := range hits {
			require.True(t, 0 <= h.Start && h.Start < h.End && h.End <= len(text), "%+v in %q", h, text)
			require.NotEmpty(t, h.Term)
			if i > 0 && hits[i-1].Brand == h.Brand {
				require.Less(t, hits[i-1].Start, h.Start, "in %q", text)
				require.Less(t, hits[i-1].End, h.End, "in %q", text)
			} else if i > 0 {
				require.Less(t, hits[i-1].Brand, h.Brand, "in %q", text)
			}
		}
		require.Equal(t, hits, rules.Match(strings.Clone(text), lang))
		// What is behind an emoji, in a sentence of its own, changes nothing before it but for the company it keeps.
		for _, h := range hits {
			if h.Kind == listen.KindHandle || h.Kind == listen.KindHashtag {
				require.Contains(t, rules.Match(text+" 🙂. zzz", lang), h, "in %q", text)
			}
		}
	})
}

// FuzzCompile compiles whatever a person may write: there are rules or an error, and both work.
func FuzzCompile(f *testing.F) {
	f.Add("Acme", "acme", "@acme", "acme pie", "verizon", 1)
	f.Add("\xff", "a\u200d", "@a@b.c", "#x", "großmann", 2)
	f.Add("x", "i.i.i", "x.y", "&", "\u0301\u0301\u0301\u0301\u0301", 1)
	f.Fuzz(func(t *testing.T, name, word, handle, not, misspelled string, edits int) {
		b := listen.Brand{
			Name: name, Words: []string{word}, Handles: []string{handle}, Hashtags: []string{word}, Common: []string{not + "x"}, Not: []string{not},
			Misspelled: map[string]int{misspelled: edits}, Domains: []string{handle},
		}
		if rules, err := listen.Compile(b); err == nil {
			require.NotEmpty(t, rules.Match(handle+" @"+strings.TrimLeft(handle, "@＠"), ""))
		}
		rules, err := listen.Compile(listen.Brand{Name: "us", Words: []string{word}})
		if err != nil {
			return
		}
		require.NotEmpty(t, rules.Match(word, ""), "%q doesn't find itself", word)
		require.NotEmpty(t, rules.Match(strings.ToUpper(word)+" "+word, ""), "%q doesn't find itself", word)
		_, err = rules.Render(fullText(0))
		require.NoError(t, err)
	})
}

// FuzzParse reads whatever is written; what it takes is written and read again.
func FuzzParse(f *testing.F) {
	text, err := json.Marshal(oracleBrands())
	require.NoError(f, err)
	f.Add(string(text))
	f.Add(`[{"name": "us", "words": ["ac\ud800me"], "misspelled": {"verizon": 1, "verizon": 2}}]`)
	f.Add(`[[[[{"name": {}}]]]]`)
	f.Fuzz(func(t *testing.T, text string) {
		brands, err := listen.Parse([]byte(text))
		if err != nil {
			require.Nil(t, brands)
			require.True(t, strings.HasPrefix(err.Error(), "listen: "), err)
			return
		}
		rules := compile(t, brands...)
		again, err := json.Marshal(brands)
		require.NoError(t, err)
		back, err := listen.Parse(again)
		require.NoError(t, err)
		require.Equal(t, rules.Name(), compile(t, back...).Name())
	})
}
