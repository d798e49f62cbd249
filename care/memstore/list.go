package memstore

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kindlydm/kindly/care"
)

// setHead puts h in the place of c's; the zero head takes it away.
func (s *state) setHead(c *conv, h head) {
	for i := range s.orders {
		was, listed := s.listed(&c.head, care.Order(i))
		is, lists := s.listed(&h, care.Order(i))
		if was == is && listed == lists {
			continue
		}
		if listed {
			s.orders[i].remove(was, c)
		}
		if lists {
			s.orders[i].insert(is, c)
		}
	}
	c.head = h
}

// listed returns where h is in an order; false if it is left out.
func (s *state) listed(h *head, o care.Order) (int64, bool) {
	switch {
	case h.version == 0:
		return 0, false
	case o == care.OrderDue:
		return h.dueAt, h.dueAt != never
	case o == care.OrderWaiting:
		return h.since, s.unanswered(h)
	}
	return h.started, true
}

func (r reader) Heads(ids []care.ConversationID) ([]care.Head, error) {
	found := make([]*conv, 0, len(ids))
	for _, id := range ids {
		if c := r.conv(id); c != nil && c.head.version > 0 {
			found = append(found, c)
		}
	}
	out := make([]care.Head, len(found))
	for i, c := range found {
		out[i] = r.unpackHead(c)
	}
	return out, nil
}

// A place is where a page of a List ends.
type place struct {
	at int64
	id care.ConversationID
}

func (p place) text(o care.Order) string { return fmt.Sprintf("%d.%d.%s", o, p.at, p.id) }

func parsePlace(o care.Order, page string) (place, error) {
	if page == "" {
		return place{at: never}, nil
	}
	parts := strings.SplitN(page, ".", 3)
	if len(parts) == 3 && parts[0] == strconv.Itoa(int(o)) {
		if at, err := strconv.ParseInt(parts[1], 10, 64); err == nil {
			return place{at, care.ConversationID(parts[2])}, nil
		}
	}
	return place{}, invalid("list", "page %.80q is not of this order", page)
}

// List walks q's order, or the conversations of q's author, and takes what the other fields of q select.
func (r reader) List(q care.Query, page string, limit int) ([]care.Head, string, error) {
	if int(q.Order) >= len(r.orders) {
		return nil, "", invalid("list", "order %d is not known", q.Order)
	}
	after, err := parsePlace(q.Order, page)
	if err != nil || limit <= 0 {
		return nil, page, err
	}
	var out []care.Head
	last, more := after, false
	take := func(at int64, c *conv) bool {
		h := r.unpackHead(c)
		if !selects(&q, &h.Tail) {
			return true
		}
		if more = len(out) == limit; more {
			return false
		}
		out, last = append(out, h), place{at, c.id}
		return true
	}
	if q.Author != "" {
		r.walkAuthor(&q, after, take)
	} else {
		r.orders[q.Order].walk(after.at, string(after.id), take)
	}
	if !more {
		return out, "", nil
	}
	return out, last.text(q.Order), nil
}

func (r reader) walkAuthor(q *care.Query, after place, take func(int64, *conv) bool) {
	var found []item[conv]
	for _, l := range r.legsBy(q.Author) {
		c := r.merged.now(l.conv)
		if at, ok := r.listed(&c.head, q.Order); ok {
			found = append(found, item[conv]{at, c})
		}
	}
	slices.SortFunc(found, func(a, b item[conv]) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.v.id, b.v.id)) })
	for _, it := range slices.Compact(found) {
		behind := cmp.Or(cmp.Compare(it.at, after.at), cmp.Compare(it.v.id, after.id)) > 0
		if behind && !take(it.at, it.v) {
			return
		}
	}
}

func selects(q *care.Query, t *care.Tail) bool {
	return (t.Case > 0 || q.Everything) && (!q.Unanswered || t.Unanswered()) &&
		(len(q.Statuses) == 0 || slices.Contains(q.Statuses, t.Status)) &&
		(len(q.Accounts) == 0 || slices.Contains(q.Accounts, t.Account)) &&
		(q.Assignee == "" || q.Assignee == t.Assignee) &&
		(q.Tag == "" || slices.Contains(t.Tags, q.Tag))
}
