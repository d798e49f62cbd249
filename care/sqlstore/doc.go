// Package sqlstore keeps a desk's data in SQLite or PostgreSQL: a [care.Store] over database/sql. It brings
// no driver; programs import the one they like and hand over the *sql.DB:
//
//	db, err := sql.Open("sqlite", "desk.db") // import _ "modernc.org/sqlite"
//	store, err := sqlstore.Open(ctx, db, sqlstore.SQLite, sqlstore.Config{Desk: "acme"})
//
//	db, err := sql.Open("pgx", url) // import _ "github.com/jackc/pgx/v5/stdlib"
//	store, err := sqlstore.Open(ctx, db, sqlstore.PostgreSQL, sqlstore.Config{Desk: "acme"})
//
// Most programs of one process want SQLite; several processes that share one desk want PostgreSQL. Several desks
// share a database under names of their own. Close the store before db.
//
// # What is durable
//
// What Update returned nil for survives the end of the process and of the machine's power, as far as the
// disk keeps its word. Open refuses settings under which that is not so, and says what to change.
//
//   - SQLite: every connection gets journal_mode=WAL, synchronous=FULL, foreign_keys=ON, secure_delete=ON
//     and a busy_timeout, and is asked whether it has them. A database in memory, a read-only file and a
//     pool of one connection are refused.
//   - PostgreSQL, 13 or later, in UTF-8: fsync, full_page_writes and synchronous_commit must not be off, and
//     the server must take writes. synchronous_commit is looked at again in every Update.
//
// # Who waits for whom
//
// SQLite has one writer: Updates and Claims take turns on one connection, which begins each by BEGIN
// IMMEDIATE; processes that share the file wait for each other, and for other transactions that write to it,
// until ctx ends: give it a deadline, and don't call the store within a transaction of your own on the same file.
// One that is stopped while it writes keeps all others from writing. Views read beside it, on up to four
// connections of their own.
//
// In PostgreSQL, Updates run in READ COMMITTED and take turns by advisory locks over the keys that they
// name, so that also a key under which nothing is stored can be waited for; no table of locks grows. An
// Update that names more than a few dozen keys locks coarsely instead: it takes turns with most others of
// the desk, and the server's table of locks can't overflow. Locks are always taken in one order. Where a
// deadlock or a serialization failure comes all the same, the Update is run again. Views are READ ONLY and
// REPEATABLE READ: one snapshot.
//
// Events get their place in PostgreSQL's feed at the end of an Update, under a lock that is held until the
// commit. So places are given in the order of commits, and who reads the feed never passes one that is
// still in flight, whatever else runs on the server. The price is that commits with events take turns, for
// each desk.
//
// # Hints
//
// A desk asks for new events every Config.TickEvery. With Config.Listen PostgreSQL tells it. With pgx/v5/stdlib:
//
//	func listen(db *sql.DB) func(context.Context, string, func()) error {
//		return func(ctx context.Context, channel string, hint func()) error {
//			conn, err := db.Conn(ctx)
//			if err != nil {
//				return err
//			}
//			defer conn.Close()
//			return conn.Raw(func(c any) error {
//				pg := c.(*stdlib.Conn).Conn()
//				_, err := pg.Exec(ctx, "LISTEN "+channel)
//				for err == nil {
//					hint()
//					_, err = pg.WaitForNotification(ctx)
//				}
//				return err
//			})
//		}
//	}
//
// The first hint is there as soon as it listens. A notification costs a commit a journey, and commits with one
// take turns over the whole server.
//
// # Schema
//
// The folder schema has the tables of both, to be read and not to be run: that Open does. Ids, names of queues,
// jobs and records, statuses, assignees and tags must be UTF-8, without U+0000 and U+001D to U+001F: what has
// others is refused. Every table's name begins with kindly_, and every key with the name of the desk, so that
// several desks share a database. Columns hold what queries ask for; the rest of a row is JSON. Migrations are
// part of the package: Open runs those that are missing, one process at a time, and refuses a database of a
// newer version, one that lacks a table, one that has tables of a migration which was not run, and one whose
// migrations are not those of this package.
//
// # Erasure
//
// What is erased, or over by desk.Config.Keep, is overwritten in SQLite's file. Two things may keep some of it:
// the write-ahead log, until the last connection closes or somebody runs
//
//	db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
//
// and pages between which rows were moved, until VACUUM. PostgreSQL keeps old rows until VACUUM, and its write-ahead log and backups for as long as
// they are configured to.
package sqlstore
