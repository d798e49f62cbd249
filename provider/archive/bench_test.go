package archive_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/provider/archive"
)

func benchCSV() string {
	var out strings.Builder
	out.WriteString(header)
	for i := range 20_000 {
		n := fmt.Sprint(i + 1)
		if i%2 == 0 {
			out.WriteString(csvRow(n, fmt.Sprint(700+i), "True", noon, "@AcmeCare my parcel, the green one, is late again &amp; nobody tells me why", fmt.Sprint(i+2), ""))
		} else {
			out.WriteString(csvRow(n, "AcmeCare", "False", noon, "@700 We are sorry. Please send us its number, and we look into it. ^AB", "", fmt.Sprint(i)))
		}
	}
	return out.String()
}

func benchmark(b *testing.B, name, content string, rows int) {
	b.Helper()
	s := open(b, name, content, archive.Config{})
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		got := 0
		for batch, err := range s.Batches(b.Context(), nil) {
			require.NoError(b, err)
			got += len(batch.Mentions)
		}
		require.Equal(b, rows, got)
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkCSV(b *testing.B) { benchmark(b, "a.csv", benchCSV(), 20_000) }

func BenchmarkJSONLines(b *testing.B) {
	var file bytes.Buffer
	got := read(b, open(b, "a.csv", benchCSV(), archive.Config{}))
	require.NoError(b, archive.Write(&file, nil, slices.Values(got.Mentions)))
	benchmark(b, "a.jsonl", file.String(), 20_000)
}

func BenchmarkOpenCSV(b *testing.B) {
	content := benchCSV()
	files := oneFile("a.csv", content)
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		_, err := archive.Open(b.Context(), files, "a.csv", archive.Config{})
		require.NoError(b, err)
	}
}
