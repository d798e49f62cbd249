package listen

// A list has room for a few without allocating. It may stand in a value on the stack.
type list[T any] struct {
	room [8]T
	n    int
	more []T // all of them, once there is no room
}

func (l *list[T]) add(v T) {
	switch {
	case l.n < len(l.room):
		l.room[l.n] = v
	case l.n == len(l.room):
		l.more = append(append(l.more[:0], l.room[:]...), v)
	default:
		l.more = append(l.more, v)
	}
	l.n++
}

// all returns what is in the list, until the next add.
func (l *list[T]) all() []T {
	if l.n > len(l.room) {
		return l.more
	}
	return l.room[:l.n]
}
