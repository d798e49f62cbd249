package sqlstore

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
)

// Whoever names a key meets everybody else who does, on a lock that one of the two has for itself alone, and
// all take their locks in one order.
func TestPlan(t *testing.T) {
	t.Parallel()
	e := &postgres{desk: "kindly"}
	var keys []int64
	for i := range 2000 {
		keys = append(keys, lockNumber(fmt.Sprint(i)))
	}
	few, many := e.plan(keys[:maxKeys]), e.plan(keys)
	require.LessOrEqual(t, len(few), 2*maxKeys)
	require.LessOrEqual(t, len(many), groups)
	for _, k := range keys[:maxKeys] {
		one := e.plan([]int64{k, k})
		require.Len(t, one, 2)
		require.True(t, meet(one, few))
		require.True(t, meet(one, many))
	}
	require.True(t, meet(few, many))
	require.False(t, meet(e.plan(keys[:1]), e.plan(keys[1:2])), "different keys of one group do not wait")
	rank := func(locks []lock) []int64 {
		var out []int64
		for _, l := range locks {
			out = append(out, l.number)
		}
		return out
	}
	groupsOfFew := slices.IndexFunc(few, func(l lock) bool { return !l.shared })
	require.True(t, slices.IsSorted(rank(few[:groupsOfFew])))
	require.True(t, slices.IsSorted(rank(few[groupsOfFew:])))
	require.True(t, slices.IsSorted(rank(many)))
	require.Equal(t, int64(8179833981977356081), lockNumber("key kindly\x00m:twitter:1"), "other versions count on it")
}

func meet(a, b []lock) bool {
	for _, x := range a {
		for _, y := range b {
			if x.number == y.number && (!x.shared || !y.shared) {
				return true
			}
		}
	}
	return false
}

type stateError string

func (e stateError) Error() string    { return "state " + string(e) }
func (e stateError) SQLState() string { return string(e) }

type codeError int

func (e codeError) Error() string { return fmt.Sprint("code ", int(e)) }
func (e codeError) Code() int     { return int(e) }

func TestErrors(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		err  error
		want error
	}{
		{stateError("40001"), care.ErrConflict}, {stateError("40P01"), care.ErrConflict},
		{stateError("57P01"), care.ErrUnavailable}, {stateError("08006"), care.ErrUnavailable},
		{stateError("53300"), care.ErrUnavailable}, {stateError("25006"), care.ErrUnavailable},
		{stateError("28P01"), care.ErrReauth}, {stateError("42P01"), care.ErrInternal},
		{codeError(5), care.ErrConflict}, {codeError(517), care.ErrConflict}, {codeError(13), care.ErrUnavailable},
		{codeError(1), care.ErrInternal}, {errors.New("dial tcp: connection refused"), care.ErrUnavailable},
		{errors.New("database is locked"), care.ErrConflict},
	} {
		err := failed("try", fmt.Errorf("wrapped: %w", x.err))
		require.ErrorIs(t, err, x.want, "%v", x.err)
		require.Equal(t, err, failed("again", err), "wrapped once")
	}
	require.ErrorIs(t, committed(stateError("57P01")), care.ErrUnknownOutcome, "the server ended in the commit")
	require.ErrorIs(t, committed(errors.New("EOF")), care.ErrUnknownOutcome)
	require.ErrorIs(t, (&conn{}).notCommitted(codeError(10)), care.ErrUnknownOutcome, "the disk failed in the commit")
	require.ErrorIs(t, (&conn{}).notCommitted(codeError(13)), care.ErrUnavailable, "the disk was full: nothing was done")
	require.ErrorAs(t, committed(stateError("40001")), new(*lostRaceError))
}
