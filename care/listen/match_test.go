package listen_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/listen"
)

func TestWords(t *testing.T) {
	t.Parallel()
	rules := compile(t, listen.Brand{
		Name: "us", Words: []string{
			"Verizon", "T-Mobile", "AT&T", "Macy's", "E.ON", "Canal+", "Citroën", "L'Oréal", "Weißmann", "7-Eleven", "S/4HANA", "Istanbul", "Dr. Oetker",
		},
		Phrases: []string{"best buy", "toys r us", "U.S. Bank"},
	})
	runFind(t, rules, []findCase{
		{"great service from Verizon today", []string{"word Verizon"}},
		{"VERIZON, verizon! (Verizon) \"verizon\"", []string{"word VERIZON", "word verizon", "word Verizon", "word verizon"}},
		{"verizons verizonfios overizon verizon5", nil},
		{"Verizon's, Verizon’s and Verizon'un", []string{"word Verizon", "word Verizon", "word Verizon"}},
		{"l'Verizon d’Verizon", []string{"word Verizon", "word Verizon"}},
		{"verizon_care verizon-care", []string{"word verizon", "word verizon"}},

		{"t-mobile T Mobile tmobile T\u2011Mobile t - mobile", []string{"word t-mobile", "word T Mobile", "word tmobile", "word T\u2011Mobile", "word t - mobile"}},
		{"t, mobile. t. mobile t🙂mobile at mobile t mobiles", nil},
		{"T-Mobile's", []string{"word T-Mobile"}},
		{"don't mobile", nil}, // The t is cut off.
		{"Best\nBuy best  buy bestbuy BEST-BUY's", []string{"phrase Best\nBuy", "phrase best  buy", "phrase bestbuy", "phrase BEST-BUY"}},
		{"the best. Buy it, or best of all buy", nil},
		{"Toys 'R' Us, Toys\"R\"Us, toysrus", []string{"phrase Toys 'R' Us", "phrase Toys\"R\"Us", "phrase toysrus"}},
		{"U.S. Bank, U.S.-Bank, u.s bank, usbank, us bank", []string{"phrase U.S. Bank", "phrase U.S.-Bank", "phrase u.s bank", "phrase usbank"}},
		{"Dr. Oetker, Dr Oetker, dr.oetker, DrOetker; dr, oetker", []string{"word Dr. Oetker", "word Dr Oetker", "word dr.oetker", "word DrOetker"}},

		{"AT&T, AT & T, AT&amp;T, at&#38;t", []string{"word AT&T", "word AT & T", "word AT&amp;T", "word at&#38;t"}},
		{"at t, att, at-t, at&at, AT&&T", nil},
		{"Macy's Macys macy’s MACY&#39;S macy´s", []string{"word Macy's", "word Macys", "word macy’s", "word MACY&#39;S", "word macy´s"}},
		{"macy s, macy", nil},
		{"E.ON eon e. on", []string{"word E.ON", "word eon"}},
		{"Canal+ or the canal, canal +, canal+5", []string{"word Canal+", "word canal+"}},
		{"Citroen CITROËN citroe\u0308n", []string{"word Citroen", "word CITROËN", "word citroe\u0308n"}},
		{"L'Oreal L’Oréal loreal l oreal", []string{"word L'Oreal", "word L’Oréal", "word loreal"}},
		{"Weissmann WEISSMANN Weißmann WEIẞMANN", []string{"word Weissmann", "word WEISSMANN", "word Weißmann", "word WEIẞMANN"}},
		{"7-eleven 7Eleven 7 eleven 77-eleven", []string{"word 7-eleven", "word 7Eleven", "word 7 eleven"}},
		{"S/4HANA and s / 4hana, s4hana", []string{"word S/4HANA", "word s / 4hana"}},
		{"İSTANBUL ıstanbul ISTANBUL i̇stanbul", []string{"word İSTANBUL", "word ıstanbul", "word ISTANBUL", "word i̇stanbul"}},
		{"ＶＥＲＩＺＯＮ 𝗩𝗲𝗿𝗶𝘇𝗼𝗻 𝑣𝑒𝑟𝑖𝑧𝑜𝑛", []string{"word ＶＥＲＩＺＯＮ", "word 𝗩𝗲𝗿𝗶𝘇𝗼𝗻", "word 𝑣𝑒𝑟𝑖𝑧𝑜𝑛"}},
		{"ver\u200bi\u200d\ufeffzon, \u202everizon\u202c, ve\u00adrizon", []string{"word ver\u200bi\u200d\ufeffzon", "word verizon", "word ve\u00adrizon"}},
		{"verizon\u200d\u200d", []string{"word verizon"}},
		{"ver\xffizon verizon\xc3 \xed\xa0\x80verizon", []string{"word verizon", "word verizon"}},
		{"best® buy™, toys · r · us", []string{"phrase best® buy", "phrase toys · r · us"}},
		{"", nil},
	})
}

func TestScripts(t *testing.T) {
	t.Parallel()
	rules := compile(t, listen.Brand{Name: "us", Words: []string{
		"ソニー", "苹果", "แอปเปิล", "សាមសុង", "삼성", "LINEモバイル", "Яндекс", "סלקום", "زين", "टाटा", "Ελλάς", "LG",
	}})
	runFind(t, rules, []findCase{
		{"今日はソニーのテレビ", []string{"word ソニー"}},
		{"我的苹果手机坏了", []string{"word 苹果"}},
		{"ซื้อแอปเปิลมา", []string{"word แอปเปิล"}},
		{"แอปเปิล\u0e49", nil}, // The mark belongs to the last letter.
		{"ខ្ញុំទិញសាមសុងថ្មី", []string{"word សាមសុង"}},
		{"삼성은 좋아요, 삼성전자", []string{"word 삼성", "word 삼성"}},
		{"기삼성", nil},
		{"LINEモバイルとlineモバイルとLINE モバイル", []string{"word LINEモバイル", "word lineモバイル", "word LINE モバイル"}},
		{"私のLGはLG전자から", []string{"word LG", "word LG"}},
		{"ЯНДЕКС яндекса", []string{"word ЯНДЕКС"}},
		{"שלום סֶלקום טוב, סלקוםם", []string{"word סֶלקום"}},
		{"شركة زَيْن، زيـــن", []string{"word زَيْن", "word زيـــن"}},
		{"मेरी टाटा गाड़ी, टाटाओं", []string{"word टाटा"}},
		{"ΕΛΛΑΣ ελλάς", []string{"word ΕΛΛΑΣ", "word ελλάς"}},
		{"苹 果 苹-果", nil},
	})
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	rules := compile(
		t, listen.Brand{
			Name: "us", Handles: []string{"@Acme", "acme@social.example", "＠acme.bsky.social", "acme_care"},
			Domains: []string{"acme.example", "münchen.example"}, Words: []string{"acme"},
		},
	)
	runFind(t, rules, []findCase{
		{"@acme @ACME's @acme! (@acme)", []string{"handle @acme", "handle @ACME", "handle @acme", "handle @acme"}},
		{"@acmehelp @acme_ @acme.help @my-acme @acmé", nil},
		{"@acme_care.", []string{"handle @acme_care"}},
		{"@acme. @acme...", []string{"handle @acme", "handle @acme"}},
		{"@acmeさん ＠acme", []string{"handle @acme", "handle ＠acme"}},
		{"@acme@social.example @acme@other.example @acme@social", []string{"handle @acme@social.example", "handle @acme"}},
		{"@acme.bsky.social and acme.bsky.social", []string{"handle @acme.bsky.social", "handle acme.bsky.social"}},
		{"see https://acme.example/acme?x=acme", []string{"domain https://acme.example/acme?x=acme"}},
		{"see https://shop.example/acme and www.shop.example/acme", nil},
		{"HTTPS://MY.ACME.EXAMPLE:8080/x", []string{"domain HTTPS://MY.ACME.EXAMPLE:8080/x"}},
		{"http://acme.example.evil.test http://notacme.example https://acme.example@evil.test", nil},
		{"https://user@acme.example/ (www.acme.example)", []string{"domain https://user@acme.example/", "domain www.acme.example"}},
		{"https://acme.exampleを見て", []string{"domain https://acme.example"}},
		{"help@acme.example, acme@mail.example, john.acme@mail.example", []string{"domain help@acme.example"}},
		{"go to my.acme.example. Or acme.example", []string{"domain my.acme.example", "domain acme.example"}},
		{"https://münchen.example", []string{"domain https://münchen.example"}},
		{"hello@acme", []string{"word acme"}},
		{"acme.com", []string{"word acme"}},
		{"https://", nil},
		{"://acme www. acme", []string{"word acme", "word acme"}},
	})
}

func TestHashtags(t *testing.T) {
	t.Parallel()
	rules := compile(t, listen.Brand{
		Name: "us", Hashtags: []string{"#acmefail", "ソニー最高"}, Words: []string{"acme", "iPhone", "T-Mobile", "O2", "McDonald's", "苹果"},
		Phrases: []string{"best buy"}, Misspelled: map[string]int{"vodafone": 1},
	})
	runFind(t, rules, []findCase{
		{"#AcmeFail #acmefail ＃ACMEFAIL", []string{"hashtag #AcmeFail", "hashtag #acmefail", "hashtag ＃ACMEFAIL"}},
		{"#acmefails #acme_fail", []string{"word acme"}},
		{"#acme #ACME #MyAcme #AcmeSucks #acmesucks #acme2024", []string{"word acme", "word ACME", "word Acme", "word Acme", "word acme"}},
		{"#iphone #Best_iPhone15Pro #MyIPhoneBroke #MyiPhone", []string{"word iphone", "word iPhone", "word IPhone"}},
		{"#tmobile #TMobileFail #T_Mobile", []string{"word tmobile", "word TMobile", "word T_Mobile"}},
		{"#BestBuy #bestbuy #best_buy #TheBestBuyEver", []string{"phrase BestBuy", "phrase bestbuy", "phrase best_buy", "phrase BestBuy"}},
		{"#O2Down #IHateO2", []string{"word O2", "word O2"}},
		{"#McDonaldsFail #mcdonalds", []string{"word McDonalds", "word mcdonalds"}},
		{"#VodafonDown", []string{"misspelled Vodafon 1"}},
		{"#ソニー最高 #我爱苹果手机", []string{"hashtag #ソニー最高", "word 苹果"}},
		{"a#acmefail #", nil},
		{"##acmefail", []string{"hashtag #acmefail"}},
	})
}

func TestMisspellings(t *testing.T) {
	t.Parallel()
	rules := compile(t, listen.Brand{
		Name: "us", Misspelled: map[string]int{"verizon": 1, "deutschebahn": 2, "Яндекс": 1, "großmann": 1}, Not: []string{"horizon", "verizoni"},
	})
	runFind(t, rules, []findCase{
		{"verizon", []string{"misspelled verizon"}},
		{"verizom verizn verrizon evrizon veirzon", []string{"misspelled verizom 1", "misspelled verizn 1", "misspelled verrizon 1", "misspelled veirzon 1"}},
		{"berizon verisin horizon vverizonn", nil},
		{"verizoni verizonu", []string{"misspelled verizonu 1"}},
		{"VERÍSON", []string{"misspelled VERÍSON 1"}},
		{"deutchebahn deuschbahn dutschbhn deutsche bahn", []string{"misspelled deutchebahn 1", "misspelled deuschbahn 2"}},
		{"дндекс яндкес яндексы", []string{"misspelled яндкес 1", "misspelled яндексы 1"}},
		{"grosmann großman groxman", []string{"misspelled grosmann 1", "misspelled großman 1"}},
		{"@verizom verizom.example/x https://verizom.example", []string{"misspelled verizom 1"}},
	})
}

func TestCommonWords(t *testing.T) {
	t.Parallel()
	brand := listen.Brand{
		Name: "us", Handles: []string{"@apple"}, Words: []string{"macbook"}, Common: []string{"apple"}, Nearby: []string{"store", "app store", "#ios"},
		Not: []string{"apple pie", "orchard", "@applebees"},
	}
	anywhere := compile(t, brand)
	t.Run("anywhere", func(t *testing.T) {
		t.Parallel()
		runFind(t, anywhere, []findCase{
			{"an apple a day", nil},
			{"my apple was bought in that store", []string{"common apple"}},
			{"stored apple", nil},
			{"apple #iOS", []string{"common apple"}},
			{"apple vs apple pie at the store", []string{"common apple"}},
			{"@apple apple macbook", []string{"handle @apple", "common apple", "word macbook"}},
			{"the apple orchard store has a macbook, @apple", []string{"handle @apple"}},
			{"@applebees apple store", nil},
			{"I bought apple pie with my macbook", []string{"word macbook"}},
			{"Apple", nil},
		})
	})
	brand.Within, brand.Capital = 2, true
	near := compile(t, brand)
	t.Run("near, or with a capital", func(t *testing.T) {
		t.Parallel()
		runFind(t, near, []findCase{
			{"apple one two store", []string{"common apple"}},
			{"apple one two three store", nil},
			{"store one two apple", []string{"common apple"}},
			{"store one two three apple", nil},
			{"apple app store. one two three apple", []string{"common apple"}},
			{"Apple is late. Apple too. But with Apple it is so", []string{"common Apple"}},
			{"hello @friend Apple", []string{"common Apple"}},
			{"WHERE IS MY APPLE", nil},
			{"nice #Apple", nil},
			{"news:\nApple falls", nil},
		})
	})
	require.Empty(t, found(t, near, "das ist ein schöner Apple", "de"))
	require.NotEmpty(t, found(t, near, "das ist ein schöner Apple", "nl"))
}

func TestCharacterReferences(t *testing.T) {
	t.Parallel()
	rules := compile(t, listen.Brand{
		Name: "us", Handles: []string{"@acme"}, Hashtags: []string{"acmefail"}, Words: []string{"Café", "acme", "AT&T", "Citroën", "Canal+"}, Domains: []string{"acme.example"},
		Misspelled: map[string]int{"verizon": 1},
	})
	runFind(t, rules, []findCase{
		{"a Caf&#233; or Caf&eacute;s or CAF&#xC9;", []string{"word Caf&#233;", "word CAF&#xC9;"}},
		{"&#65;cme &#97;&#99;&#109;&#101;s &#97;&#99;&#109;&#101; é acme", []string{"word &#65;cme", "word &#97;&#99;&#109;&#101;", "word acme"}},
		{"Ac&#8203;me, Ac&#173;me, Ac&shy;me&zwj;", []string{"word Ac&#8203;me", "word Ac&#173;me", "word Ac&shy;me"}},
		{"AT&AMP;T AT&amp;T at &#38; t", []string{"word AT&AMP;T", "word AT&amp;T", "word at &#38; t"}},
		{"&#64;acme &#35;AcmeFail &num;acmefail", []string{"handle &#64;acme", "hashtag &#35;AcmeFail", "hashtag &num;acmefail"}},
		{"&#64;acmehelp help&#64;acme.example Canal&#43; acme&#46;example", []string{"domain help&#64;acme.example", "word Canal&#43;", "domain acme&#46;example"}},
		{"ver&iacute;zom", []string{"misspelled ver&iacute;zom 1"}},
		{"citro&euml;n &hearts; acme &nosuch; acme &#233 acme&#233;", []string{"word citro&euml;n", "word acme", "word acme"}},
		{"&amp;#97;cme &#1114112; &#xD800;acme &;acme &#;acme", []string{"word acme", "word acme", "word acme"}},
	})
}

// TestManyBrandsInOneText has a limit that a cost of brands times length is far beyond.
func TestManyBrandsInOneText(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("ten thousand brands")
	}
	brands, words := make([]listen.Brand, 10_000), make([]string, 10_000)
	for i := range brands {
		words[i] = fmt.Sprint("w", i)
		brands[i] = listen.Brand{Name: words[i], Common: []string{words[i]}, Capital: true}
	}
	rules, text := compile(t, brands...), "so they say W"+strings.Join(words, " w")+" "+strings.ToUpper(strings.Join(words[:5000], " "))
	began := time.Now()
	require.Len(t, rules.Match(text, ""), 5_000)
	require.Less(t, time.Since(began), time.Minute)
}

func TestCapitals(t *testing.T) {
	t.Parallel()
	rules := compile(t, listen.Brand{Name: "us", Common: []string{"one"}, Nearby: []string{"capital"}, Capital: true})
	for text, want := range map[string]string{
		"ask One":          `us: common "one" at 4: counts by its capital`,
		"Ask One now":      `us: common "one" at 4: no context`,
		"ask me One":       `us: common "one" at 7: counts by its capital`,
		"Ask One now then": `us: common "one" at 4: counts by its capital`,
		"capital one":      `us: common "one" at 8: counts with "capital"`,
	} {
		findings := rules.Explain(text, "")
		require.Len(t, findings, 1)
		require.Equal(t, want, findings[0].String(), "in %q", text)
	}
}

// TestNestedCompany has company that begins later and ends earlier: the one that reaches further counts.
func TestNestedCompany(t *testing.T) {
	t.Parallel()
	rules := compile(t, listen.Brand{Name: "us", Common: []string{"apple"}, Nearby: []string{"big app store here", "app"}, Within: 1})
	require.Len(t, found(t, rules, "apple big app store here now apple", ""), 2)
	require.Len(t, found(t, rules, "apple big app store there now apple", ""), 1)
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	rules := compile(t, listen.Brand{
		Name: "us", Handles: []string{"@three"}, Words: []string{"three"}, Languages: []string{"en", "pt-BR"},
	})
	for lang, want := range map[string]int{
		"": 2, "en": 2, "EN": 2, "en-GB": 2, "en_IE": 2, "und": 2, "zxx": 2, "qme": 2, "pt-BR": 2, "pt-br-x-a": 2,
		"pt": 1, "de": 1, "eng": 1, "e": 1, "\xff": 1, "quz": 1,
	} {
		require.Len(t, rules.Match("@three: three", lang), want, "in %q", lang)
	}
}

func TestLongestOfABrandCounts(t *testing.T) {
	t.Parallel()
	rules := compile(t,
		listen.Brand{Name: "b", Words: []string{"acme", "acme one"}, Phrases: []string{"acme one plus", "plus two"}},
		listen.Brand{Name: "a", Words: []string{"acme", "ACME"}},
	)
	require.Equal(t, []listen.Hit{
		{Brand: "a", Kind: listen.KindWord, Term: "acme", Start: 3, End: 7},
		{Brand: "b", Kind: listen.KindPhrase, Term: "acme one plus", Start: 3, End: 16},
		{Brand: "b", Kind: listen.KindPhrase, Term: "plus two", Start: 12, End: 20},
	}, rules.Match("my Acme one plus two", ""))
}

func TestAppendKeepsWhatIsThere(t *testing.T) {
	t.Parallel()
	rules := compile(t, listen.Brand{Name: "us", Words: []string{"acme"}})
	before := []listen.Hit{{Brand: "before"}}
	hits := rules.Append(before, "acme", "")
	require.Len(t, hits, 2)
	require.Equal(t, before, hits[:1])
	require.Nil(t, rules.Match("nothing", ""))
}

func TestExplainTellsWhatMatchLeavesOut(t *testing.T) {
	t.Parallel()
	rules := compile(t, listen.Brand{
		Name: "us", Words: []string{"acme", "acme phone"}, Common: []string{"gap"}, Not: []string{"acme inc", "canyon"}, Languages: []string{"en"},
	})
	explain := func(text, lang string) (list []string) {
		for _, f := range rules.Explain(text, lang) {
			list = append(list, f.String())
		}
		return list
	}
	require.Equal(t, []string{`us: word "acme phone" at 0: counts`, `us: word "acme" at 0: covered by "acme phone"`}, explain("acme phone", ""))
	require.Equal(t, []string{`us: word "acme" at 0: excluded by "acme inc"`, `us: common "gap" at 9: no context`}, explain("acme inc gap", ""))
	require.Equal(t, []string{`us: word "acme" at 0: excluded by "canyon"`}, explain("acme canyon", ""))
	require.Equal(t, []string{`us: word "acme" at 0: counts`, `us: common "gap" at 5: counts with "acme"`}, explain("acme gap", ""))
	require.Equal(t, []string{`us: word "acme" at 0: foreign`}, explain("acme", "de"))
}

func TestAnnotate(t *testing.T) {
	t.Parallel()
	rules := compile(t, listen.Brand{Name: "b", Words: []string{"acme"}}, listen.Brand{Name: "a", Words: []string{"acme", "beta"}, Languages: []string{"en"}})
	for lang, want := range map[string][]string{"en": {"a", "b"}, "de": {"b"}} {
		a, err := rules.Annotate(t.Context(), care.Mention{Text: "acme, beta and acme", Lang: lang})
		require.NoError(t, err)
		require.Equal(t, care.Assessment{By: rules.Name(), Topics: want}, a)
		require.NoError(t, a.Validate())
	}
	a, err := rules.Annotate(t.Context(), care.Mention{Text: "\xff nothing"})
	require.NoError(t, err)
	require.Empty(t, a.Topics)
}

func TestRulesAreSharedByGoroutines(t *testing.T) {
	t.Parallel()
	rules := compile(t, listen.Brand{Name: "us", Words: []string{"acme"}, Common: []string{"gap"}, Nearby: []string{"jeans"}, Misspelled: map[string]int{"verizon": 1}})
	text := strings.Repeat("acme gap verizom jeans ", 20)
	want := rules.Match(text, "")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if got := rules.Match(text, ""); len(got) != len(want) {
					t.Errorf("got %d hits, want %d", len(got), len(want))
				}
			}
		})
	}
	wg.Wait()
}
