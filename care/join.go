package care

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"time"
)

// Join returns what f and g, of one Ref, tell together. It is commutative, associative and idempotent,
// so that deliveries may come in any order and as often as they like:
//   - known beats unknown;
//   - the version with the greater Stamp decides what is removed;
//   - sets unite; counts are those known last;
//   - of two kinds the more particular stands, of two visibilities the narrower, of two times of
//     occurrence the platform's before the author's, then the earlier; ObservedAt is the earliest;
//   - author, peer, parent, root and target can't change: where two deliveries contradict each other
//     the smaller stands, and [Facts.Contradicts] says so. Every claimed parent still joins the threads.
func (f Facts) Join(g Facts) Facts {
	out := f
	if g.Stamp.Compare(f.Stamp) > 0 {
		out.Stamp, out.Removed = g.Stamp, g.Removed
	}
	out.Kind = joinKind(f.Kind, g.Kind)
	out.Visibility = leastKnown(f.Visibility, g.Visibility)
	out.Bot = f.Bot || g.Bot
	out.OccurredAt, out.Claimed = joinOccurred(f, g)
	out.ObservedAt = earliest(f.ObservedAt, g.ObservedAt)
	out.Author = leastKnown(f.Author, g.Author)
	out.Peer = leastKnown(f.Peer, g.Peer)
	out.Parent = leastKnown(f.Parent, g.Parent)
	out.Root = leastKnown(f.Root, g.Root)
	out.Target = leastKnown(f.Target, g.Target)
	out.Via = unite(f.Via, g.Via)
	out.More = joinMore(&f, &g)
	out.Assessments = joinAssessments(f.Assessments, g.Assessments)
	out.Native = joinNative(f.Native, g.Native)
	return out
}

// Contradicts names what f and g, of one Ref, can't both be right about; empty if nothing. An edit is no
// contradiction; two texts of one version are.
func (f Facts) Contradicts(g Facts) string {
	switch {
	case differ(f.Author, g.Author):
		return "author"
	case differ(f.Parent, g.Parent):
		return "parent"
	case differ(f.Root, g.Root):
		return "root"
	case differ(f.Peer, g.Peer):
		return "peer"
	case differ(f.Target, g.Target):
		return "target"
	case differ(f.Visibility, g.Visibility):
		return "visibility"
	case !f.OccurredAt.IsZero() && !g.OccurredAt.IsZero() && f.Claimed == g.Claimed && !f.OccurredAt.Equal(g.OccurredAt):
		return "occurred_at"
	case f.Present() && g.Present() && !f.Removed && !g.Removed && f.Stamp.Hash != g.Stamp.Hash &&
		f.Stamp.Revision == g.Stamp.Revision && f.Stamp.At.Equal(g.Stamp.At):
		return "text"
	}
	return ""
}

func differ[T comparable](a, b T) bool {
	var unknown T
	return a != b && a != unknown && b != unknown
}

func leastKnown[T cmp.Ordered](a, b T) T {
	var unknown T
	if a == unknown || (b != unknown && b < a) {
		return b
	}
	return a
}

func earliest(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}

func joinKind(a, b Kind) Kind {
	if a == "" || b == "" {
		return max(a, b)
	}
	if c := cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(a, b)); c > 0 {
		return b
	}
	return a
}

func joinOccurred(f, g Facts) (time.Time, bool) {
	switch {
	case f.OccurredAt.IsZero():
		return g.OccurredAt, g.Claimed && !g.OccurredAt.IsZero()
	case g.OccurredAt.IsZero() || f.Claimed != g.Claimed && g.Claimed:
		return f.OccurredAt, f.Claimed
	case f.Claimed != g.Claimed:
		return g.OccurredAt, g.Claimed
	}
	return earliest(f.OccurredAt, g.OccurredAt), f.Claimed
}

func unite[T cmp.Ordered](a, b []T) []T {
	if len(b) == 0 || slices.Equal(a, b) {
		return a
	}
	if len(a) == 0 {
		return b
	}
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

func joinMore(f, g *Facts) *More {
	parents := unite(f.Parents(), g.Parents())
	if len(parents) < 2 {
		parents = nil
	}
	a, b := f.More, g.More
	if parents == nil && (b == nil || sameMore(a, b)) {
		return a
	}
	var zero More
	if a == nil {
		a = &zero
	}
	if b == nil {
		b = &zero
	}
	out := More{
		Lang: leastKnown(a.Lang, b.Lang), Parents: parents, Answers: unite(a.Answers, b.Answers),
		Engagement: laterCounts(a.Engagement, b.Engagement),
	}
	out.Followers, out.FollowersAt = a.Followers, a.FollowersAt
	if c := a.FollowersAt.Compare(b.FollowersAt); c < 0 || c == 0 && b.Followers > a.Followers {
		out.Followers, out.FollowersAt = b.Followers, b.FollowersAt
	}
	return &out
}

// laterCounts takes those known last; of one instant, the greater.
func laterCounts(a, b Engagement) Engagement {
	if c := a.KnownAt.Compare(b.KnownAt); c != 0 {
		if c < 0 {
			return b
		}
		return a
	}
	return Engagement{
		Shares: max(a.Shares, b.Shares), Replies: max(a.Replies, b.Replies),
		Likes: max(a.Likes, b.Likes), Views: max(a.Views, b.Views), KnownAt: a.KnownAt,
	}
}

// joinAssessments keeps one for each annotator, sorted by its name: that of the latest version.
func joinAssessments(a, b []Assessment) []Assessment {
	if len(b) == 0 || slices.EqualFunc(a, b, sameAssessment) {
		return a
	}
	out := slices.Concat(a, b)
	slices.SortFunc(out, compareAssessments)
	return slices.CompactFunc(out, func(x, y Assessment) bool { return x.By == y.By })
}

func compareAssessments(x, y Assessment) int {
	return cmp.Or(cmp.Compare(x.By, y.By), y.Of.Compare(x.Of), cmp.Compare(y.Label, x.Label), cmp.Compare(y.Compound, x.Compound),
		cmp.Compare(y.Intent, x.Intent), slices.Compare(y.Topics, x.Topics))
}

// joinNative keeps the smaller: a driver makes the same for the same mention.
func joinNative(a, b json.RawMessage) json.RawMessage {
	if len(a) == 0 || len(b) > 0 && bytes.Compare(b, a) < 0 {
		return b
	}
	return a
}

// Join returns what is kept of c and d, of one Ref: a tombstone before anything, else the version with
// the greater Stamp; the earlier expiry.
func (c Content) Join(d Content) Content {
	expires := earliest(c.ExpiresAt, d.ExpiresAt)
	out := c
	if d.Stamp.Compare(c.Stamp) > 0 {
		out = d
	}
	out = fillContent(out, c, d)
	if c.Gone || d.Gone {
		return Content{Ref: c.Ref, Stamp: out.Stamp, Gone: true}
	}
	out.ExpiresAt = expires
	return out
}

// fillContent adds what only one of two deliveries knows. Names outlive a version; the rest is part of it.
func fillContent(out, c, d Content) Content {
	out.Handle = leastKnown(c.Handle, d.Handle)
	out.Name = leastKnown(c.Name, d.Name)
	if c.Stamp.Compare(d.Stamp) == 0 {
		out.Place = leastKnown(c.Place, d.Place)
		out.URL = leastKnown(c.URL, d.URL)
		out.Raw = joinNative(c.Raw, d.Raw)
		out.Media = joinMedia(c.Media, d.Media)
	}
	return out
}

// joinMedia joins the same media of two deliveries: only how long their links live may differ.
func joinMedia(a, b []Media) []Media {
	if slices.Equal(a, b) || len(a) != len(b) {
		return a
	}
	out := slices.Clone(a)
	for i := range out {
		if b[i].Expires.After(out[i].Expires) {
			out[i].Expires = b[i].Expires
		}
	}
	return out
}

// Same reports whether c and d keep the same words.
func (c Content) Same(d Content) bool {
	return c.Ref == d.Ref && c.Stamp.Compare(d.Stamp) == 0 && c.Gone == d.Gone && c.ExpiresAt.Equal(d.ExpiresAt) &&
		c.Handle == d.Handle && c.Name == d.Name && c.Place == d.Place && c.URL == d.URL &&
		c.Text == d.Text && slices.Equal(c.Media, d.Media) && bytes.Equal(c.Raw, d.Raw)
}
