package desk

// arena hands out zero values that all go back at once, so that a transaction's worth of them is one piece
// of memory.
type arena[T any] struct {
	chunks [][]T
	used   int // of all chunks
}

const arenaChunk = 512

func (a *arena[T]) next() *T {
	n := a.used / arenaChunk
	if n == len(a.chunks) {
		a.chunks = append(a.chunks, make([]T, arenaChunk))
	}
	a.used++
	return &a.chunks[n][(a.used-1)%arenaChunk]
}

// maxKept is how many chunks are kept for the next use.
const maxKept = 8

func (a *arena[T]) reset() {
	for i := 0; a.used > 0; i++ {
		n := min(a.used, arenaChunk)
		clear(a.chunks[i][:n])
		a.used -= n
	}
	a.chunks = a.chunks[:min(len(a.chunks), maxKept)]
}

// empty returns s without its values, and without what they hold on to.
func empty[T any](s []T) []T {
	clear(s)
	return s[:0]
}
