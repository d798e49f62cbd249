package desk

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/sla"
)

// Config says what a desk works with. The zero value takes mentions by Ingest and knows no account of ours.
type Config struct {
	// Accounts are our own, beside those of Sources. A conversation is folded with those that are known at the
	// time: give all of them each time, also those whose sources are gone, and after a change call Rebuild.
	Accounts []care.Account
	// Annotators judge customers' mentions before they are stored: they must be fast and do no I/O.
	Annotators []care.Annotator
	// Slow annotators are called by Tick, for each customer's mention after it was stored. They may be
	// called again for one mention after a failure.
	Slow []care.Annotator
	// Keep is how long words are kept after they were first seen. Defaults to for ever. It is fixed for each
	// mention when it is first seen: what is stored already keeps the time that it got then. Ids of authors and
	// what a provider needs for replies stay; Erase is for those.
	Keep time.Duration
	// KeepRejects is how long what could not be read is kept. Defaults to 30 days, or Keep if that is less.
	KeepRejects time.Duration
	// Logger gets ids, counts and errors, never words. Defaults to none.
	Logger *slog.Logger
	// NewID returns a new id in letters and digits, later ones sorting later. Defaults to one made of
	// the time and 80 random bits.
	NewID func() string
	// Now is the time for decisions, and for what was observed without a time. What is due goes by the store's
	// clock. Defaults to time.Now.
	Now func() time.Time
	// Policy gives the clocks; &sla.Policy{} has none. One that changes goes through Adopt. Its rules match on
	// what care.Tail.Subject says, and its pauses on care.Status. A desk knows two sorts of replies so far:
	// sla.Elsewhere, what people wrote with another tool, and sla.Bot. So what counts no Elsewhere is never met,
	// and sla.Update never begins. Defaults to sla.Default().
	Policy *sla.Policy
	// Reopen is how long after its resolution a message still belongs to a case. Defaults to 72 hours; if
	// negative, each message after a resolution begins a new one.
	Reopen time.Duration
	// Sources are read by Run.
	Sources []care.Source
	// TickEvery is how often Run calls Tick at least: it does so when a job is due that it knows of, and with
	// this it learns of those that others planned. Defaults to a second.
	TickEvery time.Duration
	_         struct{}
}

const (
	defaultReopen      = 72 * time.Hour
	defaultKeepRejects = 30 * 24 * time.Hour
	defaultTickEvery   = time.Second
)

// Desk is the engine over one store. It is safe for concurrent use, and starts no goroutine outside Run.
type Desk struct {
	store care.Store
	cfg   Config
	rules care.Rules
	log   *slog.Logger

	pictures sync.Pool
	purges   atomic.Bool // the job is there

	turn    chan struct{} // held by who runs an ingest transaction
	mu      sync.Mutex
	queued  []*intake
	changed chan struct{} // closed when something was committed
	alarm   *alarm
}

// New returns a desk over store. The error joins all that is wrong with cfg.
func New(store care.Store, cfg Config) (*Desk, error) {
	err := cfg.validate()
	if store == nil {
		err = errors.Join(errors.New("store is nil"), err)
	}
	if err != nil {
		return nil, invalid("new", err)
	}
	cfg = cfg.withDefaults()
	rules := care.Rules{Own: map[care.AuthorID]care.AccountID{}, Reopen: max(cfg.Reopen, 0), Policy: cfg.Policy}
	if err := cfg.own(rules.Own); err != nil {
		return nil, invalid("new", err)
	}
	return &Desk{
		store: store, cfg: cfg, rules: rules, log: cfg.Logger,
		turn: make(chan struct{}, 1), changed: make(chan struct{}), alarm: newAlarm(),
	}, nil
}

func (c Config) withDefaults() Config {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.NewID == nil {
		c.NewID = func() string { return newID(c.Now()) }
	}
	if c.Policy == nil {
		c.Policy = sla.Default()
	}
	if c.Reopen == 0 {
		c.Reopen = defaultReopen
	}
	if c.KeepRejects <= 0 {
		c.KeepRejects = defaultKeepRejects
	}
	if c.Keep > 0 {
		c.KeepRejects = min(c.Keep, c.KeepRejects)
	}
	if c.TickEvery <= 0 {
		c.TickEvery = defaultTickEvery
	}
	return c
}

// validate reports all that is wrong with c, but for its accounts.
func (c Config) validate() error {
	var errs []error
	for name, d := range map[string]time.Duration{"Keep": c.Keep, "KeepRejects": c.KeepRejects, "TickEvery": c.TickEvery} {
		if d < 0 {
			errs = append(errs, fmt.Errorf("%s: negative", name))
		}
	}
	names := map[string]bool{}
	for i, s := range c.Sources {
		switch {
		case s == nil:
			errs = append(errs, fmt.Errorf("Sources[%d]: nil", i))
		case names[s.Name()]:
			errs = append(errs, fmt.Errorf("Sources[%d]: a second one is named %q: they would share a cursor", i, s.Name()))
		default:
			names[s.Name()] = true
		}
	}
	if slices.ContainsFunc(slices.Concat(c.Annotators, c.Slow), func(a care.Annotator) bool { return a == nil }) {
		errs = append(errs, errors.New("Annotators: nil"))
	}
	return errors.Join(errs...)
}

// own collects the ids under which our accounts write.
func (c Config) own(into map[care.AuthorID]care.AccountID) error {
	var errs []error
	accounts := c.Accounts
	for _, s := range c.Sources {
		accounts = append(accounts[:len(accounts):len(accounts)], s.Accounts()...)
	}
	for _, a := range accounts {
		if err := a.ID.Validate(); err != nil {
			errs = append(errs, fmt.Errorf("account: %w", err))
		}
		for _, id := range a.AuthorIDs() {
			if other, ok := into[id]; ok && other != a.ID {
				errs = append(errs, fmt.Errorf("author %q belongs to account %q and to %q", id, other, a.ID))
			}
			into[id] = a.ID
		}
	}
	return errors.Join(errs...)
}

// newID is sorted by time: 48 bits of milliseconds, 80 random ones, in 32 hexadecimal digits.
func newID(now time.Time) string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], uint64(now.UnixMilli())<<16)
	rand.Read(b[6:])
	return hex.EncodeToString(b[:])
}

// now is what computations get: UTC, without a monotonic reading.
func (d *Desk) now() time.Time { return d.cfg.Now().Round(0).UTC() }

// notify wakes who waits for events.
func (d *Desk) notify() {
	d.mu.Lock()
	defer d.mu.Unlock()
	close(d.changed)
	d.changed = make(chan struct{})
}

func (d *Desk) changes() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.changed
}

func invalid(op string, err error) error {
	return &care.Error{Op: "desk: " + op, Code: care.CodeInvalid, Err: err}
}

// failed wraps what a store returned, once, and keeps its code.
func failed(op string, err error) error {
	if err == nil {
		return nil
	}
	if ours, ok := errors.AsType[*care.Error](err); ok && strings.HasPrefix(ours.Op, "desk: ") {
		return err
	}
	return &care.Error{Op: "desk: " + op, Code: codeOf(err), Err: err}
}

func codeOf(err error) care.Code {
	for c := care.CodeInvalid; c <= care.CodeRefused; c++ {
		if errors.Is(err, c.Err()) {
			return c
		}
	}
	return care.CodeInternal
}

// again reports whether an Update lost a race that it may win next time.
func again(err error) bool {
	return errors.Is(err, care.ErrConflict) || errors.Is(err, care.ErrUnknownOutcome)
}

// update runs fn, and again when it lost a race; each time from the beginning. A store may say that it
// doesn't know the outcome: every write is idempotent, so repeating is right.
func (d *Desk) update(ctx context.Context, keys []care.Key, fn func(care.Tx) error) error {
	var err error
	for range maxTries {
		err = d.store.Update(ctx, keys, fn)
		if refused, ok := errors.AsType[*refusal](err); ok {
			return refused.error
		}
		if !again(err) {
			return err
		}
	}
	return err
}

// refusal is an answer, not a lost race: trying again would only get it again.
type refusal struct{ error }

func (r *refusal) Unwrap() error { return r.error }

const maxTries = 5
