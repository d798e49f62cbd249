package sqlbench_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// benchmarkProcesses has four processes take in talks of their own over one schema. An operation is a batch
// in each. The rate counts from the signal to begin until the last is done.
func benchmarkProcesses(b *testing.B, r *room, size int) {
	b.Helper()
	helpers := make([]*helper, 4)
	r.theirs += len(helpers) * b.N * size
	for i := range helpers {
		r.lent++
		helpers[i] = startHelper(b, task{URL: r.url, First: r.lent * farApart, Begun: r.load.begun, Size: size, Batches: b.N})
	}
	for _, h := range helpers {
		h.wait(b)
	}
	b.ResetTimer()
	began := time.Now()
	for _, h := range helpers {
		h.begin(b)
	}
	var all stopwatch
	ended := began
	for _, h := range helpers {
		o := h.outcome(b)
		all.took = append(all.took, o.Took...)
		all.cpu += o.CPU
		if o.Ended.After(ended) {
			ended = o.Ended
		}
	}
	all.reportOver(b, size, "mention", ended.Sub(began))
}

// A helper is a process that runs this same program, for a task.
type helper struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *json.Decoder
	errors bytes.Buffer
}

func startHelper(b *testing.B, t task) *helper {
	b.Helper()
	text, err := json.Marshal(t)
	require.NoError(b, err)
	program, err := os.Executable()
	require.NoError(b, err)
	h := &helper{cmd: exec.CommandContext(b.Context(), program)}
	h.cmd.Env = append(os.Environ(), taskVar+"="+string(text))
	h.cmd.Stderr = &h.errors
	h.in, err = h.cmd.StdinPipe()
	require.NoError(b, err)
	out, err := h.cmd.StdoutPipe()
	require.NoError(b, err)
	h.out = json.NewDecoder(out)
	require.NoError(b, h.cmd.Start())
	return h
}

// wait returns when the process is ready.
func (h *helper) wait(b *testing.B) {
	b.Helper()
	var ready bool
	require.NoError(b, h.out.Decode(&ready), "%s", &h.errors)
	require.True(b, ready)
}

func (h *helper) begin(b *testing.B) {
	b.Helper()
	require.NoError(b, h.in.Close())
}

func (h *helper) outcome(b *testing.B) outcome {
	b.Helper()
	var o outcome
	require.NoError(b, h.out.Decode(&o), "%s", &h.errors)
	require.NoError(b, h.cmd.Wait())
	require.Empty(b, o.Err)
	return o
}
