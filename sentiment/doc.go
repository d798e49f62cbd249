// Package sentiment scores short texts, such as posts and messages to a
// brand, and shows why.
//
// Most callers parse or import a [Lexicon], build a [Scorer] once with [New],
// share it between goroutines, and call [Scorer.Score] for every text. Where a
// person asks for the reasons, [Scorer.Explain] gives the same score with
// every word that counted and every rule that changed it; both run the same
// code, so they can't disagree.
//
// # What is scored
//
// Positive, negative and request evidence are summed apart, in the units of
// the lexicon's weights; a label and a compound in [-1, 1] follow from the
// sums. A plea for help is request evidence, neither praise nor blame; it
// takes some weight from positive words, since whoever asks is polite as well.
//
// Handles, addresses of web pages and mail, and the names in [Config].Own
// carry no feeling and are passed over as if they were not there. Character
// references such as &amp; are read as the character that they stand for.
//
// # Rules
//
//   - The longest phrase wins over the words in it.
//   - A negator turns the words in its reach round, and weakens them. Its
//     reach ends after four words, at punctuation, at a contrast word and at an
//     emoji.
//   - An intensifier multiplies a word that follows within two words.
//   - A contrast word ("but") halves what its sentence said before it, or the
//     sentence before it where it comes first.
//   - Capitals, drawn-out letters and exclamation marks strengthen.
//   - A hashtag counts by its word, or by the words that its capitals show.
//   - An emoji counts as a whole cluster, whatever its skin tone; a longer
//     sequence that the lexicon doesn't have counts as its beginning. Each
//     repetition of one counts a quarter.
//
// # What it promises
//
// Scores don't depend on time, on the machine or on what was scored before.
// They do depend on the lexicons and on the version of this package: store
// [Scorer.Name] beside a score that is kept. The text is never retained by
// Score; an [Explanation] holds it.
package sentiment
