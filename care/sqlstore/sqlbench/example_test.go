package sqlbench_test

import (
	"fmt"
	"time"

	"github.com/kindlydm/kindly/care"
)

// What the benchmarks take in, again and again: three customers write, we answer the first, who writes again.
func Example() {
	for _, m := range newLoad(0, time.Date(2020, 1, 2, 9, 0, 0, 0, time.UTC)).next(5) {
		fmt.Printf("%s by %s%s\n", m.Ref, m.Author.ID, answering(m.Parent))
	}
	// Output:
	// twitter:1200000000000000000 by twitter:7000000
	// twitter:1200000000000000001 by twitter:796711537621
	// twitter:1200000000000000002 by twitter:493904447466
	// twitter:1200000000000000003 by twitter:1 answers twitter:1200000000000000000
	// twitter:1200000000000000004 by twitter:7000000 answers twitter:1200000000000000003
}

func answering(parent care.Ref) string {
	if parent == "" {
		return ""
	}
	return " answers " + string(parent)
}
