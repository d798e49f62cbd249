// Package storetest checks that a [care.Store] keeps its rules, S1 to S19.
//
// Most authors of stores call [Run] in one test of theirs, with a [Harness] that opens an empty store. A
// failure names the rule, quotes it and says where it is written. [Compare] does the same random things to
// two stores, of which one is care/memstore, and wants the same answers. Nothing here needs a store to be
// in this process: the kit goes through the interface alone, and gives every call a deadline.
//
// What an interface can't show, the kit does not see: that nothing is lost when the power fails, or how
// much work a call was.
package storetest
