package memstore

import "github.com/kindlydm/kindly/care"

// An undo remembers what an Update changed: of each change how it was before, the last on top.
type undo struct {
	kinds []kind
	rows  []rowWas
	heads []headWas
	legs  []legWas
	jobs  []jobWas
	convs []*conv
	rest  []func(*state) // rare changes
}

type kind uint8

const (
	kindRow kind = iota
	kindHead
	kindLeg
	kindJob
	kindEvent
	kindConv
	kindRest
)

type (
	rowWas struct {
		row   *row
		was   row
		fresh bool
	}
	headWas struct {
		conv *conv
		was  head
	}
	legWas struct {
		key care.LegKey
		was *conv
	}
	jobWas struct {
		queue *queue
		was   job
	}
)

func pop[T any](s *[]T) T {
	last := len(*s) - 1
	v := (*s)[last]
	clear((*s)[last:])
	*s = (*s)[:last]
	return v
}

// rollback makes s what it was, from the last change to the first.
func (u *undo) rollback(s *state) {
	for len(u.kinds) > 0 {
		switch pop(&u.kinds) {
		case kindRow:
			u.row(s, pop(&u.rows))
		case kindHead:
			w := pop(&u.heads)
			s.setHead(w.conv, w.was)
		case kindLeg:
			w := pop(&u.legs)
			s.setLeg(w.key, w.was)
		case kindJob:
			w := pop(&u.jobs)
			s.setJob(w.queue, w.was)
		case kindEvent:
			s.dropEvent()
		case kindConv:
			c := pop(&u.convs)
			s.convs.remove(c)
			s.room.convs.free(c)
		case kindRest:
			pop(&u.rest)(s)
		}
	}
}

func (u *undo) row(s *state, w rowWas) {
	if w.fresh {
		s.dropRow(w.row)
		s.room.rows.free(w.row)
		return
	}
	s.setRow(w.row, w.was)
}

// reset forgets everything, and keeps the room for the next Update unless it is large.
func (u *undo) reset() {
	reuse(&u.kinds)
	reuse(&u.rows)
	reuse(&u.heads)
	reuse(&u.legs)
	reuse(&u.jobs)
	reuse(&u.convs)
	reuse(&u.rest)
}

func reuse[T any](s *[]T) {
	const large = 1 << 14
	if cap(*s) > large {
		*s = nil
		return
	}
	clear(*s)
	*s = (*s)[:0]
}
