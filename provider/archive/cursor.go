package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// A cursor is "1:offset:digest": how far the file was read, and the first half of the SHA-256 of
// everything up to there.
func (w *window) cursor() string {
	sum := w.sum.Sum(nil)
	return "1:" + strconv.FormatInt(w.off, 10) + ":" + hex.EncodeToString(sum[:sha256.Size/2])
}

// goTo goes on behind cursor. It reads the file up to there, and refuses it if it is not the same.
func (w *window) goTo(cursor string) error {
	version, rest, _ := strings.Cut(cursor, ":")
	offset, _, _ := strings.Cut(rest, ":")
	off, err := strconv.ParseInt(offset, 10, 64)
	if version != "1" || err != nil || off < 0 {
		return invalid("the cursor is not one of this package")
	}
	if off < w.off || off > w.size {
		return changed("the cursor stands at byte %d, the rows from %d to %d", off, w.off, w.size)
	}
	if err := w.skip(off - w.off); err != nil {
		return err
	}
	if w.cursor() != cursor {
		return changed("what the cursor stands behind is not what was read")
	}
	return nil
}
