package memstore

import (
	"strconv"

	"github.com/kindlydm/kindly/care"
)

// An event is a care.Event as it is kept.
type event struct {
	id   string
	conv care.ConversationID // as it was appended
	at   int64
	by   *care.Actor
	body care.Body
}

func (e *event) unpack() care.Event {
	return care.Event{ID: e.id, Conversation: e.conv, At: unpack(e.at), By: *e.by, Body: e.body}
}

// A feed is all events in the order of commits. A Seq is how many came before and with it.
type feed struct {
	chunks []*[feedChunk]event
	n      int
	actors map[care.Actor]*care.Actor
}

const feedChunk = 256

func newFeed() feed { return feed{actors: map[care.Actor]*care.Actor{}} }

func (f *feed) at(i int) *event { return &f.chunks[i/feedChunk][i%feedChunk] }

func (f *feed) add(e *care.Event) *event {
	if f.n == len(f.chunks)*feedChunk {
		f.chunks = append(f.chunks, new([feedChunk]event))
	}
	by := f.actors[e.By]
	if by == nil {
		actor := e.By
		by = &actor
		f.actors[e.By] = by
	}
	to := f.at(f.n)
	*to = event{id: e.ID, conv: e.Conversation, at: pack(e.At), by: by, body: e.Body}
	f.n++
	return to
}

// addEvent puts e at the end; hash is that of its ID.
func (s *state) addEvent(e *care.Event, hash uint32) {
	to := s.feed.add(e)
	s.events.insert(hash, to)
	if care.Entered(e.Body) {
		s.insert(s.convs.get(e.Conversation), entry{event: to})
	}
}

// dropEvent takes back the last event.
func (s *state) dropEvent() {
	e := s.feed.at(s.feed.n - 1)
	if care.Entered(e.body) {
		s.conv(e.conv).remove(entry{event: e})
	}
	s.events.remove(e)
	*e = event{}
	s.feed.n--
}

func (r reader) Feed(after care.Seq, limit int) ([]care.Posted, error) {
	from := 0
	if after != "" {
		n, err := strconv.Atoi(string(after))
		if err != nil || n < 0 {
			return nil, invalid("feed", "%.80q is no place in the feed", after)
		}
		from = n
	}
	n := min(r.feed.n-from, limit)
	if n <= 0 {
		return nil, nil
	}
	out := make([]care.Posted, n)
	for i := range out {
		out[i] = care.Posted{Event: r.feed.at(from + i).unpack(), Seq: care.Seq(strconv.Itoa(from + i + 1))}
	}
	return out, nil
}
