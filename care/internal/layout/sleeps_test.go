package layout_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSleeps forbids tests to wait in real time: that is slow when it works
// and fails when the machine is busy. In synctest a sleep costs nothing.
func TestSleeps(t *testing.T) {
	t.Parallel()
	for _, p := range tree(t) {
		for _, f := range p.files {
			if !f.isTest() {
				continue
			}
			for _, sleep := range realSleeps(f.ast) {
				t.Errorf("%s: time.Sleep outside synctest.Test", f.fset.Position(sleep.Pos()))
			}
		}
	}
}

var entryPoint = regexp.MustCompile(`^(Test|Benchmark|Fuzz|Example)`)

// realSleeps finds the calls of time.Sleep that no synctest.Test surrounds.
// Helpers may sleep in files that import synctest: who calls them is not looked at.
func realSleeps(f *ast.File) []ast.Node {
	inBubbles := slices.ContainsFunc(f.Imports, func(i *ast.ImportSpec) bool {
		return i.Path.Value == `"testing/synctest"`
	})
	var found []ast.Node
	for _, decl := range f.Decls {
		fn, isFunc := decl.(*ast.FuncDecl)
		if isFunc && inBubbles && !entryPoint.MatchString(fn.Name.Name) {
			continue
		}
		ast.Inspect(decl, func(n ast.Node) bool {
			if isCall(n, "time", "Sleep") {
				found = append(found, n)
			}
			return !isCall(n, "synctest", "Test")
		})
	}
	return found
}

func isCall(n ast.Node, pkg, name string) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, ok := sel.X.(*ast.Ident)
	return ok && x.Name == pkg && sel.Sel.Name == name
}

func TestSleepsCatchesPlantedSleeps(t *testing.T) {
	t.Parallel()
	const src = `package p
import ("testing"; "testing/synctest"; "time")
func TestBubble(t *testing.T) { synctest.Test(t, func(t *testing.T) { time.Sleep(1) }) }
func helper() { time.Sleep(1) }
func TestReal(t *testing.T) { time.Sleep(1); helper() }
`
	f, err := parser.ParseFile(token.NewFileSet(), "p_test.go", src, 0)
	require.NoError(t, err)
	require.Len(t, realSleeps(f), 1)
}
