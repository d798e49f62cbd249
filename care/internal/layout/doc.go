// Package layout holds the module's own rules as tests: which package may
// import which, what the module depends on, that every package is explained
// and shown in use, and that the README says nothing that was not run.
//
// It has no code. A rule that fails prints the reason it exists; change the
// rule, or the code, on purpose.
package layout
