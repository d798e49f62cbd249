// Package archive reads mentions from files, as a [care.Source].
//
// Most programs call [OpenFile] with a path and hand the [Source] to a desk, as they would a platform's
// client; [Open] reads an embedded file, a member of a zip, or what else is an [fs.FS]. [Write] makes an
// archive of what a program has.
//
// # JSON lines
//
// One value per line, at most [MaxLine] bytes: a [care.Mention] in its JSON form, or a removal, or one
// of our own accounts. Accounts stand before the first mention, so that they are known when it comes.
//
//	{"account":{"id":"twitter:acme","handle":"acme","name":"Acme","authors":["twitter:1001"]}}
//	{"ref":"twitter:1","kind":"mention","visibility":"public","author":{"id":"twitter:7"},"text":"Hello"}
//	{"removal":{"ref":"twitter:1","at":"2026-01-02T15:04:05Z"}}
//
// Fields that this package doesn't know are left out. So are empty lines.
//
// # Customer-support CSV
//
// The layout of the data set "Customer Support on Twitter": a header that names tweet_id, author_id,
// inbound, created_at, text, response_tweet_id and in_response_to_tweet_id, in any order, with or without
// further columns; then one tweet per row, ours (inbound False) and customers' (True). What it doesn't
// say is filled in like this:
//
//   - Our accounts are the authors of all rows that aren't inbound.
//   - A customer's tweet reaches the first of our handles that it names; else the account that wrote what
//     it answers, if that is in the file; else [Unknown], so that it still counts as said to us.
//   - The archive doesn't know when a tweet was first seen, so ObservedAt is OccurredAt.
//   - The author's id serves as his handle: texts name him by it.
//   - The text is as the platform gave it, which for Twitter means that &, < and > are HTML entities.
//     Only line ends are made "\n".
//
// # What can't be read
//
// A bad row or line becomes a [care.Reject] with its "file:line", the reason and its first 64 KiB, and
// the rest goes on. Where only a part is bad the mention goes in without it, and the reject is marked
// Taken. Reasons never quote the text.
//
// A quote that never closes would make the rest of a CSV one field. So a row that goes on over several
// lines must be flawless: each quote inside quotes doubled, no quotes inside unquoted fields, exactly
// the header's columns, and at most MaxLine bytes. If it isn't, its first line alone is refused, and
// reading goes on with the second. Within one line more is forgiven.
//
// # What is kept
//
// A cursor written by one version of this package is understood by later ones, and so are its files. In
// memory are one batch, one row, and what Open learnt: our accounts and, for CSV, the ids of our own
// tweets, about 25 bytes each.
package archive
