package memstore

import "github.com/kindlydm/kindly/care"

// A state is everything that is stored. Its methods that begin with set change one thing together with
// the indexes that follow from it, and undo nothing: see tx.
type state struct {
	rows    *table[care.Ref, row]
	links   *table[care.Ref, link]
	stale   *ordered[row] // rows that are not present, by when they expire
	threads *table[care.Ref, thread]
	authors *table[care.AuthorID, author]
	legs    *table[care.LegKey, leg]
	moved   forward[care.Ref] // threads

	kinds    labels[care.Kind]
	statuses labels[care.Status]
	policies labels[string]
	accounts labels[care.AccountID]

	convs   *table[care.ConversationID, conv]
	merged  forward[*conv]
	started int64            // conversations that ever had a head
	orders  [3]ordered[conv] // by care.Order

	feed   feed
	events *table[string, event]

	contents map[care.Ref]*care.Content
	expiring *ordered[care.Content]
	records  map[string]care.Record
	rejects  rejects
	queues   map[string]*queue

	room room
}

// A room is where things that come by the million are made.
type room struct {
	rows    slab[row]
	convs   slab[conv]
	firsts  slab[[1]entry]
	legs    slab[leg]
	threads slab[thread]
	authors slab[author]
	jobs    slab[job]
}

func newState() *state {
	s := &state{
		rows:     newTable(func(r *row) care.Ref { return r.ref }),
		links:    newTable(func(l *link) care.Ref { return l.ref }),
		stale:    newOrdered(func(r *row) string { return string(r.ref) }),
		threads:  newTable(func(t *thread) care.Ref { return t.ref }),
		authors:  newTable(func(a *author) care.AuthorID { return a.id }),
		legs:     newTable(func(l *leg) care.LegKey { return l.key }),
		moved:    newForward[care.Ref](),
		kinds:    newLabels[care.Kind](),
		statuses: newLabels[care.Status](),
		policies: newLabels[string](),
		accounts: newLabels[care.AccountID](),
		convs:    newTable(func(c *conv) care.ConversationID { return c.id }),
		merged:   newForward[*conv](),
		feed:     newFeed(),
		events:   newTable(func(e *event) string { return e.id }),
		contents: map[care.Ref]*care.Content{},
		expiring: newOrdered(func(c *care.Content) string { return string(c.Ref) }),
		records:  map[string]care.Record{},
		rejects:  newRejects(),
		queues:   map[string]*queue{},
	}
	for i := range s.orders {
		s.orders[i] = *newOrdered(func(c *conv) string { return string(c.id) })
	}
	return s
}
