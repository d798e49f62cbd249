package listen_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care/listen"
)

// TestMisspellingsLikeTheDistance compares words of three letters only, in which much is near to much.
func TestMisspellingsLikeTheDistance(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(4, 2))
	word := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = "abc"[r.IntN(3)]
		}
		return string(b)
	}
	near := 0
	for range 300 {
		edits := 1 + r.IntN(2)
		want := word(5 + 4*(edits-1) + r.IntN(4))
		rules := compile(t, listen.Brand{Name: "us", Misspelled: map[string]int{want: edits}})
		for range 200 {
			got := word(max(1, len(want)-3+r.IntN(7)))
			if r.IntN(2) == 0 {
				got = change(r, want)
			}
			d := osa([]rune(got), []rune(want))
			hits := rules.Match(got, "")
			if d > edits || got[0] != want[0] {
				require.Empty(t, hits, "%q is %d from %q", got, d, want)
				continue
			}
			near++
			require.Len(t, hits, 1, "%q is %d from %q", got, d, want)
			require.Equal(t, d, hits[0].Edits, "%q from %q", got, want)
		}
	}
	require.Greater(t, near, 5_000)
}

// change makes up to three edits behind the first letter.
func change(r *rand.Rand, word string) string {
	b := []byte(word)
	for range r.IntN(4) {
		i := 1 + r.IntN(len(b)-1)
		switch r.IntN(4) {
		case 0:
			b[i] = "abc"[r.IntN(3)]
		case 1:
			b = append(b[:i:i], append([]byte{"abc"[r.IntN(3)]}, b[i:]...)...)
		case 2:
			b = append(b[:i:i], b[i+1:]...)
		default:
			if i+1 < len(b) {
				b[i], b[i+1] = b[i+1], b[i]
			}
		}
		if len(b) < 2 {
			break
		}
	}
	return string(b)
}
