package archive

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/kindlydm/kindly/care"
)

func invalid(format string, args ...any) error {
	return &care.Error{Code: care.CodeInvalid, Err: fmt.Errorf(format, args...)}
}

func changed(format string, args ...any) error {
	return &care.Error{Code: care.CodeConflict, Err: fmt.Errorf("the file has changed: "+format, args...)}
}

// fail makes err this package's error: of op, with a code, and ctx's own where ctx has ended.
func (s *Source) fail(ctx context.Context, op string, err error) error {
	out := &care.Error{Op: op, Code: care.CodeUnavailable, Err: err}
	if ctx.Err() != nil {
		out.Err = ctx.Err()
		return out
	}
	if own, ok := errors.AsType[*care.Error](err); ok {
		out.Code, out.Err = own.Code, own.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		out.Code = care.CodeNotFound
	}
	if errors.Is(err, fs.ErrInvalid) {
		out.Code = care.CodeInvalid
	}
	if _, named := errors.AsType[*fs.PathError](err); !named {
		out.Err = fmt.Errorf("%s: %w", s.file, out.Err)
	}
	return out
}
