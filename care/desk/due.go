package desk

import (
	"time"

	"github.com/kindlydm/kindly/care"
)

// The queues of jobs.
const (
	dueQueue  = "due"  // clocks and snoozes, by conversation
	slowQueue = "slow" // annotators, by mention
)

// dueJob says when a conversation has to be looked at without anything being said in it.
func dueJob(h *care.Head) care.Job {
	return care.Job{Queue: dueQueue, Key: string(h.ID), At: sooner(h.Next, h.Snoozed)}
}

// sooner returns the earlier of two times, zero being none.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// wantsSlow reports whether the slow annotators should see what s says now.
func (p *picture) wantsSlow(s *rowState) bool {
	c := p.contents[s.row.Ref]
	return len(p.desk.cfg.Slow) > 0 && s.row.Present() && !s.row.Removed && c != nil && c.dirty && c.content.Text != "" &&
		s.row.Kind != care.KindShare && !p.ours(s.row.Author)
}
