package layout_test

import (
	"go/ast"
	"go/doc"
	"slices"
	"strings"
	"testing"
)

func TestPackageDocs(t *testing.T) {
	t.Parallel()
	for _, p := range tree(t) {
		t.Run(p.path, func(t *testing.T) {
			t.Parallel()
			if !hasDoc(p) {
				t.Errorf("package %s has no doc comment: say what it is and what most callers should do", p.path)
			}
			if fault := exampleFault(p); fault != "" {
				t.Errorf("package %s %s", p.path, fault)
			}
		})
	}
}

func hasDoc(p pkg) bool {
	return slices.ContainsFunc(p.files, func(f file) bool {
		return !f.isTest() && strings.TrimSpace(f.ast.Doc.Text()) != ""
	})
}

// exampleFault says what is missing from a package's examples, or "". Programs
// and internal packages need none. A kit needs a *testing.T, so its example can
// be compiled but not run.
func exampleFault(p pkg) string {
	if p.name() == "main" || p.isInternal() {
		return ""
	}
	all := examples(p)
	if len(all) == 0 {
		return "has no example: show its first use"
	}
	runs := func(e *doc.Example) bool { return e.Output != "" || e.EmptyOutput }
	if !matchesAny(kits, p.path) && !slices.ContainsFunc(all, runs) {
		return "has no example with an Output comment: nothing proves that its examples work"
	}
	return ""
}

func examples(p pkg) []*doc.Example {
	var tests []*ast.File
	for _, f := range p.files {
		if f.isTest() {
			tests = append(tests, f.ast)
		}
	}
	return doc.Examples(tests...)
}
