package layout_test

import (
	"go/ast"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestReadme holds the README to what was compiled and run: each of its Go
// snippets is the body of an example, and the first is short.
func TestReadme(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile(filepath.Join(moduleRoot, "README.md"))
	require.NoError(t, err)
	snippets := fences(string(readme), "go")
	require.NotEmpty(t, snippets, "README.md shows no Go")
	if lines := strings.Count(snippets[0], "\n") + 1; lines >= 10 {
		t.Errorf("README.md's first example has %d lines, want fewer than 10:\n%s", lines, snippets[0])
	}
	bodies := exampleBodies(tree(t))
	for _, s := range snippets {
		if !slices.Contains(bodies, s) {
			t.Errorf("README.md shows Go that is no example's body, so nothing proves it:\n%s", s)
		}
	}
}

// fences returns the plain text of a Markdown document's fenced blocks in lang.
func fences(markdown, lang string) []string {
	var found []string
	var block []string
	inside, wanted := false, false
	for line := range strings.Lines(markdown) {
		info, fence := strings.CutPrefix(strings.TrimSpace(line), "```")
		switch {
		case fence && !inside:
			inside, wanted, block = true, info == lang, nil
		case fence && info == "":
			if wanted {
				found = append(found, plain(block))
			}
			inside = false
		case inside:
			block = append(block, line)
		}
	}
	return found
}

// exampleBodies returns the plain text of every example's body, with and
// without its closing Output comment.
func exampleBodies(pkgs []pkg) []string {
	var found []string
	for _, p := range pkgs {
		for _, f := range p.files {
			if !f.isTest() {
				continue
			}
			for _, body := range exampleSources(f) {
				lines := slices.Collect(strings.Lines(body))
				found = append(found, plain(lines))
				if i := slices.IndexFunc(lines, isOutput); i >= 0 {
					found = append(found, plain(lines[:i]))
				}
			}
		}
	}
	return found
}

// exampleSources returns what stands between the braces of each example function.
func exampleSources(f file) []string {
	var found []string
	for _, decl := range f.ast.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok || fn.Recv != nil || fn.Body == nil || !strings.HasPrefix(fn.Name.Name, "Example") {
			continue
		}
		start, end := f.fset.Position(fn.Body.Lbrace).Offset, f.fset.Position(fn.Body.Rbrace).Offset
		found = append(found, f.src[start+1:end])
	}
	return found
}

func isOutput(line string) bool {
	comment, ok := strings.CutPrefix(strings.TrimSpace(line), "//")
	comment = strings.ToLower(strings.TrimSpace(comment))
	return ok && (strings.HasPrefix(comment, "output:") || strings.HasPrefix(comment, "unordered output:"))
}

// plain joins lines without their indentation or blank lines at either end.
func plain(lines []string) string {
	trimmed := make([]string, len(lines))
	for i, line := range lines {
		trimmed[i] = strings.TrimSpace(line)
	}
	return strings.Trim(strings.Join(trimmed, "\n"), "\n")
}

func TestFences(t *testing.T) {
	t.Parallel()
	const markdown = "a\n```go\n\tx := 1\n\n\tuse(x)\n```\n```sh\ngo test\n```\n```text\n```go\n```\n"
	require.Equal(t, []string{"x := 1\n\nuse(x)"}, fences(markdown, "go"))
	require.Equal(t, []string{"go test"}, fences(markdown, "sh"))
}
