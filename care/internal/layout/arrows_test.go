package layout_test

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A rule says which packages of the module those that match pkg may import.
// A pattern is a path below the module path: "*" stands for one element, a
// closing "/..." for anything below as well. The first rule that matches
// counts. A package may always import what is internal to itself; what is
// internal to a package follows that package's rule and may import it.
type rule struct {
	pkg string
	may []string
	why string
}

var rules = []rule{
	{
		"sla", nil,
		"sla is pure time arithmetic: stores and nouns would tie programs that only want a clock to the rest",
	},
	{
		"sentiment", nil,
		"sentiment is text in, judgement out: programs that only want a score take nothing else along",
	},
	{
		"sentiment/lexicon/...",
		[]string{"sentiment"},
		"a lexicon is data that a program links by importing it: it must not bring code or another language along",
	},
	{
		"care",
		[]string{"sla", "care/internal/..."},
		"care is nouns: everything imports it, so what it imports, everyone carries",
	},
	{
		"care/desk",
		[]string{"care", "sla", "care/internal/..."},
		"the desk takes a care.Source, care.Sender and care.Annotator: a program joins the parts and leaves any out",
	},
	{
		"care/report",
		[]string{"care", "sla", "care/internal/..."},
		"a report is a figure over what was recorded: it must be computable from an archive, without a desk or a platform",
	},
	{
		"care/annotate",
		[]string{"care", "sentiment", "care/internal/..."},
		"annotate only joins sentiment to care: whoever brings another judge leaves it out",
	},
	{
		"care/deskhttp",
		[]string{"care", "care/desk", "care/report", "care/internal/..."},
		"handlers show what a desk has: they must serve any store and any platform",
	},
	{
		"care/nats",
		[]string{"care", "provider/webhook", "care/internal/..."},
		"a queue carries raw deliveries and understands none: a desk or a platform would tie receivers to workers",
	},
	{
		"care/*",
		[]string{"care", "care/internal/..."},
		"the parts around care know the nouns only, so that each can be used, replaced or left out alone",
	},
	{
		"provider",
		[]string{"provider/driver", "provider/ratelimit", "care"},
		"the client serves every platform: one that it imported would be linked into all programs",
	},
	{
		"provider/driver",
		[]string{"care"},
		"driver is all that the author of a platform's plug-in needs",
	},
	{
		"provider/ratelimit",
		[]string{"provider/driver", "care"},
		"budgets are learnt from what any platform answers: the client imports them, so they can't import it",
	},
	{
		"provider/oauth",
		[]string{"provider/driver", "care"},
		"credentials are the same work for every platform, and for plug-ins that we have never seen",
	},
	{
		"provider/webhook",
		[]string{"provider/driver", "care"},
		"a receiver stores bytes and answers: it must run in a process that has no client and no desk",
	},
	{
		"provider/drivertest",
		[]string{"provider", "provider/driver", "care"},
		"authors of plug-ins run the kit in modules of their own: it brings the contract and nothing else",
	},
	{
		"provider/internal/...",
		[]string{"provider", "provider/driver", "provider/oauth", "provider/webhook", "provider/internal/...", "care"},
		"what platforms share sits below all of them",
	},
	{
		"provider/*",
		[]string{"provider", "provider/driver", "provider/oauth", "provider/webhook", "provider/internal/...", "care"},
		"a platform only translates: it knows no desk, no store, no other platform and no judgement",
	},
	{
		"examples/...",
		[]string{"..."},
		"", // A program may join anything; nothing may import it.
	},
}

// alone are the packages whose tests, too, stay within them, so that each can
// be read, lifted out and checked without the rest.
var alone = []string{"sla", "sentiment"}

// kits are run by other modules' tests and say so to their authors in plain Go.
var kits = []string{"care/storetest/...", "provider/drivertest/..."}

// An external is a package, or a tree of packages, from outside that the root
// module may import.
type external struct {
	path  string
	pkgs  []string // which packages may import it
	tests bool     // only from test files
	one   bool     // only one package at a time
	why   string
}

var externals = []external{
	{
		path: "github.com/stretchr/testify/require", pkgs: []string{"..."}, tests: true,
		why: "an assertion library belongs to our tests: in other code it would be in every user's program",
	},
	{
		path: "golang.org/x/oauth2/...", pkgs: []string{"provider/...", "examples/..."},
		why: "only who signs in to a platform needs it",
	},
	{
		path: "golang.org/x/time/rate", pkgs: []string{"provider/..."},
		why: "only who calls a platform has a rate to keep",
	},
	{
		path: "golang.org/x/net/html/...", pkgs: []string{"provider/mastodon", "provider/internal/htmltext"}, one: true,
		why: "one place reads HTML",
	},
	{
		path: "github.com/clipperhouse/uax29/v2/...", pkgs: []string{"provider/bluesky", "provider/internal/*"}, one: true,
		why: "one place counts graphemes",
	},
	{
		path: "github.com/coder/websocket", pkgs: []string{"provider/*", "provider/internal/*"}, one: true,
		why: "one place speaks WebSocket, for the streams that need it",
	},
}

// An edge is one import: of a package of the module, given below the module
// path, or of one from outside, given whole.
type edge struct {
	from, to string
	outside  bool
	test     bool // by a test file
}

func (e edge) String() string {
	if e.test {
		return e.from + " (tests) -> " + e.to
	}
	return e.from + " -> " + e.to
}

func TestArrows(t *testing.T) {
	t.Parallel()
	for _, v := range violations(edges(tree(t))) {
		t.Error(v)
	}
}

// edges lists what packages import, less the standard library, and less what
// nested modules import from outside: that is what they are nested for.
func edges(pkgs []pkg) []edge {
	seen := map[edge]bool{}
	for _, p := range pkgs {
		for _, f := range p.files {
			for _, imported := range f.imports() {
				e := edge{from: p.path, to: imported, outside: true, test: f.isTest()}
				if below, ok := strings.CutPrefix(imported, modulePath+"/"); ok {
					e.to, e.outside = below, false
				}
				if e.outside && (p.nested || isStandard(imported)) || e.to == e.from {
					continue
				}
				seen[e] = true
			}
		}
	}
	return slices.SortedFunc(maps.Keys(seen), func(a, b edge) int {
		return strings.Compare(a.String(), b.String())
	})
}

func isStandard(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	return !strings.Contains(first, ".")
}

// violations describes each edge that is not allowed, with the reason.
func violations(edges []edge) []string {
	var found []string
	importers := map[string]string{}
	for _, e := range edges {
		var why string
		switch {
		case e.outside:
			why = outsideFault(e, importers)
		case matches("examples/...", e.to) && !matches("examples/...", e.from):
			why = "examples are programs to copy from: nothing imports them"
		case e.test:
			why = testFault(e)
		default:
			why = insideFault(e)
		}
		if why != "" {
			found = append(found, fmt.Sprintf("%v: %s", e, why))
		}
	}
	return found
}

// insideFault is why e, between two packages of the module, is forbidden, or "".
func insideFault(e edge) string {
	r, owner := ruleFor(e.from)
	if r == nil {
		return "no rule says what this package may import: add one, with its reason"
	}
	if matches(e.from+"/internal/...", e.to) {
		return ""
	}
	if owner != "" && (e.to == owner || matches(owner+"/internal/...", e.to)) {
		return ""
	}
	if matchesAny(r.may, e.to) {
		return ""
	}
	return r.why
}

// ruleFor finds the rule of a package. For one that is internal to an owner
// and has none of its own, it is the owner's.
func ruleFor(p string) (r *rule, owner string) {
	for i := range rules {
		if matches(rules[i].pkg, p) {
			return &rules[i], ""
		}
	}
	i := strings.LastIndex(p, "/internal/")
	if i < 0 {
		return nil, ""
	}
	r, _ = ruleFor(p[:i])
	return r, p[:i]
}

// testFault is why e, from a test file into the module, is forbidden, or "".
func testFault(e edge) string {
	for _, top := range alone {
		if matches(top+"/...", e.from) && !matches(top+"/...", e.to) {
			return top + " stands alone, and so do its tests: test the joint where the parts are joined"
		}
	}
	return ""
}

// outsideFault is why e, to a package from outside, is forbidden, or "".
// importers remembers who imports what only one package may.
func outsideFault(e edge, importers map[string]string) string {
	i := slices.IndexFunc(externals, func(x external) bool { return matches(x.path, e.to) })
	if i < 0 {
		return "every user of the module carries what it imports: write it, or put what needs it in a module of its own"
	}
	x := externals[i]
	if x.tests && matchesAny(kits, e.from) {
		return "a kit runs in other people's tests: it speaks plain Go"
	}
	if x.tests && !e.test || !matchesAny(x.pkgs, e.from) {
		return x.why
	}
	if first := importers[x.path]; x.one && first != "" && first != e.from {
		return x.why + ": " + first + " imports it already"
	}
	importers[x.path] = e.from
	return ""
}

func matches(pattern, p string) bool {
	if pattern == "..." {
		return true
	}
	if top, ok := strings.CutSuffix(pattern, "/..."); ok {
		return p == top || strings.HasPrefix(p, top+"/")
	}
	ok, err := path.Match(pattern, p)
	return ok && err == nil
}

func matchesAny(patterns []string, p string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return matches(pattern, p) })
}

func TestArrowsCatchPlantedEdges(t *testing.T) {
	t.Parallel()
	const assertions = "github.com/stretchr/testify/require"
	cases := []struct {
		name string
		edge edge
		want string // in the one violation; "" for none
	}{
		{"the clock imports the nouns", edge{from: "sla", to: "care"}, "pure time arithmetic"},
		{"the clock's insides import the nouns", edge{from: "sla/internal/span", to: "care"}, "pure time arithmetic"},
		{"the clock's insides import the clock", edge{from: "sla/internal/span", to: "sla"}, ""},
		{"the clock imports its insides", edge{from: "sla", to: "sla/internal/span"}, ""},
		{"the clock's tests import the nouns", edge{from: "sla", to: "care", test: true}, "sla stands alone"},
		{"sentiment imports a lexicon", edge{from: "sentiment", to: "sentiment/lexicon/en"}, "nothing else along"},
		{"sentiment's tests import a lexicon", edge{from: "sentiment", to: "sentiment/lexicon/en", test: true}, ""},
		{"a lexicon imports a lexicon", edge{from: "sentiment/lexicon/sw", to: "sentiment/lexicon/en"}, "another language"},
		{"the nouns import the clock", edge{from: "care", to: "sla"}, ""},
		{"the nouns import the engine", edge{from: "care", to: "care/desk"}, "care is nouns"},
		{"the engine imports the client", edge{from: "care/desk", to: "provider"}, "leaves any out"},
		{"the engine imports a platform", edge{from: "care/desk", to: "provider/fake"}, "leaves any out"},
		{"the engine imports sentiment", edge{from: "care/desk", to: "sentiment"}, "leaves any out"},
		{"the engine's tests import a platform", edge{from: "care/desk", to: "provider/fake", test: true}, ""},
		{"a store imports the engine", edge{from: "care/memstore", to: "care/desk"}, "used, replaced or left out"},
		{"a store imports care's insides", edge{from: "care/memstore", to: "care/internal/fold"}, ""},
		{"the judge's joint imports sentiment", edge{from: "care/annotate", to: "sentiment"}, ""},
		{"the client imports a platform", edge{from: "provider", to: "provider/twitter"}, "every platform"},
		{"the contract imports the client", edge{from: "provider/driver", to: "provider"}, "all that the author"},
		{"a platform imports the client", edge{from: "provider/twitter", to: "provider"}, ""},
		{"a platform imports another", edge{from: "provider/facebook", to: "provider/instagram"}, "no other platform"},
		{"a platform imports what they share", edge{from: "provider/facebook", to: "provider/internal/graph"}, ""},
		{"what they share imports a platform", edge{from: "provider/internal/graph", to: "provider/facebook"}, "below all"},
		{"a program joins everything", edge{from: "examples/quickstart", to: "provider/fake"}, ""},
		{"a test imports a program", edge{from: "care", to: "examples/quickstart", test: true}, "programs to copy"},
		{"a package without a rule", edge{from: "util", to: "care"}, "no rule"},

		{"tests use testify", edge{from: "care", to: assertions, outside: true, test: true}, ""},
		{"code uses testify", edge{from: "care", to: assertions, outside: true}, "every user's program"},
		{"a kit uses testify", edge{from: "care/storetest", to: assertions, outside: true}, "plain Go"},
		{"a kit's tests use testify", edge{from: "provider/drivertest", to: assertions, outside: true, test: true}, "plain Go"},
		{"code uses a library unheard of", edge{from: "care", to: "example.com/left/pad", outside: true}, "every user"},
		{"the nouns use a rate", edge{from: "care", to: "golang.org/x/time/rate", outside: true}, "rate to keep"},
		{"budgets use a rate", edge{from: "provider/ratelimit", to: "golang.org/x/time/rate", outside: true}, ""},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got := violations([]edge{tc.edge})
			if tc.want == "" {
				require.Empty(t, got)
				return
			}
			require.Len(t, got, 1)
			require.Contains(t, got[0], tc.edge.String())
			require.Contains(t, got[0], tc.want)
		})
	}
}

func TestArrowsCatchTwoReadersOfOneThing(t *testing.T) {
	t.Parallel()
	const html = "golang.org/x/net/html"
	got := violations([]edge{
		{from: "provider/internal/htmltext", to: html, outside: true},
		{from: "provider/mastodon", to: html, outside: true},
	})
	require.Len(t, got, 1)
	require.Contains(t, got[0], "provider/internal/htmltext imports it already")
}
