package report

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

type timesJSON struct {
	N      int         `json:"n"`
	Median float64     `json:"median_s"`
	P90    float64     `json:"p90_s"`
	Within []shareJSON `json:"within,omitempty"`
}

type shareJSON struct {
	Within float64 `json:"within_s"`
	Share  float64 `json:"share"`
}

// MarshalJSON writes durations as seconds: {"n","median_s","p90_s","within":[{"within_s","share"}]}.
func (t Times) MarshalJSON() ([]byte, error) {
	j := timesJSON{N: t.N, Median: t.Median.Seconds(), P90: t.P90.Seconds()}
	for _, s := range t.Within {
		j.Within = append(j.Within, shareJSON{s.Within.Seconds(), s.Share})
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (t *Times) UnmarshalJSON(data []byte) error {
	var j timesJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*t = Times{N: j.N, Median: seconds(j.Median), P90: seconds(j.P90)}
	for _, s := range j.Within {
		t.Within = append(t.Within, Share{seconds(s.Within), s.Share})
	}
	return nil
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// WriteText writes a table: a line for each row, and the total. Its columns are, in short, the fields of Row:
// "talks" Conversations, "begun" Begun, "answered" Answered, "not" Unanswered, "lost" Unknown, "gone"
// Withdrawn; "first" is the median of First, with its P90 and shares, "next" that of Next.
func (r *Report) WriteText(w io.Writer) error {
	lines := [][]string{r.header()}
	for _, row := range slices.Concat(r.Rows, []Row{r.Total}) {
		lines = append(lines, r.cells(row))
	}
	return writeTable(w, lines, max(len(r.By), 1))
}

func (r *Report) header() []string {
	var h []string
	for _, by := range r.By {
		h = append(h, string(by))
	}
	if len(h) == 0 {
		h = append(h, "")
	}
	h = append(h, "talks", "begun", "answered", "not", "lost", "gone", "first", "90%")
	for _, s := range r.Total.First.Within {
		h = append(h, "in "+short(s.Within))
	}
	return append(h, "next", "90%")
}

func (r *Report) cells(row Row) []string {
	c := append([]string(nil), row.Keys...)
	if len(c) == 0 {
		c = append([]string{"total"}, make([]string, max(len(r.By)-1, 0))...)
	}
	for _, n := range []int{row.Conversations, row.Begun, row.Answered, row.Unanswered, row.Unknown, row.Withdrawn} {
		c = append(c, strconv.Itoa(n))
	}
	c = append(c, row.First.show(row.First.Median), row.First.show(row.First.P90))
	for _, s := range row.First.Within {
		c = append(c, row.First.share(s))
	}
	return append(c, row.Next.show(row.Next.Median), row.Next.show(row.Next.P90))
}

func (t Times) show(d time.Duration) string {
	if t.N == 0 {
		return "-"
	}
	return short(d)
}

func (t Times) share(s Share) string {
	if t.N == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f%%", 100*s.Share)
}

// short writes a duration without the units that are zero: 12m54s, 6h39m.
func short(d time.Duration) string {
	d = d.Round(time.Second)
	if d >= time.Hour {
		d = d.Round(time.Minute)
	}
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
