package sqlstore

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/kindlydm/kindly/care"
)

// column is what a list is ordered by; a conversation in which it is NULL is left out.
func column(o care.Order) (string, error) {
	switch o {
	case care.OrderDue:
		return "due", nil
	case care.OrderWaiting:
		return "waiting", nil
	case care.OrderStarted:
		return "started", nil
	}
	return "", invalid("list", "order %d is not known", o)
}

// List implements [care.Reader]. Each order walks an index of its own from where the page ends, and looks at
// what the query selects as it goes; one author's conversations are found by the author's legs and sorted.
func (r *reader) List(q care.Query, page string, limit int) ([]care.Head, string, error) {
	order, err := column(q.Order)
	if err != nil {
		return nil, "", err
	}
	at, id, err := parsePage(q.Order, page)
	if limit = min(limit, math.MaxInt32); err != nil || limit <= 0 {
		return nil, page, err
	}
	w := where{dialect: r.dialect, args: []any{at, id, int64(limit) + 1}}
	w.all(&q)
	from := `kindly_head h`
	if q.Author != "" {
		from = `(SELECT DISTINCT conversation FROM kindly_leg WHERE desk = $1 AND customer = ` + w.arg(string(q.Author)) +
			` AND customer <> '') AS mine {join kindly_head h: h.desk = $1 AND h.id = mine.conversation}`
	}
	query := fmt.Sprintf(`SELECT h.%[1]s, h.id, h.version, h.body FROM %[2]s WHERE h.desk = $1 AND h.%[1]s IS NOT NULL
		AND (h.%[1]s, h.id) > ($2, $3)%[3]s ORDER BY h.%[1]s, h.id LIMIT $4`, order, from, w.text.String())
	var out []care.Head
	var last string
	err = r.each("list", query, func(rows scanner) error {
		var at int64
		h, err := scanHead(rows, &at)
		if out = append(out, h); len(out) <= limit {
			last = fmt.Sprintf("%d.%d.%s", q.Order, at, h.ID)
		}
		return err
	}, w.args...)
	if len(out) <= limit {
		return out, "", err
	}
	return out[:limit], last, err
}

// A where is the conditions of a query in the making. Its arguments begin with $2.
type where struct {
	dialect Dialect
	text    strings.Builder
	args    []any
}

func (w *where) arg(v any) string {
	w.args = append(w.args, v)
	return "$" + strconv.Itoa(len(w.args)+1)
}

func (w *where) all(q *care.Query) {
	if !q.Everything {
		w.text.WriteString(` AND h.cases > 0`)
	}
	if q.Unanswered {
		w.text.WriteString(` AND h.waiting IS NOT NULL`)
	}
	if len(q.Statuses) > 0 {
		w.text.WriteString(` AND h.status IN (SELECT k.value FROM {list ` + w.arg(list(w.dialect, q.Statuses)) + ` k})`)
	}
	if len(q.Accounts) > 0 {
		w.text.WriteString(` AND h.account IN (SELECT k.value FROM {list ` + w.arg(list(w.dialect, q.Accounts)) + ` k})`)
	}
	if q.Assignee != "" {
		w.text.WriteString(` AND h.assignee <> '' AND h.assignee = ` + w.arg(q.Assignee))
	}
	if q.Tag != "" {
		w.text.WriteString(` AND REPLACE(h.tags, ` + w.arg(tagged([]string{q.Tag})) + `, '') <> h.tags`)
	}
}

// A page names its order, so that it is not taken for one of another, and the last conversation on it.
func parsePage(o care.Order, page string) (at int64, id string, err error) {
	if page == "" {
		return never, "", nil
	}
	parts := strings.SplitN(page, ".", 3)
	if len(parts) == 3 && parts[0] == strconv.Itoa(int(o)) {
		if at, err := strconv.ParseInt(parts[1], 10, 64); err == nil {
			return at, parts[2], nil
		}
	}
	return 0, "", invalid("list", "page %.80q is not of this order", page)
}
