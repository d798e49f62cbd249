// Package sqltest runs the kit of package storetest, and a desk, over package sqlstore with real databases:
// SQLite by modernc.org/sqlite, and PostgreSQL by github.com/jackc/pgx/v5 where the environment variable
// KINDLY_TEST_POSTGRES has a URL. It is a module of its own, so that the drivers are in nobody's program but
// those that choose them.
package sqltest
