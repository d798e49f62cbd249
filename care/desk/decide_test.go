package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/memstore"
	"github.com/kindlydm/kindly/sla"
)

// played is a desk in virtual time, for one test.
type played struct {
	*desk.Desk

	t      *testing.T
	store  care.Store
	clock  *clock
	policy *sla.Policy
	reopen time.Duration
	all    []delivery
}

// play returns an empty desk whose time begins at t0.
func play(t *testing.T) *played {
	t.Helper()
	p := &played{t: t, clock: &clock{t0()}, policy: sla.Default(), reopen: 72 * time.Hour}
	p.store = memstore.New(memstore.Config{Now: p.clock.Now})
	d, err := desk.New(p.store, desk.Config{Accounts: worldAccounts(), Now: p.clock.Now, NewID: counter("c"), Policy: p.policy})
	require.NoError(t, err)
	p.Desk = d
	return p
}

// take delivers, each in a batch of its own.
func (p *played) take(all ...delivery) {
	p.t.Helper()
	for _, d := range all {
		p.all = append(p.all, d)
		_, err := p.Ingest(p.t.Context(), batch([]delivery{d}, []int{0}))
		require.NoError(p.t, err)
	}
}

// at sets the time to minute minutes after t0.
func (p *played) at(minute int) { p.clock.now = t0().Add(time.Duration(minute) * time.Minute) }

// in returns the conversation that ref is in.
func (p *played) in(ref care.Ref) *care.Conversation {
	p.t.Helper()
	var id care.ConversationID
	err := p.store.View(p.t.Context(), func(r care.Reader) error {
		rows, err := r.Mentions([]care.Ref{"twitter:" + ref})
		if len(rows) > 0 {
			id = rows[0].Conversation
		}
		return err
	})
	require.NoError(p.t, err)
	c, err := p.Conversation(p.t.Context(), id)
	require.NoError(p.t, err, "conversation of %s", ref)
	return c
}

// agent is a person at the desk.
func (p *played) agent() desk.Seat { return p.As(care.Agent("ann")) }

// audit checks what must hold of any desk once all that is due was done.
func (p *played) audit() {
	p.t.Helper()
	p.tick()
	rules := worldRules(p.reopen)
	rules.Policy = p.policy
	require.NoError(p.t, audit(p.t.Context(), p.Desk, p.store, &rules, p.clock.now))
}

func (p *played) canon() string {
	p.t.Helper()
	c, err := canonical(p.t.Context(), p.Desk, p.store, refsOf(p.all), p.policy, p.clock.now)
	require.NoError(p.t, err)
	return c.String()
}

// TestWithdrawnInEarlierCase: what a customer took back in a case before was answered all the same, by an
// answer that becomes known when a newer case has begun.
func TestWithdrawnInEarlierCase(t *testing.T) {
	t.Parallel()
	p := play(t)
	day := 24 * 60
	p.take(says("1", "1", 0, toUs), says("2", "100", 5, below("1")))
	p.at(10)
	require.NoError(t, p.agent().Resolve(t.Context(), p.in("1").ID, care.Seen{}))
	p.at(9 * day)
	p.take(says("3", "1", 20, toUs, below("2")), gone("3", 9*day)) // reopened, and taken back much later
	p.take(says("4", "1", 8*day, toUs, below("2")))                // a new case
	p.audit()
	p.take(says("5", "100", 8*day+5, below("4"))) // an answer before the removal
	p.audit()
}

// TestSharesFollowLegs: a share belongs to the conversation of what it passes on, also after that was parted.
func TestSharesFollowLegs(t *testing.T) {
	t.Parallel()
	outcome := func(late bool) string {
		p := play(t)
		p.take(says("1", "1", 0, toUs), says("2", "2", 1, toUs, below("1")))
		share := says("3", "3", 2, shares("2"))
		p.at(5)
		require.NoError(t, p.agent().Join(t.Context(), p.in("1").ID, p.in("2").ID, "same"))
		if !late {
			p.take(share)
		}
		p.at(10)
		_, err := p.agent().Part(t.Context(), p.in("1").ID, p.in("2").Lines[1].Row.Leg)
		require.NoError(t, err)
		if late {
			p.take(share)
		}
		p.audit()
		return p.canon()
	}
	require.Equal(t, outcome(false), outcome(true))
}
