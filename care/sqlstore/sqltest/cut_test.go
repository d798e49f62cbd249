//go:build unix

package sqltest_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
	"github.com/kindlydm/kindly/care/desk"
	"github.com/kindlydm/kindly/care/sqlstore"
)

// A cut says where a connection ends.
type cut int32

const (
	cutNone   cut = iota
	cutBefore     // the server never sees the COMMIT
	cutAfter      // the server gets the COMMIT, and can't answer
	cutAnswer     // the server's answer to the COMMIT is lost
	cuts
)

// A proxy stands between a client and a server, and cuts connections.
type proxy struct {
	to   string
	next atomic.Int32 // the cut at the next COMMIT that any connection sends

	mu   sync.Mutex
	rand *rand.Rand // nil: cut only as next says
	done [cuts]int  // how often each was done; cutNone: anywhere
}

// newProxy returns one before the server, and its port.
func newProxy(t *testing.T, c *cluster) (*proxy, int) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p := &proxy{to: net.JoinHostPort("127.0.0.1", strconv.Itoa(c.port))}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { p.serve(client) })
		}
	})
	t.Cleanup(func() { _ = l.Close(); all.Wait() })
	return p, l.Addr().(*net.TCPAddr).Port //nolint:forcetypeassert // it is one of TCP
}

// A link is one connection through a proxy.
type link struct {
	proxy          *proxy
	client, server net.Conn
	left           atomic.Int64 // how many bytes it still carries, in both directions
	mute           atomic.Bool  // what the server says next is lost
}

func (p *proxy) serve(client net.Conn) {
	defer func() { _ = client.Close() }()
	server, err := net.Dial("tcp", p.to) //nolint:noctx // it ends with the connection
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	k := &link{proxy: p, client: client, server: server}
	k.left.Store(p.budget())
	var answers sync.WaitGroup
	answers.Go(k.answers)
	k.requests()
	_ = client.Close()
	_ = server.Close()
	answers.Wait()
}

// budget is how many bytes a new connection carries.
func (p *proxy) budget() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.rand == nil {
		return 1 << 40
	}
	return p.rand.Int64N(300_000)
}

// atCommit says what happens to a COMMIT.
func (p *proxy) atCommit() cut {
	fate := cut(p.next.Swap(int32(cutNone)))
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.rand != nil && p.rand.IntN(5) == 0 {
		fate = cut(1 + p.rand.IntN(int(cuts)-1))
	}
	if fate != cutNone {
		p.done[fate]++
	}
	return fate
}

func (p *proxy) count(c cut) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.done[c]
}

func (p *proxy) rage(r *rand.Rand) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rand = r
}

var errCut = errors.New("cut")

// write hands on what the link has bytes left for.
func (k *link) write(to io.Writer, data []byte) error {
	left := k.left.Add(-int64(len(data)))
	if left >= 0 {
		_, err := to.Write(data)
		return err
	}
	k.proxy.mu.Lock()
	k.proxy.done[cutNone]++
	k.proxy.mu.Unlock()
	if n := int64(len(data)) + left; n > 0 {
		_, _ = to.Write(data[:n])
	}
	return errCut
}

// requests hands on what the client says, message by message. The first has no type.
func (k *link) requests() {
	header := make([]byte, 4)
	for {
		if _, err := io.ReadFull(k.client, header); err != nil {
			return
		}
		size := binary.BigEndian.Uint32(header[len(header)-4:])
		message := append(bytes.Clone(header), make([]byte, size-4)...)
		if _, err := io.ReadFull(k.client, message[len(header):]); err != nil {
			return
		}
		fate := cutNone
		if bytes.Equal(bytes.ToLower(message[len(header):]), []byte("commit\x00")) {
			fate = k.proxy.atCommit()
		}
		if fate == cutBefore {
			return
		}
		k.mute.Store(fate == cutAnswer)
		if k.write(k.server, message) != nil || fate == cutAfter {
			return
		}
		header = make([]byte, 5)
	}
}

// answers hands on what the server says.
func (k *link) answers() {
	defer func() { _ = k.client.Close() }()
	buf := make([]byte, 16<<10)
	for {
		n, err := k.server.Read(buf)
		if k.mute.Load() || err != nil || k.write(k.client, buf[:n]) != nil {
			return
		}
	}
}

// commitCut: where the connection ends around a COMMIT, the outcome is not known, and repeating the Update
// leaves what one would have left.
func (c *cluster) commitCut(t *testing.T) {
	t.Helper()
	p, port := newProxy(t, c)
	c.database(t, "commits", "UTF8")
	s, plain := c.through(t, "commits", port), c.through(t, "commits", c.port)
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	for _, x := range []struct {
		name string
		cut  cut
		done func(there bool) // nil: it may be either
	}{
		{"before", cutBefore, func(there bool) { require.False(t, there) }},
		{"answer", cutAnswer, func(there bool) { require.True(t, there) }},
		{"after", cutAfter, nil},
	} {
		update := func(s *sqlstore.Store) error {
			return s.Update(t.Context(), []care.Key{"k"}, func(tx care.Tx) error {
				return errors.Join(
					tx.PutContents([]care.Content{{Ref: care.Ref("note:" + x.name), Text: "words"}}),
					tx.Append([]care.Event{{ID: x.name, Conversation: "c", At: at, By: care.Agent("ann"), Body: care.Assigned{}}}))
			})
		}
		p.next.Store(int32(x.cut))
		err := update(s)
		require.ErrorIs(t, err, care.ErrUnknownOutcome, x.name)
		e, _ := errors.AsType[*care.Error](err)
		require.Equal(t, care.EffectUnknown, e.Effect, x.name)
		require.Zero(t, p.next.Load(), "nothing was cut")
		if x.done != nil {
			x.done(posted(t, plain, x.name) == 1)
		}
		require.NoError(t, update(s), x.name)
		require.NoError(t, update(s), x.name)
		require.Equal(t, 1, posted(t, plain, x.name), x.name)
	}
	requireClaimCut(t, p, s)
	p.next.Store(int32(cutBefore))
	require.Equal(t, 1, posted(t, s, "after"), "what was read was read, however that ended")
	require.Zero(t, p.next.Load())
}

// posted returns how often an event is in the feed.
func posted(t *testing.T, s care.Store, id string) int {
	t.Helper()
	n := 0
	require.NoError(t, s.View(t.Context(), func(r care.Reader) error {
		events, err := r.Feed("", 1000)
		for _, e := range events {
			if e.ID == id {
				n++
			}
		}
		return err
	}))
	return n
}

// requireClaimCut: a job that was claimed by nobody knows whom comes again after the lease, with another token.
func requireClaimCut(t *testing.T, p *proxy, s *sqlstore.Store) {
	t.Helper()
	require.NoError(t, s.Update(t.Context(), nil, func(tx care.Tx) error {
		return tx.PutJobs([]care.Job{{Queue: "q", Key: "k", At: time.Unix(1, 0)}})
	}))
	for i, at := range []cut{cutBefore, cutAnswer} {
		p.next.Store(int32(at))
		_, _, err := s.Claim(t.Context(), "q", 1, time.Millisecond)
		require.ErrorIs(t, err, care.ErrUnknownOutcome)
		<-time.After(5 * time.Millisecond)
		jobs, _, err := s.Claim(t.Context(), "q", 1, time.Millisecond)
		require.NoError(t, err)
		require.Len(t, jobs, 1)
		require.Equal(t, uint64([]int{1, 3}[i]), jobs[0].Token)
		<-time.After(5 * time.Millisecond)
	}
}

// cutAnywhere: desks whose connections end at any byte, and most of all around commits, take everything in
// once, as long as somebody repeats what failed.
func (c *cluster) cutAnywhere(t *testing.T) {
	t.Helper()
	p, port := newProxy(t, c)
	c.database(t, "anywhere", "UTF8")
	in := madeUp(200)
	var desks []*desk.Desk
	for range 2 {
		desks = append(desks, newDesk(t, c.through(t, "anywhere", port), in))
	}
	p.rage(rand.New(rand.NewPCG(1, 2)))
	var all sync.WaitGroup
	for i, d := range desks {
		mentions := shuffled(in.mentions, uint64(i))
		all.Go(func() { ingestStubbornly(t, d, mentions, 7+5*i) })
		all.Go(func() { lookAgain(t, d) })
	}
	all.Wait()
	p.rage(nil)
	for _, at := range []cut{cutNone, cutBefore, cutAfter, cutAnswer} {
		require.Positive(t, p.count(at), "cut %d", at)
	}
	requireOutcome(t, newDesk(t, c.through(t, "anywhere", c.port), in), in)
}

// lookAgain reads and ticks meanwhile: whatever fails, fails cleanly.
func lookAgain(t *testing.T, d *desk.Desk) {
	t.Helper()
	for range 50 {
		_, err := d.Tick(t.Context())
		_, err2 := d.Feed(t.Context(), "", 10)
		for _, err := range []error{err, err2} {
			if err != nil && !errors.Is(err, care.ErrUnavailable) && !errors.Is(err, care.ErrUnknownOutcome) && !errors.Is(err, care.ErrConflict) {
				t.Errorf("%v", err)
			}
		}
		if errors.Is(err, context.Canceled) {
			return
		}
	}
}
