package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/kindlydm/kindly/care"
)

// changes is what will be written, in the order in which it was first changed.
type changes struct {
	rows     []*rowState
	contents []*contentState
	legs     []*legState
}

// buffers are what flush hands to the store, which keeps none of it.
type buffers struct {
	rows     []care.Row
	contents []care.Content
	legs     []care.Leg
	heads    []care.Head
	events   []care.Event
	jobs     []care.Job
	refs     []care.Ref
}

// links is a set, in the order in which it was read.
type links struct {
	refs []care.Ref
	has  map[care.Ref]bool
}

type rowState struct {
	row    care.Row
	stored bool
	dirty  bool
}

func (s *rowState) known() bool { return s.stored || s.row.Ref != "" && s.dirty }

// version names what is known of s now, for the id of an event.
func (p *picture) version(s *rowState) string {
	known := struct {
		Facts   care.Facts
		Content *care.Content
	}{Facts: s.row.Facts}
	if c := p.contents[s.row.Ref]; c != nil {
		known.Content = &c.content
	}
	data, _ := json.Marshal(known) //nolint:errchkjson // plain data, checked at intake
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

type contentState struct {
	content care.Content
	stored  bool
	dirty   bool
}

type legState struct {
	leg    care.Leg
	exists bool
	dirty  bool
}

type pendingEvent struct {
	id   string
	at   care.Pos
	of   *rowState // gives the conversation, where conv is empty
	conv care.ConversationID
	body care.Body
}
