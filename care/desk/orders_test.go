package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
)

// says returns a delivery of a public post, minute minutes after t0.
func says(ref, author string, minute int, with ...func(*care.Mention)) delivery {
	at := t0().Add(time.Duration(minute) * time.Minute)
	m := care.Mention{
		Ref: care.Ref("twitter:" + ref), Kind: care.KindPost, Visibility: care.Public,
		OccurredAt: at, ObservedAt: at, Text: "words of " + ref,
	}
	if author != "" {
		m.Author.ID = care.AuthorID("twitter:" + author)
	}
	for _, change := range with {
		change(&m)
	}
	return delivery{mention: &m}
}

func toUs(m *care.Mention) { m.Via = []care.AccountID{"twitter:100"} }

func below(ref care.Ref) func(*care.Mention) {
	return func(m *care.Mention) { m.Parent = "twitter:" + ref }
}

func rooted(ref care.Ref) func(*care.Mention) {
	return func(m *care.Mention) { m.Root = "twitter:" + ref }
}

func shares(ref care.Ref) func(*care.Mention) {
	return func(m *care.Mention) { m.Kind, m.Target = care.KindShare, "twitter:"+ref }
}

func gone(ref care.Ref, minute int) delivery {
	at := t0().Add(time.Duration(minute) * time.Minute)
	return delivery{removal: &care.Removal{Ref: "twitter:" + ref, At: at, ObservedAt: at}}
}

// TestOrders has the smallest worlds that once came out differently; each is delivered in every order.
func TestOrders(t *testing.T) {
	t.Parallel()
	for name, all := range map[string][]delivery{
		"a share of a share": {
			says("11", "1", 10, toUs), says("9", "2", 5, shares("11")), says("10", "3", 0, shares("9")),
		},
		"our answer is below our share of it, which somebody shares": {
			says("13", "200", 15, below("12")), says("7", "1", 45, toUs), says("12", "100", 91, shares("13"), below("7")), says("10", "1", 150, shares("12")),
		},
		"our post names a root that comes last, in another thread": {
			says("9", "1", 0), says("7", "", 3, below("9")), says("13", "100", 4, rooted("7")),
		},
		"the thread of a bystander gets another name before he addresses us": {
			says("9", "3", 0), says("12", "1", 1, toUs), says("13", "1", 2, toUs, below("12"), rooted("9")), says("14", "3", 3, toUs, below("9")),
		},
		"two deliveries name different roots": {
			says("8", "100", 0, rooted("12")), says("8", "100", 0, rooted("9")), says("9", "1", 2),
		},
		"taken back after our answer": {
			says("15", "1", 0, toUs), says("10", "100", 5, below("15")), gone("15", 60),
		},
		"taken back before our answer": {
			says("15", "1", 0, toUs), says("10", "100", 60, below("15")), gone("15", 5),
		},
		"taken back after we shared it": {
			says("7", "1", 0, toUs), says("8", "200", 30, shares("7")), gone("7", 60),
		},
		"we answer below our own share of a customer's post": {
			says("12", "1", 0, toUs), says("11", "100", 1, shares("5"), below("12")), says("7", "100", 2, below("11")),
		},
		"two parents are claimed for our answer, one of them our own share": {
			says("12", "1", 0, toUs), says("11", "100", 1, shares("5"), below("12")),
			says("7", "100", 2, below("8")), says("7", "100", 2, below("11")),
		},
		"two shares of each other, by one of the deliveries": {
			says("7", "1", 0, toUs), says("10", "2", 1, shares("8")), says("8", "3", 2, shares("7")), says("8", "3", 2, shares("10")),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first := inOrder(len(all))
			for _, order := range permutations(len(all)) {
				p := plan{order}.singles()
				how := compare(t.Context(), all, first, p)
				require.Empty(t, how, "first plan:\n%s\nsecond plan:\n%s", story(all, first), story(all, p))
			}
		})
	}
}

func permutations(n int) [][]int {
	if n == 0 {
		return [][]int{nil}
	}
	var out [][]int
	for _, p := range permutations(n - 1) {
		for i := range n {
			q := append(append(append([]int{}, p[:i]...), n-1), p[i:]...)
			out = append(out, q)
		}
	}
	return out
}
