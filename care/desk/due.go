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
	at := h.Due
	if !at.IsZero() {
		at = at.Add(time.Nanosecond) // at the due time itself the target is still met
	}
	if s := h.Snoozed; !s.IsZero() && (at.IsZero() || s.Before(at)) {
		at = s
	}
	return care.Job{Queue: dueQueue, Key: string(h.ID), At: at}
}

// wantsSlow reports whether the slow annotators should see what s says now.
func (p *picture) wantsSlow(s *rowState) bool {
	c := p.contents[s.row.Ref]
	return len(p.desk.cfg.Slow) > 0 && s.row.Present() && !s.row.Removed && c != nil && c.dirty && c.content.Text != "" &&
		s.row.Kind != care.KindShare && !p.ours(s.row.Author)
}
