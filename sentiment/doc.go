// Package sentiment scores short texts, such as posts and messages to a
// brand, and shows why: how they feel, what they are for, and whether they are
// urgent.
//
// Most callers import a [Lexicon] (package sentiment/lexicon/en and its
// siblings), build a [Scorer] once with [New], share it between goroutines, and
// call [Scorer.Score] for every text. Where a person asks for the reasons,
// [Scorer.Explain] gives the same score with every word that counted and every
// rule that changed it, as values, as text and as HTML; both run the same code,
// so they can't disagree. A brand adds a lexicon of its own, written by hand
// ([ParseLexicon]) or fitted by [Tune] to messages that it labelled.
//
// # What is scored
//
// Positive, negative and request evidence are summed apart, in the units of
// the lexicon's weights; a label, a compound in [-1, 1] and an intent follow
// from the sums. A plea for help is request evidence, neither praise nor blame;
// it takes some weight from positive words, since whoever asks is polite as
// well. Blame of goods or service is evidence of a complaint; that somebody is
// sad is not.
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
//   - What a sentence says after a conditional ("if", "wish") counts less than half.
//   - Praise and thanks that a complaint follows, with no contrast word between
//     them, are taken for irony and count less than a third.
//   - Thanks beside a request, a question or blame count half.
//   - A complaint in a message to somebody weighs more for the label.
//   - Capitals, drawn-out letters and exclamation marks strengthen.
//   - A hashtag counts by its word, else by the words that its capitals show,
//     else by those that the lexicons find in it.
//   - An emoji counts as a whole cluster, whatever its skin tone; a longer
//     sequence that the lexicon doesn't have counts as its beginning. Each
//     repetition of one counts a quarter.
//   - A label takes more evidence where nobody speaks of himself or to anybody,
//     or where a page is shared: that is news, and news is full of strong words.
//   - A message that begins with a handle, or names the brand, and is about
//     what people write to companies about (a flight, an order), without praise
//     and without a question, leans towards a complaint.
//   - Where several languages are given, every word is read in those that know
//     it; one that means something in two of them, in the language that knows
//     most words of the text.
//
// # What it promises
//
// Scores don't depend on time, on the machine or on what was scored before.
// They do depend on the lexicons and on the version of this package: store
// [Scorer.Name] beside a score that is kept. The text is never retained by
// Score; an [Explanation] holds it. Texts of more than some two hundred known
// words are judged in pieces of that length: no rule reaches from one to the
// next.
//
// What a lexicon can't do: it knows neither what is said between the lines, nor
// irony without a cue, nor whom the feeling is about. The README shows how often
// that happens on public sets.
package sentiment
