package care

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Facts is what is known of one mention, without a word of it: ids, times, labels, figures. Facts of one
// Ref are joined by [Facts.Join], never dropped. A Facts without Kind is of a mention that was named, or
// removed, before it was seen.
type Facts struct {
	Ref         Ref             `json:"ref"`
	Kind        Kind            `json:"kind,omitzero"`
	Visibility  Visibility      `json:"visibility,omitzero"`
	Bot         bool            `json:"bot,omitzero"`
	Claimed     bool            `json:"claimed,omitzero"`
	Removed     bool            `json:"removed,omitzero"` // by the version that Stamp names
	Author      AuthorID        `json:"author,omitzero"`
	Peer        AuthorID        `json:"peer,omitzero"`
	Parent      Ref             `json:"parent,omitzero"`
	Root        Ref             `json:"root,omitzero"`
	Target      Ref             `json:"target,omitzero"`
	Via         []AccountID     `json:"via,omitempty"`
	OccurredAt  time.Time       `json:"occurred_at,omitzero"`
	ObservedAt  time.Time       `json:"observed_at,omitzero"`
	Stamp       Stamp           `json:"stamp,omitzero"`
	More        *More           `json:"more,omitzero"`
	Assessments []Assessment    `json:"assessments,omitempty"` // the latest by each annotator
	Native      json.RawMessage `json:"native,omitempty"`
}

// More is what few mentions have.
type More struct {
	Lang        string     `json:"lang,omitzero"`
	Parents     []Ref      `json:"parents,omitempty"` // all that were claimed, where deliveries disagree
	Answers     []Ref      `json:"answers,omitempty"`
	Engagement  Engagement `json:"engagement,omitzero"`
	Followers   int        `json:"followers,omitzero"`
	FollowersAt time.Time  `json:"followers_at,omitzero"`
}

// A Stamp orders the versions of a mention: by the platform's revision, then the time of the edit or
// removal, then a hash, so that any two programs choose alike.
type Stamp struct {
	Revision int64     `json:"revision,omitzero"`
	At       time.Time `json:"at,omitzero"`
	Hash     uint64    `json:"hash,omitzero"`
}

// Compare returns -1, 0 or 1.
func (s Stamp) Compare(t Stamp) int {
	return cmp.Or(cmp.Compare(s.Revision, t.Revision), s.At.Compare(t.At), cmp.Compare(s.Hash, t.Hash))
}

// Content is the words of one mention, and what else a person may ask to have forgotten. It is kept by
// Ref, apart from everything that the fold, the clocks and the reports read.
type Content struct {
	Ref    Ref             `json:"ref"`
	Stamp  Stamp           `json:"stamp,omitzero"`
	Text   string          `json:"text,omitzero"`
	Handle string          `json:"handle,omitzero"`
	Name   string          `json:"name,omitzero"`
	Place  string          `json:"place,omitzero"`
	URL    string          `json:"url,omitzero"`
	Media  []Media         `json:"media,omitempty"`
	Raw    json.RawMessage `json:"raw,omitempty"`
	// ExpiresAt is when the words must be gone; zero: never. Set at first sight; a redelivery never
	// makes it later.
	ExpiresAt time.Time `json:"expires_at,omitzero"`
	// Gone marks a tombstone: the words were erased or have expired, and don't come back.
	Gone bool `json:"gone,omitzero"`
}

// Split takes m apart into what is kept for ever and what can be forgotten. In words, U+FFFD takes the place
// of what is no UTF-8, and of NUL, which not every store can keep.
func (m Mention) Split() (Facts, Content) {
	m.Text, m.Media = clean(m.Text), cleanMedia(m.Media)
	c := Content{
		Ref: m.Ref, Text: m.Text, Handle: clean(m.Author.Handle), Name: clean(m.Author.Name),
		Place: clean(m.Place), URL: clean(m.URL), Media: m.Media, Raw: m.Raw,
	}
	c.Stamp = m.stamp()
	f := Facts{
		Ref: m.Ref, Kind: m.Kind, Visibility: m.Visibility, Bot: m.Author.Bot, Claimed: m.Claimed && !m.OccurredAt.IsZero(),
		Author: m.Author.ID, Peer: m.Peer, Parent: m.Parent, Root: m.Root, Target: m.Target,
		Via: sortedSet(m.Via), OccurredAt: utc(m.OccurredAt), ObservedAt: utc(m.ObservedAt),
		Stamp: c.Stamp, More: m.more(), Native: m.Native,
	}
	return f, c
}

func clean(s string) string {
	if utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

func cleanMedia(in []Media) []Media {
	out := in
	for i, m := range in {
		c := Media{Type: clean(m.Type), URL: clean(m.URL), Alt: clean(m.Alt), Expires: utc(m.Expires)}
		if c != m && &out[0] == &in[0] {
			out = slices.Clone(in)
		}
		out[i] = c
	}
	return out
}

func (m Mention) more() *More {
	e := m.Engagement
	e.KnownAt = utc(e.KnownAt)
	more := More{
		Lang: clean(m.Lang), Answers: sortedSet(m.Answers), Engagement: e,
		Followers: m.Author.Followers, FollowersAt: utc(m.Author.KnownAt),
	}
	if more.isZero() {
		return nil
	}
	return &more
}

func (m *More) isZero() bool {
	return m.Lang == "" && m.Answers == nil && m.Parents == nil && m.Engagement == Engagement{} &&
		m.Followers == 0 && m.FollowersAt.IsZero()
}

// The hash is over what a person would see change; it only breaks ties.
func (m Mention) stamp() Stamp {
	at := m.EditedAt
	if at.IsZero() {
		at = m.OccurredAt
	}
	words := []byte(m.Text)
	for _, x := range m.Media {
		words = fmt.Appendf(words, "\x00%q%q%q", x.Type, x.URL, x.Alt)
	}
	sum := sha256.Sum256(words)
	return Stamp{Revision: m.Revision, At: utc(at), Hash: binary.BigEndian.Uint64(sum[:]) >> 1}
}

// Mention puts f and c together again.
func (f Facts) Mention(c Content) Mention {
	m := Mention{
		Ref: f.Ref, Kind: f.Kind, Visibility: f.Visibility, Peer: f.Peer, Via: f.Via, Text: c.Text,
		Parent: f.Parent, Root: f.Root, Target: f.Target, Media: c.Media, Place: c.Place, URL: c.URL,
		OccurredAt: f.OccurredAt, Claimed: f.Claimed, ObservedAt: f.ObservedAt, Revision: f.Stamp.Revision,
		Native: f.Native, Raw: c.Raw,
		Author: Author{ID: f.Author, Handle: c.Handle, Name: c.Name, Bot: f.Bot},
	}
	if !f.Stamp.At.Equal(f.OccurredAt) {
		m.EditedAt = f.Stamp.At
	}
	if f.More != nil {
		m.Lang, m.Answers, m.Engagement = f.More.Lang, f.More.Answers, f.More.Engagement
		m.Author.Followers, m.Author.KnownAt = f.More.Followers, f.More.FollowersAt
	}
	return m
}

// Facts returns what a removal tells of a mention.
func (r Removal) Facts() Facts {
	at := r.At
	if at.IsZero() {
		at = r.ObservedAt
	}
	// Hash is the greatest, so that between a removal and an edit of one instant the removal stands.
	stamp := Stamp{Revision: r.Revision, At: utc(at), Hash: 1<<63 - 1}
	return Facts{Ref: r.Ref, Removed: true, Stamp: stamp, ObservedAt: utc(r.ObservedAt)}
}

// Present reports whether the mention itself was seen, not only named or removed.
func (f *Facts) Present() bool { return f.Kind != "" }

// At is the time that orders the mention and starts clocks: OccurredAt, unless that is unknown, only the
// author's word, or later than we saw it; then ObservedAt.
func (f *Facts) At() time.Time {
	unsure := f.OccurredAt.IsZero() || f.Claimed || f.OccurredAt.After(f.ObservedAt)
	if unsure && !f.ObservedAt.IsZero() {
		return f.ObservedAt
	}
	return f.OccurredAt
}

// Judged returns the assessments of the version that stands; of a mention that was taken back, the latest.
func (f *Facts) Judged() []Assessment {
	var out []Assessment
	for _, a := range f.Assessments {
		if f.Removed || a.Of.Compare(f.Stamp) >= 0 {
			out = append(out, a)
		}
	}
	return out
}

// Parents returns everything that some delivery claimed to be the parent; almost always one or none.
func (f *Facts) Parents() []Ref {
	if f.More != nil && len(f.More.Parents) > 0 {
		return f.More.Parents
	}
	if f.Parent == "" {
		return nil
	}
	return []Ref{f.Parent}
}

// Same reports whether f and g tell the same.
func (f *Facts) Same(g *Facts) bool {
	return f.Ref == g.Ref && f.Kind == g.Kind && f.Visibility == g.Visibility && f.Bot == g.Bot &&
		f.Claimed == g.Claimed && f.Removed == g.Removed && f.Author == g.Author && f.Peer == g.Peer &&
		f.Parent == g.Parent && f.Root == g.Root && f.Target == g.Target && slices.Equal(f.Via, g.Via) &&
		f.OccurredAt.Equal(g.OccurredAt) && f.ObservedAt.Equal(g.ObservedAt) && f.Stamp.Compare(g.Stamp) == 0 &&
		sameMore(f.More, g.More) && slices.EqualFunc(f.Assessments, g.Assessments, sameAssessment) &&
		bytes.Equal(f.Native, g.Native)
}

func sameMore(a, b *More) bool {
	if a == nil || b == nil || a == b {
		return a == b
	}
	return a.Lang == b.Lang && slices.Equal(a.Parents, b.Parents) && slices.Equal(a.Answers, b.Answers) &&
		a.Engagement == b.Engagement && a.Followers == b.Followers && a.FollowersAt.Equal(b.FollowersAt)
}

func sameAssessment(a, b Assessment) bool {
	return a.By == b.By && a.Of.Compare(b.Of) == 0 && a.Label == b.Label && a.Compound == b.Compound && a.Intent == b.Intent &&
		slices.Equal(a.Topics, b.Topics)
}

func utc(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.Round(0).UTC()
}

func sortedSet[T cmp.Ordered](in []T) []T {
	if len(in) < 2 {
		return in
	}
	out := slices.Clone(in)
	slices.Sort(out)
	return slices.Compact(out)
}
