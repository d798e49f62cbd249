package layout_test

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	modulePath = "github.com/kindlydm/kindly"
	moduleRoot = "../../.."
)

// A pkg is one directory of Go files, in the root module or in a nested one.
type pkg struct {
	path   string // below the module path, such as "care/desk"
	nested bool
	files  []file
}

type file struct {
	name string
	src  string
	ast  *ast.File
	fset *token.FileSet
}

func (f file) isTest() bool { return strings.HasSuffix(f.name, "_test.go") }

func (f file) imports() []string {
	var paths []string
	for _, spec := range f.ast.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err == nil {
			paths = append(paths, p)
		}
	}
	return paths
}

// name is the package's name, that of its tests if it has nothing else.
func (p pkg) name() string {
	for _, f := range p.files {
		if !f.isTest() {
			return f.ast.Name.Name
		}
	}
	return strings.TrimSuffix(p.files[0].ast.Name.Name, "_test")
}

func (p pkg) isInternal() bool {
	return slices.Contains(strings.Split(p.path, "/"), "internal")
}

var loadOnce = sync.OnceValues(func() ([]pkg, error) { return load(moduleRoot) })

func tree(t *testing.T) []pkg {
	t.Helper()
	pkgs, err := loadOnce()
	require.NoError(t, err)
	return pkgs
}

// load parses every Go file below root. It reads files rather than ask the go
// command, which sees one system's build tags and one module at a time.
func load(root string) ([]pkg, error) {
	byDir := map[string]*pkg{}
	nested := map[string]bool{}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if entry.IsDir() {
			if rel == "." {
				return nil
			}
			if ignored(entry.Name()) {
				return filepath.SkipDir
			}
			nested[rel] = nested[path.Dir(rel)]
			isModule, err := nestedModule(name, rel)
			nested[rel] = nested[rel] || isModule
			return err
		}
		if path.Ext(rel) != ".go" || ignored(entry.Name()) {
			return nil
		}
		f, err := parse(name)
		if err != nil {
			return err
		}
		dir := path.Dir(rel)
		if byDir[dir] == nil {
			byDir[dir] = &pkg{path: dir, nested: nested[dir]}
		}
		byDir[dir].files = append(byDir[dir].files, f)
		return nil
	})
	var pkgs []pkg
	for _, p := range byDir {
		pkgs = append(pkgs, *p)
	}
	slices.SortFunc(pkgs, func(a, b pkg) int { return strings.Compare(a.path, b.path) })
	return pkgs, err
}

// ignored reports whether the go command passes over a file or folder so named.
func ignored(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata"
}

// nestedModule reports whether dir has a go.mod, which must be named after its
// place: the rules below read import paths as places.
func nestedModule(dir, rel string) (bool, error) {
	f, err := os.Open(filepath.Join(dir, "go.mod"))
	if os.IsNotExist(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	want := "module " + modulePath + "/" + rel
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if lines.Text() == want {
			return true, nil
		}
	}
	return true, fmt.Errorf("%s/go.mod: want the line %q", rel, want)
}

func parse(name string) (file, error) {
	src, err := os.ReadFile(name)
	if err != nil {
		return file{}, err
	}
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, name, src, parser.ParseComments)
	return file{name: filepath.Base(name), src: string(src), ast: tree, fset: fset}, err
}
