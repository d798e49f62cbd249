package memstore

import "github.com/kindlydm/kindly/care"

// setContent puts c in the place of what ref has; nil takes it away.
func (s *state) setContent(ref care.Ref, c *care.Content) {
	if was := s.contents[ref]; was != nil && ends(was) {
		s.expiring.remove(pack(was.ExpiresAt), was)
	}
	if c == nil {
		delete(s.contents, ref)
		return
	}
	s.contents[ref] = c
	if ends(c) {
		s.expiring.insert(pack(c.ExpiresAt), c)
	}
}

func ends(c *care.Content) bool { return !c.Gone && !c.ExpiresAt.IsZero() }

func (r reader) Contents(refs []care.Ref) ([]care.Content, error) {
	var out []care.Content
	for _, ref := range refs {
		if c := r.contents[ref]; c != nil {
			out = append(out, *c)
		}
	}
	return out, nil
}

func (r reader) Record(key string) (care.Record, error) { return r.records[key], nil }
