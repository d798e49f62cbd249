package archive_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/provider/archive"
)

// A disk counts the files that are open, and fails at a byte if it is told to.
type disk struct {
	fs.FS
	open   atomic.Int64
	failAt atomic.Int64
}

var errBadSector = errors.New("bad sector")

func (d *disk) Open(name string) (fs.File, error) {
	f, err := d.FS.Open(name)
	if err != nil {
		return nil, err
	}
	d.open.Add(1)
	return &diskFile{File: f, disk: d}, nil
}

type diskFile struct {
	fs.File
	disk *disk
	off  int64
}

func (f *diskFile) Read(p []byte) (int, error) {
	if at := f.disk.failAt.Load(); at > 0 {
		if f.off >= at {
			return 0, errBadSector
		}
		p = p[:min(int64(len(p)), at-f.off)]
	}
	n, err := f.File.Read(p)
	f.off += int64(n)
	return n, err
}

func (f *diskFile) Close() error {
	f.disk.open.Add(-1)
	return f.File.Close()
}

func setup(t *testing.T, rows int) (*disk, *archive.Source) {
	t.Helper()
	d := &disk{FS: oneFile("a.csv", header+strings.Repeat(csvRow("1", "7", "True", noon, "hello", "", ""), rows))}
	s, err := archive.Open(t.Context(), d, "a.csv", archive.Config{BatchSize: 10})
	require.NoError(t, err)
	require.Zero(t, d.open.Load())
	return d, s
}

func TestContextEnds(t *testing.T) {
	t.Parallel()
	d, s := setup(t, 100)
	ctx, cancel := context.WithCancel(t.Context())
	var errs []error
	n := 0
	for b, err := range s.Batches(ctx, nil) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		n += len(b.Mentions)
		cancel()
	}
	require.Equal(t, 10, n)
	require.Len(t, errs, 1)
	require.ErrorIs(t, errs[0], context.Canceled)
	fault, ok := errors.AsType[*care.Error](errs[0])
	require.True(t, ok)
	require.Equal(t, "archive: read", fault.Op)
	require.Zero(t, d.open.Load())

	got, err := batches(ctx, s, "")
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, got)
	_, err = archive.Open(ctx, d, "a.csv", archive.Config{})
	require.ErrorIs(t, err, context.Canceled)
	_, err = archive.Open(ctx, d, "b.csv", archive.Config{})
	require.ErrorIs(t, err, context.Canceled, "not what the disk says")
	require.Zero(t, d.open.Load())

	late, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	_, err = batches(late, s, "")
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

func TestCallerStops(t *testing.T) {
	t.Parallel()
	d, s := setup(t, 100)
	for _, err := range s.Batches(t.Context(), nil) {
		require.NoError(t, err)
		break
	}
	require.Zero(t, d.open.Load())
	require.Len(t, read(t, s).Mentions, 100, "a source can be read again")
}

func TestDiskFails(t *testing.T) {
	t.Parallel()
	d, s := setup(t, 100)
	d.failAt.Store(1000)
	all, err := batches(t.Context(), s, "")
	require.ErrorIs(t, err, errBadSector)
	require.ErrorIs(t, err, care.ErrUnavailable)
	require.ErrorContains(t, err, "a.csv")
	got := join(all)
	require.NotEmpty(t, got.Mentions, "what came before it")
	require.Empty(t, got.Rejects, "a row cut by a fault is not torn")
	for _, at := range []int64{10, 1000} {
		d.failAt.Store(at)
		_, err = archive.Open(t.Context(), d, "a.csv", archive.Config{})
		require.ErrorIs(t, err, errBadSector)
		require.ErrorIs(t, err, care.ErrUnavailable)
	}

	d.failAt.Store(0)
	rest, err := batches(t.Context(), s, all[len(all)-1].Cursor)
	require.NoError(t, err)
	require.Len(t, append(got.Mentions, join(rest).Mentions...), 100)
	require.Zero(t, d.open.Load())
}

// An endless file is one line of so many bytes.
type endless struct{ size int64 }

func (e endless) Open(string) (fs.File, error) {
	return &endlessFile{Reader: io.LimitReader(zeros{}, e.size), size: e.size}, nil
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

type endlessFile struct {
	io.Reader
	fs.FileInfo
	size int64
}

func (f *endlessFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *endlessFile) Close() error               { return nil }
func (f *endlessFile) Size() int64                { return f.size }
func (f *endlessFile) Mode() fs.FileMode          { return 0 }

// Not parallel: it counts what the whole process allocates.
func TestAllocBounded(t *testing.T) {
	for _, format := range []archive.Format{archive.JSONLines, archive.SupportCSV} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		s, err := archive.Open(t.Context(), endless{100 << 20}, "a", archive.Config{Format: format})
		if format == archive.JSONLines {
			require.NoError(t, err)
			got := read(t, s)
			require.Len(t, got.Rejects, 1)
			require.Len(t, got.Rejects[0].Raw, 64<<10)
		} else {
			require.ErrorContains(t, err, "header: longer than 4 MiB")
		}
		runtime.ReadMemStats(&after)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(40<<20))
	}
}

func TestSeveralReadersAtOnce(t *testing.T) {
	t.Parallel()
	s := open(t, "a.csv", good, archive.Config{})
	want := read(t, s)
	for range 8 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			require.Equal(t, want, read(t, s))
		})
	}
}
