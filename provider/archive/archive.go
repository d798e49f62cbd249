package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kindlydm/kindly/care"
)

// A Format is a way to write mentions into a file.
type Format string

// The formats.
const (
	JSONLines  Format = "jsonl" // what Write writes
	SupportCSV Format = "csv"   // the layout of "Customer Support on Twitter"
)

// Config says how to read an archive. The zero value is ready to use.
type Config struct {
	// Name makes the source's name. Two archives that feed one desk need two. Defaults to the file's
	// base name.
	Name string
	// Format defaults to JSONLines for .jsonl and .ndjson and to SupportCSV for .csv.
	Format Format
	// BatchSize is the greatest number of rows in a batch; long rows make it end sooner. Defaults to 500.
	BatchSize int
	// Accounts are our own, besides those in the file. Where both tell of one, these count. Defaults to
	// none.
	Accounts []care.Account
	// Progress is told after each batch, and at the end, how many of the file's bytes are done. Defaults
	// to nobody.
	Progress func(read, total int64)
	_        struct{}
}

func (cfg Config) validate(file string) error {
	var errs []error
	if f := cfg.format(file); f != JSONLines && f != SupportCSV {
		errs = append(errs, fmt.Errorf("format: %q is none; the names of files tell only .jsonl, .ndjson and .csv", f))
	}
	if cfg.BatchSize < 0 {
		errs = append(errs, fmt.Errorf("batch size: %d", cfg.BatchSize))
	}
	for _, a := range cfg.Accounts {
		if err := validateAccount(a); err != nil {
			errs = append(errs, fmt.Errorf("account: %w", err))
		}
	}
	return errors.Join(errs...)
}

func (cfg Config) format(file string) Format {
	if cfg.Format != "" {
		return cfg.Format
	}
	switch ext := strings.ToLower(path.Ext(file)); ext {
	case ".jsonl", ".ndjson":
		return JSONLines
	default:
		return Format(strings.TrimPrefix(ext, "."))
	}
}

// A Source reads one archive. It may be read again and again, one reading after the other or several at
// once; each opens the file for itself.
type Source struct {
	fsys     fs.FS
	file     string
	name     string
	size     int64 // at Open; what was appended later is not read
	batch    int
	progress func(read, total int64)
	accounts []care.Account
	begin    func() format
}

// A format takes items from a file, one after the other.
type format interface {
	// head takes what stands before the first item.
	head(w *window) error
	// next takes one item and puts it into b. It returns io.EOF behind the last one.
	next(w *window, b *basket) error
}

// OpenFile opens the archive at path. See [Open].
func OpenFile(ctx context.Context, path string, cfg Config) (*Source, error) {
	return Open(ctx, os.DirFS(filepath.Dir(path)), filepath.Base(path), cfg)
}

// Open opens the archive that fsys has as name, and reads our own accounts from it: from the first lines
// of JSON lines, from all of a CSV. No file stays open.
//
// The file should not change while it is read. Whole lines that are appended later are left for the next
// Open, which goes on behind an older cursor. If the file becomes shorter, the reading fails.
func Open(ctx context.Context, fsys fs.FS, name string, cfg Config) (*Source, error) {
	if err := cfg.validate(name); err != nil {
		return nil, &care.Error{Op: "archive: open", Code: care.CodeInvalid, Err: err}
	}
	s := &Source{fsys: fsys, file: name, name: "archive:" + path.Base(name), batch: cfg.BatchSize, progress: cfg.Progress}
	if cfg.Name != "" {
		s.name = "archive:" + cfg.Name
	}
	if s.batch == 0 {
		s.batch = 500
	}
	if err := s.scan(ctx, cfg); err != nil {
		return nil, s.fail(ctx, "archive: open", err)
	}
	return s, nil
}

// scan reads the file for its accounts.
func (s *Source) scan(ctx context.Context, cfg Config) error {
	f, size, err := s.open()
	if err != nil {
		return err
	}
	defer f.Close()
	s.size = size
	w, known := newWindow(ctx, f, size), newOurs(cfg.Accounts)
	if cfg.format(s.file) == SupportCSV {
		s.begin = func() format { return &table{ours: known} }
		err = scanTable(w, known)
	} else {
		var end int64
		end, err = scanLines(w, known)
		s.begin = func() format { return &lines{headEnd: end} }
	}
	s.accounts = known.accounts
	return err
}

func (s *Source) open() (io.ReadCloser, int64, error) {
	f, err := s.fsys.Open(s.file)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = invalid("it is not a regular file")
	}
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return f, info.Size(), nil
}

// Name names the source's cursors: "archive:" and the file's base name.
func (s *Source) Name() string { return s.name }

// Accounts returns our own accounts: the configured ones, then the file's in the order of the file.
func (s *Source) Accounts() []care.Account { return slices.Clone(s.accounts) }
