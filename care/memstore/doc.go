// Package memstore has the reference [care.Store]: one that keeps everything in memory.
//
// It is for tests, for demonstrations and for programs that can read everything again. Nothing is
// durable: what Update returned nil for is gone with the process, so rules S13 and S16 of [care.Store] do
// not apply to it, and package storetest leaves them out where it is given no way to open a store again.
//
// It keeps what it is given for as long as the store lives: the feed and the tokens of finished jobs grow
// without end. Expire drops rejects and rows that are not present, and leaves a tombstone of contents.
//
// Times are kept as nanoseconds since 1970: those before 1678 and after 2261 are refused with
// [care.ErrInvalid].
//
// A Store is safe for concurrent use. Updates run one after the other, whatever keys they name; Views run
// beside each other, and not beside an Update. So fn must not call the store, only the [care.Tx] or
// [care.Reader] that it is given, and must not use that after it has returned.
package memstore
