package memstore

import (
	"cmp"
	"math"
	"time"

	"github.com/kindlydm/kindly/care"
)

// A job stays when it is finished, for its token, if it was ever claimed.
type job struct {
	key   string
	at    int64 // never: it is not there
	token uint64
	body  []byte
	place int32 // in the heap
}

// A queue has its jobs in a heap with four children to a node, by At, then Key.
type queue struct {
	jobs *table[string, job]
	heap []item[job]
}

func (s *state) queue(name string) *queue {
	q := s.queues[name]
	if q == nil {
		q = &queue{jobs: newTable(func(j *job) string { return j.key })}
		s.queues[name] = q
	}
	return q
}

// setJob puts j in the place of what has its key.
func (s *state) setJob(q *queue, j job) {
	is := q.jobs.get(j.key)
	if is == nil {
		if j.at == never && j.token == 0 {
			return
		}
		is = s.room.jobs.new()
		is.key, is.at = j.key, never
		q.jobs.add(is)
	}
	there := is.at != never
	is.at, is.token, is.body = j.at, j.token, j.body
	switch {
	case j.at == never && there:
		q.take(int(is.place))
	case j.at != never && !there:
		q.heap = append(q.heap, item[job]{j.at, is})
		q.up(len(q.heap) - 1)
	case there:
		q.heap[is.place].at = j.at
		q.up(q.down(int(is.place)))
	}
	if j.at == never && j.token == 0 {
		q.jobs.remove(is)
		s.room.jobs.free(is)
	}
}

func (q *queue) take(i int) {
	last := len(q.heap) - 1
	it := q.heap[last]
	q.heap[last] = item[job]{}
	q.heap = q.heap[:last]
	if i < last {
		q.put(i, it)
		q.up(q.down(i))
	}
}

func (q *queue) put(i int, it item[job]) {
	q.heap[i] = it
	it.v.place = int32(i)
}

func before(a, b item[job]) bool {
	return a.at < b.at || a.at == b.at && cmp.Less(a.v.key, b.v.key)
}

func (q *queue) up(i int) {
	it := q.heap[i]
	for i > 0 && before(it, q.heap[(i-1)/4]) {
		q.put(i, q.heap[(i-1)/4])
		i = (i - 1) / 4
	}
	q.put(i, it)
}

func (q *queue) down(i int) int {
	it := q.heap[i]
	for {
		least := i
		q.heap[i] = it
		for c := 4*i + 1; c <= 4*i+4 && c < len(q.heap); c++ {
			if before(q.heap[c], q.heap[least]) {
				least = c
			}
		}
		if least == i {
			q.put(i, it)
			return i
		}
		q.put(i, q.heap[least])
		i = least
	}
}

// Due implements [care.Reader].
func (r reader) Due(queue string) (time.Time, error) {
	q := r.queues[queue]
	if q == nil || len(q.heap) == 0 {
		return time.Time{}, nil
	}
	return unpack(q.heap[0].at), nil
}

// later adds as much as there is room for.
func later(now int64, lease time.Duration) int64 {
	if now > math.MaxInt64-int64(lease) {
		return math.MaxInt64
	}
	return now + int64(lease)
}

func (s *state) claim(name string, n int, now time.Time, lease time.Duration) []care.Job {
	q := s.queues[name]
	if q == nil {
		return nil
	}
	var found []*job
	for len(found) < n && len(q.heap) > 0 && q.heap[0].at <= pack(now) {
		found = append(found, q.heap[0].v)
		q.take(0)
	}
	out := make([]care.Job, len(found))
	for i, j := range found {
		j.token++
		out[i] = care.Job{Queue: name, Key: j.key, At: unpack(j.at), Token: j.token, Body: j.body}
		j.at = later(pack(now), lease)
		q.heap = append(q.heap, item[job]{j.at, j})
		q.up(len(q.heap) - 1)
	}
	return out
}
