package sqlstore

import (
	"database/sql"
	"math"
	"slices"
	"time"

	"github.com/kindlydm/kindly/care"
)

// Times are kept as nanoseconds since 1970.
const never = math.MinInt64 + 1 // the zero time

func pack(t time.Time) int64 {
	if t.IsZero() {
		return never
	}
	return t.UnixNano()
}

func unpack(ns int64) time.Time {
	if ns == never {
		return time.Time{}
	}
	return time.Unix(0, ns).UTC()
}

func unpackNull(ns sql.NullInt64) time.Time {
	if !ns.Valid {
		return time.Time{}
	}
	return unpack(ns.Int64)
}

// utc puts times into UTC, and refuses what nanoseconds since 1970 can't say: before 1678 and after 2261.
func utc(op string, times ...*time.Time) error {
	const limit = math.MaxInt64 / int64(time.Second)
	for _, t := range times {
		if t.IsZero() {
			*t = time.Time{}
			continue
		}
		if s := t.Unix(); s <= -limit || s >= limit {
			return invalid(op, "time %d s from 1970 is out of range", s)
		}
		*t = t.Round(0).UTC()
	}
	return nil
}

func utcRow(op string, r *care.Row) error {
	if err := utc(op, &r.OccurredAt, &r.ObservedAt, &r.Stamp.At, &r.ExpiresAt); err != nil || r.More == nil {
		return err
	}
	more := *r.More
	r.More = &more
	return utc(op, &more.Engagement.KnownAt, &more.FollowersAt)
}

func utcHead(op string, h *care.Head) error {
	t, k := &h.Tail, &h.Track
	if err := utc(op, &t.Last.At, &t.Observed, &t.CaseAt, &t.Snoozed, &t.Resolved, &t.Waiting.Since, &t.Waiting.Observed, &t.LastIn,
		&t.LastOut, &t.Withdrawn, &t.Due, &t.Next, &k.Asked.At, &k.First.At, &k.Waiting.At, &k.Held.At, &k.HeldUntil); err != nil {
		return err
	}
	h.Overdue = slices.Clone(h.Overdue)
	for i := range h.Overdue {
		if err := utc(op, &h.Overdue[i].Due); err != nil {
			return err
		}
	}
	k.Pauses = slices.Clone(k.Pauses)
	for i := range k.Pauses {
		if err := utc(op, &k.Pauses[i].From, &k.Pauses[i].To); err != nil {
			return err
		}
	}
	if t.Base == nil {
		return nil
	}
	base := care.Head{Tail: *t.Base}
	t.Base = &base.Tail
	return utcHead(op, &base)
}
