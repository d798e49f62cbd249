package sla_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sla"
)

// marksFrom makes a mark of every five bytes: kind, reply, status, and minutes since the last, which may be negative.
func marksFrom(data []byte) sla.Timeline {
	kinds := []sla.Kind{sla.Asked, sla.Thanked, sla.Answered, sla.Resolved, sla.Turned, "unknown", ""}
	replies := []sla.Reply{sla.Agent, sla.Approved, sla.Bot, sla.Elsewhere, sla.Holding, sla.Handover, ""}
	var out sla.Timeline
	at := minute(0)
	for ; len(data) >= 5; data = data[5:] {
		at = at.Add(time.Duration(int16(uint16(data[3])<<8|uint16(data[4]))) * time.Minute)
		m := sla.Mark{
			At: at, ID: "m", Kind: kinds[int(data[0])%len(kinds)], Reply: replies[int(data[1])%len(replies)],
			Status: statusWords[int(data[2])%len(statusWords)],
		}
		switch data[2] % 3 {
		case 0:
			m.Until = at.Add(time.Duration(int8(data[1])) * time.Hour)
		case 1:
			m.Subject = &sla.Subject{Platform: "twitter"}
		}
		out = append(out, m)
	}
	return out
}

// FuzzEvaluate judges any timeline, as of any instant, mark by mark through JSON, and explains every clock.
func FuzzEvaluate(f *testing.F) {
	f.Add([]byte{0, 0, 1, 0, 0, 2, 0, 2, 0, 30, 3, 0, 4, 1, 0, 0, 0, 1, 2, 0}, int64(600))
	f.Add([]byte{0, 0, 0, 0, 0, 2, 4, 3, 0, 5, 4, 9, 3, 0, 5, 2, 0, 0, 255, 0}, int64(-10))
	f.Fuzz(func(t *testing.T, data []byte, until int64) {
		p, err := sla.ParsePolicy([]byte(policyText))
		require.NoError(t, err)
		p, err = p.After(sla.Default(), minute(100), sla.Follow)
		require.NoError(t, err)
		marks, now := marksFrom(data[:min(len(data), 200)]), minute(int(until%100_000))
		var tr sla.Track
		var subject sla.Subject
		for _, m := range marks {
			if m.At.After(now) {
				continue
			}
			p.Add(subject, &tr, m, nil)
			if m.Subject != nil {
				subject = *m.Subject
			}
			raw, err := json.Marshal(tr)
			require.NoError(t, err)
			tr = sla.Track{}
			require.NoError(t, json.Unmarshal(raw, &tr))
		}
		all := p.Evaluate(sla.Subject{}, marks, now)
		requireSound(t, all, now)
		for _, c := range p.Open(subject, tr, now, nil) {
			require.Contains(t, all, c)
		}
		for _, c := range all {
			checkExplanation(t, c)
			require.NotEmpty(t, c.Explain().String())
		}
	})
}
