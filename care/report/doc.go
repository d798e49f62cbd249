// Package report counts how conversations were answered: how many, how many not, and how fast; and how promises
// were kept, or would have been under other policies.
//
// Make a [Report] with [Responses] over desk.Desk.Conversations. Its times are real time, day and night. Make
// a [Comparison] with [Attainment] over the same: it is what the clocks of package sla find, in opening hours
// and outside of pauses, under one policy or several side by side. Each figure is defined by the comment of its
// field. A report reads no words and no clock.
package report
