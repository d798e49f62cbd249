// Package sqlbench measures a desk over package sqlstore, and what there is to hold it against, in one run on
// one machine. Everything in it is a benchmark. With a PostgreSQL server at hand, the whole of it is
//
//	KINDLY_TEST_POSTGRES=postgres://user@host/database KINDLY_BENCH_TALKS=10000,1000000 \
//		go test -tags=sqlite_c -run='^$' -bench=. -benchtime=5s -timeout=0 .
//
// which takes an hour or two and twenty gigabytes, most of both for talks that are put in before anything
// is measured; it says how far it is. Files are where TMPDIR says, which should be the server's disk.
// Without KINDLY_BENCH_TALKS a thousand talks are put in, and with -benchtime=1x it all takes seconds. Without
// KINDLY_TEST_POSTGRES, what needs a server is left out. What was made is cleared away in the end; where a run
// was killed, the next one drops its schemas, and its folder in TMPDIR, kindly_bench and a number, stays.
//
//   - BenchmarkIngest takes made-up talks in through a desk, over memory, SQLite (modernc.org/sqlite), SQLite-C
//     (github.com/mattn/go-sqlite3, with the tag sqlite_c, which takes a C compiler a minute), PostgreSQL, and
//     PostgreSQL with four processes. The name says how many conversations there were before, and how many mentions come in one
//     transaction.
//   - BenchmarkBare writes the same rows into the same tables of the same databases, with the same settings,
//     and does nothing else: it reads nothing, decides nothing, and gets every row ready before the clock runs.
//     What a desk takes more is its price.
//   - BenchmarkRiver inserts and works jobs with github.com/riverqueue/river on the same server, and
//     BenchmarkJobs does so with a [github.com/kindlydm/kindly/care.Store].
//   - BenchmarkFloor has what no store gets below: a disk's sync of a few kilobytes, and the server's answer to
//     a query of nothing.
//
// # The load
//
// Of five mentions three begin a conversation, one is our answer in the first of these, and with one its
// customer writes again. Ids of mentions and conversations grow with time, as they do in life; those of people
// are scattered.
//
// # The figures
//
// mentions/s counts the time in which mentions are taken in, not the time to make them up; of four processes,
// the time from their common start until the last is done. p99-ms is how long 99 of 100 transactions take at
// most; of fewer than a hundred, it is the longest. cpu-us/mention is the processor time of the programs alone,
// a server's not counted: what is left of a mention's time was spent waiting, for a disk or for a server. talks
// is how many conversations there were in the end: a store is used for one measurement after the other until it
// has grown by more than half, and then made anew.
//
// Figures of two runs, or of two machines, are not to be compared; those of one run are.
//
// # What bounds them
//
// As profiles on two cores have it. Memory: one core, for the fold and for maps. SQLite, one mention at a time:
// the disk's sync and some dozen statements; in batches, its virtual machine, which is slower in Go than in C, and
// pages that are written twice, to the log and to the file. PostgreSQL, one at a time: some dozen round trips,
// each a wake-up of two processes; in batches, the server's work on rows and indexes. Four processes share the
// cores with the server, and commits with events take turns. Jobs: one statement to finish each.
package sqlbench
