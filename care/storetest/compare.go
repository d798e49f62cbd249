package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/kindlydm/kindly/care"
)

// Compare does the same random things to a and b, both empty, and fails tb where their answers differ: in
// what a call returns, or in everything that can be read. Where the contract leaves an order open, so does
// Compare. What is random follows from seed alone.
//
// The things done are those that a desk may do: who moves threads together also merges the conversations
// of one customer in them. No job becomes due, and no lease ends, while it runs.
func Compare(tb TB, seed uint64, steps int, a, b care.Store) {
	tb.Helper()
	c := &check{TB: tb}
	g := &generator{rand: rand.New(rand.NewPCG(seed, 1))}
	p := pair{c: c, a: a, b: b, seed: seed}
	for p.step = range steps {
		p.do(g)
		if p.step%16 == 15 || p.step == steps-1 {
			c.same(p.where("everything that can be read, - in the first store, + in the second"), c.dump(b), c.dump(a))
		}
		if p.differs {
			c.Fatalf("%s", p.where("the stores differ"))
		}
	}
}

// A pair is two stores that should be alike.
type pair struct {
	c       *check
	a, b    care.Store
	seed    uint64
	step    int
	jobs    []care.Job // claimed, from the first store
	differs bool
}

func (p *pair) where(what string) string {
	return fmt.Sprintf("seed %d, step %d: %s", p.seed, p.step, what)
}

func (p *pair) do(g *generator) {
	switch n := g.rand.IntN(20); {
	case n == 0:
		p.claim(1 + g.rand.IntN(3))
	case n == 1 && len(p.jobs) > 0:
		p.finish(g)
	case n == 2:
		p.save(g)
	default:
		p.update(g)
	}
}

// update runs up to five writes, with a few reads between them. One Update in six fails at its end.
func (p *pair) update(g *generator) {
	var ops []op
	for range 1 + g.rand.IntN(5) {
		ops = append(ops, g.write(), g.read())
	}
	fail := g.rand.IntN(6) == 0
	p.both(opNames(ops), func(s care.Store) ([]string, error) {
		var out []string
		err := p.c.tryUpdate(s, func(tx care.Tx) error {
			out = nil
			for _, o := range ops {
				found, err := o.do(tx)
				out = append(out, found...)
				if err != nil {
					return fmt.Errorf("%s: %w", o.name, err)
				}
			}
			if fail {
				return onPurposeError{}
			}
			return nil
		})
		return out, err
	})
}

type onPurposeError struct{}

func (onPurposeError) Error() string { return "on purpose" }

func opNames(ops []op) string {
	var names []string
	for _, o := range ops {
		names = append(names, o.name)
	}
	return fmt.Sprint(names)
}

func (p *pair) claim(n int) {
	p.both("Claim", func(s care.Store) ([]string, error) {
		jobs, _, err := s.Claim(p.c.Context(), queue, n, 1000*time.Hour)
		if s == p.a {
			p.jobs = append(p.jobs, jobs...)
		}
		for i := range jobs {
			jobs[i].At = time.Time{} // each store has a clock of its own
		}
		return lines("job", inOrder, jobs), err
	})
}

// finish finishes a claimed job, which may have been put or removed since, sometimes with a wrong token.
func (p *pair) finish(g *generator) {
	i := g.rand.IntN(len(p.jobs))
	j := p.jobs[i]
	var next time.Time
	switch g.rand.IntN(3) {
	case 0:
		j.Token++
	case 1:
		next = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	p.jobs = slices.Delete(p.jobs, i, i+1)
	p.both("Finish", func(s care.Store) ([]string, error) {
		return nil, p.c.tryUpdate(s, func(tx care.Tx) error { return tx.Finish(j, next) })
	})
}

func (p *pair) save(g *generator) {
	key, rev := fmt.Sprint("k", g.rand.IntN(names)), int64(g.rand.IntN(4))
	p.both("Save", func(s care.Store) ([]string, error) {
		now, err := s.Save(p.c.Context(), key, fmt.Append(nil, p.step), rev)
		if err != nil {
			now = 0
		}
		value, loaded, err2 := s.Load(p.c.Context(), key)
		return []string{fmt.Sprintf("%d %q %d %v", now, value, loaded, err2)}, err
	})
}

// both does one thing to each store and compares what came back.
func (p *pair) both(name string, do func(care.Store) ([]string, error)) {
	p.c.Helper()
	outA, errA := do(p.a)
	outB, errB := do(p.b)
	if a, b := errorClass(errA), errorClass(errB); a != b {
		p.differs = true
		p.c.Errorf("%s", p.where(fmt.Sprintf("%s: the first store says %v, the second %v", name, errA, errB)))
		return
	}
	if d := difference(outB, outA); d != "" && errA == nil {
		p.differs = true
		p.c.Errorf("%s", p.where(fmt.Sprintf("%s: - in the first store, + in the second\n%s", name, d)))
	}
}

// errorClass is what a caller can tell errors apart by.
func errorClass(err error) string {
	if err == nil {
		return ""
	}
	for _, known := range []error{
		care.ErrConflict, care.ErrFenced, care.ErrInvalid, care.ErrUnknownOutcome, onPurposeError{}, context.DeadlineExceeded,
	} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return "another error"
}
