package sqlstore

import (
	"context"
	"fmt"
)

// channel is where the stores of a desk tell each other that there are new events.
func (s *Store) channel() string {
	return fmt.Sprintf("kindly_%016x", uint64(lockNumber("hints "+s.desk)))
} //nolint:gosec // any number will do

// Hints implements [care.Hinter] by Config.Listen.
func (s *Store) Hints(ctx context.Context, hint func()) error {
	if s.listen == nil {
		return nil
	}
	err := s.listen(ctx, s.channel(), hint)
	if ctx.Err() != nil {
		return nil //nolint:nilerr // that is how it is told to end
	}
	return failed("hints", err)
}

// tell is heard when the Update is committed.
func (t *tx) tell(some bool) error {
	if !some || t.listen == nil {
		return nil
	}
	return t.write("notify", `SELECT pg_notify($2, $1)`, t.channel())
}
