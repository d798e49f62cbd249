package archive_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/provider/archive"
)

const (
	header = "tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id\n"
	noon   = "Sat Jan 03 12:00:00 +0000 2026"
)

// Ours answers a customer; then another customer writes.
const good = header +
	"1,700,True," + noon + ",@AcmeCare my parcel is late,2,\n" +
	"2,acmecare,False," + noon + ",\"@700 Sorry, we \"\"look\"\"\ninto it\",,1\n" +
	"3,701,True," + noon + ",thanks for nothing,,2\n"

func open(t testing.TB, name, content string, cfg archive.Config) *archive.Source {
	t.Helper()
	s, err := archive.Open(t.Context(), oneFile(name, content), name, cfg)
	require.NoError(t, err)
	return s
}

func oneFile(name, content string) fstest.MapFS {
	return fstest.MapFS{name: &fstest.MapFile{Data: []byte(content)}}
}

// batches reads s behind cursor; the error is the last one.
func batches(ctx context.Context, s *archive.Source, cursor string) (all []care.Batch, err error) {
	for b, err := range s.Batches(ctx, map[string]string{s.Name(): cursor}) {
		if err != nil {
			return all, err
		}
		all = append(all, b)
	}
	return all, nil
}

// A reading is what came out of an archive, without its cut into batches.
type reading struct {
	Mentions []care.Mention
	Removals []care.Removal
	Rejects  []care.Reject
}

func join(all []care.Batch) (r reading) {
	for _, b := range all {
		r.Mentions = append(r.Mentions, b.Mentions...)
		r.Removals = append(r.Removals, b.Removals...)
		r.Rejects = append(r.Rejects, b.Rejects...)
	}
	return r
}

func read(t testing.TB, s *archive.Source) reading {
	t.Helper()
	all, err := batches(t.Context(), s, "")
	require.NoError(t, err)
	return join(all)
}

// csvRow returns a row of the good form.
func csvRow(cells ...string) string {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	_ = w.Write(cells)
	w.Flush()
	return out.String()
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"a.csv":   {Data: []byte(good)},
		"b.txt":   {Data: []byte(good)},
		"few.csv": {Data: []byte("tweet_id,author_id,inbound,text,response_tweet_id\n")},
		"two.csv": {Data: []byte("text," + good)},
		"no.csv":  {},
		"bad.csv": {Data: []byte("\"tweet_id,author_id\n")},
		"dir.csv": {Mode: fs.ModeDir},
	}
	for name, test := range map[string]struct {
		file string
		cfg  archive.Config
		code error
		says string
	}{
		"no such file":        {file: "x.csv", code: care.ErrNotFound, says: "x.csv"},
		"no such name":        {file: "../x.csv", code: care.ErrNotFound, says: "x.csv"},
		"a folder":            {file: "dir.csv", code: care.ErrInvalid, says: "not a regular file"},
		"format not told":     {file: "b.txt", code: care.ErrInvalid, says: `"txt"`},
		"format unknown":      {file: "a.csv", cfg: archive.Config{Format: "xml"}, code: care.ErrInvalid, says: `"xml"`},
		"batch size":          {file: "a.csv", cfg: archive.Config{BatchSize: -1}, code: care.ErrInvalid, says: "batch size"},
		"account":             {file: "a.csv", cfg: archive.Config{Accounts: []care.Account{{ID: "acme"}}}, code: care.ErrInvalid, says: "account"},
		"columns missing":     {file: "few.csv", code: care.ErrInvalid, says: "created_at"},
		"columns missing too": {file: "few.csv", code: care.ErrInvalid, says: "in_response_to_tweet_id"},
		"column twice":        {file: "two.csv", code: care.ErrInvalid, says: "text stands there twice"},
		"empty":               {file: "no.csv", code: care.ErrInvalid, says: "header: the file is empty"},
		"header's quote":      {file: "bad.csv", code: care.ErrInvalid, says: "header"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := archive.Open(t.Context(), files, test.file, test.cfg)
			require.ErrorIs(t, err, test.code)
			require.ErrorContains(t, err, test.says)
			fault, ok := errors.AsType[*care.Error](err)
			require.True(t, ok)
			require.Equal(t, "archive: open", fault.Op)
		})
	}
}

func TestFormatByName(t *testing.T) {
	t.Parallel()
	line := `{"ref":"twitter:1","kind":"mention","visibility":"public"}`
	for name, content := range map[string]string{
		"a.csv": good, "a.CSV": good, "a.jsonl": line, "a.ndjson": line,
	} {
		require.NotEmpty(t, read(t, open(t, name, content, archive.Config{})).Mentions, name)
	}
	require.Len(t, read(t, open(t, "a.bin", good, archive.Config{Format: archive.SupportCSV})).Mentions, 3)
}

func TestName(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"in/deep.csv": {Data: []byte(good)}}
	s, err := archive.Open(t.Context(), files, "in/deep.csv", archive.Config{})
	require.NoError(t, err)
	require.Equal(t, "archive:deep.csv", s.Name())
	require.Equal(t, "deep.csv:2", read(t, s).Mentions[0].Where)
	s, err = archive.Open(t.Context(), files, "in/deep.csv", archive.Config{Name: "2025"})
	require.NoError(t, err)
	require.Equal(t, "archive:2025", s.Name())
}

func TestOpenFile(t *testing.T) {
	t.Parallel()
	file := path.Join(t.TempDir(), "tweets.csv")
	writeFile(t, file, good)
	s, err := archive.OpenFile(t.Context(), file, archive.Config{})
	require.NoError(t, err)
	require.Len(t, read(t, s).Mentions, 3)
	require.Equal(t, "archive:tweets.csv", s.Name())
	_, err = archive.OpenFile(t.Context(), file+".csv", archive.Config{})
	require.ErrorIs(t, err, care.ErrNotFound)
	require.ErrorIs(t, err, fs.ErrNotExist)
}

func TestBatches(t *testing.T) {
	t.Parallel()
	var rows strings.Builder
	for i := range 1201 {
		fmt.Fprintf(&rows, "%d,7,True,%s,hello,,\n", i+1, noon)
	}
	var told [][2]int64
	progress := func(read, total int64) { told = append(told, [2]int64{read, total}) }
	s := open(t, "a.csv", header+rows.String(), archive.Config{Progress: progress})
	all, err := batches(t.Context(), s, "")
	require.NoError(t, err)
	require.Len(t, all, 3)
	for i, want := range []int{500, 500, 201} {
		require.Len(t, all[i].Mentions, want)
		require.Equal(t, s.Name(), all[i].Feed)
		require.NotEmpty(t, all[i].Cursor)
	}
	size := int64(len(header) + rows.Len())
	require.Len(t, told, 3)
	require.Less(t, told[0][0], told[1][0])
	require.Equal(t, [2]int64{size, size}, told[2])
}

func TestSourceIsASource(t *testing.T) {
	t.Parallel()
	var s care.Source = open(t, "a.csv", good, archive.Config{})
	require.Len(t, s.Accounts(), 1)
	s.Accounts()[0].Name = "changed"
	require.Empty(t, s.Accounts()[0].Name)
}
