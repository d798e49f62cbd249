package memstore

import (
	"time"

	"github.com/kindlydm/kindly/care"
)

// A reader reads a state that nobody changes meanwhile.
type reader struct{ *state }

// A tx changes a state, and remembers how to undo it.
type tx struct {
	reader
	log    *undo
	failed error  // the first refusal; it stands, whatever fn makes of it
	gone   []*row // dropped, but for an undo
	done   bool
}

var _ care.Tx = (*tx)(nil)

// end keeps or undoes what was done.
func (t *tx) end(s *state) {
	if !t.done {
		t.log.rollback(s)
		t.gone = nil
	}
	for _, r := range t.gone {
		s.room.rows.free(r)
	}
	t.log.reset()
}

func (t *tx) fail(err error) error {
	if t.failed == nil {
		t.failed = err
	}
	return err
}

func (t *tx) note(k kind) { t.log.kinds = append(t.log.kinds, k) }

func (t *tx) rest(back func(*state)) {
	t.note(kindRest)
	t.log.rest = append(t.log.rest, back)
}

// makeConv returns the conversation that id is part of now, and makes it known if it is not.
func (t *tx) makeConv(id care.ConversationID) *conv {
	if id == "" {
		return nil
	}
	there, hash := t.convs.find(id)
	if there != nil {
		return t.merged.now(there)
	}
	c := t.room.convs.new()
	c.id = id
	t.convs.insert(hash, c)
	t.note(kindConv)
	t.log.convs = append(t.log.convs, c)
	return c
}

func (t *tx) PutMentions(rows []care.Row) error {
	for i := range rows {
		r := &rows[i]
		if err := inRange("put mentions", r.OccurredAt, r.ObservedAt, r.Stamp.At, r.ExpiresAt); err != nil {
			return t.fail(err)
		}
		if r.Ref == "" {
			return t.fail(invalid("put mentions", "a row without a ref"))
		}
		t.putRow(t.packRow(r, t.makeConv(r.Conversation)))
	}
	return nil
}

func (t *tx) putRow(to row) {
	t.note(kindRow)
	r, hash := t.rows.find(to.ref)
	if r != nil {
		t.log.rows = append(t.log.rows, rowWas{row: r, was: *r})
		t.setRow(r, to)
		return
	}
	r = t.room.rows.new()
	*r = to
	t.log.rows = append(t.log.rows, rowWas{row: r, fresh: true})
	t.rows.insert(hash, r)
	t.placeRow(r)
}

func (t *tx) PutContents(contents []care.Content) error {
	for i := range contents {
		c := contents[i]
		if err := inRange("put contents", c.ExpiresAt, c.Stamp.At); err != nil {
			return t.fail(err)
		}
		if c.Ref == "" {
			return t.fail(invalid("put contents", "words without a ref"))
		}
		c.ExpiresAt, c.Stamp.At = utc(c.ExpiresAt), utc(c.Stamp.At)
		t.putContent(&c)
	}
	return nil
}

func (t *tx) putContent(c *care.Content) {
	was := t.contents[c.Ref]
	t.rest(func(s *state) { s.setContent(c.Ref, was) })
	t.setContent(c.Ref, c)
}

func (t *tx) PutLegs(legs []care.Leg) error {
	for _, l := range legs {
		if l.Conversation == "" {
			return t.fail(invalid("put legs", "a leg without a conversation"))
		}
		t.putLeg(t.legNow(l.LegKey), t.makeConv(l.Conversation))
	}
	return nil
}

func (t *tx) putLeg(key care.LegKey, c *conv) {
	t.note(kindLeg)
	t.log.legs = append(t.log.legs, legWas{key, t.setLeg(key, c)})
}

func (t *tx) PutHeads(heads []care.Head) error {
	for i := range heads {
		if err := t.putHead(&heads[i]); err != nil {
			return t.fail(err)
		}
	}
	return nil
}

func (t *tx) putHead(h *care.Head) error {
	if h.ID == "" {
		return invalid("put heads", "a head without an id")
	}
	if err := headInRange(h); err != nil {
		return err
	}
	c := t.makeConv(h.ID)
	if c.id != h.ID {
		return conflict("put heads", "conversation %.80q is part of %.80q", h.ID, c.id)
	}
	if h.Version != c.head.version+1 {
		return conflict("put heads", "conversation %.80q has version %d, not %d", h.ID, c.head.version, h.Version-1)
	}
	to := t.packHead(h)
	if to.started = c.head.started; to.started == 0 {
		t.started++
		to.started = t.started
	}
	t.replaceHead(c, to)
	return nil
}

func (t *tx) replaceHead(c *conv, to head) {
	t.note(kindHead)
	t.log.heads = append(t.log.heads, headWas{c, c.head})
	t.setHead(c, to)
}

func (t *tx) Append(events []care.Event) error {
	for i := range events {
		e := &events[i]
		if e.ID == "" || e.Body == nil {
			return t.fail(invalid("append", "event %.80q without an id or a body", e.ID))
		}
		if err := inRange("append", e.At); err != nil {
			return t.fail(err)
		}
		there, hash := t.events.find(e.ID)
		if there != nil {
			continue
		}
		if care.Entered(e.Body) && t.makeConv(e.Conversation) == nil {
			return t.fail(invalid("append", "decision %.80q without a conversation", e.ID))
		}
		t.addEvent(e, hash)
		t.note(kindEvent)
	}
	return nil
}

func (t *tx) PutRecord(r care.Record) error {
	was, known := t.records[r.Key]
	if r.Version != was.Version+1 {
		return t.fail(conflict("put record", "record %.80q has version %d, not %d", r.Key, was.Version, r.Version-1))
	}
	t.rest(func(s *state) {
		if s.records[r.Key] = was; !known {
			delete(s.records, r.Key)
		}
	})
	t.records[r.Key] = r
	return nil
}

func (t *tx) PutRejects(rejects []care.Reject) error {
	for i := range rejects {
		r := &reject{Reject: rejects[i], digest: digest(&rejects[i])}
		if err := inRange("put rejects", r.At, r.ExpiresAt); err != nil {
			return t.fail(err)
		}
		if t.rejects.same[r.digest] != nil {
			continue
		}
		t.rejects.number++
		r.At, r.ExpiresAt, r.number = utc(r.At), utc(r.ExpiresAt), t.rejects.number
		t.rejects.add(r)
		t.rest(func(s *state) { s.rejects.drop(r) })
	}
	return nil
}

func (t *tx) PutJobs(jobs []care.Job) error {
	for i := range jobs {
		j := &jobs[i]
		if err := inRange("put jobs", j.At); err != nil {
			return t.fail(err)
		}
		q := t.queue(j.Queue)
		is := job{key: j.Key, at: never}
		if known := q.jobs.get(j.Key); known != nil {
			is = *known
		}
		t.putJob(q, is, job{key: j.Key, at: pack(j.At), token: is.token, body: j.Body})
	}
	return nil
}

func (t *tx) putJob(q *queue, was, to job) {
	if to.at == never {
		to.body = nil
	}
	t.note(kindJob)
	t.log.jobs = append(t.log.jobs, jobWas{q, was})
	t.setJob(q, to)
}

func (t *tx) Finish(j care.Job, next time.Time) error {
	if err := inRange("finish", next); err != nil {
		return t.fail(err)
	}
	q := t.queue(j.Queue)
	is := q.jobs.get(j.Key)
	gone := is == nil || is.at == never
	if is == nil || j.Token == 0 || is.token != j.Token || gone && !next.IsZero() {
		return t.fail(&care.Error{Op: "finish", Code: care.CodeFenced})
	}
	t.putJob(q, *is, job{key: is.key, at: pack(next), token: is.token, body: is.body})
	return nil
}
