package listen

import (
	"strings"
	"unicode/utf8"
)

// clauses returns what finds a term, one for each way of writing it; none, with a loss, if nothing does.
func (w *writer) clauses(t *term) []clause {
	switch t.root {
	case rootHandle:
		return w.one(t, write(w.d.Handle, unsigned(t.text, handleSigns)), "handles")
	case rootDomain:
		return w.one(t, write(w.d.Domain, t.text), "domains")
	case rootTag:
		return w.one(t, write(w.d.Hashtag, unsigned(t.text, tagSigns)), "hashtags")
	}
	if t.role == misspelling {
		w.lose(t, true, "%s looks for words as they are spelt", w.d.Name)
	}
	var list []clause
	for i, form := range t.forms {
		if i > 0 && len(form) > 1 {
			continue // a hashtag's way of writing
		}
		for j, text := range w.texts(t, i, form) {
			c, ok := w.form(t, text, form, i+j == 0)
			if i > 0 && len(list) > 0 && (!ok || w.d.Word == nil) {
				w.lose(t, true, "%s can't look for it as the one word %q", w.d.Name, text)
			}
			if ok {
				list = append(list, c)
			}
		}
	}
	return list
}

// texts returns how a form is written: as in the rules, and without its accents if they can be left out.
func (w *writer) texts(t *term, i int, form []part) []string {
	if i > 0 {
		return []string{form[0].word}
	}
	atoms, _ := w.atoms(t.text)
	spoken := t.text[atoms[0].start:atoms[len(atoms)-1].end]
	plain := w.fold.fold(spoken)
	if plain == strings.ToLower(spoken) || strings.ContainsFunc(plain, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return []string{spoken}
	}
	return []string{spoken, plain}
}

func (w *writer) one(t *term, text, what string) []clause {
	if text == "" {
		w.lose(t, true, "%s can't look for it among %s", w.d.Name, what)
		return nil
	}
	return []clause{{term: t, text: text, terms: 1}}
}

// form returns what finds one way of writing a term. Only a loud one complains.
func (w *writer) form(t *term, text string, form []part, loud bool) (clause, bool) {
	if len(form) > 1 {
		return w.phrase(t, text, form, loud)
	}
	return w.word(t, text, loud)
}

func (w *writer) phrase(t *term, text string, form []part, loud bool) (clause, bool) {
	if written := write(w.d.Phrase, text); written != "" {
		return clause{term: t, text: written, terms: 1}, true
	}
	if t.role == exclusion {
		w.complain(loud, t, false, "%s can't exclude several words in a row")
		return clause{}, false
	}
	apart := form[0].kind == letter && w.d.And != ""
	words := make([]string, 0, len(form))
	for _, p := range form {
		word := write(w.d.Word, p.word)
		apart = apart && word != "" && utf8.RuneCountInString(p.word) >= w.d.MinWord
		words = append(words, word)
	}
	if !apart {
		w.complain(loud, t, true, "%s can't look for several words in a row")
		return clause{}, false
	}
	w.complain(loud, t, false, "%s looks for its words anywhere in the post")
	c := clause{term: t, text: strings.Join(words, w.d.And), terms: len(words), alone: !w.d.groups()}
	if w.d.groups() {
		c.text = w.d.Open + c.text + w.d.Close
	}
	return c, true
}

// word returns what finds a word. That is a hashtag, where the platform looks for nothing else.
func (w *writer) word(t *term, text string, loud bool) (clause, bool) {
	if written := write(w.d.Word, text); written != "" && utf8.RuneCountInString(text) >= w.d.MinWord {
		return clause{term: t, text: written, terms: 1}, true
	}
	if tag := write(w.d.Hashtag, w.fold.fold(text)); w.d.Word == nil && tag != "" {
		w.complain(loud, t, true, "%s finds it where it is a hashtag")
		return clause{term: t, text: tag, terms: 1}, true
	}
	w.complain(loud, t, true, "%s can't look for this word")
	return clause{}, false
}

func (w *writer) complain(loud bool, t *term, missed bool, why string) {
	if loud {
		w.lose(t, missed, why, w.d.Name)
	}
}
