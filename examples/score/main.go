// Score reads texts and says what they are: how they feel, and what for.
//
// It reads lines "id<TAB>text" from its standard input and writes lines
// "id<TAB>compound<TAB>label<TAB>intent" to its standard output, where the
// compound is in [-1, 1], the label -1, 0 or 1 and the intent one word. Empty lines
// are passed over; other lines without a tab are reported when the input ends, and
// make the exit code 1. Emoji are known in every language. Flags:
//
//	-lang en,sw   the languages' lexicons to judge by: en, es, fr, de, pt, sw, pcm
//	-own Acme,B   the brand's own names, which carry no feeling
//	-explain      every score with its reasons, for people
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/de"
	"github.com/kindlydm/kindly/sentiment/lexicon/emoji"
	"github.com/kindlydm/kindly/sentiment/lexicon/en"
	"github.com/kindlydm/kindly/sentiment/lexicon/es"
	"github.com/kindlydm/kindly/sentiment/lexicon/fr"
	"github.com/kindlydm/kindly/sentiment/lexicon/pcm"
	"github.com/kindlydm/kindly/sentiment/lexicon/pt"
	"github.com/kindlydm/kindly/sentiment/lexicon/sw"
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "score:", err)
		os.Exit(1)
	}
}

func run(args []string, in io.Reader, out io.Writer) error {
	flags := flag.NewFlagSet("score", flag.ContinueOnError)
	langs := flags.String("lang", "en", "languages to judge by, with commas: en, es, fr, de, pt, sw, pcm")
	own := flags.String("own", "", "the brand's own names, with commas")
	explain := flags.Bool("explain", false, "give the reasons, for people")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q: no arguments are wanted; the texts come from the standard input", flags.Arg(0))
	}
	s, err := scorer(*langs, *own)
	if err != nil {
		return err
	}
	write := line
	if *explain {
		write = reasons
	}
	return score(s, in, bufio.NewWriter(out), write)
}

// scorer returns a scorer for the languages, which always knows emoji as well.
func scorer(langs, own string) (*sentiment.Scorer, error) {
	cfg := sentiment.Config{Own: strings.FieldsFunc(own, func(r rune) bool { return r == ',' })}
	for lang := range strings.SplitSeq("emoji,"+langs, ",") {
		l, err := lexicon(strings.TrimSpace(lang))
		if err != nil {
			return nil, err
		}
		cfg.Lexicons = append(cfg.Lexicons, l)
	}
	return sentiment.New(cfg)
}

func lexicon(lang string) (*sentiment.Lexicon, error) {
	switch lang {
	case "emoji":
		return emoji.Lexicon()
	case "en":
		return en.Lexicon()
	case "es":
		return es.Lexicon()
	case "fr":
		return fr.Lexicon()
	case "de":
		return de.Lexicon()
	case "pt":
		return pt.Lexicon()
	case "sw":
		return sw.Lexicon()
	case "pcm":
		return pcm.Lexicon()
	}
	return nil, fmt.Errorf("no lexicon for language %q; there are en, es, fr, de, pt, sw, pcm", lang)
}

// score scores every line of in, and writes what it has where no more input waits.
// Empty lines are passed over; others without a tab are reported at the end.
func score(s *sentiment.Scorer, in io.Reader, out *bufio.Writer, write writer) error {
	r := bufio.NewReader(in)
	var faults []error
	for n := 1; ; n++ {
		line, err := r.ReadString('\n')
		if text := strings.TrimRight(line, "\r\n"); text != "" {
			if fault := one(s, out, write, n, text); fault != nil && len(faults) < maxFaults {
				faults = append(faults, fault)
			}
		}
		if r.Buffered() == 0 || err != nil {
			if fault := out.Flush(); fault != nil {
				return fault
			}
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				faults = append(faults, fmt.Errorf("line %d: %w", n, err))
			}
			return errors.Join(faults...)
		}
	}
}

const maxFaults = 20 // that are reported

// one scores a line.
func one(s *sentiment.Scorer, out io.Writer, write writer, n int, line string) error {
	if n == 1 {
		line = strings.TrimPrefix(line, "\ufeff")
	}
	id, text, ok := strings.Cut(line, "\t")
	if !ok {
		return fmt.Errorf("line %d: no tab after an id; want id<TAB>text", n)
	}
	return write(out, s, id, text)
}

// A writer writes what a scorer makes of a text.
type writer func(out io.Writer, s *sentiment.Scorer, id, text string) error

func line(out io.Writer, s *sentiment.Scorer, id, text string) error {
	got := s.Score(text)
	_, err := fmt.Fprintf(out, "%s\t%.4f\t%d\t%v\n", id, got.Compound, got.Label, got.Intent)
	return err
}

func reasons(out io.Writer, s *sentiment.Scorer, id, text string) error {
	_, err := fmt.Fprintf(out, "%s\t%s\n%v\n", id, text, s.Explain(text))
	return err
}
