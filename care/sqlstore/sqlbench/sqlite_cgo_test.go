//go:build cgo && sqlite_c

package sqlbench_test

import _ "github.com/mattn/go-sqlite3" // driver sqlite3

const cDriver = "sqlite3"
