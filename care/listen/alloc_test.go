package listen_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/listen"
)

func TestMatchAllocatesNothing(t *testing.T) {
	brands := append(oracleBrands(), benchBrands(200)...)
	rules := compile(t, brands...)
	hits := make([]listen.Hit, 0, 16)
	for _, text := range []string{
		"", "a post about nothing in particular, with a link https://short.example/x and #a #FewTags @somebody",
		"great service from Verizom today, and nothing like the gap at @verizon", "मेरी गाड़ी, моя машина, 我的车, 車はソニー, ellenőrző szám",
		"x\xff\xfe \u200d\u202e \U000e0041", "t mobile best buy", "AT&amp;T &#39; R&D &quot;",
	} {
		require.Zero(t, testing.AllocsPerRun(100, func() { hits = rules.Append(hits[:0], text, "en") }), "in %q", text)
	}
	m := care.Mention{Text: "nothing of interest here", Lang: "en"}
	ctx := t.Context()
	require.Zero(t, testing.AllocsPerRun(100, func() {
		if _, err := rules.Annotate(ctx, m); err != nil {
			t.Fatal(err)
		}
	}))
}
