package storetest

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/kindlydm/kindly/care"
)

// S7.
func (c *check) claims() {
	s := c.open()
	c.claimOrder(s)
	c.claimAgain(s)
	c.claimTogether(s)
}

func (c *check) claimOrder(s care.Store) {
	future := job("future", 0)
	future.At = c.now(s).Add(24 * time.Hour)
	other := job("other", 0)
	other.Queue = "another queue"
	c.update(s, func(tx care.Tx) error {
		return tx.PutJobs([]care.Job{job("b", 2), job("c", 1), job("a", 2), job("d", 3), job("no", 1), future, other})
	})
	c.update(s, func(tx care.Tx) error { return tx.PutJobs([]care.Job{{Queue: queue, Key: "no"}}) })
	c.due(s, queue, at(1))
	c.due(s, "a queue without jobs", time.Time{})
	first, _ := c.claim(s, queue, 3, time.Hour)
	c.due(s, queue, at(3))
	rest, _ := c.claim(s, queue, 100, time.Hour)
	if got := keysOf(first); !slices.Equal(got, []string{"c", "a", "b"}) {
		c.Errorf("Claim of 3 gave %q, want c, a, b", got)
	}
	if got := keysOf(rest); !slices.Equal(got, []string{"d"}) {
		c.Errorf("the next Claim gave %q, want d: what is hidden, removed, not due or in another queue came", got)
	}
	for _, j := range first {
		if want := "body of " + j.Key; j.Token == 0 || j.Queue != queue || string(j.Body) != want {
			c.Errorf("Claim gave %+v, want a token, the queue and the body %q", j, want)
		}
	}
}

// claimAgain follows one job through leases, Finish and a new PutJobs.
func (c *check) claimAgain(s care.Store) {
	const q, lease = "again", 50 * time.Millisecond
	put := func() {
		c.update(s, func(tx care.Tx) error { return tx.PutJobs([]care.Job{{Queue: q, Key: "k", At: at(0)}}) })
	}
	put()
	first := c.one(s, q, lease)
	c.wait(lease)
	second := c.one(s, q, time.Hour)
	c.token("after its lease", second, first.Token+1)
	put()
	third := c.one(s, q, time.Hour)
	c.token("after a PutJobs", third, second.Token+1)
	c.update(s, func(tx care.Tx) error { return tx.Finish(third, at(1)) })
	fourth := c.one(s, q, time.Hour)
	c.token("after a Finish that put it back", fourth, third.Token+1)
	c.update(s, func(tx care.Tx) error { return tx.Finish(fourth, time.Time{}) })
	if jobs, _ := c.claim(s, q, 1, time.Hour); len(jobs) > 0 {
		c.Errorf("Claim gave %+v after it was finished", jobs)
	}
	c.due(s, q, time.Time{})
	put()
	c.token("after a Finish and a new PutJobs", c.one(s, q, time.Hour), fourth.Token+1)
}

// due wants the earliest job of a queue to be due then.
func (c *check) due(s care.Store, queue string, want time.Time) {
	c.Helper()
	c.view(s, func(r care.Reader) error {
		got, err := r.Due(queue)
		if !got.Equal(want) || !want.IsZero() && got.Location() != time.UTC {
			c.Errorf("Due of %q gave %v, want %v", queue, got, want)
		}
		return err
	})
}

func (c *check) token(when string, j care.Job, want uint64) {
	c.Helper()
	if j.Token != want {
		c.Errorf("claimed %s, the token is %d, want %d", when, j.Token, want)
	}
}

// one claims the one job of a queue. A store's clock may lag behind the kit's.
func (c *check) one(s care.Store, queue string, lease time.Duration) care.Job {
	c.Helper()
	for range 100 {
		jobs, _ := c.claim(s, queue, 2, lease)
		if len(jobs) > 1 {
			c.Fatalf("Claim gave %+v, want one job", jobs)
		}
		if len(jobs) == 1 {
			return jobs[0]
		}
		c.wait(10 * time.Millisecond)
	}
	c.Fatalf("Claim gave nothing, want the job of queue %q", queue)
	return care.Job{}
}

func (c *check) claimTogether(s care.Store) {
	const q, n = "together", 60
	c.update(s, func(tx care.Tx) error {
		var jobs []care.Job
		for i := range n {
			jobs = append(jobs, care.Job{Queue: q, Key: fmt.Sprint(i), At: at(i)})
		}
		return tx.PutJobs(jobs)
	})
	var mu sync.Mutex
	holders := map[string]int{}
	c.race(6, func(int) error {
		for range n {
			jobs, _, err := s.Claim(c.Context(), q, 4, time.Hour)
			if err != nil || len(jobs) == 0 {
				return err
			}
			mu.Lock()
			for _, j := range jobs {
				holders[j.Key]++
			}
			mu.Unlock()
		}
		return nil
	})
	for key, h := range holders {
		if h > 1 {
			c.Errorf("job %s had %d holders at once", key, h)
		}
	}
	if len(holders) != n {
		c.Errorf("of %d jobs %d were claimed", n, len(holders))
	}
}

func keysOf(jobs []care.Job) []string {
	var out []string
	for _, j := range jobs {
		out = append(out, j.Key)
	}
	return out
}

// S8.
func (c *check) fences() {
	s := c.open()
	const lease = 20 * time.Millisecond
	c.update(s, func(tx care.Tx) error { return tx.PutJobs([]care.Job{job("k", 0)}) })
	old := c.one(s, queue, lease)
	c.wait(lease)
	current := c.one(s, queue, time.Hour)
	before := c.dump(s)
	unheld := job("never claimed", 0)
	for name, stale := range map[string]care.Job{"an old token": old, "a token to come": {Queue: queue, Key: "k", Token: current.Token + 1}, "no job": unheld} {
		for _, swallow := range []bool{false, true} {
			err := c.tryUpdate(s, func(tx care.Tx) error {
				if err := story(tx, 1); err != nil {
					return err
				}
				if err := tx.Finish(stale, time.Time{}); !swallow {
					return err
				}
				return nil
			})
			c.want(fmt.Sprintf("Finish with %s (error kept by fn: %t)", name, swallow), err, care.ErrFenced)
			c.same("after a Finish with "+name, c.dump(s), before)
		}
	}
	c.want("Finish with the current token", c.tryUpdate(s, func(tx care.Tx) error { return tx.Finish(current, time.Time{}) }), nil)
}
