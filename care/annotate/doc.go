// Package annotate joins package sentiment to package care, so that neither has to know the other.
//
// Hand [Sentiment] of a scorer to a desk as one of desk.Config.Annotators. What it found is read back with the
// conversation, from care.Facts.Judged of each of its messages. Whoever judges by something else
// writes a care.Annotator of their own and leaves this package out.
package annotate
