package memstore_test

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/memstore"
)

// Rows and heads are kept in a form of their own: each field of them, alone and with all others, must come
// back.
func TestEveryFieldComesBack(t *testing.T) {
	t.Parallel()
	t.Run("row", func(t *testing.T) {
		t.Parallel()
		everyField(t, func(s care.Store, r care.Row) care.Row {
			r.Ref = "twitter:1"
			update(t, s, func(tx care.Tx) error { return tx.PutMentions([]care.Row{r}) })
			var got []care.Row
			view(t, s, func(rd care.Reader) (err error) { got, err = rd.Mentions([]care.Ref{"twitter:1"}); return err })
			require.Len(t, got, 1)
			got[0].Ref = r.Ref
			return got[0]
		}, func(r *care.Row) { r.Ref = "twitter:1" })
	})
	t.Run("head", func(t *testing.T) {
		t.Parallel()
		everyField(t, func(s care.Store, h care.Head) care.Head {
			update(t, s, func(tx care.Tx) error { return tx.PutHeads([]care.Head{h}) })
			var got []care.Head
			view(t, s, func(rd care.Reader) (err error) { got, err = rd.Heads([]care.ConversationID{"c"}); return err })
			require.Len(t, got, 1)
			return got[0]
		}, func(h *care.Head) { h.ID, h.Version = "c", 1 })
	})
}

// everyField stores values of which one field is set, and one of which all are.
func everyField[T any](t *testing.T, keep func(care.Store, T) T, name func(*T)) {
	t.Helper()
	var all T
	for _, path := range leaves(reflect.TypeFor[T](), nil) {
		var one T
		for _, v := range []*T{&one, &all} {
			set(reflect.ValueOf(v).Elem().FieldByIndex(path))
		}
		name(&one)
		field := reflect.TypeFor[T]().FieldByIndex(path)
		require.Equal(t, one, keep(memstore.New(memstore.Config{}), one), "field %s alone", field.Name)
	}
	name(&all)
	require.Equal(t, all, keep(memstore.New(memstore.Config{}), all))
}

// leaves returns the paths to all fields that are not structs of fields themselves.
func leaves(t reflect.Type, at []int) [][]int {
	var out [][]int
	for i := range t.NumField() {
		f := t.Field(i)
		path := append(append([]int{}, at...), i)
		switch {
		case f.Name == "_":
		case f.Type.Kind() == reflect.Struct && f.Type != reflect.TypeFor[time.Time]():
			out = append(out, leaves(f.Type, path)...)
		default:
			out = append(out, path)
		}
	}
	return out
}

func set(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("twitter:5")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Struct:
		v.Set(reflect.ValueOf(time.Date(2011, 12, 1, 2, 3, 4, 5, time.UTC)))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	case reflect.Slice:
		if v.Type() == reflect.TypeFor[json.RawMessage]() {
			v.Set(reflect.ValueOf(json.RawMessage("{}")))
			return
		}
		one := reflect.MakeSlice(v.Type(), 1, 1)
		if one.Index(0).Kind() == reflect.String {
			one.Index(0).SetString("twitter:6")
		}
		v.Set(one)
	default:
		if v.CanInt() {
			v.SetInt(3)
			return
		}
		v.SetUint(3)
	}
}

func TestWhatCannotBeKeptIsRefused(t *testing.T) {
	t.Parallel()
	year := func(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }
	for name, do := range map[string]func(care.Tx) error{
		"row before 1678": func(tx care.Tx) error {
			return tx.PutMentions([]care.Row{{Facts: care.Facts{Ref: "x:1", OccurredAt: year(1600)}}})
		},
		"row after 2261": func(tx care.Tx) error {
			return tx.PutMentions([]care.Row{{Facts: care.Facts{Ref: "x:1", ObservedAt: year(2300)}}})
		},
		"event after 2261": func(tx care.Tx) error {
			return tx.Append([]care.Event{{ID: "e", At: year(2300), Body: care.Received{}}})
		},
		"job after 2261": func(tx care.Tx) error { return tx.PutJobs([]care.Job{{Key: "k", At: year(2300)}}) },
		"head after 2261": func(tx care.Tx) error {
			return tx.PutHeads([]care.Head{{ID: "c", Version: 1, Tail: care.Tail{Due: year(9999)}}})
		},
		"head, large count": func(tx care.Tx) error {
			return tx.PutHeads([]care.Head{{ID: "c", Version: 1, Tail: care.Tail{In: math.MaxInt}}})
		},
		"row without ref":   func(tx care.Tx) error { return tx.PutMentions([]care.Row{{}}) },
		"leg of nothing":    func(tx care.Tx) error { return tx.PutLegs([]care.Leg{{}}) },
		"decision nowhere":  func(tx care.Tx) error { return tx.Append([]care.Event{{ID: "e", Body: care.Assigned{}}}) },
		"event of nothing":  func(tx care.Tx) error { return tx.Append([]care.Event{{ID: "e"}}) },
		"a page of a feed":  func(tx care.Tx) error { _, err := tx.Feed("no seq", 1); return err },
		"a page of rejects": func(tx care.Tx) error { _, _, err := tx.Rejects("no page", 1); return err },
		"a page of a list":  func(tx care.Tx) error { _, _, err := tx.List(care.Query{}, "2.3.other order", 1); return err },
		"an unknown order":  func(tx care.Tx) error { _, _, err := tx.List(care.Query{Order: 9}, "", 1); return err },
		"merge into none":   func(tx care.Tx) error { return tx.Merge("c", "") },
		"move into none":    func(tx care.Tx) error { return tx.MoveThread("x:1", "") },
		"rename to none":    func(tx care.Tx) error { _, err := tx.RenameAuthor("x:1", ""); return err },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := memstore.New(memstore.Config{}).Update(t.Context(), nil, do)
			require.ErrorIs(t, err, care.ErrInvalid)
		})
	}
}
