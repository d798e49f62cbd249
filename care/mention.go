package care

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Kind says what sort of thing a mention is. It is an open type: an unknown kind is kept, and treated
// like [KindMention].
type Kind string

// The kinds of mentions. Where two deliveries of one mention disagree, the one listed first wins.
const (
	KindMessage Kind = "message" // a private message
	KindReply   Kind = "reply"   // an answer to another mention
	KindComment Kind = "comment" // a remark below a post
	KindReview  Kind = "review"  // a rating, with or without words
	KindMention Kind = "mention" // names us
	KindQuote   Kind = "quote"   // passes Target on with words of its own
	KindHit     Kind = "hit"     // found by a search; does not name us
	KindPost    Kind = "post"    // addressed to nobody
	KindShare   Kind = "share"   // passes Target on without a word; never opens a case
)

func kinds() [9]Kind {
	return [...]Kind{KindMessage, KindReply, KindComment, KindReview, KindMention, KindQuote, KindHit, KindPost, KindShare}
}

func (k Kind) rank() int {
	for i, known := range kinds() {
		if k == known {
			return i
		}
	}
	return 4 // like KindMention
}

// A Mention is what somebody said, as a platform tells it. It is what drivers make and programs read;
// a [Store] keeps it apart as [Facts] and [Content]. Times are UTC.
type Mention struct {
	Ref        Ref        `json:"ref"`
	Kind       Kind       `json:"kind"`
	Visibility Visibility `json:"visibility"`
	Author     Author     `json:"author,omitzero"`
	// Peer is the other side of a private message that our account wrote.
	Peer AuthorID `json:"peer,omitzero"`
	// Via is the set of our accounts that it addresses. A mention that addresses none is a bystander's,
	// unless it is private.
	Via  []AccountID `json:"via,omitempty"`
	Text string      `json:"text,omitzero"`
	Lang string      `json:"lang,omitzero"` // BCP 47, as the platform gives it
	// Parent is what it answers; Root is the platform's own name for the thread, where it has one: never
	// a private mention; Target is what a share or a quote passes on.
	Parent Ref `json:"parent,omitzero"`
	Root   Ref `json:"root,omitzero"`
	Target Ref `json:"target,omitzero"`
	// Answers are replies to it that the platform names, whether or not we shall see them.
	Answers    []Ref      `json:"answers,omitempty"`
	Media      []Media    `json:"media,omitempty"`
	Engagement Engagement `json:"engagement,omitzero"`
	Place      string     `json:"place,omitzero"`
	URL        string     `json:"url,omitzero"`
	// OccurredAt is when it was written. Claimed says that the platform only repeats the author's word
	// for it; then clocks start at ObservedAt.
	OccurredAt time.Time `json:"occurred_at,omitzero"`
	Claimed    bool      `json:"claimed,omitzero"`
	// ObservedAt is when our program first saw it. Ingest fills it in where it is zero.
	ObservedAt time.Time `json:"observed_at,omitzero"`
	// EditedAt and Revision order the versions of one mention: by Revision, then EditedAt. Both are zero
	// for the first version.
	EditedAt time.Time `json:"edited_at,omitzero"`
	Revision int64     `json:"revision,omitzero"`
	// Native is the driver's own: ids that a reply will need. It is stored and handed back in Address,
	// and read by nobody else.
	Native json.RawMessage `json:"native,omitempty"`
	// Raw is what the platform sent. It is kept as long as the text.
	Raw json.RawMessage `json:"raw,omitempty"`
	// Where says where it was read, "file:line", for [Reject]. It is not stored.
	Where string `json:"-"`
	_     struct{}
}

// An Author is who wrote a mention, as known at KnownAt. One without an ID is not known yet; then the
// mention is nobody's until a later delivery tells.
type Author struct {
	ID        AuthorID  `json:"id,omitzero"`
	Handle    string    `json:"handle,omitzero"` // without '@'
	Name      string    `json:"name,omitzero"`
	Bot       bool      `json:"bot,omitzero"` // the platform or the account's owner says that a program writes
	Followers int       `json:"followers,omitzero"`
	KnownAt   time.Time `json:"known_at,omitzero"`
}

// Media is a picture, film, sound or file, by reference.
type Media struct {
	Type    string    `json:"type"` // image, video, audio, file
	URL     string    `json:"url,omitzero"`
	Alt     string    `json:"alt,omitzero"`
	Expires time.Time `json:"expires,omitzero"` // of URL
}

// Engagement is how often a mention was passed on, answered, liked and seen, as known at KnownAt.
type Engagement struct {
	Shares  int       `json:"shares,omitzero"`
	Replies int       `json:"replies,omitzero"`
	Likes   int       `json:"likes,omitzero"`
	Views   int       `json:"views,omitzero"`
	KnownAt time.Time `json:"known_at,omitzero"`
}

// MaxText is the longest text in bytes that a mention may have. A longer one is refused: no platform
// allows it.
const MaxText = 1 << 20

const maxKind = 64

// Validate reports everything that keeps m from being ingested, joined into one error.
func (m Mention) Validate() error {
	var errs []error
	refuse := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if err := m.Ref.Validate(); err != nil {
		refuse("ref: %w", err)
	}
	if m.Kind == "" || len(m.Kind) > maxKind || !printable(string(m.Kind)) {
		refuse("kind: empty, longer than %d bytes, or not printable", maxKind)
	}
	if m.Visibility < Direct || m.Visibility > Public {
		refuse("visibility: unknown")
	}
	if len(m.Text) > MaxText {
		refuse("text: %d bytes, more than %d", len(m.Text), MaxText)
	}
	if len(m.Native) > 0 && !json.Valid(m.Native) {
		refuse("native: not JSON")
	}
	if len(m.Raw) > 0 && !json.Valid(m.Raw) {
		refuse("raw: not JSON")
	}
	if m.Parent == m.Ref && m.Ref != "" {
		refuse("parent: it answers itself")
	}
	return errors.Join(errors.Join(errs...), m.validateLinks(), m.validateNumbers())
}

func (m Mention) validateLinks() error {
	var errs []error
	require := func(name, id string) {
		if err := validateID(id); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
	}
	check := func(name, id string) {
		if id != "" {
			require(name, id)
		}
	}
	check("author", string(m.Author.ID))
	check("peer", string(m.Peer))
	check("parent", string(m.Parent))
	check("root", string(m.Root))
	check("target", string(m.Target))
	for _, a := range m.Via {
		require("via", string(a))
	}
	for _, r := range m.Answers {
		require("answers", string(r))
	}
	return errors.Join(errs...)
}

func (m Mention) validateNumbers() error {
	var errs []error
	if m.Revision < 0 {
		errs = append(errs, errors.New("revision: negative"))
	}
	e := m.Engagement
	if min(m.Author.Followers, e.Shares, e.Replies, e.Likes, e.Views) < 0 {
		errs = append(errs, errors.New("engagement: a negative count"))
	}
	for _, x := range m.Media {
		errs = append(errs, validateTime("media.expires", x.Expires))
	}
	return errors.Join(errors.Join(errs...), validateTime("occurred_at", m.OccurredAt), validateTime("observed_at", m.ObservedAt),
		validateTime("edited_at", m.EditedAt), validateTime("engagement.known_at", e.KnownAt), validateTime("author.known_at", m.Author.KnownAt))
}

func validateTime(name string, t time.Time) error {
	if s := t.Unix(); !t.IsZero() && (s < 0 || s >= maxUnix) {
		return fmt.Errorf("%s: year %d is outside 1970 to 2261", name, t.Year())
	}
	return nil
}

const maxUnix = 9_214_646_400 // the beginning of 2262, when 64 bits of nanoseconds end
