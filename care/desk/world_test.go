package desk_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kindlydm/kindly/care"
)

// t0 is when worlds begin.
func t0() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

// worldNow is later than everything that is said in a world.
func worldNow() time.Time { return t0().Add(60 * 24 * time.Hour) }

// rounds returns n, times KINDLY_LONG where that is set.
func rounds(n int) int {
	if times, err := strconv.Atoi(os.Getenv("KINDLY_LONG")); err == nil && times > 0 {
		return n * times
	}
	return n
}

// seeds calls fn with n seeds; where KINDLY_SEED is set, with that one only.
func seeds(t *testing.T, n int, fn func(seed uint64)) {
	t.Helper()
	if s, err := strconv.ParseUint(os.Getenv("KINDLY_SEED"), 10, 64); err == nil {
		fn(s)
		return
	}
	for seed := range uint64(rounds(n)) {
		fn(seed)
	}
}

// delivery is one item of intake: a mention as one way tells it, or a removal.
type delivery struct {
	mention *care.Mention
	removal *care.Removal
}

func (d delivery) ref() care.Ref {
	if d.mention != nil {
		return d.mention.Ref
	}
	return d.removal.Ref
}

func (d delivery) String() string {
	if d.mention == nil {
		data, _ := json.Marshal(d.removal)
		return "removal " + string(data)
	}
	data, _ := json.Marshal(d.mention)
	return "mention " + string(data)
}

// plan is the order in which deliveries, by index, come in, and in which batches.
type plan [][]int

func (p plan) without(i int) plan {
	var out plan
	for _, b := range p {
		b = slices.DeleteFunc(slices.Clone(b), func(j int) bool { return i == j })
		if len(b) > 0 {
			out = append(out, b)
		}
	}
	return out
}

func (p plan) singles() plan {
	var out plan
	for _, b := range p {
		for _, i := range b {
			out = append(out, []int{i})
		}
	}
	return out
}

func (p plan) items() int {
	n := 0
	for _, b := range p {
		n += len(b)
	}
	return n
}

// inOrder delivers n things one by one.
func inOrder(n int) plan {
	out := make(plan, n)
	for i := range n {
		out[i] = []int{i}
	}
	return out
}

// scramble delivers n things in any order and batches, some of them several times.
func scramble(r *rand.Rand, n int) plan {
	order := r.Perm(n)
	for range r.IntN(n/2 + 1) {
		order = slices.Insert(order, r.IntN(len(order)+1), r.IntN(n))
	}
	most := 1 + r.IntN(n)
	var out plan
	for len(order) > 0 {
		size := min(1+r.IntN(most), len(order))
		out = append(out, order[:size])
		order = order[size:]
	}
	return out
}

// batch makes the deliveries with the given indexes one batch.
func batch(all []delivery, indexes []int) care.Batch {
	var b care.Batch
	for _, i := range indexes {
		if m := all[i].mention; m != nil {
			b.Mentions = append(b.Mentions, *m)
		} else {
			b.Removals = append(b.Removals, *all[i].removal)
		}
	}
	return b
}

// worldAccounts are ours in every world; the second writes under two ids.
func worldAccounts() []care.Account {
	return []care.Account{
		{ID: "twitter:100"},
		{ID: "twitter:200", Authors: []care.AuthorID{"twitter:200", "twitter:201"}},
	}
}

func ownAuthors() []care.AuthorID {
	return []care.AuthorID{"twitter:100", "twitter:200", "twitter:201"}
}

func accountOf(a care.AuthorID) care.AccountID {
	if a == "twitter:100" {
		return "twitter:100"
	}
	return "twitter:200"
}

func isOwn(a care.AuthorID) bool { return slices.Contains(ownAuthors(), a) }

// worldRules are those of a desk with worldAccounts and no other settings.
func worldRules(reopen time.Duration) care.Rules {
	own := map[care.AuthorID]care.AccountID{}
	for _, a := range ownAuthors() {
		own[a] = accountOf(a)
	}
	return care.Rules{Own: own, Reopen: reopen}
}

// builder makes small worlds that are as inconvenient as the platforms allow.
type builder struct {
	*rand.Rand
	n         int // mentions
	customers int
	roots     bool // the platform names roots
	hidden    map[care.Ref]bool
	disagree  bool // deliveries contradict each other
	span      time.Duration
}

// newWorld returns the deliveries of a world, oldest first.
func newWorld(r *rand.Rand, disagree bool) []delivery {
	b := &builder{Rand: r, n: 2 + r.IntN(8), customers: 1 + r.IntN(3), roots: r.IntN(3) == 0, disagree: disagree}
	b.span = []time.Duration{20 * time.Minute, 3 * time.Hour, 9 * 24 * time.Hour}[r.IntN(3)]
	truths := make([]care.Mention, b.n)
	for i := range truths {
		truths[i] = b.mention(i)
	}
	b.hidden = map[care.Ref]bool{}
	for _, m := range truths {
		b.hidden[m.Ref] = m.Visibility == care.Direct
	}
	if b.roots {
		b.nameRoots(truths)
	}
	var out []delivery
	for i := range truths {
		out = append(out, b.deliveries(truths, i)...)
	}
	slices.SortStableFunc(out, func(x, y delivery) int { return x.at().Compare(y.at()) })
	return out
}

func (d delivery) at() time.Time {
	if d.mention != nil {
		return d.mention.ObservedAt
	}
	return d.removal.ObservedAt
}

func (b *builder) chance(percent int) bool { return b.IntN(100) < percent }

func (b *builder) ref(i int) care.Ref { return care.NewRef(care.Twitter, "", strconv.Itoa(i+7)) }

func (b *builder) anyRef() care.Ref {
	if b.chance(10) {
		return care.NewRef(care.Twitter, "", strconv.Itoa(900+b.IntN(2))) // never comes
	}
	return b.ref(b.IntN(b.n))
}

// anyRoot names no private mention: to be the root of a public one it would have to be public.
func (b *builder) anyRoot() care.Ref {
	if ref := b.anyRef(); !b.hidden[ref] {
		return ref
	}
	return care.NewRef(care.Twitter, "", "900")
}

func (b *builder) customer() care.AuthorID {
	return care.NewAuthorID(care.Twitter, "", strconv.Itoa(1+b.IntN(b.customers)))
}

func (b *builder) own() care.AuthorID { return ownAuthors()[b.IntN(3)] }

func (b *builder) account() care.AccountID { return worldAccounts()[b.IntN(2)].ID }

// instant is one of few, so that some things happen at once.
func (b *builder) instant() time.Time { return t0().Add(b.span / 12 * time.Duration(b.IntN(13))) }

func (b *builder) mention(i int) care.Mention {
	m := care.Mention{Ref: b.ref(i), OccurredAt: b.instant(), Text: fmt.Sprintf("words of %d", i)}
	m.Author.ID = b.customer()
	if b.chance(40) {
		m.Author.ID = b.own()
	}
	m.Author.Handle = "h" + m.Author.ID.Native()
	m.Author.Bot = b.chance(12)
	m.ObservedAt = m.OccurredAt.Add(time.Duration(b.IntN(5)) * time.Minute)
	switch b.IntN(20) {
	case 0:
		m.Claimed = true
	case 1:
		m.OccurredAt = m.ObservedAt.Add(time.Minute)
	case 2:
		m.OccurredAt = time.Time{}
	}
	if b.chance(20) {
		b.private(&m)
	} else {
		b.public(&m)
	}
	if b.chance(65) {
		if p := b.anyRef(); p != m.Ref {
			m.Parent = p
		}
	}
	return m
}

func (b *builder) private(m *care.Mention) {
	m.Kind, m.Visibility = care.KindMessage, care.Direct
	switch {
	case !isOwn(m.Author.ID):
		m.Via = []care.AccountID{b.account()}
	case b.chance(85):
		m.Peer = b.customer()
	}
}

func (b *builder) public(m *care.Mention) {
	m.Visibility = []care.Visibility{care.Public, care.Public, care.Unlisted, care.Followers}[b.IntN(4)]
	m.Kind = []care.Kind{care.KindReply, care.KindMention, care.KindPost, care.KindComment, "wave"}[b.IntN(5)]
	if !isOwn(m.Author.ID) && b.chance(70) {
		m.Via = append(m.Via, b.account())
	}
	switch b.IntN(8) {
	case 0:
		m.Kind, m.Target, m.Via = care.KindShare, b.anyRef(), nil
	case 1:
		m.Kind, m.Target = care.KindQuote, b.anyRef()
	}
	if b.chance(20) {
		m.Author.Followers, m.Author.KnownAt = b.IntN(50), m.ObservedAt
	}
}

func (b *builder) nameRoots(ms []care.Mention) {
	byRef := map[care.Ref]*care.Mention{}
	for i := range ms {
		byRef[ms[i].Ref] = &ms[i]
	}
	for i := range ms {
		if ms[i].Visibility == care.Direct {
			continue
		}
		root := ms[i].Ref
		for range b.n {
			up := byRef[root]
			if up == nil || up.Parent == "" || b.hidden[up.Parent] {
				break
			}
			root = up.Parent
		}
		if b.chance(10) {
			root = b.anyRoot()
		}
		if b.chance(80) {
			ms[i].Root = root
		}
	}
}

// deliveries returns how the world tells of mention i: at least once, in part, again, changed, taken back.
func (b *builder) deliveries(all []care.Mention, i int) []delivery {
	m := all[i]
	if b.chance(6) {
		return nil // never comes
	}
	first := m
	var out []delivery
	if b.chance(12) {
		first.Author = care.Author{} // learnt later
		if b.chance(60) {
			again := m
			again.ObservedAt = m.ObservedAt.Add(time.Minute)
			out = append(out, delivery{mention: &again})
		}
	}
	out = append(out, delivery{mention: &first})
	for b.chance(35) {
		out = append(out, b.later(m))
	}
	return out
}

// later returns another delivery of m.
func (b *builder) later(m care.Mention) delivery {
	m.ObservedAt = m.ObservedAt.Add(time.Duration(b.IntN(40)-5) * time.Minute)
	switch b.IntN(8) {
	case 0:
		return delivery{removal: b.removal(m)}
	case 1:
		m.EditedAt, m.Text = m.ObservedAt.Add(time.Duration(b.IntN(3))*time.Minute), m.Text+" edited"
	case 2:
		m.Revision, m.Text = int64(1+b.IntN(3)), fmt.Sprintf("%s version %d", m.Text, b.IntN(2))
	case 3:
		m.Engagement = care.Engagement{Likes: b.IntN(9), Shares: b.IntN(9), KnownAt: m.ObservedAt}
		m.Author.Followers, m.Author.KnownAt = b.IntN(90), m.ObservedAt
	case 4:
		if !isOwn(m.Author.ID) && m.Kind != care.KindShare {
			m.Via = []care.AccountID{b.account()}
		}
	case 5:
		m.Parent, m.Root, m.Target = "", "", "" // a way that tells less
	case 6:
		if b.disagree {
			b.contradict(&m)
		}
	case 7:
		m.Claimed = !m.Claimed
	}
	return delivery{mention: &m}
}

func (b *builder) removal(m care.Mention) *care.Removal {
	r := &care.Removal{Ref: m.Ref, ObservedAt: m.ObservedAt.Add(time.Hour)}
	if b.chance(70) {
		r.At = m.ObservedAt.Add(time.Duration(b.IntN(120)-10) * b.span / 240)
		r.ObservedAt = r.At
	}
	if b.chance(20) {
		r.Revision = int64(b.IntN(4))
	}
	return r
}

// contradict changes what can't change. Whether it is private is left alone: a mention that one way calls
// public and another private is not covered by convergence.
func (b *builder) contradict(m *care.Mention) {
	switch b.IntN(7) {
	case 0:
		m.Author.ID = b.customer()
		if b.chance(30) {
			m.Author.ID = b.own()
		}
	case 1:
		if p := b.anyRef(); p != m.Ref {
			m.Parent = p
		}
	case 2:
		m.Text += " or not"
	case 3:
		if m.Visibility != care.Direct {
			m.Visibility = care.Followers
		}
	case 4:
		if m.Visibility != care.Direct {
			m.Kind = []care.Kind{care.KindShare, care.KindQuote, care.KindPost}[b.IntN(3)]
			m.Target = b.anyRef()
		}
	case 5:
		m.OccurredAt = b.instant()
	case 6:
		if m.Visibility == care.Direct && isOwn(m.Author.ID) {
			m.Peer = b.customer()
		} else {
			m.Root = b.anyRoot()
		}
	}
}

// minimise takes deliveries, then details, out of a world for as long as two plans for it still differ.
func minimise(all []delivery, a, b plan, differ func([]delivery, plan, plan) bool) ([]delivery, plan, plan) {
	for changed := true; changed; {
		changed = false
		try := func(x []delivery, p, q plan) {
			if !slices.EqualFunc(p, a, slices.Equal) || !slices.EqualFunc(q, b, slices.Equal) || !slices.Equal(x, all) {
				if differ(x, p, q) {
					all, a, b, changed = x, p, q, true
				}
			}
		}
		for i := range all {
			if p := a.without(i); p.items() < a.items() {
				try(all, p, b.without(i))
			}
		}
		try(all, a.singles(), b)
		try(all, a, b.singles())
		for i := range all {
			if all[i].mention == nil {
				continue
			}
			for _, simpler := range simplifications() {
				m := *all[i].mention
				simpler(&m)
				if fmt.Sprint(delivery{mention: &m}) == fmt.Sprint(all[i]) {
					continue
				}
				x := slices.Clone(all)
				x[i].mention = &m
				try(x, a, b)
			}
		}
		for j := range b {
			for k := range b[j] { // repetitions
				p := slices.Clone(b)
				p[j] = slices.Delete(slices.Clone(b[j]), k, k+1)
				if len(p[j]) == 0 {
					p = slices.Delete(p, j, j+1)
				}
				if sameItems(p, b) {
					try(all, a, p)
				}
			}
			if changed {
				break
			}
		}
	}
	return all, a, b
}

func sameItems(p, q plan) bool {
	set := func(p plan) string {
		var all []int
		for _, b := range p {
			all = append(all, b...)
		}
		slices.Sort(all)
		return fmt.Sprint(slices.Compact(all))
	}
	return set(p) == set(q)
}

func simplifications() []func(*care.Mention) {
	return []func(*care.Mention){
		func(m *care.Mention) { m.Root = "" },
		func(m *care.Mention) { m.Target = "" },
		func(m *care.Mention) { m.Parent = "" },
		func(m *care.Mention) { m.Peer = "" },
		func(m *care.Mention) { m.Engagement = care.Engagement{} },
		func(m *care.Mention) { m.Author.Followers, m.Author.KnownAt = 0, time.Time{} },
		func(m *care.Mention) { m.Author.Handle = "" },
		func(m *care.Mention) { m.Author.Bot = false },
		func(m *care.Mention) { m.Claimed = false },
		func(m *care.Mention) { m.Text = "" },
		func(m *care.Mention) { m.EditedAt, m.Revision = time.Time{}, 0 },
		func(m *care.Mention) {
			if m.Visibility != care.Direct {
				m.Visibility = care.Public
			}
		},
		func(m *care.Mention) {
			if m.Kind != care.KindShare && m.Kind != care.KindMessage {
				m.Kind = care.KindPost
			}
		},
		func(m *care.Mention) { m.ObservedAt = m.OccurredAt },
	}
}

// story tells what was delivered, for a failure.
func story(all []delivery, p plan) string {
	var s strings.Builder
	for _, b := range p {
		s.WriteString("- batch\n")
		for _, i := range b {
			fmt.Fprintf(&s, "    #%d %s\n", i, all[i])
		}
	}
	return s.String()
}
