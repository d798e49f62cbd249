package sqlstore

import (
	"github.com/kindlydm/kindly/care"
)

// Threads implements [care.Reader].
func (r *reader) Threads(threads []care.Ref) ([]care.Ref, error) {
	now, err := r.moved(threads)
	out := make([]care.Ref, len(threads))
	for i, ref := range threads {
		if out[i] = ref; now[ref] != "" {
			out[i] = now[ref]
		}
	}
	return out, err
}

// moved returns where those of threads are that were moved.
func (r *reader) moved(threads []care.Ref) (map[care.Ref]care.Ref, error) {
	if len(threads) == 0 {
		return nil, nil
	}
	now := map[care.Ref]care.Ref{}
	err := r.each("threads", `SELECT t.thread, t.into_thread FROM {list $2 k}
		{join kindly_moved t: t.desk = $1 AND t.thread = k.value}`, func(rows scanner) error {
		var from, into care.Ref
		err := rows.Scan(&from, &into)
		now[from] = into
		return err
	}, list(r.dialect, threads))
	return now, err
}

// MoveThread implements [care.Tx]. Legs are written anew; mentions find their thread by what it became.
func (t *tx) MoveThread(from, into care.Ref) error {
	const op = "move thread"
	if from == "" || into == "" || !storable(string(from)) || !storable(string(into)) {
		return t.refuse(invalid(op, "from %.80q into %.80q", from, into))
	}
	now, err := t.reader.Threads([]care.Ref{from, into})
	if err != nil || now[0] == now[1] {
		return err
	}
	t.ahead.forget()
	for _, statement := range []string{
		`DELETE FROM kindly_leg WHERE desk = $1 AND thread = $2 AND EXISTS (SELECT 1 FROM kindly_leg AS other
			WHERE other.desk = $1 AND other.thread = $3 AND other.account = kindly_leg.account AND other.customer = kindly_leg.customer)`,
		`UPDATE kindly_leg SET thread = $3 WHERE desk = $1 AND thread = $2`,
		`UPDATE kindly_moved SET into_thread = $3 WHERE desk = $1 AND into_thread = $2`,
		`INSERT INTO kindly_moved (desk, thread, into_thread) VALUES ($1, $2, $3)`,
	} {
		if err := t.write(op, statement, string(now[0]), string(now[1])); err != nil {
			return err
		}
	}
	return nil
}
