// Package sla computes how long customers wait and by when they were promised
// an answer.
//
// Values go in and values come out: the package starts no goroutine, reads no
// clock and keeps no store. The caller says what time it is, so the same code
// judges the present and replays an archive of last year.
//
//   - A [Calendar] knows when a desk is open, and counts open time exactly
//     across shifts of daylight saving time.
//   - A [Policy] holds what is promised to whom, as targets per [Metric], and
//     what was promised before, see [Policy.After].
//   - A [Timeline] is one case as marks: asked, answered, resolved.
//   - A [Clock] is one cycle of one metric: when it started, when it is due,
//     what became of it, and with [Clock.Explain], why.
//   - A [Due] tells which of many keys has to be looked at next.
//
// Calendars and policies have a JSON form, see [ParseCalendar] and
// [ParsePolicy]. Errors about either name fields as that form does.
//
// Most callers should use [Policy.Evaluate] with a case's whole timeline. A
// program that follows many cases keeps a [Track] for each, folds every mark
// into it once with [Policy.Add], and asks [Policy.Open] for the cycles that
// are still open. Evaluate does the same over all marks, so both agree.
//
// Open time is measured in real, elapsed time while a calendar is open: an
// hour that the clock skips counts nothing, an hour that it repeats counts
// twice. A target is met at the very instant it is due, and missed after it.
// No duration that the package returns is negative.
//
// Calendars need the time zone database of the system. A program that may run
// where there is none imports time/tzdata.
package sla
