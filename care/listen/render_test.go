package listen_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care/listen"
)

func quoted(s string) string {
	return `"` + strings.NewReplacer(`"`, " ", `\`, " ").Replace(s) + `"`
}

func before(sign string) func(string) string {
	return func(s string) string { return sign + s }
}

// fullText is like X's search of recent posts.
func fullText(most int) listen.Dialect {
	return listen.Dialect{
		Name: "X",
		Handle: func(s string) string {
			if !regexp.MustCompile(`^\w{1,15}$`).MatchString(s) {
				return "" // another platform's
			}
			return "@" + s
		},
		Domain: func(s string) string { return "url:" + quoted(s) }, Hashtag: before("#"), Phrase: quoted,
		Word: func(s string) string {
			if s == "or" || s == "and" {
				return quoted(s)
			}
			return s
		},
		Language: func(tag string) string {
			main, _, _ := strings.Cut(tag, "-")
			if main == "he" {
				main = "iw"
			}
			return "lang:" + main
		},
		Or: " OR ", And: " ", Not: "-", Open: "(", Close: ")", Always: "-is:retweet", MaxLength: most,
	}
}

// tagsOnly is like Mastodon's timelines of hashtags.
func tagsOnly() listen.Dialect {
	return listen.Dialect{Name: "Mastodon", Hashtag: func(s string) string { return s }}
}

// andOnly is like Mastodon's full-text search: everything must be there.
func andOnly() listen.Dialect {
	return listen.Dialect{
		Name: "Mastodon", Handle: before("@"), Hashtag: before("#"), Phrase: quoted, Word: func(s string) string { return s },
		Language: before("language:"), And: " ", Not: "-",
	}
}

// apart is like Bluesky's search, whose language is a parameter.
func apart() listen.Dialect {
	return listen.Dialect{
		Name: "Bluesky", Handle: before("@"), Domain: before("domain:"), Hashtag: before("#"), Phrase: quoted, Word: func(s string) string { return s },
		Language: func(s string) string { return s }, LanguageApart: true, And: " ",
	}
}

func delta() listen.Brand {
	return listen.Brand{
		Name: "Delta", Handles: []string{"@Delta", "@delta@social.example"}, Domains: []string{"delta.example"}, Hashtags: []string{"#deltafail"},
		Phrases: []string{"Delta Air Lines"}, Misspelled: map[string]int{"deltaairlines": 2}, Common: []string{"delta"},
		Nearby: []string{"flight", "lost luggage"}, Within: 5, Not: []string{"river", "delta variant", "#covid"}, Languages: []string{"en", "he"},
	}
}

func TestRender(t *testing.T) {
	t.Parallel()
	rules := compile(t, delta(), listen.Brand{Name: "Citroën", Words: []string{"Citroën", "C4-Cactus"}, Handles: []string{"citroen"}})
	cases := []struct {
		name    string
		dialect listen.Dialect
		want    []string
	}{
		{"alternatives", fullText(512), []string{
			`(@citroen OR Citroën OR citroen OR "C4-Cactus" OR c4cactus OR @Delta OR url:"delta.example") -is:retweet`,
			`(#deltafail OR "Delta Air Lines" OR deltaairlines OR (delta (flight OR "lost luggage" OR lostluggage))) -river -#covid (lang:en OR lang:iw) -is:retweet`,
		}},
		{"short queries", fullText(80), []string{
			`(@citroen OR Citroën OR citroen OR "C4-Cactus" OR c4cactus) -is:retweet`,
			`(@Delta OR url:"delta.example") -is:retweet`,
			`(#deltafail OR "Delta Air Lines") -river (lang:en OR lang:iw) -is:retweet`,
			`deltaairlines -river (lang:en OR lang:iw) -is:retweet`,
			`(delta (flight OR "lost luggage")) -river (lang:en OR lang:iw) -is:retweet`,
			`(delta lostluggage) -river (lang:en OR lang:iw) -is:retweet`,
		}},
		{"hashtags", tagsOnly(), []string{"citroen", "c4cactus", "deltafail", "deltaairlines", "delta"}},
		{"no alternatives", andOnly(), []string{
			"@citroen", "Citroën", "citroen", `"C4-Cactus"`, "c4cactus", "@Delta", "@delta@social.example",
			"#deltafail -river -#covid language:en", `"Delta Air Lines" -river -#covid language:en`, "deltaairlines -river -#covid language:en",
			"delta flight -river -#covid language:en", `delta "lost luggage" -river -#covid language:en`, "delta lostluggage -river -#covid language:en",
			"#deltafail -river -#covid language:he", `"Delta Air Lines" -river -#covid language:he`, "deltaairlines -river -#covid language:he",
			"delta flight -river -#covid language:he", `delta "lost luggage" -river -#covid language:he`, "delta lostluggage -river -#covid language:he",
		}},
		{"languages apart", apart(), []string{
			"@citroen", "Citroën", "citroen", `"C4-Cactus"`, "c4cactus", "@Delta", "@delta@social.example", "domain:delta.example",
			"en|#deltafail", `en|"Delta Air Lines"`, "en|deltaairlines", "en|delta flight", `en|delta "lost luggage"`, "en|delta lostluggage",
			"he|#deltafail", `he|"Delta Air Lines"`, "he|deltaairlines", "he|delta flight", `he|delta "lost luggage"`, "he|delta lostluggage",
		}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			out, err := rules.Render(tc.dialect)
			require.NoError(t, err)
			require.Equal(t, tc.want, texts(out))
			again, err := rules.Render(tc.dialect)
			require.NoError(t, err)
			require.Equal(t, out, again)
		})
	}
}

func texts(out listen.Rendering) (list []string) {
	for _, q := range out.Queries {
		text := q.Text
		if q.Lang != "" {
			text = q.Lang + "|" + text
		}
		list = append(list, text)
	}
	return list
}

func TestRenderTellsWhatItCannotSay(t *testing.T) {
	t.Parallel()
	losses := func(d listen.Dialect) (more, less []string) {
		out, err := compile(t, delta()).Render(d)
		require.NoError(t, err)
		for _, l := range out.Losses {
			require.Equal(t, "Delta", l.Brand)
			require.NotEmpty(t, l.Why)
			if l.Missed {
				less = append(less, l.Field)
			} else {
				more = append(more, l.Field)
			}
		}
		return more, less
	}
	more, less := losses(fullText(512))
	require.Equal(t, []string{"not[1]", "common[0]"}, more)
	require.Equal(t, []string{"handles[1]", `misspelled["deltaairlines"]`, "languages"}, less)
	more, less = losses(tagsOnly())
	require.Equal(t, []string{"not[0]", "not[1]", "not[2]", "common[0]", "languages[0]"}, more)
	require.Equal(t, []string{"handles[0]", "handles[1]", "domains[0]", "phrases[0]", `misspelled["deltaairlines"]`, `misspelled["deltaairlines"]`, "common[0]"}, less)
	more, _ = losses(apart())
	require.Equal(t, []string{"not[0]", "not[1]", "not[2]", "common[0]"}, more)
}

func TestRenderLeavesExclusionsOutForTerms(t *testing.T) {
	t.Parallel()
	b := listen.Brand{Name: "us", Phrases: []string{"the acme phone company"}, Not: []string{"coyote", "roadrunner", "cartoon"}}
	out, err := compile(t, b).Render(fullText(60))
	require.NoError(t, err)
	require.Equal(t, []string{`"the acme phone company" -coyote -roadrunner -is:retweet`, `theacmephonecompany -coyote -roadrunner -is:retweet`}, texts(out))
	require.Equal(t, []listen.Loss{{Brand: "us", Field: "not[2]", Term: "cartoon", Why: "there is no room for it in a query of X"}}, out.Losses)
	_, err = compile(t, b).Render(fullText(35))
	require.EqualError(t, err, `listen: render: brand "us": phrases[0]: "the acme phone company" doesn't fit into a query of X alone (needs 36, MaxLength is 35)`)
}

func TestRenderSomeBrands(t *testing.T) {
	t.Parallel()
	rules := compile(t, listen.Brand{Name: "a", Words: []string{"acme"}}, listen.Brand{Name: "b", Words: []string{"beta"}}, listen.Brand{Name: "c", Words: []string{"acme"}})
	out, err := rules.Render(fullText(512), "c", "a")
	require.NoError(t, err)
	require.Equal(t, []listen.Query{{Text: "acme -is:retweet", Brands: []string{"a", "c"}, Terms: 1}}, out.Queries)
	_, err = rules.Render(fullText(512), "d")
	require.EqualError(t, err, `listen: render: "d" has no rules`)
	d := fullText(512)
	d.MaxTerms, d.MinWord = 1, 5
	out, err = compile(t, listen.Brand{Name: "a", Words: []string{"acme", "acmes", "acmees"}}).Render(d)
	require.NoError(t, err)
	require.Equal(t, []string{"acmes -is:retweet", "acmees -is:retweet"}, texts(out))
	require.Equal(t, "words[0]", out.Losses[0].Field)
}

func TestDialectValidate(t *testing.T) {
	t.Parallel()
	require.NoError(t, fullText(0).Validate())
	err := listen.Dialect{Open: "(", Not: "-", Always: "x", LanguageApart: true, MaxTerms: -1}.Validate()
	for _, want := range []string{
		"has no name", "can look for nothing", `opens groups with "(" and closes them with ""`, "Not without And", "Always without And", "languages apart", "negative limit",
	} {
		require.ErrorContains(t, err, want)
	}
	_, err = compile(t, delta()).Render(listen.Dialect{})
	require.Error(t, err)
}

// TestQueriesFindWhatRulesFind reads queries back, and holds them against the rules: what the rules find in a text,
// a query finds, but for what the rendering tells; and every query keeps to its limits.
func TestQueriesFindWhatRulesFind(t *testing.T) {
	t.Parallel()
	var brands []listen.Brand
	for _, b := range oracleBrands() {
		b.Domains, b.Misspelled = nil, nil // a loss in X
		b.Handles = slices.DeleteFunc(b.Handles, func(h string) bool { return strings.Count(h, "@") > 1 })
		if len(b.Words)+len(b.Phrases)+len(b.Common) > 0 && b.Name != "Far" {
			brands = append(brands, b)
		}
	}
	rules := compile(t, brands...)
	r := rand.New(rand.NewPCG(8, 8))
	for _, most := range []int{512, 90} {
		out, err := rules.Render(fullText(most))
		require.NoError(t, err)
		var queries []query
		for _, q := range out.Queries {
			require.LessOrEqual(t, len([]rune(q.Text)), most)
			parsed, rest := parseQuery(q.Text)
			require.Empty(t, rest, "of %q", q.Text)
			queries = append(queries, parsed)
		}
		for range 3000 {
			text := randomText(r)
			if hits := rules.Match(text, ""); len(hits) > 0 {
				finds := slices.ContainsFunc(queries, func(q query) bool { return q.finds(text) })
				require.True(t, finds, "no query finds %q with %v", text, hits)
			}
		}
	}
}

// A query is one of X: alternatives, each of what must be there.
type query [][]operand

type operand struct {
	not   bool
	group query
	rules string // a word, phrase or handle
}

func parseQuery(s string) (query, string) {
	q := query{nil}
	for s != "" && s[0] != ')' {
		var o operand
		switch {
		case strings.HasPrefix(s, " OR "):
			q, s = append(q, nil), s[4:]
			continue
		case s[0] == ' ':
			s = s[1:]
			continue
		}
		if s[0] == '-' {
			o.not, s = true, s[1:]
		}
		switch s[0] {
		case '(':
			o.group, s = parseQuery(s[1:])
			s = strings.TrimPrefix(s, ")")
		case '"':
			o.rules, s, _ = strings.Cut(s[1:], `"`)
		default:
			n := strings.IndexAny(s+" ", " )")
			o.rules, s = s[:n], s[n:]
		}
		q[len(q)-1] = append(q[len(q)-1], o)
	}
	return q, s
}

func (q query) finds(text string) bool {
	return slices.ContainsFunc(q, func(all []operand) bool {
		return !slices.ContainsFunc(all, func(o operand) bool { return o.stands(text) == o.not })
	})
}

func (o operand) stands(text string) bool {
	if o.group != nil {
		return o.group.finds(text)
	}
	plain := simplify(text)
	if strings.HasPrefix(o.rules, "@") {
		return len(findAddresses(listen.Brand{Handles: []string{o.rules}}, &plain)) > 0
	}
	if o.rules == "is:retweet" {
		return false
	}
	plain.hide()
	return len(plain.findAll(pattern(o.rules))) > 0
}

func TestRenderTrimsHandlesAndHashtags(t *testing.T) {
	t.Parallel()
	for _, space := range []string{" ", "\n", "\u3000"} {
		out, err := compile(t, listen.Brand{
			Name: "us", Handles: []string{space + "@acme" + space}, Hashtags: []string{space + "#acme" + space, "＃ACMEfail" + space},
		}).Render(fullText(0))
		require.NoError(t, err)
		require.Equal(t, []string{"(@acme OR #acme OR #ACMEfail) -is:retweet"}, texts(out))
	}
}

func TestRenderTellsEveryBrandOnceWhatHasNoRoom(t *testing.T) {
	t.Parallel()
	not := []string{"coyote", "road runner"}
	out, err := compile(t,
		listen.Brand{Name: "a", Words: []string{"acme"}, Not: not}, listen.Brand{Name: "b", Phrases: []string{"the acme phone company"}, Not: not},
	).Render(fullText(40))
	require.NoError(t, err)
	why := "there is no room for it in a query of X"
	require.Equal(t, []listen.Loss{
		{Brand: "a", Field: "not[1]", Term: "road runner", Why: why}, {Brand: "b", Field: "not[1]", Term: "road runner", Why: why},
		{Brand: "a", Field: "not[0]", Term: "coyote", Why: why}, {Brand: "b", Field: "not[0]", Term: "coyote", Why: why},
	}, out.Losses)
	d := fullText(0)
	d.MaxTerms, d.Phrase = 1, nil
	_, err = compile(t, listen.Brand{Name: "us", Phrases: []string{"best buy"}}).Render(d)
	require.EqualError(t, err, `listen: render: brand "us": phrases[0]: "best buy" doesn't fit into a query of X alone (needs 2, MaxTerms is 1)`)
}

func TestRenderSaysWhy(t *testing.T) {
	t.Parallel()
	noPhrase, onlyPhrase, phraseOrTag, noAnd, longWords := fullText(0), fullText(0), fullText(0), fullText(0), fullText(0)
	noPhrase.Phrase = nil
	onlyPhrase.Word, onlyPhrase.Hashtag = nil, nil
	phraseOrTag.Word = nil
	noAnd.And, noAnd.Not, noAnd.Always = "", "", ""
	longWords.MinWord = 5
	cases := []struct {
		name    string
		dialect listen.Dialect
		brand   listen.Brand
		queries []string
		losses  []string // "+" for what is missed
	}{
		{
			"several words excluded", noPhrase, listen.Brand{Words: []string{"acme"}, Not: []string{"AT&T tree", "road runner"}},
			[]string{"acme -roadrunner -is:retweet"},
			[]string{"not[0]: X can't exclude several words in a row", "not[1]: X can't exclude several words in a row"},
		},
		{
			"what exclusions overlap", fullText(0), listen.Brand{Words: []string{"acme"}, Not: []string{"acme pie"}},
			[]string{"acme -is:retweet"},
			[]string{"not[0]: it takes out what it overlaps, and X takes out whole posts, so it isn't asked for"},
		},
		{"a short common word beside words", longWords, listen.Brand{Words: []string{"gap jeans"}, Common: []string{"gap"}}, []string{`("gap jeans" OR gapjeans) -is:retweet`}, nil},
		{
			"a short common word with company", longWords, listen.Brand{Words: []string{"gap jeans"}, Common: []string{"gap"}, Nearby: []string{"trousers"}},
			[]string{`("gap jeans" OR gapjeans) -is:retweet`},
			[]string{"+common[0]: X can't look for this word"},
		},
		{
			"a phrase in one word", onlyPhrase, listen.Brand{Words: []string{"T-Mobile"}},
			[]string{`"T-Mobile" -is:retweet`},
			[]string{`+words[0]: X can't look for it as the one word "tmobile"`},
		},
		{
			"a phrase in one word that is a hashtag", phraseOrTag, listen.Brand{Words: []string{"T-Mobile"}},
			[]string{`("T-Mobile" OR #tmobile) -is:retweet`},
			[]string{`+words[0]: X can't look for it as the one word "tmobile"`},
		},
		{
			"a phrase in one short word", longWords, listen.Brand{Words: []string{"T-Mo"}},
			[]string{`"T-Mo" -is:retweet`},
			[]string{`+words[0]: X can't look for it as the one word "tmo"`},
		},
		{
			"a capital", fullText(0), listen.Brand{Common: []string{"gap"}, Capital: true},
			[]string{"gap -is:retweet"},
			[]string{"common[0]: it counts with a capital, which X doesn't look at: it is asked for without company"},
		},
		{
			"languages beside nothing", noAnd, listen.Brand{Words: []string{"acme"}, Languages: []string{"en"}},
			[]string{"acme"},
			[]string{"languages: X has no way to ask for it too: posts in any language are found"},
		},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			tc.brand.Name = "us"
			out, err := compile(t, tc.brand).Render(tc.dialect)
			require.NoError(t, err)
			require.Equal(t, tc.queries, texts(out))
			var losses []string
			for _, l := range out.Losses {
				text := l.Field + ": " + l.Why
				if l.Missed {
					text = "+" + text
				}
				losses = append(losses, text)
			}
			require.Equal(t, tc.losses, losses)
		})
	}
}
