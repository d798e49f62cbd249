// Package listen finds what is about a brand, also where nobody wrote its handle, and says why.
//
// Write a [Brand] for each brand, in Go or as JSON for [Parse], and [Compile] all of them to one [Rules]. Hand
// [Rules.Annotate] to a desk as one of its annotators, or call [Rules.Match] for every text. Ask a platform for such
// texts by [Rules.Render], which writes the rules as queries in the [Dialect] of the platform. [Rules.Try] holds
// rules against texts that people have judged; [Rules.Explain] shows what was made of one.
//
// # What counts as the same
//
// Case, accents and width of letters don't matter, in the rules or in the text: Citroen is Citroën, ß is ss, œ is
// oe, ё is е, and the four letters i of Turkish are one. Vowel points of Arabic and Hebrew, joiners, marks of
// direction and variants are read as if they were not there. Character references, such as &amp;, &eacute; and
// &#233;, are read as what they stand for in a text; in a term, write the character itself. An umlaut is not spelt out: Müller is Muller, not Mueller.
//
// Between the words of a term, any spaces, hyphens, strokes and quotes are the same, as is nothing at all: T-Mobile
// is "t mobile" and "tmobile". An apostrophe or a dot stands there or is left out: Macy's is Macys, but not "macy s";
// Dr. Oetker is "Dr Oetker". Any other sign must be there: AT&T is "AT & T", and neither att nor "at t". A term is not
// found across a comma, the end of a sentence or an emoji.
//
// A term is found between the borders of words: letters, digits and marks of any script. An apostrophe is a border,
// so that Verizon is in Verizon's and in "l'Verizon". What it cuts off begins no term if it has one or two letters.
// Scripts that put no spaces between words (Thai, Lao, Khmer, Burmese, Han and kana among them) have no borders: a
// term is found anywhere in them, but never without a mark that belongs to its last character. Hangul has a border
// before a word and none behind it, where particles are. Where scripts meet is a border. Endings and prefixes that
// other languages attach to a name are not taken off; list those forms.
//
// # Handles, hashtags, addresses
//
// A handle is found as a whole: @acmehelp, @acme.help and @acme@social.example are not @acme. A hashtag that is
// listed is found as a whole. Words and phrases are also found in hashtags, as the whole, or as the parts that
// capitals, digits and strokes show: Acme is in #AcmeFail, and not in #acmefail. The addresses of pages and of
// mailboxes have no words: only a domain is found in them. They begin with a scheme or www, or have an @; a bare
// acme.example has the word acme.
//
// # What it costs
//
// Brands are compiled once; how many there are hardly matters to a text. The time is linear in the length of a text,
// whatever it is made of. Nothing is allocated where little is found, but for the hits.
//
// Rules keep the brands, and no text. Hits and assessments hold names and terms of the rules; a [Trial] holds the
// texts of its misses. Nothing here logs, waits, or looks at a clock.
package listen
