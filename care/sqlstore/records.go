package sqlstore

import (
	"context"
	"encoding/base64"

	"github.com/kindlydm/kindly/care"
)

// Record implements [care.Reader].
func (r *reader) Record(key string) (care.Record, error) {
	var out care.Record
	if !storable(key) {
		return out, nil
	}
	err := r.each("record", `SELECT version, value FROM kindly_record WHERE desk = $1 AND key = $2`, func(rows scanner) error {
		var coded string
		var value []byte
		err := rows.Scan(&out.Version, &coded)
		if err == nil {
			value, err = base64.StdEncoding.DecodeString(coded)
		}
		if out.Key = key; len(value) > 0 {
			out.Value = value
		}
		return in("kindly_record", key, err)
	}, key)
	return out, err
}

// PutRecord implements [care.Tx].
func (t *tx) PutRecord(r care.Record) error {
	const op = "put record"
	if !storable(r.Key) {
		return t.refuse(invalid(op, "key %.80q %s", r.Key, notStorable))
	}
	statement := `UPDATE kindly_record SET version = $3, value = $4 WHERE desk = $1 AND key = $2 AND version = $3 - 1`
	if r.Version == 1 {
		statement = `INSERT INTO kindly_record (desk, key, version, value) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`
	}
	n, err := t.do(op, statement, r.Key, r.Version, base64.StdEncoding.EncodeToString(r.Value))
	if err == nil && n != 1 {
		return t.refuse(conflict(op, "record %.80q has another version than %d", r.Key, r.Version-1))
	}
	return err
}

// Load implements [care.State].
func (s *Store) Load(ctx context.Context, key string) (value []byte, rev int64, err error) {
	err = s.View(ctx, func(r care.Reader) error {
		found, err := r.Record(key)
		value, rev = found.Value, found.Version
		return err
	})
	return value, rev, err
}

// Save implements [care.State]. The values are those of Record and PutRecord.
func (s *Store) Save(ctx context.Context, key string, value []byte, rev int64) (int64, error) {
	err := s.Update(ctx, nil, func(tx care.Tx) error {
		return tx.PutRecord(care.Record{Key: key, Version: rev + 1, Value: value})
	})
	if err != nil {
		return 0, err
	}
	return rev + 1, nil
}
