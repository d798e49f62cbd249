package layout_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite testdata/deps.txt")

// requirements are the modules that go.mod may name directly.
var requirements = []string{
	"github.com/clipperhouse/uax29/v2",
	"github.com/coder/websocket",
	"github.com/stretchr/testify",
	"golang.org/x/net",
	"golang.org/x/oauth2",
	"golang.org/x/time",
}

// TestDependencies compares every package from outside that the root module
// reaches, directly or not, with a list that a reviewer sees change.
func TestDependencies(t *testing.T) {
	t.Parallel()
	const golden = "testdata/deps.txt"
	got := dependencies(t)
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(got), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), got,
		"the packages from outside changed; if each is worth carrying: go test ./care/internal/layout -update")
}

func dependencies(t *testing.T) string {
	t.Helper()
	code := outsidePackages(t)
	var list strings.Builder
	for _, p := range outsidePackages(t, "-test") {
		list.WriteString(p)
		if !slices.Contains(code, p) {
			list.WriteString(" (tests)")
		}
		list.WriteString("\n")
	}
	return list.String()
}

func outsidePackages(t *testing.T, flags ...string) []string {
	t.Helper()
	const format = `{{if not .Standard}}{{.ImportPath}}{{end}}`
	args := slices.Concat([]string{"list", "-deps", "-f", format}, flags, []string{"./..."})
	var paths []string
	for line := range strings.Lines(goCommand(t, args...)) {
		p, _, _ := strings.Cut(strings.TrimSpace(line), " ") // "p [q.test]" is p, built for a test of q
		if p != "" && p != modulePath && !strings.HasPrefix(p, modulePath+"/") {
			paths = append(paths, p)
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

func TestRequirements(t *testing.T) {
	t.Parallel()
	var mod struct {
		Require []struct {
			Path     string
			Indirect bool
		}
		Replace []struct{ Old struct{ Path string } }
	}
	require.NoError(t, json.Unmarshal([]byte(goCommand(t, "mod", "edit", "-json")), &mod))
	for _, r := range mod.Require {
		if !r.Indirect && !slices.Contains(requirements, r.Path) {
			t.Errorf("go.mod requires %s: put what needs it in a module of its own", r.Path)
		}
	}
	for _, r := range mod.Replace {
		t.Errorf("go.mod replaces %s: a replacement does not reach those who import us", r.Old.Path)
	}
}

// goCommand runs the go command in the module's root, for one platform
// whatever machine this is.
func goCommand(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = filepath.FromSlash(moduleRoot)
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0", "GOWORK=off")
	var errors bytes.Buffer
	cmd.Stderr = &errors
	out, err := cmd.Output()
	require.NoError(t, err, "go %s: %s", strings.Join(args, " "), &errors)
	return string(out)
}
