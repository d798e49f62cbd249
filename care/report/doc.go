// Package report counts how conversations were answered: how many, how many not, and how fast.
//
// Make a [Report] with [Responses] over desk.Desk.Conversations. Each figure is defined by the comment of
// its field. Times are real time, day and night: what opening hours make of them is the business of
// package sla. A report reads no words and no clock.
package report
