//go:build unix

package sqltest_test

import (
	"context"
	"errors"
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/sqlstore"
)

const sayRefused = "refused" // the finish of a job

// beSleeper claims a job, freezes, and does its work when its lease has long ended. Then it takes in what it
// had in hand.
func beSleeper(ctx context.Context, _ order, store *sqlstore.Store) error {
	jobs, now, err := store.Claim(ctx, workQueue, 1, workLease)
	if err != nil || len(jobs) != 1 {
		return errors.Join(err, errors.New("no job"))
	}
	say(saying{What: sayClaimed, Name: jobs[0].Key, Token: jobs[0].Token, At: now.UnixNano()})
	if err := syscall.Kill(os.Getpid(), syscall.SIGSTOP); err != nil {
		return err
	}
	for time.Since(now) < workLease { // the signal may take a moment
		pause(ctx, time.Millisecond)
	}
	if err = finish(ctx, store, jobs[0]); !errors.Is(err, care.ErrFenced) {
		return errors.Join(err, errors.New("a job that is another's was finished"))
	}
	say(saying{What: sayRefused, Name: jobs[0].Key})
	d, err := desk.New(store, desk.Config{Accounts: []care.Account{{ID: us}}})
	if err != nil {
		return err
	}
	for _, b := range sleepersBatches() {
		if _, err := d.Ingest(ctx, b); err != nil {
			return err
		}
	}
	say(saying{What: sayIngested})
	<-ctx.Done()
	return nil
}

// sleepersBatches are two of the first stream; the second goes on behind what others took in meanwhile.
func sleepersBatches() []care.Batch { return []care.Batch{streamed(0, 20), streamed(20, 50)} }

func streamed(from, to int) care.Batch {
	s := streams()[0]
	b := care.Batch{Source: s.name, Cursor: strconv.Itoa(to)}
	for n := from; n < to; n++ {
		b.Mentions = append(b.Mentions, mentionAt(s.index(n)))
	}
	return b
}

// TestKillFreezes stops a process by SIGSTOP until the lease of its job has ended and another took over. When
// it goes on it is refused, what it wrote along with that is undone, and what it takes in is right.
func TestKillFreezes(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("short: a process that is frozen")
	}
	each(t, func(t *testing.T, b backend) {
		t.Helper()
		k := &killing{backend: b, connect: b.database(t)}
		s := b.open(t, k.connect, sqlstore.Config{})
		require.NoError(t, s.Update(t.Context(), nil, func(tx care.Tx) error {
			return tx.PutJobs([]care.Job{{Queue: workQueue, Key: "job", At: time.Unix(1, 0), Body: []byte("body")}})
		}))
		c := order{Role: "sleeper", Dialect: b.dialect, DSN: dsnOf(t, k.connect)}.start(t)
		held := c.next(t, sayClaimed)
		requireStopped(t, c)

		mine := takeOver(t, s)
		require.Equal(t, held.Token+1, mine.Token)
		d, err := desk.New(s, desk.Config{Accounts: []care.Account{{ID: us}}})
		require.NoError(t, err)
		_, err = d.Ingest(t.Context(), streamed(0, 40))
		require.NoError(t, err)

		c.signal(t, syscall.SIGCONT)
		c.next(t, sayRefused)
		_, rev, err := s.Load(t.Context(), doneKey("job"))
		require.NoError(t, err)
		require.Zero(t, rev, "what was written with the refused finish")
		c.next(t, sayIngested)
		c.signal(t, syscall.SIGKILL)
		c.wait(t)

		require.NoError(t, finish(t.Context(), s, mine), "the job is the other's still")
		k.note(saying{What: sayPut, Name: "job"})
		k.note(saying{What: sayFinished, Name: "job", Token: mine.Token})
		k.note(saying{What: sayIngested, Name: streams()[0].name, N: 50})
		k.check(t, true)
	})
}

func requireStopped(t *testing.T, c *child) {
	t.Helper()
	var status syscall.WaitStatus
	pid, err := syscall.Wait4(c.cmd.Process.Pid, &status, syscall.WUNTRACED, nil)
	require.NoError(t, err)
	require.Equal(t, c.cmd.Process.Pid, pid)
	require.True(t, status.Stopped(), "%v", status)
}

// takeOver claims the job as soon as it can be had.
func takeOver(t *testing.T, s care.Store) care.Job {
	t.Helper()
	for {
		jobs, _, err := s.Claim(t.Context(), workQueue, 1, time.Hour)
		require.NoError(t, err)
		if len(jobs) == 1 {
			return jobs[0]
		}
		pause(t.Context(), 10*time.Millisecond)
	}
}
