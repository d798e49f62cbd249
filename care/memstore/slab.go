package memstore

// A slab makes values many at a time, which takes less room and less work of the collector than one by
// one.
type slab[T any] struct {
	fresh []T
	used  []*T
}

func (s *slab[T]) new() *T {
	if n := len(s.used); n > 0 {
		p := s.used[n-1]
		s.used = s.used[:n-1]
		return p
	}
	if len(s.fresh) == 0 {
		s.fresh = make([]T, 64)
	}
	p := &s.fresh[0]
	s.fresh = s.fresh[1:]
	return p
}

// free takes p, which nothing points to any more.
func (s *slab[T]) free(p *T) {
	var zero T
	*p = zero
	s.used = append(s.used, p)
}
