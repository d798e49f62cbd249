package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
)

func TestRun(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, in string
		args     []string
		want     []string // label and intent of each line
	}{
		{"nothing", "", nil, nil},
		{
			"english", "a\t@acme on hold for two hours!\nb\tI love this phone\nc\tWhat time do you open?\n", nil,
			[]string{"a -1 complaint", "b 1 praise", "c 0 question"},
		},
		{"no line end", "a\tI love this phone", nil, []string{"a 1 praise"}},
		{"lines as Windows ends them", "a\tI love this phone\r\n", nil, []string{"a 1 praise"}},
		{"tabs in the text", "a\tI love\tthis phone\n", nil, []string{"a 1 praise"}},
		{"empty lines", "\n\na\tI love this phone\n\n", nil, []string{"a 1 praise"}},
		{"byte order mark", "\ufeffa\tI love this phone\n", nil, []string{"a 1 praise"}},
		{"no text", "a\t\n", nil, []string{"a 0 chatter"}},
		{"emoji with any language", "a\t😡😡😡\n", []string{"-lang", "sw"}, []string{"a -1 chatter"}},
		{"several languages", "a\tI hate this\nb\tasante sana\n", []string{"-lang", "en,sw"}, []string{"a -1 chatter", "b 1 praise"}},
		{"own name", "a\tHate is the name of the shop\n", []string{"-own", "Hate"}, []string{"a 0 chatter"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			require.NoError(t, runWith(t, tt.args, tt.in, &out))
			var got []string
			for line := range strings.Lines(out.String()) {
				f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
				require.Len(t, f, 4, "%q", line)
				require.Regexp(t, `^-?[01]\.\d{4}$`, f[1])
				got = append(got, f[0]+" "+f[2]+" "+f[3])
			}
			require.Equal(t, tt.want, got)
		})
	}
}

// runWith runs the program, but makes the scorer of English only once.
func runWith(t *testing.T, args []string, in string, out io.Writer) error {
	t.Helper()
	if len(args) > 0 {
		return run(args, strings.NewReader(in), out)
	}
	s, err := english()
	require.NoError(t, err)
	return score(s, strings.NewReader(in), bufio.NewWriter(out), line)
}

var english = sync.OnceValues(func() (*sentiment.Scorer, error) { return scorer("en", "") })

func TestRunExplains(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.NoError(t, run([]string{"-explain"}, strings.NewReader("a\tthe food was not good\n"), &out))
	require.Contains(t, out.String(), "a\tthe food was not good\n")
	require.Contains(t, out.String(), `"good"`)
	require.Contains(t, out.String(), `negated "not"`)
}

func TestRunFaults(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.ErrorContains(t, run(nil, strings.NewReader("a\tfine\nno tab\nb\tfine\n"), &out), "line 2: no tab after an id")
	require.Equal(t, 2, strings.Count(out.String(), "\n"), "the lines around a bad one are scored: %s", &out)
	require.ErrorContains(t, run([]string{"file.tsv"}, strings.NewReader(""), &out), "no arguments are wanted")
	require.ErrorContains(t, run([]string{"-lang", "en,xx"}, strings.NewReader(""), &out), `no lexicon for language "xx"`)
	require.ErrorContains(t, run([]string{"-own", "?"}, strings.NewReader(""), &out), "own name")
	require.Error(t, run([]string{"-mood"}, strings.NewReader(""), &out))
	broken := errors.New("the pipe broke")
	require.ErrorIs(t, run(nil, iotest.ErrReader(broken), &out), broken)
	require.ErrorIs(t, run(nil, strings.NewReader("a\tfine\n"), brokenWriter{broken}), broken)
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }
