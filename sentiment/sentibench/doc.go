// Package sentibench measures package sentiment, and what there is to hold it against, in one run on one core.
// The whole of it is
//
//	go test -run='^$' -bench=. -cpu=1 -count=5 .
//
// which takes some ten minutes. With -benchtime=1x -count=1 it takes seconds.
//
//   - BenchmarkScore reads texts one after another. Posts are some two hundred to companies, of about a hundred bytes
//     each, written for this purpose. So few are soon learnt by heart: processors foresee what they have seen a
//     thousand times. Dealt are thousands of texts of the same sentences, dealt anew. Where KINDLY_SENTIMENT_GOLD
//     names a folder that has airline_fixed.tsv (id, label, text), its texts are read too.
//   - BenchmarkHostile scores texts that want to be slow: 64 KB and 1 MB of the same few bytes. Prose, the posts joined,
//     stands beside them.
//
// # The contestants
//
// govader is github.com/jonreiter/govader, VADER in Go. Words does no more than any lexicon must: it finds the words,
// runs of ASCII letters and apostrophes, in lower case. Words-and-table looks each up in a map of as many words as
// the English lexicon has; it knows no phrase, no emoji, no accent and no rule. Score and Explain have the lexicons
// of English and of emoji, Score-all those of all languages.
//
// # The figures
//
// An operation is one text. x-govader is how many times longer govader takes for the same texts, the two in turns, a
// pass over all texts at a time; the best turn of either counts. MB/s is of the texts' bytes.
//
// ns/byte is what a byte of a hostile text takes. x-64KB, at 1 MB, is how many times longer a byte takes there than
// in 64 KB of the same, in turns: 1 is linear, 16 is quadratic.
//
// Figures of two runs, or of two machines, are not to be compared; those of one run are.
package sentibench
