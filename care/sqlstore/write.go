package sqlstore

import (
	"strconv"
	"strings"
)

// A write is a statement for a batch.
type write struct {
	op, table, statement string
	rows                 *batch
	changed              func(rows int64) error // nil: any number will do
	posted               []string               // events that get their place in the feed later
}

func (w *write) done(changed int64) error {
	if w.changed == nil {
		return nil
	}
	return w.changed(changed)
}

// put does w now in SQLite, which is in the same process. For PostgreSQL it is kept back, to travel with others
// as one statement; no later than before the next read.
func (t *tx) put(w write) error {
	if err := t.usable(); err != nil || w.rows.n == 0 {
		return err
	}
	if t.dialect == SQLite {
		n, err := t.do(w.op, w.statement, w.rows.text())
		if err != nil {
			return err
		}
		return w.done(n)
	}
	for i := range t.pending {
		if t.pending[i].table == w.table { // the parts of one statement don't see each other
			if err := t.flush(); err != nil {
				return err
			}
			break
		}
	}
	t.pending = append(t.pending, w)
	return nil
}

// flush does what was kept back.
func (t *tx) flush() error {
	if len(t.pending) == 0 {
		return nil
	}
	all := t.pending
	t.pending = nil
	var ops, args []string
	for i := range all {
		t.posted = append(t.posted, all[i].posted...)
		ops, args = append(ops, all[i].op), append(args, all[i].rows.text())
	}
	changed := make([]int64, len(all))
	scan := func(row scanner) error { return row.Scan(pointers(changed)...) }
	if err := t.each(strings.Join(ops, ", "), together(all), scan, anys(args)...); err != nil {
		return err
	}
	for i := range all {
		if err := all[i].done(changed[i]); err != nil {
			return err
		}
	}
	return nil
}

func pointers(numbers []int64) []any {
	out := make([]any, len(numbers))
	for i := range numbers {
		out[i] = &numbers[i]
	}
	return out
}

func anys(texts []string) []any {
	out := make([]any, len(texts))
	for i := range texts {
		out[i] = texts[i]
	}
	return out
}

// together is one statement that does all writes, and returns how many rows each of them changed.
func together(all []write) string {
	var with, counts []string
	for i := range all {
		name := "w" + strconv.Itoa(i)
		statement := strings.ReplaceAll(all[i].statement, "$2", "$"+strconv.Itoa(i+2))
		with = append(with, name+" AS ("+statement+" RETURNING 1)")
		counts = append(counts, "(SELECT count(*) FROM "+name+")")
	}
	return "WITH " + strings.Join(with, ", ") + " SELECT " + strings.Join(counts, ", ")
}
