//go:build unix

package sqltest_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/care"
)

// killsVar says how often TestKill kills, for each database.
const killsVar = "KINDLY_KILLS"

const (
	killsDefault  = 12
	killsDatabase = 25 // about, before the next begins with an empty one
	killsCheck    = 8  // between two checks
)

// TestKill kills processes that work at full speed, and wants everything that was acknowledged to them, once.
// On a new database they are killed while they make its schema; later alone, or one of two, and now and then
// after they were frozen for longer than a lease.
func TestKill(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("short: processes that die")
	}
	kills := killsDefault
	if text := os.Getenv(killsVar); text != "" {
		n, err := strconv.Atoi(text)
		require.NoError(t, err, killsVar)
		kills = n
	}
	each(t, func(t *testing.T, b backend) {
		t.Helper()
		for left := kills; left > 0; left -= killsDatabase {
			killOn(t, b, min(left, killsDatabase))
		}
	})
}

// killOn kills n children on a new database.
func killOn(t *testing.T, b backend, n int) {
	t.Helper()
	k := &killing{backend: b, connect: b.database(t)}
	k.dsn = dsnOf(t, k.connect)
	checked := 0
	for k.killed < n || n >= killsDefault && !k.spoke() && k.killed < 10*n { // a busy machine needs longer to get somewhere
		k.round(t)
		if k.opened && k.killed-checked >= killsCheck && k.killed < n {
			checked = k.killed
			k.check(t, false)
		}
	}
	k.check(t, true)
	if n >= killsDefault {
		require.True(t, k.spoke(), "nothing was acknowledged to speak of")
	}
	t.Logf("%d kills: %d in the making of the schema, %d frozen before; %d batches, %d decisions and %d jobs acknowledged, %d claims",
		k.killed, k.unborn, k.frozen, k.batches, len(k.decided), len(k.finished), k.claimed)
}

// spoke reports whether something of everything was acknowledged.
func (k *killing) spoke() bool { return k.batches > 0 && len(k.decided) > 0 && len(k.finished) > 0 }

// round starts one child or two, and returns when they are dead and all that they said was noted.
func (k *killing) round(t *testing.T) {
	t.Helper()
	orders := []order{{Reads: true, After: k.after}}
	if k.opened && rand.IntN(3) == 0 {
		orders = append(orders, order{})
	}
	var dying sync.WaitGroup
	var children []*child
	for _, o := range orders {
		o.Role, o.Dialect, o.DSN, o.Number = "worker", k.dialect, k.dsn, k.killed
		k.killed++
		c := o.start(t)
		children = append(children, c)
		dying.Go(func() { k.watch(c, k.plan()) })
	}
	dying.Wait()
	require.Empty(t, k.faults)
	for _, c := range children {
		c.wait(t)
	}
}

// A death is planned: how long after how many acknowledgements a child dies, and how long it was frozen before.
type death struct {
	acks          int // 0: after its beginning
	after, frozen time.Duration
}

func (k *killing) plan() death {
	d := death{after: rand.N(50 * time.Millisecond)}
	if k.killed <= 3 || rand.IntN(4) == 0 { // on a new database while its schema is made
		return d
	}
	d.acks = 1 + rand.IntN(60)
	if rand.IntN(5) == 0 {
		d.frozen = workLease + rand.N(workLease)
	}
	return d
}

// watch notes what a child says, to its end.
func (k *killing) watch(c *child, d death) {
	var dying sync.WaitGroup
	defer dying.Wait()
	acks := 0
	for s := range c.said {
		k.note(s)
		switch s.What {
		case sayIngested, sayDecided, sayFinished:
			acks++
		case sayStarting:
		default:
			continue
		}
		if acks == d.acks {
			dying.Go(func() { k.kill(c, d) })
		}
	}
}

func (k *killing) kill(c *child, d death) {
	<-time.After(d.after)
	if d.frozen > 0 {
		_ = c.cmd.Process.Signal(syscall.SIGSTOP)
		<-time.After(d.frozen)
		_ = c.cmd.Process.Signal(syscall.SIGCONT)
		<-time.After(d.after)
	}
	_ = c.cmd.Process.Kill() // that it ended by itself is noticed elsewhere
	k.mu.Lock()
	defer k.mu.Unlock()
	if d.frozen > 0 {
		k.frozen++
	}
	if !k.opened {
		k.unborn++
	}
}

// killing is what is known of one database: what children said was acknowledged.
type killing struct {
	backend

	dsn     string
	connect connector

	mu       sync.Mutex
	ingested map[string]int64 // of each source
	decided  map[string]bool
	put      map[string]bool
	finished map[string]uint64 // the token that finished
	claims   map[string]map[uint64]int64
	followed []string // events, in order
	after    care.Seq
	opened   bool // by anybody yet
	faults   []string

	killed, unborn, frozen, batches, claimed int
}

func (k *killing) note(s saying) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.ingested == nil {
		k.ingested, k.decided, k.put = map[string]int64{}, map[string]bool{}, map[string]bool{}
		k.finished, k.claims = map[string]uint64{}, map[string]map[uint64]int64{}
	}
	switch s.What {
	case sayFault:
		k.faults = append(k.faults, s.Name)
	case sayOpened:
		k.opened = true
	case sayResumed:
		if s.N < k.ingested[s.Name] {
			k.fault("source %s goes on at %d, and up to %d was acknowledged", s.Name, s.N, k.ingested[s.Name])
		}
	case sayIngested:
		k.batches++
		k.ingested[s.Name] = s.N
	case sayDecided:
		k.decided[s.Name] = true
	case sayPut:
		k.put[s.Name] = true
	case sayClaimed:
		k.noteClaim(s)
	case sayFinished:
		k.finished[s.Name] = s.Token
	case sayFollowed:
		seq, id, _ := strings.Cut(s.Name, " ")
		k.after, k.followed = care.Seq(seq), append(k.followed, id)
	}
}

func (k *killing) noteClaim(s saying) {
	k.claimed++
	if k.claims[s.Name] == nil {
		k.claims[s.Name] = map[uint64]int64{}
	}
	if _, twice := k.claims[s.Name][s.Token]; twice {
		k.fault("job %s was claimed twice with token %d", s.Name, s.Token)
	}
	k.claims[s.Name][s.Token] = s.At
}
