package care_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/sla"
)

// foldRules are those of all tests of the fold: acme is ours, and a case may be reopened for half an hour.
func foldRules() *care.Rules {
	return &care.Rules{
		Own:    map[care.AuthorID]care.AccountID{"twitter:acme": "twitter:acme"},
		Reopen: 30 * time.Minute, Policy: sla.Default(),
	}
}

func threadLeg(n int) care.LegKey {
	return care.LegKey{Thread: care.Ref(fmt.Sprintf("twitter:t%d", n)), Customer: care.AuthorID(fmt.Sprintf("twitter:c%d", n))}
}

// row is a public mention, n minutes after noon.
func row(ref string, n int, author care.AuthorID, leg care.LegKey, with ...func(*care.Row)) care.Entry {
	r := &care.Row{Leg: leg, Facts: care.Facts{
		Ref: care.Ref("twitter:" + ref), Kind: care.KindReply, Visibility: care.Public, Author: author,
		OccurredAt: minute(n), ObservedAt: minute(n), Stamp: care.Stamp{At: minute(n), Hash: 1},
	}}
	for _, change := range with {
		change(r)
	}
	return care.Entry{Row: r}
}

func named(r *care.Row) { r.Via = []care.AccountID{"twitter:acme"} }

// asks is what the customer of leg says to us; adds is what he says to nobody.
func asks(ref string, n int, leg care.LegKey, with ...func(*care.Row)) care.Entry {
	return row(ref, n, leg.Customer, leg, append(with, named)...)
}

func adds(ref string, n int, leg care.LegKey, with ...func(*care.Row)) care.Entry {
	return row(ref, n, leg.Customer, leg, with...)
}

func answers(ref string, n int, leg care.LegKey, with ...func(*care.Row)) care.Entry {
	return row(ref, n, "twitter:acme", leg, with...)
}

// decides is what a person of ours decides, n minutes after noon.
func decides(id string, n int, body care.Body) care.Entry {
	return care.Entry{Event: &care.Event{ID: id, Conversation: "c", At: minute(n), By: care.Agent("ann"), Body: body}}
}

func takenBack(n int) func(*care.Row) {
	return func(r *care.Row) { r.Removed, r.Stamp = true, care.Stamp{At: minute(n), Hash: 2} }
}

func seenAt(n int) func(*care.Row) { return func(r *care.Row) { r.ObservedAt = minute(n) } }

// grow brings a tail up to date as a desk does: by a step; else from its base; else from the beginning.
func grow(r *care.Rules, t *care.Tail, all []care.Entry, e care.Entry) (care.Tail, string) {
	if tail := *t; r.Step(&tail, e, nil) {
		return tail, "step"
	}
	if base := t.Base; base != nil && e.Pos().Compare(base.Last) > 0 {
		behind := slices.DeleteFunc(slices.Clone(all), func(x care.Entry) bool { return x.Pos().Compare(base.Last) <= 0 })
		if tail, ok := r.Fold(base, behind, nil); ok {
			return tail, "from the base"
		}
	}
	tail, _ := r.Fold(nil, all, nil)
	return tail, "from the beginning"
}

// insert puts e in its place among all.
func insert(all []care.Entry, e care.Entry) []care.Entry {
	i, _ := slices.BinarySearchFunc(all, e, func(a, b care.Entry) int { return a.Pos().Compare(b.Pos()) })
	return slices.Insert(slices.Clone(all), i, e)
}

// unlike returns where a tail that grew entry by entry, in the order of arrival, is not the whole fold.
func unlike(r *care.Rules, arriving []care.Entry) string {
	var tail care.Tail
	var all []care.Entry
	for i, e := range arriving {
		all = insert(all, e)
		var how string
		tail, how = grow(r, &tail, all, e)
		want, ok := r.Fold(nil, all, nil)
		if !ok {
			return "a fold from the beginning failed"
		}
		head := r.Conversation(care.Head{ID: "c"}, all).Head
		if !head.Same(&want) {
			return fmt.Sprintf("after %d entries: Conversation is not the fold\nfold: %sconversation: %s", i+1, inJSON(want), inJSON(head.Tail))
		}
		if !tail.Same(&want) {
			return fmt.Sprintf("after %d entries, %s:\nwant %sgot  %s", i+1, how, inJSON(want), inJSON(tail))
		}
	}
	return ""
}

// simplest leaves out of entries what is not needed for them to fail.
func simplest(r *care.Rules, entries []care.Entry) []care.Entry {
	for i := 0; i < len(entries); {
		if less := slices.Delete(slices.Clone(entries), i, i+1); unlike(r, less) != "" {
			entries, i = less, 0
		} else {
			i++
		}
	}
	return entries
}

// TestStepIsFold: whatever comes, in whatever order, a tail that grew is the fold of everything.
func TestStepIsFold(t *testing.T) {
	t.Parallel()
	r := foldRules()
	seeds(t, 1_000, func(seed uint64, rnd *rand.Rand) {
		entries := someEntries(rnd)
		if unlike(r, entries) == "" {
			return
		}
		entries = simplest(r, entries)
		require.FailNow(t, "a tail that grew is not the fold", "seed %d\n%s\n%s", seed, inJSONLines(entries), unlike(r, entries))
	})
}

func inJSONLines(entries []care.Entry) string {
	out := ""
	for _, e := range entries {
		if e.Row != nil {
			out += inJSON(e.Row)
		} else {
			out += inJSON(e.Event)
		}
	}
	return out
}

// someEntries returns entries in the order of their arrival, most of which is that of their times.
func someEntries(r *rand.Rand) []care.Entry {
	n, legs := 2+r.IntN(10), 1+r.IntN(3)
	var out []care.Entry
	at := 0
	for i := range n {
		at += one(r, 0, 1, 5, 40, 100)
		late := one(r, 0, 0, 0, 3, 50)
		leg, ref := threadLeg(1+r.IntN(legs)), fmt.Sprint(i+7)
		observed := seenAt(at)
		var e care.Entry
		switch r.IntN(10) {
		case 0, 1, 2:
			e = asks(ref, max(0, at-late), leg, observed)
		case 3:
			e = adds(ref, max(0, at-late), leg, observed)
		case 4, 5:
			e = answers(ref, max(0, at-late), leg, observed, func(row *care.Row) { row.Bot = r.IntN(4) == 0 })
		case 6:
			e = asks(ref, max(0, at-late), leg, observed, takenBack(at+r.IntN(30)-10))
		case 7:
			e = row(ref, max(0, at-late), "twitter:c9", care.LegKey{Thread: leg.Thread}, func(row *care.Row) {
				row.Kind, row.More = care.KindShare, &care.More{Followers: 3}
			})
		default:
			e = someDecision(r, fmt.Sprint("d", i), at, out)
		}
		out = append(out, e)
	}
	return out
}

func someDecision(r *rand.Rand, id string, at int, before []care.Entry) care.Entry {
	switch r.IntN(6) {
	case 0:
		return decides(id, at, care.Assigned{Agent: one(r, "", "ann")})
	case 1:
		return decides(id, at, care.Tagged{Add: []string{one(r, "a", "b")}, Remove: []string{one(r, "a", "b")}})
	case 2:
		return decides(id, at, care.Snoozed{Until: minute(at + one(r, 1, 30))})
	}
	var seen care.Seen
	if len(before) > 0 && r.IntN(2) == 0 {
		seen = care.Seen{Last: before[r.IntN(len(before))].Pos(), Observed: minute(at - r.IntN(30))}
	}
	e := decides(id, at, care.Resolved{Seen: seen})
	if r.IntN(4) == 0 {
		e.Event.By = care.Actor{Kind: care.ActorBot, ID: "rule"}
	}
	return e
}

// TestUnnamedInLaterCase: who addressed us once is a customer in later cases too, whether or not he names us again.
func TestUnnamedInLaterCase(t *testing.T) {
	t.Parallel()
	leg := threadLeg(1)
	require.Empty(t, unlike(foldRules(), []care.Entry{
		asks("1", 0, leg), decides("d", 1, care.Resolved{}), adds("2", 100, leg), adds("3", 101, leg),
	}))
}

// TestLaterCaseVanishes: the third case was begun by what turns out to be taken back.
func TestLaterCaseVanishes(t *testing.T) {
	t.Parallel()
	r, leg := foldRules(), threadLeg(1)
	all := []care.Entry{
		asks("1", 0, leg), decides("d1", 1, care.Resolved{}), asks("2", 100, leg), decides("d2", 101, care.Resolved{}),
	}
	third := asks("3", 200, leg)
	tail, ok := r.Fold(nil, append(slices.Clone(all), third), nil)
	require.True(t, ok)
	require.Equal(t, 3, tail.Case)
	gone := asks("3", 200, leg, takenBack(201))
	want, _ := r.Fold(nil, append(slices.Clone(all), gone), nil)
	got, ok := r.Fold(tail.Base, []care.Entry{gone}, nil)
	require.True(t, !ok || got.Same(&want), "want %sgot  %s", inJSON(want), inJSON(got))
}
