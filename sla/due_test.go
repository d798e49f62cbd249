package sla_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sla"
)

func popAll(d *sla.Due[string], now time.Time) []string {
	out := []string{}
	for {
		k, _, ok := d.Pop(now)
		if !ok {
			return out
		}
		out = append(out, k)
	}
}

func TestDue(t *testing.T) {
	t.Parallel()
	type set struct {
		key string
		at  int // minutes; -1 removes
	}
	tests := []struct {
		name string
		sets []set
		now  int
		want []string
		left int
	}{
		{"empty", nil, 9, []string{}, 0},
		{"in order of time", []set{{"c", 3}, {"a", 1}, {"b", 2}}, 9, []string{"a", "b", "c"}, 0},
		{"at now, not after", []set{{"a", 9}, {"b", 10}}, 9, []string{"a"}, 1},
		{"equal instants in order of setting", []set{{"b", 1}, {"a", 1}, {"d", 1}, {"c", 1}, {"e", 0}}, 9, []string{"e", "b", "a", "d", "c"}, 0},
		{"moved later", []set{{"a", 1}, {"b", 2}, {"a", 3}}, 9, []string{"b", "a"}, 0},
		{"moved earlier", []set{{"a", 2}, {"b", 3}, {"b", 1}}, 9, []string{"b", "a"}, 0},
		{"same instant keeps its place", []set{{"a", 1}, {"b", 1}, {"a", 1}}, 9, []string{"a", "b"}, 0},
		{"moved away and back goes last", []set{{"a", 1}, {"b", 1}, {"a", 2}, {"a", 1}}, 9, []string{"b", "a"}, 0},
		{"removed", []set{{"a", 1}, {"b", 2}, {"a", -1}}, 9, []string{"b"}, 0},
		{"removed and set again", []set{{"a", 1}, {"b", 2}, {"a", -1}, {"a", 3}}, 9, []string{"b", "a"}, 0},
		{"removing what is not there", []set{{"a", -1}, {"b", 2}, {"c", -1}}, 9, []string{"b"}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var d sla.Due[string]
			for _, s := range tt.sets {
				at := minute(s.at)
				if s.at < 0 {
					at = time.Time{}
				}
				d.Set(s.key, at)
			}
			require.Equal(t, tt.want, popAll(&d, minute(tt.now)))
			require.Equal(t, tt.left, d.Len())
			require.Equal(t, tt.left == 0, d.Next().IsZero())
		})
	}
}

func TestDue_Instants(t *testing.T) {
	t.Parallel()
	var d sla.Due[int]
	early := time.Date(1, 1, 1, 0, 0, 0, 1, time.UTC)
	late := time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.FixedZone("", -3600))
	d.Set(1, late)
	d.Set(2, late.Add(-1))
	d.Set(3, early)
	for _, want := range []struct {
		k  int
		at time.Time
	}{{3, early}, {2, late.Add(-1).UTC()}, {1, late.UTC()}} {
		require.Equal(t, want.at, d.Next())
		_, _, ok := d.Pop(want.at.Add(-1))
		require.False(t, ok)
		k, at, ok := d.Pop(want.at)
		require.True(t, ok)
		require.Equal(t, want.k, k)
		require.Equal(t, want.at, at)
	}
}

// TestDue_Random compares with a list that is searched from end to end.
func TestDue_Random(t *testing.T) {
	t.Parallel()
	type item struct{ key, at, seq int }
	r := rand.New(rand.NewPCG(5, 5))
	var d sla.Due[int]
	var list []item
	first := func() int {
		best := -1
		for i, it := range list {
			if best < 0 || it.at < list[best].at || it.at == list[best].at && it.seq < list[best].seq {
				best = i
			}
		}
		return best
	}
	remove := func(i int) { list = append(list[:i], list[i+1:]...) }
	for seq := range 5_000 {
		key, at := r.IntN(100), r.IntN(100)
		switch r.IntN(5) {
		case 0: // pop
			now := r.IntN(60)
			k, got, ok := d.Pop(minute(now))
			i := first()
			require.Equal(t, i >= 0 && list[i].at <= now, ok)
			if ok {
				require.Equal(t, list[i].key, k)
				require.Equal(t, minute(list[i].at), got)
				remove(i)
			}
		case 1: // remove
			d.Set(key, time.Time{})
			for i := range list {
				if list[i].key == key {
					remove(i)
					break
				}
			}
		default:
			d.Set(key, minute(at))
			same := false
			for i := range list {
				if list[i].key == key {
					if same = list[i].at == at; !same {
						remove(i)
					}
					break
				}
			}
			if !same {
				list = append(list, item{key, at, seq})
			}
		}
		if i := first(); d.Len() != len(list) || i >= 0 && !d.Next().Equal(minute(list[i].at)) {
			require.Fail(t, "wrong length or next", "%d keys, next at %v; want %v", d.Len(), d.Next(), list)
		}
	}
}
