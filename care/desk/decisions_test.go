package desk_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
)

// TestDecisions plays worlds whose facts come late and in any order, while people decide. After each step
// what is stored is what its fold gives.
func TestDecisions(t *testing.T) {
	t.Parallel()
	seeds(t, 25, func(seed uint64) {
		r := rand.New(rand.NewPCG(seed, 2))
		all := newWorld(r, true)
		for range 1 + r.IntN(2) { // several worlds' worth of facts about the same refs
			all = append(all, newWorld(r, true)...)
		}
		p := playWith(t, func(c *desk.Config) { c.Reopen = []time.Duration{-1, time.Hour, 72 * time.Hour}[r.IntN(3)] }, nil)
		var told strings.Builder
		defer func() {
			if t.Failed() {
				t.Logf("seed %d\n%s", seed, told.String())
			}
		}()
		for len(all) > 0 {
			i := r.IntN(min(len(all), 6))
			d := all[i]
			all = slices.Delete(all, i, i+1)
			if at := d.at(); at.After(p.clock.now) {
				p.clock.now = at
			}
			fmt.Fprintf(&told, "%s %s\n", p.clock.now.Format(time.TimeOnly), d)
			p.take(d)
			if r.IntN(3) == 0 {
				p.clock.now = p.clock.now.Add(time.Duration(r.IntN(100)) * time.Minute)
			}
			for r.IntN(2) == 0 {
				told.WriteString(decideSomething(p, r) + "\n")
			}
			if r.IntN(3) == 0 {
				p.tick()
				told.WriteString("tick\n")
			}
			p.audit()
		}
	})
}

// decideSomething has somebody decide something, which may be refused, about a conversation; it tells what.
func decideSomething(p *played, r *rand.Rand) string {
	p.t.Helper()
	heads, err := allHeads(p.t.Context(), p.Desk)
	require.NoError(p.t, err)
	if len(heads) == 0 {
		return "nothing to decide"
	}
	ctx, h, s := p.t.Context(), heads[r.IntN(len(heads))], p.agent()
	if r.IntN(4) == 0 {
		s = p.As(care.Actor{Kind: care.ActorBot, ID: "rule"})
	}
	var what string
	switch r.IntN(10) {
	case 0:
		what, err = "assign", s.Assign(ctx, h.ID, "", "ann")
	case 1:
		what, err = "tag", s.Tag(ctx, h.ID, []string{"vip"}, []string{"new"})
	case 2:
		what, err = "note", s.Note(ctx, h.ID, "a word")
	case 3, 4:
		what, err = "snooze", s.Snooze(ctx, h.ID, p.clock.now.Add(time.Duration(1+r.IntN(200))*time.Minute))
	case 5:
		other := heads[r.IntN(len(heads))].ID
		what, err = "join "+string(other), s.Join(ctx, h.ID, other, "same")
	case 6:
		what, err = partSomething(p, r, s, h.ID)
	default:
		var seen care.Seen
		if r.IntN(2) == 0 {
			c, err := p.Conversation(ctx, h.ID)
			require.NoError(p.t, err)
			if n := len(c.Lines); n > 0 {
				seen = care.Seen{Last: c.Lines[r.IntN(n)].Pos(), Observed: c.Observed}
			}
		}
		what, err = fmt.Sprintf("resolve, having seen %v", seen), s.Resolve(ctx, h.ID, seen)
	}
	if !errors.Is(err, care.ErrConflict) && !errors.Is(err, care.ErrIllegal) && !errors.Is(err, care.ErrInvalid) {
		require.NoError(p.t, err, what)
	}
	return fmt.Sprintf("%s %s %s: %v", p.clock.now.Format(time.TimeOnly), what, h.ID, err)
}

func partSomething(p *played, r *rand.Rand, s desk.Seat, id care.ConversationID) (string, error) {
	p.t.Helper()
	c, err := p.Conversation(p.t.Context(), id)
	require.NoError(p.t, err)
	var legs []care.LegKey
	for _, l := range c.Lines {
		if l.Row != nil && l.Row.Leg.Customer != "" && !slices.Contains(legs, l.Row.Leg) && r.IntN(2) == 0 {
			legs = append(legs, l.Row.Leg)
		}
	}
	_, err = s.Part(p.t.Context(), id, legs...)
	return fmt.Sprintf("part %v of", legs), err
}
