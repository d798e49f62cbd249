package storetest_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kindlydm/kindly/care/storetest"
)

// The kit quotes the rules as care.Store has them, and has a check for each.
func TestRulesAreQuoted(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("../store.go")
	if err != nil {
		t.Fatal(err)
	}
	doc, _, _ := strings.Cut(string(source), "type Store interface")
	text := strings.Join(strings.Fields(strings.ReplaceAll(doc, "//", "")), " ")
	var want, got []string
	for _, id := range regexp.MustCompile(`\bS\d+ `).FindAllString(text, -1) {
		want = append(want, strings.TrimSpace(id))
	}
	for _, rule := range storetest.Rules() {
		got = append(got, rule.ID)
		if !strings.Contains(text, rule.ID+" "+rule.Text) {
			t.Errorf("care.Store has no rule %s %q", rule.ID, rule.Text)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("the kit has rules %v, care.Store %v", got, want)
	}
}
