package archive

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kindlydm/kindly/care"
)

const tweetTime = "Mon Jan 02 15:04:05 -0700 2006"

// scanTable reads all rows for who we are and what we wrote.
func scanTable(w *window, known *ours) error {
	t := &table{ours: known}
	if err := t.head(w); err != nil {
		return err
	}
	for {
		r, err := t.row(w)
		switch {
		case errors.Is(err, errLong):
			err = w.skipLine()
		case err == nil:
			t.note(r)
			w.take(r.size)
		}
		if err != nil {
			return endOK(err)
		}
	}
}

func (t *table) note(r row) {
	if r.fault != "" {
		return
	}
	customer, err := flag(t.word(inbound))
	tweet, author := t.word(tweetID), t.word(authorID)
	if errors.Join(err, checkID(tweet), checkID(author)) == nil && !customer {
		t.ours.note(tweet, author)
	}
}

// next reads one row.
func (t *table) next(w *window, b *basket) error {
	r, err := t.row(w)
	if errors.Is(err, errLong) {
		return b.refuseLong(w)
	}
	if err != nil {
		return err
	}
	where, raw := b.where(w), w.peek(r.size)
	defer w.take(r.size)
	switch {
	case r.fault != "":
		b.refuse(where, raw, r.fault)
	case bytes.IndexByte(raw, 0) >= 0:
		b.refuse(where, raw, "a NUL byte")
	default:
		m, notes, err := t.tweet()
		if r.note != "" {
			notes = append(notes, r.note)
		}
		b.put(where, raw, m, notes, err)
	}
	return nil
}

// tweet makes a mention of the row; notes say what it goes without, the error why it can't go at all.
func (t *table) tweet() (m care.Mention, notes []string, err error) {
	m = care.Mention{Visibility: care.Public, Kind: care.KindPost}
	var errs []error
	m.Ref, err = ref(t.word(tweetID))
	errs = append(errs, named(tweetID, err))
	errs = append(errs, named(authorID, checkID(t.word(authorID))))
	m.Author.Handle = string(t.word(authorID))
	m.Author.ID = care.NewAuthorID(care.Twitter, "", m.Author.Handle)
	m.OccurredAt, err = clock(t.word(createdAt))
	errs = append(errs, named(createdAt, err))
	m.ObservedAt = m.OccurredAt
	m.Text = string(t.get(text))
	fromCustomer, err := flag(t.word(inbound))
	errs = append(errs, named(inbound, err))
	if fromCustomer {
		m.Kind, m.Via = care.KindMention, []care.AccountID{t.reaches()}
	}
	notes = append(notes, t.links(&m)...)
	return m, notes, errors.Join(errs...)
}

// links adds what the row answers and what answers it.
func (t *table) links(m *care.Mention) (notes []string) {
	var err error
	if parent := t.word(answerTo); len(parent) > 0 {
		if m.Parent, err = ref(parent); err != nil {
			notes = append(notes, named(answerTo, err).Error())
		}
	}
	for id := range bytes.SplitSeq(t.word(answers), []byte{','}) {
		if id = bytes.TrimSpace(id); len(id) == 0 {
			continue
		}
		if answer, err := ref(id); err != nil {
			notes = append(notes, named(answers, err).Error())
		} else {
			m.Answers = append(m.Answers, answer)
		}
	}
	if m.Parent != "" && m.Parent != m.Ref {
		m.Kind = care.KindReply
	}
	return notes
}

// reaches returns the account that a customer's row is said to.
func (t *table) reaches() care.AccountID {
	if id, ok := t.ours.mentioned(t.get(text)); ok {
		return id
	}
	if id, ok := t.ours.author(t.word(answerTo)); ok {
		return id
	}
	return Unknown
}

func (t *table) word(field int) []byte { return bytes.TrimSpace(t.get(field)) }

func named(field int, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", fieldNames()[field], err)
}

func ref(id []byte) (care.Ref, error) {
	if err := checkID(id); err != nil {
		return "", err
	}
	return care.NewRef(care.Twitter, "", string(id)), nil
}

func checkID(id []byte) error {
	switch {
	case len(id) == 0:
		return errors.New("empty")
	case !utf8.Valid(id):
		return errors.New("not UTF-8")
	case bytes.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r == 0x7f || r == utf8.RuneError }):
		return errors.New("not an id")
	}
	return nil
}

func flag(word []byte) (bool, error) {
	yes := bytes.EqualFold(word, []byte("true"))
	if !yes && !bytes.EqualFold(word, []byte("false")) {
		return false, errors.New("neither True nor False")
	}
	return yes, nil
}

func clock(word []byte) (time.Time, error) {
	at, err := time.Parse(tweetTime, string(word))
	if err != nil {
		return time.Time{}, errors.New("not a time like " + tweetTime)
	}
	return at.UTC(), nil
}

// repair makes what a mention can be taken without fit, and says what it was.
func repair(m *care.Mention) (notes []string) {
	if m.Parent == m.Ref && m.Ref != "" {
		m.Parent = ""
		notes = append(notes, "it answers itself")
	}
	if !utf8.ValidString(m.Text) {
		m.Text = strings.ToValidUTF8(m.Text, "\uFFFD")
		notes = append(notes, "text: not UTF-8")
	}
	return notes
}
