// Package desk is the engine of social customer care: it takes in what sources deliver, threads it,
// keeps the clocks, and records what people decide.
//
// Make a [Desk] with [New] over a care.Store. Most programs call [Desk.Run], which reads the sources and
// does what falls due: warns of promises, says what was missed, ends snoozes, drops words whose time is over; one
// that does not calls [Desk.Tick]. Queues are read with [Desk.Find], talks with [Desk.Conversation] and what happened
// with [Desk.Events]. People act through [Desk.As].
//
// # Intake
//
// What [Desk.Ingest] returned nil for is as durable as the store is. Items may be delivered in any order,
// any number of times and by several ways: for one set of facts, decisions and settings the conversations,
// cases, clocks and reports come out the same, up to the desk's own ids. Not covered:
//
//   - what somebody decided because of what was known then, and what was already announced;
//   - an edit whose order the platform doesn't tell;
//   - deliveries that disagree about whether a mention is private;
//   - facts about a mention that was not seen within 30 days of its removal: they are forgotten.
//
// An item that can't be taken goes into quarantine ([Desk.Rejects]) with its place and the reason, and
// the rest goes on.
//
// # Times
//
// Everything is in UTC. Clocks and order follow the platforms' times; Config.Now is used for decisions,
// for dues, and where a source did not say when it saw a mention.
package desk
