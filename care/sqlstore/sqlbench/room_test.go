package sqlbench_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/memstore"
)

// A room is a store with talks in it, and what comes next in them.
type room struct {
	store   care.Store
	load    *load
	talks   int // that it was made with
	lent    int // loads that were given to others
	theirs  int // mentions of these
	url     string
	bare    func(tb testing.TB, ts []table) writer // a way into its tables, past the store
	leaving leftovers
}

// now is how many conversations it has.
func (r *room) now() int { return (r.load.n + r.theirs) * started / perTalk }

// A kind is a kind of store.
type kind struct {
	name  string
	enter func(tb testing.TB, r *room) // fills a room, or skips where there is no such store
}

func databases() []kind {
	return []kind{
		{"SQLite", sqliteRoom("sqlite")},
		{"SQLite-C", sqliteRoom(cDriver)},
		{"PostgreSQL", postgresRoom},
	}
}

func inMemory(tb testing.TB, r *room) {
	tb.Helper()
	r.store = memstore.New(memstore.Config{})
	r.load = fill(tb, "memory", r.store, r.talks, func() error { return nil })
}

var rooms = map[string]*room{}

// room returns one that may have been measured in before, unless it has grown by more than half since.
func (k kind) room(tb testing.TB, talks int) *room {
	tb.Helper()
	if r := rooms[k.key(talks)]; r != nil && r.now() <= talks+talks/2 {
		return r
	}
	k.leave(tb, talks)
	r := &room{talks: talks}
	made.add(r.leaving.clear)
	k.enter(tb, r)
	rooms[k.key(talks)] = r
	return r
}

func (k kind) key(talks int) string { return fmt.Sprint(k.name, " ", talks) }

func (k kind) leave(tb testing.TB, talks int) {
	tb.Helper()
	if r := rooms[k.key(talks)]; r != nil {
		require.NoError(tb, r.leaving.clear())
		delete(rooms, k.key(talks))
	}
}

// each runs a benchmark for every number of talks and size of batches.
func (k kind) each(b *testing.B, name string, run func(b *testing.B, r *room, size int)) {
	b.Helper()
	for _, n := range talks(b) {
		for _, size := range sizes() {
			b.Run(fmt.Sprintf("%s/talks=%d/batch=%d", name, n, size), func(b *testing.B) {
				r := k.room(b, n)
				runtime.GC() // what was there before shall not be cleared away now
				run(b, r, size)
				b.ReportMetric(float64(r.now()), "talks")
			})
		}
	}
}
