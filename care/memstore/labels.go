package memstore

// labels gives small numbers to values of which there are few: kinds, statuses, our accounts. It forgets
// none.
type labels[T comparable] struct {
	numbers map[T]uint32
	values  []T
}

func newLabels[T comparable]() labels[T] {
	var zero T
	return labels[T]{numbers: map[T]uint32{zero: 0}, values: []T{zero}}
}

// number returns v's number; 0 is that of the zero value.
func (l *labels[T]) number(v T) uint32 {
	n, ok := l.numbers[v]
	if !ok {
		n = uint32(len(l.values))
		l.numbers[v], l.values = n, append(l.values, v)
	}
	return n
}
