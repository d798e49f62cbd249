package sentiment_test

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
)

// A goldSet is a public set of texts that people labelled or rated. The texts
// are not part of the repository; nothing in the lexicons was fitted on them.
type goldSet struct {
	name, lang string
	figure     string  // what of it is measured
	floor      float64 // a little under what was reached
}

const (
	macroF1   = "macro-F1"         // of the label
	complaint = "complaint intent" // macro-F1 of the intent: complaint or not
	pearson   = "Pearson's r"      // of the compound
)

func goldSets() []goldSet {
	return []goldSet{
		{"airline_fixed", "en", macroF1, 0.71},
		{"tweeteval", "en", macroF1, 0.61},
		{"sanders", "en", macroF1, 0.58},
		{"apple_dfe", "en", macroF1, 0.63},
		{"sxsw_brands", "en", macroF1, 0.475},
		{"sentiment140_test", "en", macroF1, 0.75},
		{"sts_gold", "en", macroF1, 0.78},
		{"complaints", "en", complaint, 0.78},
		{"vader_tweets", "en", pearson, 0.885},
		{"vader_amazon", "en", pearson, 0.71},
		{"vader_movies", "en", pearson, 0.58},
		{"vader_nyt", "en", pearson, 0.54},
		{"emoji_ranking", "en", pearson, 0.65},
		{"afrisenti_swa", "sw", macroF1, 0.49},
		{"afrisenti_pcm", "pcm", macroF1, 0.465},
		{"umsab_spanish", "es", macroF1, 0.6},
		{"umsab_french", "fr", macroF1, 0.59},
		{"umsab_german", "de", macroF1, 0.63},
		{"umsab_portuguese", "pt", macroF1, 0.61},
		{"afrisenti_por", "pt", macroF1, 0.5},
	}
}

// TestGold measures the lexicons on texts that people labelled, and prints the
// table that the README shows.
func TestGold(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("KINDLY_SENTIMENT_GOLD")
	if dir == "" {
		t.Skip("KINDLY_SENTIMENT_GOLD is not set: a folder of *.tsv files (id, label or rating, text)")
	}
	scorers, measured := make(map[string]*sentiment.Scorer), 0
	table := []string{"| set | texts | figure | ours | accuracy |", "|---|---|---|---|---|"}
	for _, set := range goldSets() {
		path := filepath.Join(dir, set.name+".tsv")
		if _, err := os.Stat(path); err != nil {
			continue
		}
		if scorers[set.lang] == nil {
			scorers[set.lang] = scorerOf(t, set.lang)
		}
		got := measure(t, scorers[set.lang], set, readGold(t, path))
		table = append(table, got.row)
		measured++
		if got.figure < set.floor {
			t.Errorf("%s: %s %.3f is under its floor %.3f", set.name, set.figure, got.figure, set.floor)
		}
		if set.name == "airline_fixed" {
			t.Logf("people's labels down, ours across (negative, neutral, positive): %v", got.confusion)
		}
	}
	t.Log("\n" + strings.Join(table, "\n"))
	require.NotZero(t, measured, "no set of the table is in %s", dir)
}

// A goldText is a text with the label or rating that people gave it.
type goldText struct {
	rating float64
	text   string
}

func readGold(t *testing.T, path string) (out []goldText) {
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
		rating, err := strconv.ParseFloat(fields[1], 64)
		require.NoError(t, err, "label of %s", fields[0])
		out = append(out, goldText{rating, fields[2]})
	}
	require.NoError(t, lines.Err())
	return out
}

type measured struct {
	figure    float64
	row       string
	confusion sentiment.Confusion
}

func measure(t *testing.T, s *sentiment.Scorer, set goldSet, texts []goldText) (m measured) {
	t.Helper()
	if set.figure == pearson {
		m.figure = correlation(s, texts)
		m.row = fmt.Sprintf("| %s | %d | %s | %.3f | |", set.name, len(texts), set.figure, m.figure)
		return m
	}
	for _, g := range texts {
		score := s.Score(g.text)
		label := score.Label
		if set.figure == complaint {
			label = sentiment.Neutral
			if score.Intent == sentiment.Complaint {
				label = sentiment.Negative
			}
		}
		m.confusion[int(g.rating)+1][label+1]++
	}
	m.figure = m.confusion.MacroF1()
	m.row = fmt.Sprintf("| %s | %d | %s | %.3f | %.3f |", set.name, len(texts), set.figure, m.figure, m.confusion.Accuracy())
	return m
}

// correlation returns Pearson's r of compounds and ratings.
func correlation(s *sentiment.Scorer, texts []goldText) float64 {
	var x, y []float64
	for _, g := range texts {
		x, y = append(x, s.Score(g.text).Compound), append(y, g.rating)
	}
	mx, my := mean(x), mean(y)
	var xy, xx, yy float64
	for i := range x {
		xy += (x[i] - mx) * (y[i] - my)
		xx += (x[i] - mx) * (x[i] - mx)
		yy += (y[i] - my) * (y[i] - my)
	}
	return xy / math.Sqrt(xx*yy)
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}
