// Command testlog reads what `go test -json` writes and prints what a person
// wants of it: a line per package, all that failing tests said, what was
// skipped and why, and a tally. With -strict, a test that was skipped for want
// of one of the module's environment variables is a failure.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

// variable begins the names of the switches for data and servers from outside.
const variable = "KINDLY_"

type event struct {
	Action     string
	Package    string
	ImportPath string
	Test       string
	Output     string
}

// A test is a package's, or with no name the package itself.
type test struct{ pkg, name string }

type report struct {
	out                     io.Writer
	said                    map[test]*strings.Builder
	passed, failed, skipped int
	brokenPackages          int
	unmet                   []test
}

func main() {
	strict := flag.Bool("strict", false, "fail if a test was skipped for want of a "+variable+" variable")
	flag.Parse()
	r := report{out: os.Stdout, said: map[test]*strings.Builder{}}
	if err := r.read(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "testlog:", err)
		os.Exit(1)
	}
	ok := r.close(*strict)
	if !ok {
		os.Exit(1)
	}
}

func (r *report) read(in io.Reader) error {
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			r.line(line)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (r *report) line(line []byte) {
	var e event
	if err := json.Unmarshal(line, &e); err != nil {
		fmt.Fprintf(r.out, "%s", line)
		return
	}
	id := test{e.Package, e.Test}
	switch e.Action {
	case "output":
		if r.said[id] == nil {
			r.said[id] = &strings.Builder{}
		}
		r.said[id].WriteString(e.Output)
	case "build-output":
		fmt.Fprint(r.out, e.Output)
	case "pass", "fail", "skip":
		r.end(id, e.Action)
		delete(r.said, id)
	}
}

func (r *report) end(id test, action string) {
	said := ""
	if r.said[id] != nil {
		said = r.said[id].String()
	}
	switch {
	case id.name == "" && action == "fail":
		r.brokenPackages++
		fmt.Fprint(r.out, said)
	case id.name == "":
		fmt.Fprint(r.out, lastLine(said))
	case action == "fail":
		r.failed++
		fmt.Fprint(r.out, said)
	case action == "skip":
		r.skipped++
		if strings.Contains(said, variable) {
			r.unmet = append(r.unmet, id)
		}
		fmt.Fprintf(r.out, "skipped %s %s: %s\n", id.pkg, id.name, reason(said))
	default:
		r.passed++
	}
}

// close prints the tally and reports whether all is well.
func (r *report) close(strict bool) bool {
	if strict {
		for _, id := range r.unmet {
			fmt.Fprintf(r.out, "%s %s must not be skipped here: its variable is not set\n", id.pkg, id.name)
		}
	}
	fmt.Fprintf(r.out, "%d passed, %d failed, %d skipped\n", r.passed, r.failed, r.skipped)
	return r.failed == 0 && r.brokenPackages == 0 && !(strict && len(r.unmet) > 0)
}

func lastLine(s string) string {
	s = strings.TrimSuffix(s, "\n")
	return s[strings.LastIndex(s, "\n")+1:] + "\n"
}

// reason is what a skipped test said, without the lines that name it.
func reason(said string) string {
	var kept []string
	for line := range strings.Lines(said) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "===") && !strings.HasPrefix(line, "--- SKIP") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, " ")
}
