package sqlstore

import (
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"math"
	"strconv"

	"github.com/kindlydm/kindly/care"
)

// digest names what makes two rejects the same.
func digest(r *care.Reject) string {
	h := sha256.New()
	for _, part := range [][]byte{[]byte(r.Source), []byte(r.Where), []byte(r.Reason), r.Raw} {
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(part)))
		h.Write(size[:])
		h.Write(part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// PutRejects implements [care.Tx].
func (t *tx) PutRejects(rejects []care.Reject) error {
	const op = "put rejects"
	b := t.batch()
	for i, r := range rejects {
		if err := utc(op, &r.At, &r.ExpiresAt); err != nil {
			return t.refuse(err)
		}
		if err := b.row().num(int64(i)).str(digest(&r)).time(pack(r.ExpiresAt)).body(&r); err != nil {
			return t.refuse(invalid(op, "%w", err))
		}
	}
	return t.put(write{op: op, table: "kindly_reject", statement: insertRejects, rows: b})
}

const insertRejects = `INSERT INTO kindly_reject (desk, digest, expires, body)
	SELECT $1, x.digest, x.expires, x.body FROM {rows $2 x: n bigint, digest text, expires bigint, body text} WHERE true
	ORDER BY x.n ON CONFLICT (desk, digest) DO NOTHING`

// Rejects implements [care.Reader].
func (r *reader) Rejects(page string, limit int) ([]care.Reject, string, error) {
	after := int64(0)
	if page != "" {
		n, err := strconv.ParseInt(page, 10, 64)
		if err != nil {
			return nil, "", invalid("rejects", "page %.80q is not of this list", page)
		}
		after = n
	}
	if limit = min(limit, math.MaxInt32); limit <= 0 {
		return nil, page, nil
	}
	var out []care.Reject
	var last int64
	err := r.each("rejects", `SELECT number, body FROM kindly_reject WHERE desk = $1 AND number > $2
		ORDER BY number LIMIT $3`, func(rows scanner) error {
		var number int64
		var body sql.RawBytes
		var x care.Reject
		err := rows.Scan(&number, &body)
		if err == nil {
			err = json.Unmarshal(body, &x)
		}
		if out = append(out, x); len(out) <= limit {
			last = number
		}
		return in("kindly_reject number", strconv.FormatInt(number, 10), err)
	}, after, int64(limit)+1)
	if len(out) <= limit {
		return out, "", err
	}
	return out[:limit], strconv.FormatInt(last, 10), err
}
