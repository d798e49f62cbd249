package sqltest_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/sqlstore"
)

// longID can't be made shorter by a database.
func longID(i int) string {
	out := make([]byte, 700)
	for k := range out {
		out[k] = "abcdefghijklmnopqrstuvwxyz0123456789"[rand.New(rand.NewPCG(uint64(i), uint64(k))).IntN(36)]
	}
	return string(out)
}

// TestLongIDs keeps the longest ids that there may be, in every place, also where an index has several.
func TestLongIDs(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b backend) {
		t.Helper()
		d := newDesk(t, b.fresh(t, sqlstore.Config{}), input{accounts: []care.Account{{ID: us}}})
		m := care.Mention{
			Ref: care.Ref("twitter:" + longID(1)), Kind: care.KindReply, Visibility: care.Public, Via: []care.AccountID{us},
			Author: care.Author{ID: care.AuthorID("twitter:" + longID(2))}, Parent: care.Ref("twitter:" + longID(3)), Text: "hello",
			OccurredAt: time.Unix(1, 0), ObservedAt: time.Unix(2, 0),
		}
		taken, err := d.Ingest(t.Context(), care.Batch{Mentions: []care.Mention{m}})
		require.NoError(t, err)
		require.Equal(t, 1, taken.New, "%+v", taken)
	})
}
