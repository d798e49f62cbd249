package memstore

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"strconv"

	"github.com/kindlydm/kindly/care"
)

// A reject has a number by which it is paged, and the digest of what makes it the same as another.
type reject struct {
	care.Reject
	number int64
	digest string
}

type rejects struct {
	same   map[string]*reject
	order  *ordered[reject] // by number
	stale  *ordered[reject] // by when they expire
	number int64
}

func newRejects() rejects {
	digest := func(r *reject) string { return r.digest }
	return rejects{same: map[string]*reject{}, order: newOrdered(digest), stale: newOrdered(digest)}
}

func digest(r *care.Reject) string {
	h := sha256.New()
	for _, part := range [][]byte{[]byte(r.Source), []byte(r.Where), []byte(r.Reason), r.Raw} {
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(part)))
		h.Write(size[:])
		h.Write(part)
	}
	return string(h.Sum(nil))
}

func (s *rejects) add(r *reject) {
	s.same[r.digest] = r
	s.order.insert(r.number, r)
	if !r.ExpiresAt.IsZero() {
		s.stale.insert(pack(r.ExpiresAt), r)
	}
}

func (s *rejects) drop(r *reject) {
	delete(s.same, r.digest)
	s.order.remove(r.number, r)
	if !r.ExpiresAt.IsZero() {
		s.stale.remove(pack(r.ExpiresAt), r)
	}
}

func (r reader) Rejects(page string, limit int) ([]care.Reject, string, error) {
	after := int64(math.MinInt64)
	if page != "" {
		n, err := strconv.ParseInt(page, 10, 64)
		if err != nil {
			return nil, "", invalid("rejects", "page %.80q is not of this list", page)
		}
		after = n + 1 // no digest is before ""
	}
	if limit <= 0 {
		return nil, page, nil
	}
	var out []care.Reject
	last, more := int64(0), false
	r.rejects.order.walk(after, "", func(at int64, x *reject) bool {
		if more = len(out) == limit; more {
			return false
		}
		out, last = append(out, x.Reject), at
		return true
	})
	if !more {
		return out, "", nil
	}
	return out, strconv.FormatInt(last, 10), nil
}
