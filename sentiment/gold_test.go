package sentiment_test

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
)

// TestGold measures the English lexicon on texts that people labelled. They
// are not part of the repository, and nothing here was fitted on them.
func TestGold(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("KINDLY_SENTIMENT_GOLD")
	if dir == "" {
		t.Skip("KINDLY_SENTIMENT_GOLD is not set: a folder of *.tsv files (id, label or rating, text)")
	}
	s := english(t)
	for _, set := range []struct {
		name  string
		least float64
	}{
		{"airline_fixed", 0.45}, {"tweeteval", 0}, {"sentiment140_test", 0},
	} {
		c := confuse(t, s, filepath.Join(dir, set.name+".tsv"))
		got := c.macroF1()
		t.Logf("%s: macro-F1 %.3f over %d texts", set.name, got, c.total())
		require.GreaterOrEqual(t, got, set.least, set.name)
	}
}

// A confusion counts texts by the label that people gave and the one that the
// scorer gave, each plus one.
type confusion [3][3]int

func confuse(t *testing.T, s *sentiment.Scorer, path string) (c confusion) {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		fields := strings.SplitN(lines.Text(), "\t", 3)
		if len(fields) < 3 {
			continue
		}
		gold, err := strconv.Atoi(fields[1])
		require.NoError(t, err, "label of %s", fields[0])
		c[gold+1][s.Score(fields[2]).Label+1]++
	}
	require.NoError(t, lines.Err())
	return c
}

func (c confusion) total() (n int) {
	for _, row := range c {
		for _, count := range row {
			n += count
		}
	}
	return n
}

// macroF1 returns the mean of the three labels' F1.
func (c confusion) macroF1() float64 {
	sum := 0.0
	for label := range c {
		gold, given := 0, 0
		for other := range c {
			gold += c[label][other]
			given += c[other][label]
		}
		if gold+given > 0 {
			sum += 2 * float64(c[label][label]) / float64(gold+given)
		}
	}
	return sum / float64(len(c))
}
