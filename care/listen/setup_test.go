package listen_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care/listen"
)

func compile(t testing.TB, brands ...listen.Brand) *listen.Rules {
	t.Helper()
	rules, err := listen.Compile(brands...)
	require.NoError(t, err)
	return rules
}

// found returns what rules find in a text: the kind, the text that was found and, of a misspelling, its edits.
func found(t testing.TB, rules *listen.Rules, text, lang string) []string {
	t.Helper()
	list := []string{}
	for _, h := range rules.Match(text, lang) {
		s := fmt.Sprintf("%s %s", h.Kind, text[h.Start:h.End])
		if h.Edits > 0 {
			s += fmt.Sprintf(" %d", h.Edits)
		}
		list = append(list, s)
	}
	return list
}

// A findCase is a text and what must be found in it.
type findCase struct {
	text string
	want []string
}

func runFind(t *testing.T, rules *listen.Rules, cases []findCase) {
	t.Helper()
	for _, tc := range cases {
		t.Run(tc.text, func(t *testing.T) {
			t.Parallel()
			if tc.want == nil {
				tc.want = []string{}
			}
			require.Equal(t, tc.want, found(t, rules, tc.text, ""), "in %q", tc.text)
		})
	}
}
