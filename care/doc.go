// Package care has the nouns of social customer care and their rules.
//
// Most programs make a desk (package care/desk) over a [Store] (care/memstore or care/sqlstore), give it
// [Source] values (provider/archive, or one of your own), and read back [Conversation] values. Nothing here does I/O.
//
// # Facts and decisions
//
// A fact is what a platform told us; facts about one thing are joined, never dropped, so that they may
// come in any order, repeatedly, and by several ways. A decision is what a person or program of ours
// chose, at a time, looking at something. The fold ([Rules]) makes a conversation of both: for one set
// of facts, decisions and settings it gives the same members, origins, cases and clocks, whatever came
// first. What it can't give back: what somebody decided because of what was known then.
//
// # Glossary
//
//	mention       what somebody said, in public or private
//	ref           names one mention, however it reaches us
//	author        who wrote it; account: one of our own
//	facts         what is known of a mention without its words
//	content       its words, which expire and can be erased
//	origin        customer, bystander, us, us elsewhere: who is speaking, seen from us
//	thread        mentions that answer each other, as far as we have seen them
//	leg           one customer and we in one public thread, or in private with one account; never closes
//	conversation  legs that belong together
//	case          a stretch of a conversation, from a message to its resolution; has a status and clocks
//	entry         one step of the fold: a mention or a decision
//	position      the place of an entry: by time, class and key; never by arrival
//	head          what is kept of a conversation for queues; tail: the state of its fold
//	waiting       a customer's messages that nobody has answered
//	unseen        a message that became known after the decision that it sorts before; it still waits
//	above         what a mention answers, as far as known: nothing, us, the author, somebody else, missing
//	reject        what could not be taken, with its place and the reason; quarantine: where rejects are kept
//	feed          what happened, in the order of commits
//	job           something to be done later, or once
package care
