package memstore_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/memstore"
)

var start = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

func second(n int) time.Time { return start.Add(time.Duration(n) * time.Second) }

// Thousands of heads come, change and go in random order, and a list must stay what a sort would give.
func TestListOfThousands(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	s := memstore.New(memstore.Config{})
	due, version := map[int]int{}, map[int]int64{}
	for range 40 {
		update(t, s, func(tx care.Tx) error {
			for range 300 {
				i, at := r.IntN(4000), r.IntN(2000)
				h := care.Head{ID: care.ConversationID(strconv.Itoa(i)), Version: version[i] + 1, Tail: care.Tail{Case: 1, Due: second(at)}}
				due[i] = at
				if r.IntN(3) == 0 {
					h.Due = time.Time{}
					delete(due, i)
				}
				version[i]++
				if err := tx.PutHeads([]care.Head{h}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	var want []string
	for i, at := range due {
		want = append(want, fmt.Sprintf("%04d %d", at, i))
	}
	slices.Sort(want)
	require.Equal(t, want, readList(t, s))
	for i := range version {
		update(t, s, func(tx care.Tx) error {
			return tx.PutHeads([]care.Head{{ID: care.ConversationID(strconv.Itoa(i)), Version: version[i] + 1}})
		})
	}
	require.Empty(t, readList(t, s))
}

func readList(t *testing.T, s care.Store) (out []string) {
	t.Helper()
	page := ""
	for {
		var found []care.Head
		view(t, s, func(r care.Reader) (err error) {
			found, page, err = r.List(care.Query{Order: care.OrderDue}, page, 97)
			return err
		})
		for _, h := range found {
			out = append(out, fmt.Sprintf("%04d %s", int(h.Due.Sub(start).Seconds()), h.ID))
		}
		if page == "" {
			return out
		}
	}
}

// Jobs are put, put again, removed, claimed and finished; what is claimed is always the first of what a
// sort would give.
func TestThousandsOfJobs(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	s := memstore.New(memstore.Config{Now: func() time.Time { return second(1_000_000) }})
	at := map[string]int{}
	for range 3000 {
		key := strconv.Itoa(r.IntN(800))
		j := care.Job{Queue: "q", Key: key, At: second(r.IntN(500))}
		at[key] = int(j.At.Sub(start).Seconds())
		if r.IntN(4) == 0 {
			j.At = time.Time{}
			delete(at, key)
		}
		update(t, s, func(tx care.Tx) error { return tx.PutJobs([]care.Job{j}) })
		if r.IntN(5) == 0 {
			claimFirst(t, s, at, 1+r.IntN(4))
		}
	}
	claimFirst(t, s, at, 1000)
	require.Empty(t, at)
}

func claimFirst(t *testing.T, s care.Store, at map[string]int, n int) {
	t.Helper()
	var want []string
	for key := range at {
		want = append(want, key)
	}
	slices.SortFunc(want, func(a, b string) int { return cmp.Or(cmp.Compare(at[a], at[b]), cmp.Compare(a, b)) })
	jobs, _, err := s.Claim(t.Context(), "q", n, time.Hour)
	require.NoError(t, err)
	var got []string
	for _, j := range jobs {
		got = append(got, j.Key)
		delete(at, j.Key)
		update(t, s, func(tx care.Tx) error { return tx.Finish(j, time.Time{}) })
	}
	require.Equal(t, want[:min(n, len(want))], append([]string{}, got...))
}

// Rows come and expire by the thousand, so that the tables grow and close their gaps.
func TestThousandsOfRows(t *testing.T) {
	t.Parallel()
	s := memstore.New(memstore.Config{})
	const n = 5000
	name := func(i int) care.Ref { return care.Ref("twitter:" + strconv.Itoa(i)) }
	update(t, s, func(tx care.Tx) error {
		for i := range n {
			r := care.Row{Facts: care.Facts{Ref: name(i)}}
			if i%3 == 0 {
				r.Kind = care.KindPost
			}
			r.ExpiresAt = second(i)
			if err := tx.PutMentions([]care.Row{r}); err != nil {
				return err
			}
		}
		return nil
	})
	update(t, s, func(tx care.Tx) error {
		gone, err := tx.Expire(second(n/2-1), n)
		require.Equal(t, n/2-(n/2+2)/3, gone)
		return err
	})
	view(t, s, func(r care.Reader) error {
		for i := range n {
			found, err := r.Mentions([]care.Ref{name(i)})
			require.NoError(t, err)
			require.Equal(t, i%3 == 0 || i >= n/2, len(found) == 1, "row %d", i)
		}
		return nil
	})
}

// Readers see each Update whole: the two heads that a writer changes together always agree.
func TestReadersBesideWriters(t *testing.T) {
	t.Parallel()
	s := memstore.New(memstore.Config{})
	var writers, readers sync.WaitGroup
	stop := make(chan struct{})
	for range 3 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					readPair(t, s)
				}
			}
		})
	}
	for w := range 3 {
		writers.Go(func() { writePairs(t, s, w) })
	}
	writers.Wait()
	close(stop)
	readers.Wait()
}

func readPair(t *testing.T, s care.Store) {
	t.Helper()
	view(t, s, func(r care.Reader) error {
		heads, err := r.Heads([]care.ConversationID{"a", "b"})
		if len(heads) == 2 && heads[0].Version != heads[1].Version {
			t.Errorf("versions %d and %d of two heads that change together", heads[0].Version, heads[1].Version)
		}
		_, err2 := r.Entries("a", care.Pos{}, 10)
		_, _, err3 := r.List(care.Query{}, "", 10)
		return cmp.Or(err, err2, err3)
	})
}

func writePairs(t *testing.T, s care.Store, writer int) {
	t.Helper()
	for n := range 100 {
		update(t, s, func(tx care.Tx) error {
			heads, err := tx.Heads([]care.ConversationID{"a"})
			version := int64(1)
			if len(heads) == 1 {
				version = heads[0].Version + 1
			}
			tail := care.Tail{Case: 1, Due: second(n)}
			ref := care.Ref(fmt.Sprintf("twitter:%d%d", writer, n))
			return cmp.Or(err, tx.PutHeads([]care.Head{{ID: "a", Version: version, Tail: tail}, {ID: "b", Version: version, Tail: tail}}),
				tx.PutMentions([]care.Row{mention(ref, "a", second(n))}))
		})
	}
}
