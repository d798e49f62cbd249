package memstore

import "github.com/kindlydm/kindly/care"

// A leg is in a list of its thread's legs and in one of its customer's.
type leg struct {
	key     care.LegKey
	conv    *conv
	sibling *leg // of the same thread
	mate    *leg // of the same customer
}

type thread struct {
	ref  care.Ref
	legs *leg
}

type author struct {
	id   care.AuthorID
	legs *leg
}

// setLeg puts key into c and returns where it was; nil is nowhere.
func (s *state) setLeg(key care.LegKey, c *conv) (was *conv) {
	l, hash := s.legs.find(key)
	if l != nil {
		was = l.conv
	}
	switch {
	case l == nil && c != nil:
		l = s.room.legs.new()
		*l = leg{key: key, conv: c}
		s.legs.insert(hash, l)
		s.listLeg(l)
	case l != nil && c == nil:
		s.dropLeg(l)
		s.room.legs.free(l)
	case l != nil:
		l.conv = c
	}
	return was
}

func (s *state) listLeg(l *leg) {
	if ref := l.key.Thread; ref != "" {
		t, hash := s.threads.find(ref)
		if t == nil {
			t = s.room.threads.new()
			t.ref = ref
			s.threads.insert(hash, t)
		}
		t.legs, l.sibling = l, t.legs
	}
	if id := l.key.Customer; id != "" {
		a, hash := s.authors.find(id)
		if a == nil {
			a = s.room.authors.new()
			a.id = id
			s.authors.insert(hash, a)
		}
		a.legs, l.mate = l, a.legs
	}
}

func (s *state) dropLeg(l *leg) {
	s.legs.remove(l)
	if t := s.threads.get(l.key.Thread); t != nil {
		at := &t.legs
		for *at != l {
			at = &(*at).sibling
		}
		if *at = l.sibling; t.legs == nil {
			s.threads.remove(t)
			s.room.threads.free(t)
		}
	}
	if a := s.authors.get(l.key.Customer); a != nil {
		at := &a.legs
		for *at != l {
			at = &(*at).mate
		}
		if *at = l.mate; a.legs == nil {
			s.authors.remove(a)
			s.room.authors.free(a)
		}
	}
}

// legNow returns key with the thread that it is in now.
func (s *state) legNow(key care.LegKey) care.LegKey {
	key.Thread = s.moved.now(key.Thread)
	return key
}

func (s *state) legsOf(thread care.Ref, limit int) []*leg {
	t := s.threads.get(thread)
	if t == nil {
		return nil
	}
	var out []*leg
	for l := t.legs; l != nil && len(out) < limit; l = l.sibling {
		out = append(out, l)
	}
	return out
}

func (s *state) legsBy(customer care.AuthorID) []*leg {
	a := s.authors.get(customer)
	if a == nil {
		return nil
	}
	var out []*leg
	for l := a.legs; l != nil; l = l.mate {
		out = append(out, l)
	}
	return out
}

func (r reader) Legs(keys []care.LegKey) ([]care.Leg, error) {
	found := make([]*leg, 0, len(keys))
	for _, key := range keys {
		if l := r.legs.get(r.legNow(key)); l != nil {
			found = append(found, l)
		}
	}
	return r.unpackLegs(found), nil
}

func (r reader) ThreadLegs(thread care.Ref, limit int) ([]care.Leg, error) {
	now, err := r.Threads([]care.Ref{thread})
	if err != nil {
		return nil, err
	}
	return r.unpackLegs(r.legsOf(now[0], limit)), nil
}

func (s *state) unpackLegs(found []*leg) []care.Leg {
	out := make([]care.Leg, len(found))
	for i, l := range found {
		out[i] = care.Leg{LegKey: l.key, Conversation: s.merged.now(l.conv).id}
	}
	return out
}

func (r reader) Threads(threads []care.Ref) ([]care.Ref, error) {
	out := make([]care.Ref, len(threads))
	for i, ref := range threads {
		out[i] = r.moved.now(ref)
	}
	return out, nil
}
