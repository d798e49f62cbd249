//go:build !cgo || !sqlite_c

package sqlbench_test

const cDriver = ""
